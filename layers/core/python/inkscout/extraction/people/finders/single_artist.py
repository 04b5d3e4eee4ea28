"""Finds the only artist of a site that is written in the first person, about its namesake, or signed."""

import re
from itertools import pairwise

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET, Candidate, SiteContext
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.first_person import first_person, speaks_alone, speaks_as_house
from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.names import KNOWN, name_key, read_name
from inkscout.extraction.text.names_in_labels import copyright_holder, signers
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.extraction.text.self_titles import (
    artist_titled,
    maker_of_tattoos,
    specialist_titled,
    tattoos_of,
)
from inkscout.extraction.text.styles_meant import is_asked_or_sold, styles_meant
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list, word_set

_LEAST_SENTENCE = 30
_LAST_LINES = 30
_LONGEST_NAME = 90
_TWO = 2
_UNKNOWN_SIGNS = 2
"""Number of times somebody without a known given name must sign a site."""
_OF_TRADE = word_set("trade.brand") - frozenset(("and", "by", "of", "the"))
_FIRST_PAGES, _FIRST_LINES, _FIRST_CHARACTERS = 6, 120, 5000
"""Numbers of pages, of lines of each, and of characters of all, that tell an only artist's styles."""
_NOT_TOLD = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP
_UNSPACED = ("刺青", "タトゥー", "타투", "纹身", "紋身", "xam hinh", "hinh xam")
"""Words for tattoos that stand inside others, or are two words, in folded text."""


def artist_named_as_brand(site: SiteContext) -> list[Candidate]:
    """Returns the artist of a site in the first person: who signs it, else under its brand's name or handle.

    Of a site that is not, the person after whom it is named if its text tells of them ("Julia tattoos"), else
    whom its title or its own words about itself name as the artist. Empty if there is nobody.
    """
    views, facts, studio_name = site.views, site.facts, site.studio_name
    if not views or not speaks_alone(views):
        return _namesake(site) or _signing(site)
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


def _signer(site: SiteContext, name: str, snippet: str) -> Candidate:
    """Returns a candidate without styles: the text of a signed site may speak of all styles there are."""
    candidate = _candidate(site, name, snippet)
    candidate.styles = ()
    return candidate


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


def _signing(site: SiteContext) -> list[Candidate]:
    """Returns the person who signs a site that does not speak as a house.

    They make the tattoos of its title or description ("Custom tattoos by Ben"), are called a tattoo artist in
    its title ("Inky | Tattoo Artist"), or have its name and sign it: as its author, as the holder of its
    copyright, or as all of its title if it speaks as one person. Somebody without a listed given name must do
    two of these. Else it is the full name to the site's given name, or that of its mail address.
    """
    if not site.views or speaks_as_house(site.views):
        return []
    document = site.views[0].document
    about = (document.meta.get(name, "") for name in ("description", "og:description"))
    for text in (document.title, *about):
        maker = maker_of_tattoos(text)
        if maker is not None:
            return [_signer(site, maker.name, shortened(text, SNIPPET))]
    titled = specialist_titled(document.title) or artist_titled(document.title) or tattoos_of(document.title)
    if titled:
        return [_signer(site, titled, document.title)]
    return _named_in_full(site) or _corresponding(site) or _undersigning(site)


def _named_in_full(site: SiteContext) -> list[Candidate]:
    """Returns the only full name on a site with the given name after which the site is named.

    It stands alone in a line, as in an imprint ("Marlene Krause" of "Marlene Tattoo").
    """
    guess = read_name(brand_name(site.facts.name) or brand_name(site.studio_name))
    if guess is None or " " in guess.name or guess.score < KNOWN:
        return []
    first = name_key(guess.name)
    found: dict[tuple[str, ...], str] = {}
    for view in site.views:
        for line in view.document.lines:
            if len(line.text) > _LONGEST_NAME or view.zones[line.index] & Zone.REVIEW:
                continue
            for part in (line.text, *line.parts):
                full = read_name(part) if " " in part else None
                if full is not None and name_key(full.name)[:1] == first and " " in full.name:
                    found.setdefault(name_key(full.name), full.name)
    full_names = [name for name in found.values() if not site.brand.covers(name)]
    return [_signer(site, full_names[0], full_names[0])] if len(full_names) == 1 else []


def _corresponding(site: SiteContext) -> list[Candidate]:
    """Returns whom a site in the first person has in its mail address ("anna.bell@mail.test")."""
    singular, plural, _ = first_person(site.views)
    parts = re.split(r"[._-]", site.facts.email.split("@", maxsplit=1)[0].lower()) if site.facts.email else []
    if singular <= plural or len(parts) != _TWO or not all(part.isalpha() for part in parts):
        return []
    guess = read_name(" ".join(part.capitalize() for part in parts))
    if guess is None or parts[0] not in long_list("given_names") or not _OF_TRADE.isdisjoint(parts):
        return []
    return [_signer(site, guess.name, site.facts.email)]


def _undersigning(site: SiteContext) -> list[Candidate]:
    """Returns the person who has the site's name and signs it as author, in the copyright or by its title."""
    document = site.views[0].document
    guess = read_name(brand_name(site.facts.name) or brand_name(site.studio_name))
    if guess is None or " " not in guess.name:
        return []
    name = name_key(guess.name)
    singular, plural, _ = first_person(site.views)
    holds = any(
        (holder := copyright_holder(line.text)) is not None
        and name_key(holder.name) == name
        and _OF_TRADE.isdisjoint(tokens(line.text))
        for line in document.lines[-_LAST_LINES:]
    )
    is_title = name_key(document.title) == name and singular > plural
    signatures = holds + is_title + (name_key(document.meta.get("author", "")) == name)
    is_listed = guess.score >= KNOWN or name[0] in long_list("given_names")
    if signatures < (1 if is_listed else _UNKNOWN_SIGNS):
        return []
    return [_signer(site, guess.name, document.title)]


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
