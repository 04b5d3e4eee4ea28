"""Views of the desk: pure functions from results of use cases to what templates and drawings need."""
