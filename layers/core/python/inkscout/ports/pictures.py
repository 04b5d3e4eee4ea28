"""Ports for pictures of portfolios: their source, their decoder and the store of small copies."""

from collections.abc import Mapping
from typing import Protocol


class PictureSource(Protocol):
    """Downloads a picture from the website that published it."""

    def fetch(self, url: str) -> bytes:
        """Returns the file.

        Raises:
            PictureRefused: the website or a rule forbids it, or it is no picture, or too large.
            PictureBusy: the website did not answer, or has to be left alone for a while.
        """
        ...


class PictureCopies(Protocol):
    """Stores small copies by artist, key and width."""

    def get(self, artist_id: str, key: str, width: int) -> bytes | None:
        """Returns a copy; empty if the picture was refused lately; None if it was never asked for.

        Raises:
            StoreThrottled: the store did not respond.
        """
        ...

    def put(self, artist_id: str, key: str, copies: Mapping[int, bytes]) -> None:
        """Stores copies by width; empty ones record that the picture was refused.

        Raises:
            StoreThrottled: the store did not respond.
        """
        ...

    def forget(self, artist_id: str) -> None:
        """Deletes all copies of an artist's pictures, all versions included.

        Raises:
            StoreThrottled: the store did not respond.
        """
        ...
