"""Rules of discovery, without I/O: search cells, relevance, identity of places, coverage, prices."""
