"""Benchmark of redaction: CPU seconds to remove denylisted people from one page, by length and content."""

import random
import string
import time
from collections.abc import Iterable

from inkscout.adapters.aws.dynamodb.denylist import DynamoDbDenylist
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import KnownAt, listing
from inkscout.usecases.directory.returning import ORDINARY

PEOPLE = 1_000
_LENGTHS = (500_000, 1_000_000, 2_000_000)
_REPEATS = 3
_KEY = b"a key of the length that Secrets Manager makes, sixty-four bytes"


def main() -> None:
    """Prints a table over pages of distinct words, and of one listed name in many shapes."""
    words = random.Random(1)
    names = [f"{_word(words, 5).title()} {_word(words, 8).title()}" for _ in range(PEOPLE - 1)]
    names.append("Zoë Brönnimann")
    first = "Zoë"
    print(f"{PEOPLE} people are listed; CPU seconds a page, the least of {_REPEATS}")
    print(f"{'':34} " + " ".join(f"{length / 1e6:>6.1f} MB" for length in _LENGTHS))
    pages = {
        "distinct words": lambda length: _distinct(words, length),
        "distinct words in tags": lambda length: "".join(
            f"<p>{w}</p>" for w in _distinct(words, length).split()
        ),
        "the same listed name": lambda length: f"{names[0]} draws. " * (length // 25),
        "the same, each time with a number": lambda length: "".join(
            f"{names[0]} {number} " for number in range(length // 18)
        ),
        "one first name again and again": lambda length: f"{first} " * (length // len(f"{first} ".encode())),
        "after a digit": lambda length: f"1{first} " * (length // len(f"1{first} ".encode())),
        "in tags": lambda length: f"<p>{first}</p>" * (length // len(f"<p>{first}</p>".encode())),
    }
    for where, at in (("each at a studio of their own", False), ("all at this studio", True)):
        redactor = _redactor(names, together=at)
        for what, page in pages.items():
            figures = [_cpu(redactor, page(length)[:length]) for length in _LENGTHS]
            print(f"{what:34} " + " ".join(f"{figure:9.2f}" for figure in figures) + f"  {where}")


def _redactor(names: Iterable[str], *, together: bool) -> Redactor:
    hashed = DynamoDbDenylist(None, "", lambda: _KEY).hashed
    known = frozenset(
        hashed(entry)
        for number, name in enumerate(names)
        for entry in listing(
            handles=[name.lower().replace(" ", ".")],
            names=[name],
            at=[KnownAt(studio_id="s-0" if together else f"s-{number}", city="Leeds", country="GB")],
        )
    )
    print(f"({len(known)} entries)")
    return Redactor(hashed, lambda: known, ORDINARY.__contains__)


def _distinct(words: random.Random, length: int) -> str:
    found: dict[str, None] = {}
    size = 0
    while size < length:
        word = _word(words, words.randint(4, 10))
        size += 0 if word in found else len(word) + 1
        found[word] = None
    return " ".join(found)


def _word(words: random.Random, letters: int) -> str:
    return "".join(words.choices(string.ascii_lowercase, k=letters))


def _cpu(redactor: Redactor, page: str) -> float:
    best = float("inf")
    for _ in range(_REPEATS):
        started = time.process_time()
        redactor.text(page, "s-0")
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    main()
