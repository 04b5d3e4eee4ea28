"""Models of stored data: table items, stream records and ledger entries."""
