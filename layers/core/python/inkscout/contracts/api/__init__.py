"""Models of the HTTP API: parameters, request bodies, responses and problems."""
