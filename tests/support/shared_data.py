"""Finds the data beside a checkout; tests that need it skip with a message when it is absent."""

from pathlib import Path

_SHARED = Path(__file__).resolve().parents[3] / "shared"


def shared_path(*parts: str) -> Path:
    """A path under ``../shared`` beside the checkout, whether or not it exists."""
    return _SHARED.joinpath(*parts)
