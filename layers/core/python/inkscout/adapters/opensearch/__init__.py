"""Adapters that read and write the search index over HTTP."""
