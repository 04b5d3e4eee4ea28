"""Discovers studios: areas, searches, identity of places, spend and coverage."""
