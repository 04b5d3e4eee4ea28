"""Continuous saving of the emulator's state, so that almost nothing is lost when it is killed."""
