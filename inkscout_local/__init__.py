"""The local platform: AWS emulator, search server, simulated web and workers on one machine."""
