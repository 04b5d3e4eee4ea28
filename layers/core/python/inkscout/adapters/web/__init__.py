"""Adapters that fetch websites: HTTP client, robots.txt, rate limits, guarded egress, browser proxy."""
