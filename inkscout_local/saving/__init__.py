"""Saves the emulator's state so that a process which is killed loses next to nothing."""
