"""Proposes names in running text: consecutive capitalised words, one of them a listed given name.

A proposal is weak evidence; the judge decides with all evidence of the site. Proposals for people whom
another finder names are ignored.
"""

import re
from collections import Counter
from collections.abc import Iterator

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.urls import host_word
from inkscout.extraction.text.names import read_name
from inkscout.extraction.text.scripts import script_of
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import by_word, long_list, word_set

_MONTHS = word_set("months.months")
_NOT_NAMES = word_set("not_names.words")
_PARTICLES = word_set("names.particles")
_ROLE_OF = by_word("roles.roles")
_TATTOOERS = frozenset({"artist", "owner", "apprentice"})
_WORD = re.compile(r"[^\W\d_][\w'’.-]*|[^\s\w]+|\d\S*")
_LEAST_WORDS = 5
"""Minimum number of words in a text line of running text; shorter ones are read as titles."""
_MAX_LINES = 400
_MAX_TEXT = 1500
_MAX_FOUND = 30
_META = ("author", "description", "og:description")
_MOST_WORDS = 4
_TWICE = 2
_PRONOUNS = frozenset(("ela", "ele", "elle", "han", "hon", "hun", "lei", "lui", "ona", "sie", "она", "вона"))
"""Pronouns, folded, that are listed as given names too: alone they are none."""
_BASE = 0.03
_CASELESS = frozenset({"HEBREW", "ARABIC", "THAI", "GEORGIAN", "DEVANAGARI"})


def people_in_prose(view: PageView) -> list[Candidate]:
    """Returns a candidate for each name in the running text of a page.

    A given name alone must occur twice, in a sentence with other names, or in the site's host name.
    """
    found: dict[str, str] = {}
    counts: Counter[str] = Counter()
    meta = view.document.meta
    said = [line.text[:_MAX_TEXT] for line in view.document.lines[:_MAX_LINES]]
    said.extend(f"by {meta[key][:_MAX_TEXT]} in this place ." for key in _META if meta.get(key))
    host = host_word(view.document.url)
    for text in said:
        words = _WORD.findall(text)
        if len(words) < _LEAST_WORDS:
            continue
        for name in _beside_roles(words):
            found.setdefault(name, text[:160])
            counts[name] += _TWICE
        named = list(dict.fromkeys(_names(words)))
        for name in named:
            found.setdefault(name, text[:160])
            counts[name] += 1 if len(named) == 1 and fold(name) not in host else _TWICE
    kept = [name for name in found if " " in name or counts[name] > 1][:_MAX_FOUND]
    return [
        Candidate(
            name=guess.name,
            url=view.document.url,
            confidence=_BASE,
            name_score=guess.score,
            snippet=found[name],
        )
        for name in kept
        if (guess := read_name(name)) is not None
    ]


def _names(words: list[str]) -> Iterator[str]:
    run: list[str] = []
    for word in (*words, "."):
        if not run and word.islower() and word.isascii():
            continue  # most words of a text
        bare = word.rstrip(".") if len(word) > 2 else word
        if _is_capital(bare) or (run and fold(bare) in _PARTICLES):
            run.append(bare)
            if bare == word:
                continue
        if run and bare[:1].isdigit() and fold(run[-1]) in _MONTHS:
            run.pop()  # "May 2026" is a date
        if run:
            yield from _of_run(run)
            run = []


def _beside_roles(words: list[str]) -> Iterator[str]:
    """Yields the capitalised word after one for a tattooer inside a sentence ("the tattooer Yuki")."""
    for before, word, after in zip(words, words[1:], (*words[2:], "."), strict=False):
        if word.islower() or not _is_capital(word) or _is_capital(after):
            continue
        if _ROLE_OF.get(fold(before)) not in _TATTOOERS:
            continue
        plain = fold(word)
        if plain not in _NOT_NAMES and plain not in _ROLE_OF and plain not in long_list("everyday_words"):
            yield word


def _is_capital(word: str) -> bool:
    if word[:1].isupper():
        return len(word) > 1 and not word.isupper()
    return not word.isascii() and script_of(word) in _CASELESS and fold(word) in long_list("given_names")


def _without_nouns(name: list[str]) -> list[str]:
    """Returns a name without a particle and an everyday word after it ("Henriette von Hand" in German)."""
    everyday = long_list("everyday_words")
    for at in range(1, len(name) - 1):
        if fold(name[at]) in _PARTICLES and fold(name[at + 1]) in everyday:
            return name[:at]
    return name


def _of_run(run: list[str]) -> Iterator[str]:
    """Yields the part of consecutive capitalised words that begins with a given name, if any."""
    given = long_list("given_names")
    for at, word in enumerate(run):
        plain = fold(word)
        if plain.split("-")[0] in given and plain not in _NOT_NAMES:
            name = _without_nouns(run[at : at + _MOST_WORDS])
            while name and fold(name[-1]) in _PARTICLES:
                name.pop()
            if name and not (len(name) == 1 and plain in _PRONOUNS):
                yield " ".join(name)
            if at == 1 and len(run) == _TWICE and fold(run[0]) not in _NOT_NAMES:
                yield " ".join(run)  # the family name first, as in Hungarian
            return
