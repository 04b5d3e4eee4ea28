"""Reading of what a stopped platform saved, in this process and without starting the platform."""
