"""Identifiers of people who asked not to be listed, which say nothing once they are hashed.

``listing`` makes what the denylist keeps of a person. The other functions make what is looked up in it:
``identifiers`` for what is certainly the person, ``likenesses`` for what an operator has to look at. The
redactor looks up ``spoken``, ``alone`` and the marks. ``docs/removal.md`` states the rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inkscout.domain import naming, spelling

HEAD = 4
"""Letters of a mark: the beginning of a word that a listed name or handle may begin with."""


_FEWEST_CONSONANTS = 3

ANSWERS = "answers"
"""Stands for a studio where a text is a provider's answer, which is about many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAt:
    """A studio a person worked at, its city, and words that name others there or are ordinary words."""

    studio_id: str
    city: str = ""
    country: str = ""
    taken: frozenset[str] = frozenset()


def identifiers(
    *, handle: str = "", names: Iterable[str] = (), studio_id: str = "", artist_id: str = ""
) -> tuple[str, ...]:
    """Looks a person up: by the handle, the artist's id, and each name at a studio.

    A name alone is no identifier: another artist of that name, elsewhere, has not asked for anything. A name
    is the listed one in whatever order, with parts between that the listed one lacks, or without some.
    """
    bare = naming.handle_key(handle)
    found = [f"handle#{bare}"] if bare else []
    found += [f"id#{artist_id}"] if artist_id else []
    for name in names if studio_id else ():
        parts = spelling.parts(name)
        found += [
            f"name#{studio_id}#{spelling.skeleton_of(order)}" for order in (parts, spelling.core(parts))
        ]
        found += [f"whole#{studio_id}#{shorter}" for shorter in spelling.contained(name)]
    return naming.unique(entry for entry in found if not entry.endswith("#"))


def likenesses(
    *, handle: str = "", names: Iterable[str] = (), studio_id: str, city: str = "", country: str = ""
) -> tuple[str, ...]:
    """Looks up whether somebody may be a listed person under another spelling or at another studio."""
    town = _town(city, country)
    found: list[str] = []
    for name in names:
        parts = spelling.core(spelling.parts(name))
        joined = "".join(parts)
        found += [*_heard(joined, studio_id), *_near(parts, studio_id)]
        if town:
            found.append(f"like#{town}#{spelling.sound(joined)}")
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
    """Everything the denylist keeps of a person.

    ``tags`` are handles on other networks, taken out of texts as Instagram's are. ``mentioned_at`` are
    studios whose texts name the person, who never worked there.
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
    """Yields what takes a name out of texts about a studio, without meaning a person of that name there."""
    studio_id = place.studio_id
    yield studio_mark(studio_id)
    several = _several(name)
    for joined in several:
        yield spoken(studio_id, joined)
        yield head_mark(joined)
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
    """Says that somebody of a studio is listed; texts about others need no search for names."""
    return f"studio#{studio_id}"


def head_mark(word: str) -> str:
    """Says how some listed name or handle begins, wherever, so that most words of a text are done with."""
    return f"mark#{word[:HEAD]}"


def first_word(studio_id: str, word: str) -> str:
    """Says that a listed name (a handle, without a studio) begins with a word, or some words joined."""
    return f"first#{studio_id}#{word}"


def spoken(studio_id: str, joined: str) -> str:
    """Stands for a name of several parts in texts about a studio."""
    return f"say#{studio_id}#{joined}"


def alone(studio_id: str, word: str) -> str:
    """Stands for a part of a name that means nobody else at the studio."""
    return f"lone#{studio_id}#{word}"


def capital(studio_id: str, word: str) -> str:
    """Stands for a name of one word that is an ordinary word too: a name only where it is capitalised."""
    return f"capital#{studio_id}#{word}"


def released(*, handle: str, name: str, studio_id: str) -> str:
    """Stands for somebody an operator looked at and found to be another person."""
    return f"other#{studio_id}#{spelling.skeleton_of(spelling.parts(name))}#{naming.handle_key(handle)}"


def _recognised(name: str, place: KnownAt) -> Iterator[str]:
    studio_id, town = place.studio_id, _town(place.city, place.country)
    parts = spelling.core(spelling.parts(name))
    whole, shorter = spelling.whole(name), spelling.shortened(name)
    for joined in (*whole, *shorter):
        yield f"name#{studio_id}#{joined}"
        yield from _heard(joined, studio_id)
        if town and len(parts) > 1:
            yield f"like#{town}#{spelling.sound(joined)}"
    for joined in whole if len(parts) > 1 else ():
        yield f"whole#{studio_id}#{joined}"
        if town:
            yield f"inside#{town}#{spelling.sound(joined)}"
    yield from (f"short#{studio_id}#{short}" for short in spelling.abbreviated(name))
    yield from (f"part#{studio_id}#{spelling.sound(part)}" for part in parts if len(part) > 2)
    if len(parts) == 1:
        yield f"mono#{studio_id}#{spelling.sound(parts[0])}"


def _anywhere(name: str) -> Iterator[str]:
    """Yields what takes a whole name out of providers' answers, which are about no one studio."""
    if len(spelling.parts(name)) > 1:
        yield from (spoken(ANSWERS, joined) for joined in spelling.whole(name))
        yield from (head_mark(word) for word in spelling.whole(name))
        yield from (entry for word in spelling.beginnings(name) for entry in _beginning(ANSWERS, word))


def _beginning(studio_id: str, word: str) -> tuple[str, str]:
    return head_mark(word), first_word(studio_id, word)


def _heard(joined: str, studio_id: str) -> Iterator[str]:
    """Yields the sound of a name at one studio; too few consonants would mean many names."""
    consonants = spelling.consonants(joined)
    if len(consonants) >= _FEWEST_CONSONANTS:
        yield f"like#{studio_id}#{consonants}"


def _near(parts: tuple[str, ...], studio_id: str) -> Iterator[str]:
    """An initial for a part, one part alone, or a longer form of a name of one part, at the same studio."""
    if len(parts) == 1:
        yield f"part#{studio_id}#{spelling.sound(parts[0])}"
    for part in parts if len(parts) > 1 else ():
        yield f"mono#{studio_id}#{spelling.sound(part)}"
    if len(parts) == 2 and 1 in map(len, parts):
        full, initial = sorted(parts, key=len, reverse=True)
        yield f"short#{studio_id}#{spelling.skeleton(full)} {initial}"


def _of_handle(handle: str, place: KnownAt) -> Iterator[str]:
    stem, town = spelling.handle_stem(handle), _town(place.city, place.country)
    if stem:
        yield from _heard(stem, place.studio_id)
    if stem and town:
        yield f"like#{town}#{spelling.sound(stem)}"


def _several(name: str) -> tuple[str, ...]:
    """The joined forms of a name of several parts; a name of one is taken out only where it stands alone."""
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
