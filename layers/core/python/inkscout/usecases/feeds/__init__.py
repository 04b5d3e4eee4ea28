"""Use cases of feeds: asking a source, curating what it sent, replaying, checking and exporting."""
