"""Use cases that discover studios: areas, searches, identity of places, cost and coverage."""
