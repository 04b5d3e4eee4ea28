"""Finds the people a website names, and merges what is said of each."""
