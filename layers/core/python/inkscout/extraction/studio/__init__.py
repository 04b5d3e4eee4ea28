"""Extracts facts about a studio: contacts, postal address, hours; and whether it is a studio at all."""
