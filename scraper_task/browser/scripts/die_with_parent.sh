#!/bin/sh
# Runs "$INKSCOUT_CHILD" so that the kernel kills it when its parent dies, however the parent dies.
# exec keeps the process id, which Playwright watches. INKSCOUT_CHILD_DATA_KIB bounds the writable memory of the
# child and of each process that it starts.
if [ -n "$INKSCOUT_CHILD_DATA_KIB" ]; then
    ulimit -d "$INKSCOUT_CHILD_DATA_KIB"
fi
if command -v setpriv >/dev/null 2>&1; then
    exec setpriv --pdeathsig KILL -- "$INKSCOUT_CHILD" "$@"
fi
exec "$INKSCOUT_CHILD" "$@"
