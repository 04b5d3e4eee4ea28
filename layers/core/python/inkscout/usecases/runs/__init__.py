"""Use cases that start, record and finish runs and scans."""
