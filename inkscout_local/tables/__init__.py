"""Corrections of MiniStack's DynamoDB that change how long a request takes, and never its response."""
