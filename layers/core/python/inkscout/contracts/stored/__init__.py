"""Models of what is stored: table items, stream records and lake entries."""
