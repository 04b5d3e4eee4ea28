"""Text that was decoded by a wrong encoding, told by marks that no language writes."""

import re
from collections import Counter
from functools import lru_cache

_SAMPLE = 200_000
"""Characters of a text that are looked at."""
_MOST_RUNS = 2_000
"""Runs of characters beyond ASCII that are looked at."""
_SHORT_RUN = 16
"""Characters up to which a run is judged once: the letters and words that a language repeats."""
_LEAST = 8
"""Garbled characters below which a text may as well quote another page's fault."""
_REPLACED = "\ufffd"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WESTERN_RUN = re.compile("[\u00a1-\u00ff]{5,}")
"""Letters and marks of Latin-1 in a row: German or French words mix them with plain letters, while Chinese or
Russian bytes that are read as Latin-1 consist of nothing else."""
_AGAIN = ("cp1252", "cp1251", "latin-1")
"""Encodings by which UTF-8 is misread most."""


def is_garbled(text: str) -> bool:
    """Whether most of a text beyond ASCII is no writing but the trace of a wrong encoding.

    Three traces count: U+FFFD, UTF-8 that was read as a single-byte encoding ("KÃ¼nstler", "РњР°СЃС‚РµСЂ"),
    and bytes of another script that were read as Latin-1 ("Ä«É½´ÌÇà").
    """
    if text.isascii():
        return False
    beyond = bad = 0
    # Lines of plain ASCII, most of a page's markup, are passed over faster than by the expression.
    lines = "\n".join([line for line in text[:_SAMPLE].split("\n") if not line.isascii()])
    for run, times in Counter(_BEYOND_ASCII.findall(lines)[:_MOST_RUNS]).items():
        beyond += len(run) * times
        if len(run) == 1 and run != _REPLACED:
            continue  # one letter beyond ASCII among others, as in most languages of Europe
        replaced = run.count(_REPLACED)
        bad += times * (replaced or (_misread_short(run) if len(run) <= _SHORT_RUN else _misread(run)))
    return bad >= _LEAST and bad * 2 > beyond


@lru_cache(maxsize=4096)
def _misread_short(run: str) -> int:
    return _misread(run)


def _misread(run: str) -> int:
    """Characters of a run beyond ASCII that another encoding explains."""
    if len(run) > 1 and any(_is_utf8_read_as(run, name) for name in _AGAIN):
        return len(run)
    return sum(len(found) for found in _WESTERN_RUN.findall(run) if _is_wordlike(found))


def _is_wordlike(run: str) -> bool:
    """Whether a run has the mixture of a word: a row of one mark is ornament."""
    return len(set(run)) > min(4, len(run) // 3) and sum(map(str.isalpha, run)) * 3 > len(run)


def _is_utf8_read_as(run: str, encoding: str) -> bool:
    try:
        return len(run.encode(encoding).decode("utf-8")) < len(run)
    except UnicodeError:
        return False
