"""What crosses the HTTP API's boundary: parameters, bodies, answers and problems."""
