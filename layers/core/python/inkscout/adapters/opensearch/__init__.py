"""Reads and writes the search index over HTTP."""
