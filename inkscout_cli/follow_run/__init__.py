"""Starts a run of the pipeline, follows it and collects its result, through the AWS APIs and the HTTP API."""
