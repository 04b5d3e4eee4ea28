"""The Step Functions tasks and the API; each handler parses, calls one use case and dumps."""
