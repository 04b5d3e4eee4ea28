"""Pictures that stand in for the images of a world's hosts: each person's look like the work of one hand."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from inkscout_local.simulator.sites import SiteFile, content_type

_NUMBER = re.compile(r"[\W_]*\d+$")


class Art:
    """A set of pictures named ``HAND-NUMBER``, such as ``fine-3.webp``."""

    def __init__(self, pictures: Sequence[Path]) -> None:
        """Takes the files; none if the world has no pictures."""
        self._hands: dict[str, list[Path]] = {}
        for path in pictures:
            self._hands.setdefault(path.stem.rpartition("-")[0], []).append(path)

    def find(self, host: str, path: str) -> SiteFile | None:
        """Returns the picture for an image's path on a host, always the same one; None if there are none.

        Paths that differ only in the number at the end of their name are of one person.
        """
        if not self._hands:
            return None
        folder, _, name = path.rpartition("/")
        stem, _, _ = name.rpartition(".")
        person = f"{host}{folder}/{_NUMBER.sub('', stem)}"
        hands = sorted(self._hands)
        pieces = self._hands[hands[_number(person) % len(hands)]]
        said = re.search(r"\d+$", stem)
        chosen = pieces[(_number(person) + int(said[0] if said else 0)) % len(pieces)]
        body = chosen.read_bytes()
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        return SiteFile(body, content_type(chosen, body), tag, chosen.stat().st_mtime)


def _number(text: str) -> int:
    return int(sha256(text.encode("utf-8", "replace")).hexdigest()[:12], 16)
