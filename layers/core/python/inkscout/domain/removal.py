"""Identifiers of people who asked not to be listed, which reveal nothing once they are hashed.

``listing`` makes all identifiers of a person that the denylist stores. The other functions make identifiers
to look up: ``identifiers`` for an exact match, ``likenesses`` for a match that an operator has to review. The
redactor looks up ``spoken``, ``alone`` and the marks. ``docs/removal.md`` states the rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inkscout.domain import across_scripts, naming, spelling

HEAD = 4
"""Number of letters in a mark: the beginning of a word with which a listed name or handle may begin."""


_FEWEST_CONSONANTS = 3

ANSWERS = "answers"
"""Placeholder for the studio of texts from a provider's response, which concern many studios."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAt:
    """A studio a person worked at, its place, and words of the person's name with another meaning there.

    ``taken`` are words that are ordinary words or belong to the name of a colleague.
    """

    studio_id: str
    city: str = ""
    country: str = ""
    taken: frozenset[str] = frozenset()


def identifiers(
    *, handle: str = "", names: Iterable[str] = (), studio_id: str = "", artist_id: str = ""
) -> tuple[str, ...]:
    """Returns the identifiers of a person for an exact match: handle, artist id, and each name at a studio.

    A name alone is no identifier, since another artist of that name elsewhere has not asked for anything. A
    name matches the listed one in any order of its parts, with additional parts in between, or with some
    parts missing. The ends of its parts count, so that Silvana does not match Ana Silva.
    """
    bare = naming.handle_key(handle)
    found = [f"handle#{bare}"] if bare else []
    found += [f"id#{artist_id}"] if artist_id else []
    for name in names if studio_id else ():
        found += [f"person#{studio_id}#{apart}" for apart in spelling.told_apart(name)]
        found += [f"within#{studio_id}#{apart}" for apart in spelling.contained_apart(name)]
        found += _joined_before(name, studio_id)
    return naming.unique(entry for entry in found if not entry.endswith("#"))


def likenesses(
    *, handle: str = "", names: Iterable[str] = (), studio_id: str, city: str = "", country: str = ""
) -> tuple[str, ...]:
    """Returns identifiers for the question whether somebody may be a listed person.

    They match another spelling of the name, or the same name at another studio of the city.
    """
    town = _town(city, country)
    found: list[str] = []
    for name in names:
        parts = spelling.core(spelling.bare(spelling.parts(name)))
        joined = "".join(parts)
        found += [*_heard(joined, studio_id), *_near(parts, studio_id), *_cut_short(name, studio_id)]
        found += [f"across#{studio_id}#{form}" for form in across_scripts.looked_up(name)]
        if len(parts) == 1:
            found.append(f"joined#{studio_id}#{spelling.skeleton(joined)}")
        if town and (len(parts) > 1 or spelling.is_run_together(name)):
            found.append(f"like#{town}#{spelling.sound(joined)}")
        if town:
            found += [f"inside#{town}#{spelling.sound(shorter)}" for shorter in spelling.contained(name)]
    stem = spelling.handle_stem(handle)
    if stem:
        found += _heard(stem, studio_id)
        found += [f"like#{town}#{spelling.sound(stem)}"] if town else []
    return naming.unique(entry for entry in found if not entry.endswith("#"))


def listing(
    *,
    handles: Iterable[str] = (),
    tags: Iterable[str] = (),
    names: Iterable[str] = (),
    artist_ids: Iterable[str] = (),
    at: Iterable[KnownAt],
    mentioned_at: Iterable[KnownAt] = (),
) -> tuple[str, ...]:
    """Returns all identifiers of a person that the denylist stores.

    ``tags`` are user names on other networks, which are removed from texts like Instagram handles.
    ``mentioned_at`` are studios whose texts name the person although the person never worked there.
    """
    handles, names, tags = tuple(handles), tuple(names), tuple(tags)
    found = [studio_mark(ANSWERS)] if names else []
    found += [entry for handle in handles for entry in identifiers(handle=handle)]
    found += [f"id#{artist_id}" for artist_id in artist_ids if artist_id]
    found += [f"tag#{tag}" for tag in tags]
    heads = (word for handle in (*handles, *tags) for word in _words(handle)[:1])
    found += [entry for word in heads for entry in _beginning("", word)]
    found += [entry for name in names for entry in _anywhere(name)]
    for place in at:
        for name in names:
            found += [*_recognised(name, place), *mention(name, place)]
        found += [entry for handle in handles for entry in _of_handle(handle, place)]
    found += [entry for place in mentioned_at for name in names for entry in mention(name, place)]
    return naming.unique(found)


