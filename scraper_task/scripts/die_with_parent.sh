#!/bin/sh
# Runs "$INKSCOUT_CHILD" so that the kernel kills it when its parent dies, however the parent dies.
# exec keeps the process id, which Playwright watches.
if command -v setpriv >/dev/null 2>&1; then
    exec setpriv --pdeathsig KILL -- "$INKSCOUT_CHILD" "$@"
fi
exec "$INKSCOUT_CHILD" "$@"
