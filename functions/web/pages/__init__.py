"""Pages of the website: one module for each, from the request's parameters to a rendered page."""
