"""Small copies of the pictures that profiles hold."""
