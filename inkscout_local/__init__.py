"""The whole platform on one machine, and the inkscout command line."""
