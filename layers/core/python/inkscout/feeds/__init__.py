"""Pure rules of feeds: the definition of a source, and the way from its answers to records."""
