"""Queues in SQS: jobs, dead letters, rejected index entries."""
