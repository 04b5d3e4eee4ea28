"""Stores readings in the directory: identity, absences, expiry, exports."""
