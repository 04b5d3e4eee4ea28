"""Finds the only artist of a site that is written in the first person, or about its namesake."""

import re
from itertools import pairwise

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, SiteContext
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.first_person import speaks_alone, speaks_as_house
from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.names import KNOWN, read_name
from inkscout.extraction.text.names_in_labels import signers
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.extraction.text.styles_meant import is_asked_or_sold, styles_meant
from inkscout.vocabulary.folding import fold, tokens

_LEAST_SENTENCE = 30
_FIRST_PAGES, _FIRST_LINES, _FIRST_CHARACTERS = 6, 120, 5000
"""Numbers of pages, of lines of each, and of characters of all, that tell an only artist's styles."""
_NOT_TOLD = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP
_UNSPACED = ("刺青", "タトゥー", "타투", "纹身", "紋身", "xam hinh", "hinh xam")
"""Words for tattoos that stand inside others, or are two words, in folded text."""


def artist_named_as_brand(site: SiteContext) -> list[Candidate]:
    """Returns the artist of a site in the first person: who signs it, else under its brand's name or handle.

    Of a site that is not, the person after whom it is named if its text tells of them ("Julia tattoos").
    Empty if there is neither.
    """
    views, facts, studio_name = site.views, site.facts, site.studio_name
    if not views or not speaks_alone(views):
        return _namesake(site)
    signer = next((guess.name for guess in signers(views[0].document)), "")
    name = (
        signer
        or brand_name(facts.name)
        or name_from_handle(facts.instagram, facts.email)
        or brand_name(studio_name)
    )
    if not name:
        return []
    return [_candidate(site, name, f"{facts.name or studio_name}: written in the first person")]


def _candidate(site: SiteContext, name: str, snippet: str) -> Candidate:
    return Candidate(
        name=name,
        url=site.views[0].document.url,
        confidence=0.62,
        instagram=site.facts.instagram,
        role="artist",
        styles=tuple(_styles_told(site)),
        snippet=snippet,
    )


def _styles_told(site: SiteContext) -> dict[str, None]:
    """Returns the styles that a site's first lines name, without what others say, questions and prices."""
    found: dict[str, None] = {}
    left = _FIRST_CHARACTERS
    for view in site.views[:_FIRST_PAGES]:
        for line in view.document.lines[:_FIRST_LINES] if not view.is_article else ():
            left -= len(line.text)
            if left < 0:
                return found
            styles = styles_meant(line.text)
            if (
                styles
                and not view.zones[line.index] & _NOT_TOLD
                and not is_asked_or_sold(view.document, line)
            ):
                found.update(dict.fromkeys(styles))
    return found


def _namesake(site: SiteContext) -> list[Candidate]:
    """Returns the person after whom a site is named, if it speaks of them and tattooing by first name."""
    guess = read_name(brand_name(site.facts.name) or brand_name(site.studio_name))
    if guess is None or guess.score < KNOWN or speaks_as_house(site.views):
        return []
    first, *others = tokens(guess.name)
    if not others:
        return []
    for view in site.views:
        for line in view.document.lines:
            words = tokens(line.text) if len(line.text) >= _LEAST_SENTENCE else []
            alone = any(word == first and after not in others for word, after in pairwise(words))
            if alone and not view.zones[line.index] & _NOT_TOLD and _is_of_trade(words, line.text):
                return [_candidate(site, guess.name, shortened(line.text, SNIPPET))]
    return []


def _is_of_trade(words: list[str], text: str) -> bool:
    """Whether a text, of which ``words`` are the folded words, speaks of tattoos."""
    return any(word.startswith(TATTOO_STEMS) for word in words) or any(
        map(fold(text).__contains__, _UNSPACED)
    )


def name_from_handle(handle: str, email: str) -> str:
    """Returns the name in an Instagram handle, split at dots and underscores; empty without a handle.

    If the e-mail address has the same letters, the handle is split as that is. If the parts are not a name,
    the handle itself is returned.
    """
    if not handle:
        return ""
    local = email.split("@", maxsplit=1)[0] if email else ""
    parts = [part for part in re.split(r"[._\-]", local) if part.isalpha()]
    if len(parts) > 1 and "".join(parts) == re.sub(r"[._]", "", handle):
        return " ".join(part.capitalize() for part in parts)
    split = [part for part in re.split(r"[._]", handle) if part]
    guess = read_name(" ".join(part.capitalize() for part in split))
    return guess.name if guess is not None else handle
