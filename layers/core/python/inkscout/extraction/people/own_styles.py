"""Keeps of each artist's styles those that are theirs, and adds what the site of an only artist says."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inkscout.domain.reading import WORK, FoundArtist
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.colleagues import works_beside_others
from inkscout.extraction.people.first_person import speaks_as_house
from inkscout.extraction.people.own_cards import card_styles
from inkscout.extraction.people.records import styles_told
from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.styles import styles_alone, styles_in
from inkscout.extraction.text.styles_meant import is_asked_or_sold, states_no_style, styles_meant
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set
from inkscout.vocabulary.styles import MOTIFS

_YES, _EXPLAINING = word_set("trade.yes"), word_set("trade.explaining")
_UNSAID = _EXPLAINING | word_set("trade.prices")
_STYLE_WORDS = tuple(sorted(word_set("trade.style_words")))
_OTHER_WORDS = ("generous", "still", "stylist")
"""Beginnings of words that begin like one for styles and are none."""
_FLASH = "flash"
_QUESTION_MARKS = ("?", "？", "؟")
_SENTENCE_END = re.compile(r"[.!?。！]")
_MAX_STYLES = 12
_LEAST_STYLES = 2
_LEAST_COLLEAGUES = 2
_LEAST_PICTURES = 2
_LONGEST_DESCRIPTION, _LONGEST_QUESTION, _LONGEST_LIST = 400, 140, 120
_LEAST_SENTENCE, _LONGEST_ITEM = 20, 40
_ANSWER_LINES = 3
_MAX_LINES = 600
_NOT_SAID = Zone.REVIEW | Zone.CREDIT | Zone.FORM | Zone.BLOG | Zone.SHOP


def with_own_styles(
    artists: Sequence[FoundArtist], views: Sequence[PageView] = (), studio: str = ""
) -> list[FoundArtist]:
    """Returns the artists; of one who has all styles of two colleagues, those that the biography tells.

    Such a record is that of the whole team, as of the first or the last of a row. Colleagues with one style
    alone say nothing, nor does the record of an artist without a biography that names a style. A colleague
    without styles has those that the biography says in running text; the only artist has also what the site
    tells (:func:`told_by_site`). What sentences of a biography about specialities name is added for everybody
    else, and who has none has those that descriptions of several own works name. Left out, beside others, are
    styles that only the studio's name names ("Soft Gothic Tattoo").

    Args:
        artists: The artists of a website.
        views: The pages of the website.
        studio: The studio's name.
    """
    return [_without_brand(artist, views, studio) for artist in _told(artists, views)]


def _told(artists: Sequence[FoundArtist], views: Sequence[PageView]) -> list[FoundArtist]:
    artists = [_with_told(one) if one.styles or len(artists) > 1 else one for one in artists]
    if len(artists) == 1 and not works_beside_others(views, artists[0]):
        styles = tuple(dict.fromkeys((*artists[0].styles, *told_by_site(views))))
        if not speaks_as_house(list(views)):
            more = headed_by_site(views) if len(styles) >= _LEAST_STYLES else listed_by_site(views)
            styles = tuple(dict.fromkeys((*styles, *more)))
        return [_with_styles_of_works(replace(artists[0], styles=styles[:_MAX_STYLES]))]
    out = []
    for artist in artists:
        spanned = [
            other
            for other in artists
            if other is not artist
            and len(other.styles) >= _LEAST_STYLES
            and set(other.styles) < set(artist.styles)
        ]
        differ = len({other.styles for other in spanned}) >= _LEAST_COLLEAGUES
        own = tuple(style for style in artist.styles if style in styles_meant(artist.bio, listed=True))
        is_unsaid = not artist.styles
        if is_unsaid:
            own = (card_styles(views, artists, artist) or styles_meant(artist.bio))[:_MAX_STYLES]
        out.append(
            _with_styles_of_works(replace(artist, styles=own) if own and (differ or is_unsaid) else artist)
        )
    return out


def _without_brand(artist: FoundArtist, views: Sequence[PageView], studio: str) -> FoundArtist:
    """Returns an artist without styles that stand in the studio's name alone, if there are others."""
    brand = fold(brand_name(studio))
    doubtful = set(styles_in(brand, listed=True)).intersection(artist.styles) if brand else set()
    if not doubtful or len(doubtful) == len(artist.styles):
        return artist
    for view in views:
        for line in view.document.lines[:_MAX_LINES]:
            if doubtful and not doubtful.isdisjoint(styles_meant(line.text, listed=True)):
                doubtful -= set(styles_meant(fold(line.text).replace(brand, " "), listed=True))
    return replace(artist, styles=tuple(style for style in artist.styles if style not in doubtful))


def told_by_site(views: Sequence[PageView]) -> tuple[str, ...]:
    """Returns the styles that a website of one artist says it offers, in the order of the pages.

    They stand in the descriptions for search engines and the first page's title (where "flash" is a page of
    the website), in sentences about
    specialities, and in answers to questions about styles and to others that begin with "yes".
    """
    found: dict[str, None] = {}
    for at, view in enumerate(views):
        if view.is_article:
            continue
        title = view.document.title if at == 0 else ""
        for said in (title, view.document.meta.get("description", "")):
            named = styles_meant(said[:_LONGEST_DESCRIPTION])
            found.update(dict.fromkeys(style for style in named if style != _FLASH))
        for line in _lines_of(view):
            is_told = len(line.text) >= _LEAST_SENTENCE and styles_meant(line.text)
            if is_told and not states_no_style(line.text):
                found.update(dict.fromkeys(styles_told(line.text)))
        found.update(dict.fromkeys(_answered(view)))
    return tuple(found)


