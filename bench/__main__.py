"""Runs the benchmarks: ``python -m bench [topic …]``; without topics, all but the long ones."""

import importlib
import pkgutil
import signal
import sys
import time

import bench

LONG = frozenset({"soak", "sync_node", "sync_node_rebuild"})
"""Topics that take many minutes and run only if they are named."""


def topics() -> list[str]:
    """Returns all topics, which are the modules ``bench_<topic>``, sorted."""
    names = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    return sorted(name.removeprefix("bench_") for name in names if name.startswith("bench_"))


def main(wanted: list[str]) -> int:
    """Runs the wanted topics in order, or all but the long ones; returns the exit code."""
    unknown = set(wanted) - set(topics())
    if unknown:
        print(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(topics())}",
            file=sys.stderr,
        )
        return 2
    # SIGTERM raises SystemExit, so that topics stop the processes they started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for topic in wanted or [name for name in topics() if name not in LONG]:
        print(f"\n== {topic}", flush=True)
        started = time.monotonic()
        importlib.import_module(f"bench.bench_{topic}").main()
        print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
