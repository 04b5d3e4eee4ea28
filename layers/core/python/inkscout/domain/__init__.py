"""Entities and rules of the domain; standard library only, and ``anyascii`` for transliteration."""
