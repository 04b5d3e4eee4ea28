"""Pure parts of the website."""
