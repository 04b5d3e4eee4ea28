"""Reads short texts: names, handles, styles, dates, brands."""
