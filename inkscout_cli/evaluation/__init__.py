"""Scores extraction against the labels of a world."""
