"""Runs the benchmarks: ``python -m bench [topic …]``; without a topic all but the long ones."""

import importlib
import pkgutil
import signal
import sys
import time

import bench

LONG = frozenset({"soak", "sync_node", "sync_node_rebuild"})
"""Topics that take more than some minutes and run only when they are named."""


def topics() -> list[str]:
    """Every topic that has a module ``bench_<topic>``."""
    names = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    return sorted(name.removeprefix("bench_") for name in names if name.startswith("bench_"))


def main(wanted: list[str]) -> int:
    """Runs the topics in order; returns a process exit code."""
    unknown = set(wanted) - set(topics())
    if unknown:
        print(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(topics())}",
            file=sys.stderr,
        )
        return 2
    # What a topic started is ended also when the benchmark is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for topic in wanted or [name for name in topics() if name not in LONG]:
        print(f"\n== {topic}", flush=True)
        started = time.monotonic()
        importlib.import_module(f"bench.bench_{topic}").main()
        print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
