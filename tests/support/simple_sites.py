"""A made-up world of any number of simple studios: two pages each, three artists with their own handles."""

import json
from itertools import product
from pathlib import Path

_FIRST = [
    "Ada",
    "Bela",
    "Cleo",
    "Dora",
    "Emil",
    "Fynn",
    "Greta",
    "Hugo",
    "Ines",
    "Jana",
    "Kaja",
    "Lars",
    "Mila",
    "Nils",
    "Oona",
    "Pia",
    "Rolf",
    "Suna",
    "Tilda",
    "Veit",
]
_SYLLABLES = [
    "bar",
    "ber",
    "bol",
    "dan",
    "den",
    "dor",
    "fal",
    "fen",
    "gar",
    "hal",
    "hol",
    "kar",
    "kel",
    "lan",
    "lem",
    "mar",
    "mer",
    "nor",
    "pel",
    "ran",
    "sel",
    "tor",
    "val",
    "win",
]
_STYLES = ("blackwork", "fine line", "dotwork", "traditional", "realism", "ornamental", "lettering")
_ENDS = ("son", "berg", "feld", "stein", "mann", "wick", "ley", "holm")
_ROW = 50
"""Number of studios in a row of the grid on which they lie."""
_SOUTH, _WEST, _STEP = 53.70, -1.80, 0.004

_HOME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title></head><body>
<header><a href="/">{name}</a> <nav><a href="/artists">Artists</a></nav></header>
<main><h1>{name}: tattoo studio in Leeds</h1><p>Custom tattoos by appointment, Tuesday to Saturday.</p></main>
<footer>{street}, Leeds <a href="tel:{phone}">{phone}</a></footer></body></html>"""
_TEAM = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Artists | {name}</title></head><body>
<header><a href="/">{name}</a></header><main><h1>Our artists</h1>{cards}</main></body></html>"""
_CARD = """<article class="card"><h3>{name}</h3><p>Tattoo artist</p><p>{style}</p>
<a href="https://www.instagram.com/{handle}/">@{handle}</a></article>"""

SURNAMES = tuple(
    f"{one}{two}{end}".capitalize() for end, one, two in product(_ENDS, _SYLLABLES, _SYLLABLES) if one != two
)


def write_world(folder: Path, studios: int) -> Path:
    """Writes a world of so many studios, spread over a grid around Leeds; returns its folder."""
    places = []
    for number in range(studios):
        host, name = f"studio{number}.test", f"{SURNAMES[-1 - number]} Tattoo"
        street, phone = f"{number + 1} Mill Lane", f"+44 113 {4960000 + number}"
        site = folder / "sites" / host
        site.mkdir(parents=True)
        (site / "index.html").write_text(_HOME.format(name=name, street=street, phone=phone))
        cards = "".join(_card(3 * number + seat) for seat in range(3))
        (site / "artists.html").write_text(_TEAM.format(name=name, cards=cards))
        row, column = divmod(number, _ROW)
        places.append(
            {
                "place_id": f"simple-{number}",
                "name": name,
                "formatted_address": f"{street}, Leeds, UK",
                "geometry": {
                    "location": {"lat": _SOUTH + _STEP * (row + 0.5), "lng": _WEST + _STEP * (column + 0.5)}
                },
                "types": ["body_art_service", "point_of_interest", "establishment"],
                "category": "tattoo_shop",
                "business_status": "OPERATIONAL",
                "international_phone_number": phone,
                "rating": 4.5,
                "user_ratings_total": 10 + number,
                "website": f"http://{host}/",
                "address": {"locality": "Leeds", "country": "United Kingdom", "country_code": "GB"},
            }
        )
    rows = -(-studios // _ROW)
    corner = {"lat": _SOUTH + _STEP * rows, "lng": _WEST + _STEP * min(studios, _ROW)}
    viewport = {"northeast": corner, "southwest": {"lat": _SOUTH, "lng": _WEST}}
    region = {"name": "Leeds, UK", "country_code": "GB", "viewport": viewport}
    world = {"name": f"simple-{studios}", "regions": [region], "places": places, "hosts": {}}
    (folder / "world.json").write_text(json.dumps(world))
    return folder


def _card(number: int) -> str:
    first, surname = _FIRST[number % len(_FIRST)], SURNAMES[number % len(SURNAMES)]
    handle = f"{first}.{surname}{number // len(SURNAMES) or ''}".lower()
    return _CARD.format(name=f"{first} {surname}", handle=handle, style=_STYLES[number % len(_STYLES)])
