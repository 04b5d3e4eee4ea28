"""Rules for fetching websites: egress, robots.txt, rate limits, decoding; without I/O."""
