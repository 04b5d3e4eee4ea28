"""Pydantic models of what crosses a state, queue or API boundary."""
