"""Word lists of the tattoo trade, and functions that read them."""
