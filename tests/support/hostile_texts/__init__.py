"""Hostile texts derived from regular expressions, and the growth of what a text costs with its length."""
