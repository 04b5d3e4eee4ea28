"""Reads one answer by a definition, again and again; prints CPU seconds and peak memory as JSON.

Arguments: the definition, the answer, the number of repetitions.
"""

import json
import sys
import time
from pathlib import Path

from inkscout.feeds import json_text
from inkscout.feeds.definition import parse
from inkscout.feeds.read import read


def main() -> None:
    """Prints the least CPU seconds of a repetition, from bytes to rows with fingerprints."""
    path, body = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    definition = parse(path.stem, path.read_text())
    best, rows = float("inf"), 0
    before = _peak_mb()
    for _ in range(int(sys.argv[3])):
        started = time.process_time()
        rows = len(read(definition, json_text.read(body), 0).rows)
        best = min(best, time.process_time() - started)
    peak = _peak_mb()
    figures = {
        "rows": rows,
        "bytes": len(body),
        "seconds": best,
        "peak_mb": peak,
        "more_mb": peak - before,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def _peak_mb() -> float:
    """Returns the highest resident size of this program; that of getrusage includes the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
