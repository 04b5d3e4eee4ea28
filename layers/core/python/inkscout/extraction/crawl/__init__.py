"""Decides which pages of a website to fetch next, and whether a browser is needed."""
