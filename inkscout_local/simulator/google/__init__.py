"""Simulation of the Google Maps endpoints: Places (legacy and new) and geocoding."""
