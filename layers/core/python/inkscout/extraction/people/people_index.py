"""Index of people by what makes two of their names one person's, so that a candidate is compared with few."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from inkscout.domain.romanise import in_latin
from inkscout.extraction.model import Candidate
from inkscout.extraction.page.urls import page_key
from inkscout.extraction.text.names import name_key
from inkscout.extraction.text.sounds import sound_alike

Mark = tuple[str, str]
_ONE_LETTER = str.maketrans("gj", "hy")


class PeopleIndex:
    """Index of people by what the merge compares.

    Two names of one person have the same first word, the same letters, or one is the other's last word. On a
    website with names in several scripts their last words may also begin with the same Latin letter.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._people: dict[Mark, set[int]] = defaultdict(set)
        scripts = {_is_latin(candidate.name) for candidate in candidates}
        self._has_scripts = len(scripts) > 1

    def add(self, marks: Iterable[Mark], at: int) -> None:
        """Adds the marks of a candidate of the person with the index ``at``."""
        for mark in marks:
            self._people[mark].add(at)

    def likely(self, marks: Iterable[Mark]) -> list[int]:
        """Returns the indexes of all people to whom a candidate with marks may belong, in ascending order."""
        found: set[int] = set()
        for mark in marks:
            found.update(self._people.get(mark, ()))
        return sorted(found)

    def marks_of(self, candidate: Candidate) -> frozenset[Mark]:
        """Returns what two candidates of one person have in common, at least one of it."""
        return frozenset(self._marks(candidate))

    def _marks(self, candidate: Candidate) -> Iterator[Mark]:
        for name in (candidate.name, candidate.nickname):
            if key := name_key(name):
                yield "word", key[0]
                yield "word", key[-1]
                yield "letters", "".join(key)
                if self._has_scripts:
                    yield "latin", _romanised(name)[-1][:1]
        if candidate.instagram:
            yield "handle", candidate.instagram
        if candidate.page_url:
            yield "page", page_key(candidate.page_url)


@lru_cache(maxsize=4096)
def _is_latin(name: str) -> bool:
    """Whether a name is in Latin letters, accents aside."""
    return "".join(name_key(name)).isascii()


def in_two_scripts(one: str, other: str) -> bool:
    """Whether two full names are one in two scripts ("Ольга Коваль", "Olha Koval"), as on bilingual websites.

    Romanised names must sound alike. "G" and "h" are one letter then, as are "j" and "y", since passports and
    people choose between them.
    """
    return len(name_key(one)) > 1 and is_transcribed(one, other)


def is_transcribed(one: str, other: str) -> bool:
    """Whether two names, of which one is in Latin letters, are of as many words that sound alike."""
    if _is_latin(one) == _is_latin(other):
        return False
    a, b = _romanised(one), _romanised(other)
    return len(a) == len(b) > 0 and sound_alike(a, b)


@lru_cache(maxsize=4096)
def _romanised(name: str) -> tuple[str, ...]:
    return name_key(in_latin(name).translate(_ONE_LETTER))
