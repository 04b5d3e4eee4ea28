"""Guards for servers on loopback, which any website open in the operator's browser could send requests to."""
