"""Reads pages in separate processes."""
