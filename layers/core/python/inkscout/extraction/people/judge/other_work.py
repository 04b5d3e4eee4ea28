"""Tells people whose work, by what the website says of them, is no tattooing, and titles of works."""

import re
from collections.abc import Sequence
from functools import lru_cache

from inkscout.extraction.page.document import Line
from inkscout.extraction.people.judge.features import SiteEvidence
from inkscout.extraction.people.person import Person
from inkscout.extraction.text.names import name_key, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import alternatives, long_list

_COSMETIC = re.compile(rf"(?<![^\W\d_])(?:{alternatives('roles.cosmetic_work')})[^\W\d_]*")
_TATTOO = re.compile(
    r"tat(?:t?oo|tu|ua|uo|uer|ow|ov|oe|ou|er)|\bink|дов?ме|dovm|tetov|тату|tetuo|flash|刺青|纹身|紋身|타투|สัก|xam"
)
_LONGEST_TITLE = 60
_LEAST_TITLES, _MOSTLY = 3, 0.6
_MOST_MENTIONS = 6
_REACH, _NEAREST = 40, 6


def does_cosmetic_work_alone(person: Person) -> bool:
    """Whether what stands with a person is permanent make-up or other cosmetic work, and no tattooing."""
    if any(candidate.styles for candidate in person.candidates):
        return False
    return any(_is_cosmetic(candidate.snippet, candidate.bio) for candidate in person.candidates) and not any(
        _tattoos(candidate.snippet, candidate.bio) for candidate in person.candidates
    )


@lru_cache(maxsize=2048)
def _is_cosmetic(*texts: str) -> bool:
    return any(_COSMETIC.search(fold(text)) is not None for text in texts)


@lru_cache(maxsize=2048)
def _tattoos(*texts: str) -> bool:
    """Whether texts speak of tattooing other than permanent make-up."""
    return any(_TATTOO.search(_COSMETIC.sub(" ", fold(text))) is not None for text in texts)


def is_title_of_work(shared: SiteEvidence, at: int) -> bool:
    """Whether a text of no listed given name stands alone in a list of titles most of which say a style."""
    name = shared.people[at].names()[0]
    key = name_key(name)
    if any(word in long_list("given_names") for word in key):
        return False
    mentions = shared.text.mentions(key)[:_MOST_MENTIONS]
    return any(
        mention.is_alone and _is_among_styles(mention.line, mention.view.document.lines)
        for mention in mentions
    )


def _is_among_styles(line: Line, lines: Sequence[Line]) -> bool:
    alike = [
        other
        for other in lines[max(0, line.index - _REACH) : line.index + _REACH]
        if other is not line and other.setting == line.setting and len(other.text) <= _LONGEST_TITLE
    ]
    alike = sorted(alike, key=lambda other: abs(other.index - line.index))[:_NEAREST]
    told = [other for other in alike if styles_in(other.text, listed=True) and not role_in(other.text)]
    return len(told) >= _LEAST_TITLES and len(told) >= _MOSTLY * len(alike)
