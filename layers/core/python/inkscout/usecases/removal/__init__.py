"""Use cases for removal requests and for removing people from every store."""
