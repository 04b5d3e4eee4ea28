"""Minimum scores of the relevance set; current figures are in ``docs/api.md``."""

NDCG = 0.98
SUGGESTED = 0.95
