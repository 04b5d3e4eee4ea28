"""Use cases that show the records of feeds."""
