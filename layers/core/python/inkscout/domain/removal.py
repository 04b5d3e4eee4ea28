"""Identifiers of people who asked not to be listed; stored only as keyed hashes."""

from collections.abc import Iterable

from inkscout.domain import naming


def identifiers(
    *, handle: str = "", names: Iterable[str] = (), studio_id: str = "", artist_id: str = ""
) -> tuple[str, ...]:
    """Returns the identifiers of a person: the handle, each name at a studio, the artist's id.

    A name alone is no identifier: another artist of that name, elsewhere, has not asked for anything.
    """
    bare = naming.handle_key(handle)
    found = [f"handle#{bare}"] if bare else []
    found += [f"id#{artist_id}"] if artist_id else []
    if studio_id:
        found += [f"name#{studio_id}#{key}" for name in names for key in naming.keys(name)]
    return naming.unique(found)
