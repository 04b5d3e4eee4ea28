"""Likeness of a word to a person's name by its letters, for names that no list has.

A logistic regression on groups of two to four letters, learned from listed names and from everyday words
of 37 languages by ``tools/everyday_words.py``. Of words that it did not learn from, a name gets a
higher value than an everyday word in about nine of ten pairs.
"""

import json
from functools import lru_cache
from pathlib import Path
from zlib import crc32

BUCKETS = 8192
"""Number of weights; groups of letters that share one by their checksum are not told apart."""
_SIZES = (2, 3, 4)
_MOST = 4.0
"""Maximum absolute value: beyond it, longer words only differ in length."""
_LONGEST = 24


def buckets_of(word: str) -> frozenset[int]:
    """Returns the indexes of a folded word's groups of letters, its beginning and end included."""
    text = f"^{word[:_LONGEST]}$"
    return frozenset(
        crc32(text[at : at + size].encode()) % BUCKETS
        for size in _SIZES
        for at in range(len(text) - size + 1)
    )


@lru_cache(maxsize=16_384)
def name_likeness(word: str) -> float:
    """Returns the likeness of a folded word to a name: log odds between -4 and 4, 0 for undecided."""
    bias, steps, weights = _weights()
    value = bias + sum(weights[bucket] for bucket in buckets_of(word)) / steps
    return min(max(value, -_MOST), _MOST)


@lru_cache(maxsize=1)
def _weights() -> tuple[float, int, tuple[int, ...]]:
    text = Path(__file__).with_name("name_letters.json").read_text(encoding="utf-8")
    document = json.loads(text)
    return float(document["bias"]), int(document["steps"]), tuple(document["weights"])
