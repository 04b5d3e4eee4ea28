"""Reads an artist's public profile: own page, Instagram or business profile."""
