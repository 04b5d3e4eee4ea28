"""Workers of Python functions as forks of one process that has imported what all of them import."""
