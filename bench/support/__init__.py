"""Shared parts of the benchmarks: servers to measure against, figures and process trees."""
