"""Lambda functions: the tasks of the state machines, and the HTTP API.

The handler of a task parses its event, calls one use case and returns the result as JSON.
"""
