"""Visits websites and profiles: planning, fetching, queueing, rendering, replay."""
