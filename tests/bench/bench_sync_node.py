"""The same on a real OpenSearch node with 100,000 artists; needs a JDK and Maven, or OPENSEARCH_URL."""

import shutil

from tests.bench.sync_figures import measure


def main() -> None:
    """Prints latency at 100 writes a second, and a rebuild at rest and under the same writes."""
    if not (shutil.which("mvn") and shutil.which("java")):
        print("no JDK and Maven here: not measured")
        return
    measure("opensearch", artists=100_000, rate=100, seconds=30)


if __name__ == "__main__":
    main()
