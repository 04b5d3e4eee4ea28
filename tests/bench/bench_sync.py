"""From a write to a search that finds it, on the platform with its embedded index of 10,000 artists."""

from tests.bench.sync_figures import measure


def main() -> None:
    """Prints latency at 25 writes a second, and a rebuild at rest and under the same writes."""
    measure("embedded", artists=10_000, rate=25, seconds=30)


if __name__ == "__main__":
    main()
