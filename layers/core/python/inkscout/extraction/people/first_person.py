"""Detects whether a website speaks as one artist ("I") or as a studio ("we")."""

import re

from inkscout.extraction.model import PageView
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.languages import language_of
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_sets

_FEW = 2
_ELIDED = ("j'", "m'", "j’", "m’")
_APOSTROPHES = ("'", "’", "ʼ", "＇")
_SINGULAR = word_sets("languages.singular")
_PLURAL = word_sets("languages.plural")
_ARTIST_SELF = re.compile(
    r"tattoo artist|tattooer|tattooist|artiste tatoueu|tatoueu(?:r|se) (?:depuis|a |base|install)|tatuador"
    r"|tatuadora|tatuatore|tatuatrice|tatowierer|tatowiererin|tatuazyst|tatuerare|tatuator|tatoeeerder"
    r"|тату-мастер|татуировщи|тату мастер|тату-майстер|מקעקע|my (?:work|style|designs?|tattoos)"
    r"|mon travail|mis (?:disenos|tatuajes|clientes)|meine arbeit"
)


def first_person(views: list[PageView]) -> tuple[int, int, bool]:
    """Returns how often a website says "I" and "we", and whether the "I" says that they tattoo.

    Reviews, forms, credits, blogs and quotations are ignored.
    """
    said = [_said_on(view) for view in views if not view.is_article]
    return sum(one for one, _, _ in said), sum(many for _, many, _ in said), any(says for _, _, says in said)


def _said_on(view: PageView) -> tuple[int, int, bool]:
    """Returns the same for one page; computed once per page."""
    if view.first_person is None:
        view.first_person = _count(view)
    return view.first_person


def _count(view: PageView) -> tuple[int, int, bool]:
    singular = plural = 0
    says = False
    blocked = Zone.REVIEW | Zone.FORM | Zone.CREDIT | Zone.BLOG
    language = language_of(view)
    one, many = _SINGULAR.get(language, _SINGULAR["en"]), _PLURAL.get(language, _PLURAL["en"])
    for line in view.document.lines:
        if view.zones[line.index] & blocked or line.text.startswith(('"', "“", "«", "„")):
            continue
        said = tokens(line.text)
        mine = sum(map(one.__contains__, said))
        if any(map(line.text.__contains__, _APOSTROPHES)):
            mine += sum(1 for word in said if word.startswith(_ELIDED) and word not in one)
        singular += mine
        plural += sum(map(many.__contains__, said))
        says = says or (mine > 0 and len(said) > 6 and _ARTIST_SELF.search(fold(line.text)) is not None)
    return singular, plural, says


def speaks_alone(views: list[PageView]) -> bool:
    """Whether a website speaks as one artist: mostly in the first person singular, about tattooing."""
    singular, plural, says = first_person(views)
    return says and singular >= 3 and singular >= plural


def speaks_as_house(views: list[PageView]) -> bool:
    """Whether a website speaks as a studio: it says "we" clearly more often than "I"."""
    singular, plural, _ = first_person(views)
    return plural > singular + _FEW
