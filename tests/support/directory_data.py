"""Artists and studios by number, for tests and measurements that need many."""

from inkscout.domain.artist import Artist, Residency
from inkscout.domain.geo import GeoPoint
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import Image
from inkscout.domain.studio import Studio

_FIRST = ("Zoë", "Kim", "Søren", "Ana", "Łukasz", "Mara", "Ida", "Jón", "Renée", "Tomás", "Aiko", "Noor")
_LAST = ("Müller", "Lee", "Ångström", "García", "Nowak", "Vex", "Stone", "Tanaka", "Okafor", "Silva", "Rossi")
_STYLES = (
    "fine_line",
    "japanese",
    "blackwork",
    "dotwork",
    "realism",
    "lettering",
    "traditional",
    "geometric",
)
_CITIES = (("Köln", "DE", 50.94, 6.96), ("Leeds", "GB", 53.8, -1.55), ("Málaga", "ES", 36.72, -4.42))


def studio(number: int) -> Studio:
    """The studio of a number; three cities in turn."""
    city, country, lat, lng = _CITIES[number % len(_CITIES)]
    return Studio(
        studio_id=f"s-{number}",
        name=f"Studio {_LAST[number % len(_LAST)]} {number}",
        address=f"{number} Harbour Street",
        city=city,
        country=country,
        location=GeoPoint(lat + (number % 97) / 1000, lng + (number % 89) / 1000),
        website=f"https://studio{number}.example/",
        rating=3.5 + (number % 15) / 10,
        rating_count=number % 400,
        sources=(f"google:p{number}",),
        outcome=VisitOutcome.ARTISTS_FOUND,
    )


def artist(number: int, *, per_studio: int = 4) -> Artist:
    """The artist of a number, at a studio with ``per_studio`` of them."""
    home = studio(number // per_studio)
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // 7 % len(_LAST)]}"
    styles = tuple(dict.fromkeys(_STYLES[(number * step) % len(_STYLES)] for step in (1, 3)))
    stay = Residency(studio_id=home.studio_id, artist_id=f"a-{number}", name=name, first_seen="2026-01-01")
    return Artist(
        artist_id=f"a-{number}",
        name=name,
        instagram=f"inks.by_{number}",
        role="artist",
        styles=styles,
        styles_by={home.studio_id: styles},
        bio=f"Number {number} draws {' and '.join(styles)} in {home.city}, by appointment and walk-in.",
        portfolio=tuple(
            Image(url=f"https://studio{number}.example/{n}.jpg", alt=f"piece {n}", origin=home.studio_id)
            for n in range(number % 9)
        ),
        studio_id=home.studio_id,
        studio_name=home.name,
        city=home.city,
        country=home.country,
        location=home.location,
        rating=home.rating,
        rating_count=home.rating_count,
        residencies=(stay,),
        confidence=0.9,
    )
