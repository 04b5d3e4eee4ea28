"""Keeps of each artist's styles those that are theirs, where a record spans those of the colleagues."""

from collections.abc import Sequence
from dataclasses import replace

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.people.records import styles_told
from inkscout.extraction.text.styles_meant import styles_meant

_MAX_STYLES = 12
_LEAST_STYLES = 2
_LEAST_COLLEAGUES = 2


def with_own_styles(artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists; of one who has all styles of two colleagues, those that the biography tells.

    Such a record is that of the whole team, as of the first or the last of a row. Colleagues with one style
    alone say nothing, nor does the record of an artist without a biography that names a style. A colleague
    without styles has those that the biography says in running text; the only artist has the studio's. What
    sentences of a biography about specialities name is added for everybody else.
    """
    artists = [_with_told(one) if one.styles or len(artists) > 1 else one for one in artists]
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
        is_unsaid = not artist.styles and len(artists) > 1
        if is_unsaid:
            own = styles_meant(artist.bio)[:_MAX_STYLES]
        out.append(replace(artist, styles=own) if own and (differ or is_unsaid) else artist)
    return out


def _with_told(artist: FoundArtist) -> FoundArtist:
    told = [style for style in styles_told(artist.bio) if style not in artist.styles]
    return replace(artist, styles=(*artist.styles, *told)[:_MAX_STYLES]) if told else artist
