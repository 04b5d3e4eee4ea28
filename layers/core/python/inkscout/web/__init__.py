"""What may be fetched from a website, and how fast."""
