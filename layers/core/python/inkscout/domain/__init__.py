"""Nouns and rules of the trade; standard library only."""
