"""Stores in DynamoDB: directory, run ledger, state, denylist, removal requests, held people."""
