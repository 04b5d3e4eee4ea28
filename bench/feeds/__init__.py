"""Programs of the benchmark of feeds, each run in a process of its own."""
