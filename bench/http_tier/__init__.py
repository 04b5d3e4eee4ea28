"""The parts of the HTTP tier's bench, each its own process: a server and three clients of it."""
