"""Composes use cases with their adapters (the composition root), one module per part of the system."""

import sys


def forget() -> None:
    """Forgets every client, store and setting made so far; the next use reads the environment anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__name__}."):
            for made in list(vars(module).values()):
                clear = getattr(made, "cache_clear", None)
                if clear is not None:
                    clear()
