"""HTTP server of the API for containers: ``python -m server``."""
