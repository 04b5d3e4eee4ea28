"""Composes use cases with their adapters (the composition root), one module per part of the system."""
