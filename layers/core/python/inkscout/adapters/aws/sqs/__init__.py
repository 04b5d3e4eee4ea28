"""Queues in SQS: jobs, dead letters, index failures."""