def mention(name: str, place: KnownAt) -> Iterator[str]:
    """Yields identifiers that remove a name from texts about a studio.

    They do not match a person of that name at the studio.
    """
    studio_id = place.studio_id
    yield studio_mark(studio_id)
    several = _several(name)
    for joined in several:
        yield spoken(studio_id, joined)
        yield head_mark(joined)
    for letters in range(2, spelling.LONGEST_INITIAL + 1) if several else ():
        yield from (spoken(studio_id, f"{short}.") for short in spelling.abbreviated(name, letters))
    garbled = spelling.garbled(name)
    for joined in spelling.whole(garbled) if garbled else ():
        yield spoken(studio_id, joined)
    for word in spelling.beginnings(garbled) if garbled else ():
        yield from _beginning(studio_id, word)
    single = len(spelling.parts(name)) == 1
    for word in spelling.lone(name):
        yield from _beginning(studio_id, spelling.skeleton(word))
        if word not in place.taken:
            yield alone(studio_id, word)
        elif single:
            yield capital(studio_id, word)
    for word in spelling.beginnings(name) if several else ():
        yield from _beginning(studio_id, word)


def studio_mark(studio_id: str) -> str:
    """Returns the identifier that says that somebody of a studio is listed.

    Other studios' texts need no search.
    """
    return f"studio#{studio_id}"


def head_mark(word: str) -> str:
    """Returns the identifier that says that a listed name or handle begins like a word.

    With it, most words of a text are excluded by one lookup each.
    """
    return f"mark#{word[:HEAD]}"


def first_word(studio_id: str, word: str) -> str:
    """Returns the identifier that says that a listed name begins with a word, or with some words joined.

    Without a studio, it is about handles.
    """
    return f"first#{studio_id}#{word}"


def spoken(studio_id: str, joined: str) -> str:
    """Returns the identifier of a joined name of several parts in texts about a studio."""
    return f"say#{studio_id}#{joined}"


def alone(studio_id: str, word: str) -> str:
    """Returns the identifier of a part of a name that means nobody else at the studio."""
    return f"lone#{studio_id}#{word}"


def shared(studio_id: str, word: str) -> str:
    """Returns the mark of a part of a listed name that somebody else at the studio has too."""
    return f"shared#{studio_id}#{word}"


def capital(studio_id: str, word: str) -> str:
    """Returns the identifier of a one-word name that is also an ordinary word: a name only if capitalised."""
    return f"capital#{studio_id}#{word}"


def released(*, handle: str, name: str, studio_id: str) -> str:
    """Returns the identifier of a person whom an operator reviewed and found to be somebody else."""
    return f"other#{studio_id}#{spelling.skeleton_of(spelling.parts(name))}#{naming.handle_key(handle)}"


def release(*, handle: str, name: str, studio_id: str) -> tuple[str, ...]:
    """Returns the denylist entries of a released person: the person, and the parts of the name."""
    known = (shared(studio_id, word) for word in spelling.lone(name))
    return (released(handle=handle, name=name, studio_id=studio_id), *known)


def _joined_before(name: str, studio_id: str) -> Iterator[str]:
    """Yields the identifiers of earlier versions, which joined the parts; none for a name of one part."""
    parts = spelling.parts(name)
    if len(parts) > 1:
        yield from (
            f"name#{studio_id}#{spelling.skeleton_of(order)}" for order in (parts, spelling.core(parts))
        )
        yield from (f"whole#{studio_id}#{shorter}" for shorter in spelling.contained(name))


