"""Reads an artist's public profile: own website, Instagram page or Instagram API response."""
