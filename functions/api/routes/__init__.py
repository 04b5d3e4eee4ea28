"""Routes of the API: one module for each resource, imported on the first request that needs it."""
