"""Use cases that keep the search index in step with the Directory table."""
