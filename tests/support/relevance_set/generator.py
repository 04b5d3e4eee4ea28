"""A directory of made-up artists: the same for the same seed, in twenty countries and eight scripts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from anyascii import anyascii

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Image
from inkscout.domain.studio import Studio
from tests.support.relevance_set import names

SEED = 20260301
ROLES = ("artist", "artist", "artist", "artist", "guest", "apprentice", "owner", "piercer")


@dataclass(frozen=True)
class Generated:
    """Studios and the artists who work there."""

    studios: tuple[Studio, ...]
    artists: tuple[Artist, ...]
    by_city: dict[str, list[Artist]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def directory(size: int = 5000, seed: int = SEED) -> Generated:
    """A directory of ``size`` artists."""
    chance = random.Random(seed)
    studios: list[Studio] = []
    artists: list[Artist] = []
    handles: set[str] = set()
    while len(artists) < size:
        studio = _studio(len(studios), chance)
        studios.append(studio)
        for _ in range(min(chance.randint(1, 6), size - len(artists))):
            artists.append(_artist(len(artists), studio, chance, handles))
    by_city: dict[str, list[Artist]] = {}
    for artist in artists:
        by_city.setdefault(naming.key(artist.city), []).append(artist)
    return Generated(tuple(studios), tuple(artists), by_city)


def _studio(number: int, chance: random.Random) -> Studio:
    country = chance.choice(tuple(names.CITIES))
    city, lat, lng = chance.choice(names.CITIES[country].split()).rsplit(":", 2)
    first, second = chance.choice(names.STUDIO_FIRST.split()), chance.choice(names.STUDIO_SECOND.split())
    if chance.random() < 0.6:
        first = "".join(chance.choice(names.SYLLABLES.split()) for _ in range(chance.choice((2, 3)))).title()
    last = chance.choice(names.STUDIO_LAST.split()).replace("_", " ")
    spread = chance.gauss(0, 0.04), chance.gauss(0, 0.05)
    return Studio(
        studio_id=f"s-{number:05d}",
        aliases=_other_names(number, second),
        name=f"{first} {second} {last}",
        address=f"{chance.randint(1, 200)} {second} Street",
        city=city.replace("_", " "),
        country=country,
        location=GeoPoint(float(lat) + spread[0], float(lng) + spread[1]),
        website=f"http://{first.lower()}{second.lower()}{number}.test/",
        styles=tuple(chance.sample(names.STYLES.split(), 2)),
        rating=round(chance.uniform(3.2, 5.0), 1),
        rating_count=chance.randint(1, 800),
        sources=(chance.choice(("google", "osm", "import")) + f":{number}",),
        version=1,
        updated_at=_day(chance),
    )


def _other_names(number: int, second: str) -> tuple[str, ...]:
    """Names by which a studio was known before, of every ninth one, drawn apart from all else."""
    if number % 9 != 4:
        return ()
    chance = random.Random(number)
    first = "".join(chance.choice(names.SYLLABLES.split()) for _ in range(3)).title()
    return (f"{first} & {second} Rooms",)


def _artist(number: int, studio: Studio, chance: random.Random, handles: set[str]) -> Artist:
    given = chance.choice(names.GIVEN[studio.country].split())
    family = chance.choice(names.FAMILY[studio.country].split())
    name = f"{family} {given}" if studio.country in ("JP", "KR") else f"{given} {family}"
    if chance.random() < 0.12:
        name = given
    handle = _handle(given, family, chance, handles) if chance.random() < 0.85 else ""
    styles = tuple(chance.sample(names.STYLES.split(), chance.choice((1, 2, 2, 3))))
    pieces = chance.choice((0, 3, 9))
    return Artist(
        artist_id=f"a-{number:05d}",
        name=name,
        instagram=handle,
        role=chance.choice(ROLES),
        styles=styles,
        bio=f"Works in {studio.city}, mostly {styles[0].replace('-', ' ')}." if chance.random() < 0.6 else "",
        email=f"a{number}@studio.test" if chance.random() < 0.4 else "",
        portfolio=tuple(
            Image(url=f"http://img.test/{number}/{n}.jpg", alt=f"{styles[0]} piece") for n in range(pieces)
        ),
        studio_id=studio.studio_id,
        studio_name=studio.name,
        studio_aliases=studio.aliases,
        city=studio.city,
        country=studio.country,
        location=studio.location,
        rating=studio.rating,
        rating_count=studio.rating_count,
        confidence=round(chance.uniform(0.5, 1), 2),
        version=1,
        updated_at=_day(chance),
    )


def _handle(given: str, family: str, chance: random.Random, taken: set[str]) -> str:
    g = naming.key(anyascii(given)).replace(" ", "")
    f = naming.key(anyascii(family)).replace(" ", "")
    shapes = (
        f"{g}.{f}",
        f"{g}_{f}",
        f"{g}{f}ink",
        f"ink.by.{g}{f[:3]}",
        f"{f}.tattoo",
        f"{g}.{f[:4]}.tattoos",
    )
    handle = chance.choice(shapes)[:26]
    while handle in taken:
        handle = f"{handle[:24]}{chance.randint(2, 9999)}"[:30]
    taken.add(handle)
    return handle


def _day(chance: random.Random) -> str:
    month, day, hour = chance.randint(1, 12), chance.randint(1, 28), chance.randint(0, 23)
    return f"2025-{month:02d}-{day:02d}T{hour:02d}:00:00+00:00"


def documents(generated: Generated) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Alias, id and document of every entry, as the index takes them."""
    from inkscout.search.documents import artist_document, studio_document

    for studio in generated.studios:
        document = studio_document(studio)
        if document:
            yield "studios", studio.studio_id, document
    for artist in generated.artists:
        document = artist_document(artist)
        if document:
            yield "artists", artist.artist_id, document
