"""Finders of people, one module per way in which websites name them."""
