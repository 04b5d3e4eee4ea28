"""Pydantic models of the data that crosses a state, queue or API boundary."""
