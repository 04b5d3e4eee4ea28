"""Use cases that visit websites and profiles: planning, fetching, queueing, rendering, replay."""
