"""Adapters that implement the ports: AWS, Google, OpenStreetMap, OpenSearch, HTTP, the browser."""
