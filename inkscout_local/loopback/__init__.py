"""Guards servers on loopback, which every website open in the operator's browser can reach."""
