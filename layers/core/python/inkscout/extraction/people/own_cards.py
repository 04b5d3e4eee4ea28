"""Reads the cards of artists who are known, on pages where no finder saw a list of people.

A card is the largest block with one artist's name and nobody else's, on a page that names several of them.
"""

from collections.abc import Iterator, Sequence

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.records import Record, bio_of, neighbours, record_of, styles_of_record
from inkscout.extraction.text.names import name_key

_NOT_CARDS = Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.FORM | Zone.CREDIT | Zone.BLOG | Zone.SHOP
_LONGEST_NAME = 60
_LEAST_NAMED = 2
"""Minimum number of artists whom a page names, for blocks to be cards."""
_MAX_LINES = 40
"""Maximum number of text lines of a card."""


def card_styles(
    views: Sequence[PageView], artists: Sequence[FoundArtist], artist: FoundArtist
) -> tuple[str, ...]:
    """Returns the styles that an artist's cards state, without those of captions of works; empty if none."""
    found: dict[str, None] = {}
    for view, record, line in _cards(views, artists, artist):
        lines = [other for other in record.lines if not view.zones[other.index] & (Zone.GALLERY | _NOT_CARDS)]
        kept = Record(lines=lines, links=[], pictures=[])
        found.update(dict.fromkeys(styles_of_record(kept, line)[0]))
    return tuple(found)


def card_bio(views: Sequence[PageView], artists: Sequence[FoundArtist], artist: FoundArtist) -> str:
    """Returns the longest running text of an artist's cards; empty if they have none."""
    texts = []
    for view, record, line in _cards(views, artists, artist):
        lines = [other for other in record.lines if not view.zones[other.index] & _NOT_CARDS]
        texts.append(bio_of(Record(lines=lines, links=[], pictures=[]), line))
    return max(texts, key=len, default="")


def _cards(
    views: Sequence[PageView], artists: Sequence[FoundArtist], artist: FoundArtist
) -> Iterator[tuple[PageView, Record, Line]]:
    owners = {
        name_key(name): one.name for one in artists for name in (one.name, *one.aliases) if name_key(name)
    }
    for view in views:
        if view.is_article:
            continue
        named = [
            (line, owner)
            for line in view.document.lines
            if len(line.text) < _LONGEST_NAME
            and not view.zones[line.index] & _NOT_CARDS
            and (owner := owners.get(name_key(line.text)))
        ]
        if len({owner for _, owner in named}) < _LEAST_NAMED:
            continue
        others = [line for line, _ in named]
        for line, owner in named:
            if owner != artist.name:
                continue
            record = record_of(view, line, others, 0, len(view.document.lines))
            _, after = neighbours(line, others)
            is_last = after is None and len(record.lines) > 1 and record.lines[0] is line
            if not is_last and 1 < len(record.lines) <= _MAX_LINES:
                yield view, record, line
