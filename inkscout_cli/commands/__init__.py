"""The subcommands of ``inkscout``, one module each, imported only when called."""
