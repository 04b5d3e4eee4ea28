"""Reads facts about a studio: contacts, address, hours, relevance."""
