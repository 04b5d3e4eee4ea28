"""Finders of people: one module for each way in which websites name them."""
