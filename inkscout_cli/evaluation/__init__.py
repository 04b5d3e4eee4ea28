"""Measures extraction against the labels (expected results) of a world, a folder of simulated websites."""
