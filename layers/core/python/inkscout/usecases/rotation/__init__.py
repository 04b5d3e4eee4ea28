"""Use cases that rotate egress addresses and the search domain's password."""
