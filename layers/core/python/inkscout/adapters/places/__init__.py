"""Sources of places: Google Maps, OpenStreetMap and the operator's own list."""
