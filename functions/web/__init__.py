"""The public website, rendered in Python from the use cases of the search."""
