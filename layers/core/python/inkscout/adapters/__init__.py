"""The outside world behind the ports: AWS, Google, OpenSearch, HTTP."""
