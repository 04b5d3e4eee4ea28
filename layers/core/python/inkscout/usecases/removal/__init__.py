"""Handles requests for removal, and removes people from every store."""
