"""Stored pages in, artists and studio facts out; pure."""