def _recognised(name: str, place: KnownAt) -> Iterator[str]:
    studio_id, town = place.studio_id, _town(place.city, place.country)
    parts = spelling.core(spelling.parts(name))
    whole, shorter = spelling.whole(name), spelling.shortened(name)
    several = len(parts) > 1
    told_apart = spelling.told_apart(name)
    for apart in (*told_apart, *spelling.shortened_apart(name)):
        yield f"person#{studio_id}#{apart}"
    yield from (f"within#{studio_id}#{apart}" for apart in told_apart if " " in apart)
    for joined in (*whole, *shorter):
        if several:
            yield f"joined#{studio_id}#{spelling.skeleton(joined)}"
        yield from _heard(joined, studio_id)
        if town and several:
            yield f"like#{town}#{spelling.sound(joined)}"
    for joined in whole if town and several else ():
        yield f"inside#{town}#{spelling.sound(joined)}"
    for letters in range(1, spelling.LONGEST_INITIAL + 1):
        yield from (f"short#{studio_id}#{short}" for short in spelling.abbreviated(name, letters))
    if several:
        yield f"initials#{studio_id}#{_both(parts)}"
    yield from (f"across#{studio_id}#{form}" for form in across_scripts.listed(name))
    yield from (f"part#{studio_id}#{spelling.sound(part)}" for part in parts if len(part) > 2)
    if len(parts) == 1:
        yield f"mono#{studio_id}#{spelling.sound(parts[0])}"


def _anywhere(name: str) -> Iterator[str]:
    """Yields identifiers that remove a whole name from providers' responses, about no single studio."""
    if len(spelling.parts(name)) > 1:
        yield from (spoken(ANSWERS, joined) for joined in spelling.whole(name))
        yield from (head_mark(word) for word in spelling.whole(name))
        yield from (entry for word in spelling.beginnings(name) for entry in _beginning(ANSWERS, word))


def _beginning(studio_id: str, word: str) -> tuple[str, str]:
    return head_mark(word), first_word(studio_id, word)


def _heard(joined: str, studio_id: str) -> Iterator[str]:
    """Yields the identifier of a name's sound at one studio.

    None if it has so few consonants that many names match.
    """
    consonants = spelling.consonants(joined)
    if len(consonants) >= _FEWEST_CONSONANTS:
        yield f"like#{studio_id}#{consonants}"


def _near(parts: tuple[str, ...], studio_id: str) -> Iterator[str]:
    """Yields identifiers of similar names at the same studio.

    They match one part alone, or a longer form of a one-part name.
    """
    if len(parts) == 1:
        yield f"part#{studio_id}#{spelling.sound(parts[0])}"
    for part in parts if len(parts) > 1 else ():
        yield f"mono#{studio_id}#{spelling.sound(part)}"


def _cut_short(name: str, studio_id: str) -> Iterator[str]:
    """Yields identifiers at the same studio of a name whose parts are cut to initials or first letters."""
    full, cut = spelling.initials(name)
    if len(full) == 1:
        yield from (f"short#{studio_id}#{full[0]} {spelling.skeleton(letters)}" for letters in cut)
    if not full and len(cut) > 1:
        yield f"initials#{studio_id}#{_both(cut)}"


def _both(parts: tuple[str, ...]) -> str:
    return " ".join(sorted((parts[0][:1], parts[-1][:1])))


def _of_handle(handle: str, place: KnownAt) -> Iterator[str]:
    stem, town = spelling.handle_stem(handle), _town(place.city, place.country)
    if stem:
        yield from _heard(stem, place.studio_id)
    if stem and town:
        yield f"like#{town}#{spelling.sound(stem)}"


def _several(name: str) -> tuple[str, ...]:
    """Returns the joined forms of a name of several parts; none for a one-part name."""
    if len(spelling.parts(name)) < 2:
        return ()
    initials = (text.split() for text in spelling.abbreviated(name))
    short = (both for one, other in initials for both in (one + other, other + one))
    return naming.unique((*spelling.whole(name), *spelling.shortened(name), *short))


def _words(handle: str) -> tuple[str, ...]:
    bare = naming.handle_key(handle).replace(".", " ").replace("_", " ")
    return tuple(spelling.skeleton(word) for word in bare.split())


def _town(city: str, country: str) -> str:
    key = naming.key(city)
    return f"{country.lower()}/{key}" if key else ""
