"""Pages of the desk that read, over an index and tables as the API has them."""
