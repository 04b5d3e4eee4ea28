"""Simulated JSON APIs of a world: hosts of the forward proxy that answer with generated or stored records."""
