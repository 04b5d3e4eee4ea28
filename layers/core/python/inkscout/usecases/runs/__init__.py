"""Starts, records and finishes runs and scans."""
