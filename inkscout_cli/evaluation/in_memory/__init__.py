"""Stores in memory that keep the contracts of the tables and the bucket, for an evaluation without AWS."""
