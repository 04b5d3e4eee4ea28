"""Fetches websites: HTTP client, robots.txt, rate limits, guarded egress."""
