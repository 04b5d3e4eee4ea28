"""What the relevance set must at least score; figures of today are in ``docs/search.md``."""

NDCG = 0.90
SUGGESTED = 0.95
