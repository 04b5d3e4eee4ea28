"""Backups of the tables, their check, and restores."""
