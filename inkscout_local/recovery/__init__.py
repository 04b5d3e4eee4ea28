"""Proof of backups: an archive is restored into an empty platform of its own, and checked there."""
