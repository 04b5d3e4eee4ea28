"""One module a resource, each imported with the first request that needs it."""
