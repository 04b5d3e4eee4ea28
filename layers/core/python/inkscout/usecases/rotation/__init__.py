"""Rotates egress addresses and the search password."""
