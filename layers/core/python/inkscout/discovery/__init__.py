"""Search areas and their splitting, relevance, identity of places, spend."""
