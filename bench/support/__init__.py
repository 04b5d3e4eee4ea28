"""Shared parts of the benchmarks: search servers, measurements and process trees."""