def listed_by_site(views: Sequence[PageView]) -> tuple[str, ...]:
    """Returns the styles in lists that name nothing else, such as services and filters of a gallery."""
    return tuple(dict.fromkeys(style for view in views if not view.is_article for style in _listed(view)))


def headed_by_site(views: Sequence[PageView]) -> tuple[str, ...]:
    """Returns the styles of short lines below headings and labels such as "My styles" and "Estilos"."""
    found: dict[str, None] = {}
    for view in views:
        level, is_labelled = 0, False
        for line in _lines_of(view) if not view.is_article else ():
            if line.heading and (not level or line.heading <= level):
                level = line.heading if len(line.text) < _LONGEST_ITEM and _heads_styles(line.text) else 0
            elif level and len(line.text) < _LONGEST_ITEM and not is_asked_or_sold(view.document, line):
                found.update(dict.fromkeys(styles_meant(line.text, listed=True)))
            elif is_labelled and (alone := styles_alone(line.text)):
                found.update(dict.fromkeys(alone))
            elif len(line.text) < _LONGEST_ITEM:
                is_labelled = _labels_styles(line.text)
            else:
                is_labelled = False
    return tuple(found)


def _labels_styles(text: str) -> bool:
    """Whether a line says "Styles" and nothing else, as a label without a heading's markup does."""
    words = tokens(text)
    return bool(words) and all(map(_says_style, words))


def _heads_styles(heading: str) -> bool:
    words = tokens(heading)
    return any(map(_says_style, words)) and _EXPLAINING.isdisjoint(words)


def _says_style(word: str) -> bool:
    """Whether a word is one for styles, in any form: "stiler" but not "still"."""
    return word.startswith(_STYLE_WORDS) and not word.startswith(_OTHER_WORDS)


def _lines_of(view: PageView) -> Iterator[Line]:
    return (line for line in view.document.lines[:_MAX_LINES] if not view.zones[line.index] & _NOT_SAID)


def _answered(view: PageView) -> Iterator[str]:
    """Yields the styles in the answers to questions on a page."""
    question, left = "", 0
    for line in _lines_of(view):
        words = tokens(line.text)
        if not words:
            continue
        if line.text.endswith(_QUESTION_MARKS) and len(line.text) < _LONGEST_QUESTION:
            question, left = line.text, _ANSWER_LINES
            continue
        if not left or line.heading:
            left = 0
            continue
        if _asks_for_styles(question):
            yield from styles_meant(line.text, listed=left == _ANSWER_LINES)
            left -= 1
            continue
        left = 0
        first = _SENTENCE_END.split(line.text, 2)[:2]
        if words[0] in _YES:
            yield from styles_meant(question)
            yield from styles_meant(". ".join(first))


def _asks_for_styles(question: str) -> bool:
    """Whether a question is for the styles that somebody does, not for what a style is."""
    return _heads_styles(question)


def _listed(view: PageView) -> Iterator[str]:
    """Yields the styles of lists on a page, whose items a template formats alike.

    At least two styles stand there as items that say nothing else. Others count where most items name a
    style, such as "Soft blackwork" among a gallery's filters.
    """
    lists: dict[tuple[str, int, str], list[str]] = {}
    is_explained = False
    for line in _lines_of(view):
        if line.heading and not styles_alone(line.text):
            is_explained = not _UNSAID.isdisjoint(tokens(line.text))
        if is_explained or len(line.text) >= _LONGEST_LIST:
            continue
        if not is_asked_or_sold(view.document, line):
            lists.setdefault(line.setting, []).append(line.text)
    for items in lists.values():
        alone = dict.fromkeys(style for text in items for style in styles_alone(text))
        if len(alone) < _LEAST_STYLES:
            continue
        named = [styles_meant(text, listed=True) if len(text) < _LONGEST_ITEM else () for text in items]
        mostly = 3 * sum(map(bool, named)) >= 2 * len(items)
        yield from dict.fromkeys(style for styles in named for style in styles) if mostly else alone


def _with_styles_of_works(artist: FoundArtist) -> FoundArtist:
    """Returns an artist without styles with those that descriptions of several works name, but no motifs."""
    if artist.styles:
        return artist
    told = Counter(
        style
        for image in artist.portfolio
        if image.kind == WORK and image.alt
        for style in styles_meant(image.alt)
        if style not in MOTIFS
    )
    styles = tuple(style for style, count in told.most_common(_MAX_STYLES) if count >= _LEAST_PICTURES)
    return replace(artist, styles=styles) if styles else artist


def _with_told(artist: FoundArtist) -> FoundArtist:
    told = [style for style in styles_told(artist.bio) if style not in artist.styles]
    return replace(artist, styles=(*artist.styles, *told)[:_MAX_STYLES]) if told else artist
