"""Inkscout: finds tattoo studios, reads their websites for artists, and keeps a searchable directory."""
