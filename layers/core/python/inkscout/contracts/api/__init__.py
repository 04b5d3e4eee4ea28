"""Models of the HTTP API: parameters, bodies, answers and problems."""
