"""Programs of the HTTP fetcher's benchmark, each run as a process: a server and three clients."""
