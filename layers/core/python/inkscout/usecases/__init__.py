"""One module per step: what the system does, in terms of its ports."""
