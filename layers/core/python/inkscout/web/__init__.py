"""Rules for fetching websites: egress, robots.txt, rate limits, decoding. Pure, without I/O."""
