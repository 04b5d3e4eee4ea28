"""Use cases that store readings in the directory: identity, absences, expiry, exports."""
