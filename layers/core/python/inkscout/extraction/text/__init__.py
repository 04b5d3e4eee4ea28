"""Extracts information from short texts: names, roles, handles, e-mail addresses, styles, dates, brands."""
