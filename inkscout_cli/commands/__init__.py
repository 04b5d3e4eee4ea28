"""Subcommands of ``inkscout``, one module each, imported only when called."""
