"""Minimum scores of the relevance set; current figures are in ``docs/search.md``."""

NDCG = 0.90
SUGGESTED = 0.95
