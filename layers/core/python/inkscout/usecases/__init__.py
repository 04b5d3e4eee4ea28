"""Use cases: the steps, jobs and routes of the system, in terms of ports."""
