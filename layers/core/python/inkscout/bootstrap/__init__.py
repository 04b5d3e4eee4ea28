"""The composition root: the one place where use cases meet adapters, one module per part of the system."""
