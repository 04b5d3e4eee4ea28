"""Pages of the desk: one module for each, from the request to a rendered page or an action."""
