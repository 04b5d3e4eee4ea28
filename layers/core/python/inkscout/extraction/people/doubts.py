"""Doubts about people whom the judge accepted, for whom the website gives no sign of working there.

Their confidence falls below any sensible ``PublishConfidence``, so that they are stored and not shown.
"""

from collections.abc import Sequence
from dataclasses import replace

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import PageView, SiteContext
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.urls import page_key, path_words
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.first_person import speaks_as_house
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import long_list, word_set

DOUBTED = 0.5
"""Highest confidence of somebody about whom there is a doubt."""

_REMOVAL, _BESIDE_REMOVAL = word_set("pages.removal"), word_set("pages.removal_beside")
_HISTORY, _AGES = word_set("pages.history"), word_set("pages.ages")


def with_doubts(site: SiteContext, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; those about whom there is a doubt with a confidence of at most ``DOUBTED``.

    Doubted is whoever only customers name in their reviews, whoever only pages about the history of
    tattooing name, the brand of a website that speaks as a house, a word of the studio's address, and whoever
    is only named under headings such as "Tattoo removal".
    """
    if not artists:
        return []
    is_house = speaks_as_house(site.views)
    history = {view.key for view in site.views if _is_history(view.document.url, view.document.title)}
    address = set(tokens(site.facts.address))
    removes = any(_is_about_removal(line) for view in site.views for line in view.document.lines)
    out = []
    for artist in artists:
        doubted = (
            (is_house and _is_brand(site, artist))
            or (history and all(page_key(item.url) in history for item in artist.evidence))
            or is_place(artist, address)
            or _is_named_in_reviews_alone(site, artist)
            or (removes and _only_removes(site.views, artist))
        )
        confidence = min(artist.confidence, DOUBTED) if doubted else artist.confidence
        out.append(replace(artist, confidence=confidence))
    return out


def is_place(artist: FoundArtist, address: set[str]) -> bool:
    """Whether a person's only name is a word of the studio's address, and nothing else is known of them."""
    words = name_key(artist.name)
    known = artist.instagram or artist.bio or artist.role not in ("", "artist") or artist.portfolio
    return len(words) == 1 and words[0] in address and not known


def _is_history(url: str, title: str) -> bool:
    words = {*path_words(url), *tokens(title)}
    return bool(words & _HISTORY and words & _AGES)


def _is_brand(site: SiteContext, artist: FoundArtist) -> bool:
    """Whether a name is the studio's and has no word that people are called by."""
    words = name_key(artist.name)
    given, family = long_list("given_names"), long_list("family_names")
    return site.brand.covers(artist.name) and not any(word in given or word in family for word in words)


def _is_named_in_reviews_alone(site: SiteContext, artist: FoundArtist) -> bool:
    """Whether each line of the website that has the name is a customer's."""
    key = name_key(artist.name)
    name = f" {' '.join(key)} "
    found = False
    for view in site.views:
        for line in view.document.lines:
            if key and key[0] in fold(line.text) and name in f" {' '.join(tokens(line.text))} ":
                if not view.zones[line.index] & Zone.REVIEW:
                    return False
                found = True
    return found


def _only_removes(views: Sequence[PageView], artist: FoundArtist) -> bool:
    """Whether each line of the pages that has the name stands under a heading about removal alone."""
    if artist.styles or artist.role not in ("", "artist"):
        return False
    name = f" {' '.join(name_key(artist.name))} "
    found = []
    for view in views:
        level = 0  # of the heading about removal above the line; 0 if there is none
        for line in view.document.lines:
            if name in f" {' '.join(tokens(line.text))} ":
                found.append(level > 0)
            elif _is_about_removal(line):
                level = line.heading
            elif 0 < line.heading <= level:
                level = 0
    return bool(found) and all(found)


def _is_about_removal(line: Line) -> bool:
    """Whether a line is a heading such as "Laser tattoo removal"."""
    words = tokens(line.text) if line.heading else []
    return not _REMOVAL.isdisjoint(words) and (_REMOVAL | _BESIDE_REMOVAL).issuperset(words)
