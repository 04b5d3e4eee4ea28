"""Rules of the operator's desk: sessions, one-time links and tokens of forms; without I/O."""
