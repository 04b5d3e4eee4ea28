"""Queries of searchers, each with what it is meant to find."""

from collections.abc import Callable

from anyascii import anyascii

from inkscout.domain import naming
from inkscout.domain.artist import Artist
from tests.support.relevance_set.generator import Generated
from tests.support.relevance_set.meaning import Meaning, Query
from tests.support.relevance_set.meaning import typed as _q
from tests.support.relevance_set.odd_queries import odd_queries


def queries(generated: Generated) -> list[Query]:
    """The whole set, over the people who happen to be in the directory."""
    pick = _Picker(generated)
    return [
        *_names(pick),
        *_typos(pick),
        *_spellings(pick),
        *_handles(pick),
        *_beginnings(pick),
        *_styles_in_places(),
        *_styles(),
        *_places(),
        *_studios(pick),
        *_several_things(pick),
        *_roles(),
        *_unknown_places(),
        *_addresses(generated),
        *_intents(),
        *odd_queries(generated),
    ]


class _Picker:
    def __init__(self, generated: Generated) -> None:
        self._artists = [a for a in generated.artists if " " in a.name]
        self._used: set[str] = set()

    def one(self, country: str, fits: Callable[[Artist], bool] = lambda _: True) -> Artist:
        """The first unused artist of a country that fits."""
        for artist in self._artists:
            if artist.country == country and artist.artist_id not in self._used and fits(artist):
                self._used.add(artist.artist_id)
                return artist
        raise LookupError(country)


def _names(pick: _Picker) -> list[Query]:
    people = [pick.one(country) for country in ("GB", "US", "DE", "FR", "PL", "RU", "GR", "KR")]
    exact = [_q(person.name, "full name as printed", name=person.name) for person in people]
    lower = [pick.one("ES"), pick.one("TR")]
    return exact + [_q(person.name.lower(), "full name in lower case", name=person.name) for person in lower]


def _typos(pick: _Picker) -> list[Query]:
    made = []
    for country, damage in (
        ("GB", _swap),
        ("US", _drop),
        ("DE", _double),
        ("NL", _swap),
        ("AU", _drop),
        ("IT", _double),
        ("BR", _swap),
        ("MX", _drop),
    ):
        person = pick.one(country, lambda artist: len(artist.name.split()[-1]) >= 6)
        given, family = person.name.rsplit(" ", 1)
        made.append(_q(f"{given} {damage(family)}", "a typo in the family name", name=person.name))
    return made


def _spellings(pick: _Picker) -> list[Query]:
    made = []
    for country in ("DE", "SE", "CZ", "PL", "FR", "ES"):
        person = pick.one(country, lambda artist: not artist.name.isascii())
        made.append(_q(naming.key(person.name), "accents left out", name=person.name))
    person = pick.one("DE", lambda artist: "ü" in artist.name)
    made.append(_q(naming.keys(person.name)[-1], "umlauts spelled out", name=person.name))
    for country in ("RU", "UA", "GR", "RU"):
        person = pick.one(country)
        made.append(_q(anyascii(person.name), "another script in Latin letters", name=person.name))
    return made


def _handles(pick: _Picker) -> list[Query]:
    shapes: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("GB", lambda handle: f"@{handle}"),
        ("DE", lambda handle: handle),
        ("JP", lambda handle: f"@{handle}"),
        ("FR", lambda handle: handle.replace(".", "").replace("_", "")),
        ("US", lambda handle: handle.upper()),
        ("PL", lambda handle: f"@{_swap(handle)}"),
    )
    people = [
        (pick.one(country, lambda artist: len(artist.instagram) > 8), shape) for country, shape in shapes
    ]
    return [_q(shape(person.instagram), "a handle", handle=person.instagram) for person, shape in people]


def _beginnings(pick: _Picker) -> list[Query]:
    made = []
    for country, length in (("GB", 6), ("US", 5), ("ES", 6), ("PL", 5)):
        person = pick.one(country, lambda artist: len(naming.key(artist.name).split()[-1]) >= 7)
        start = naming.key(person.name).split()[-1][:length]
        made.append(_q(start, "the beginning of a name", word=start))
    return made


def _styles_in_places() -> list[Query]:
    return [
        _q("fine line leeds", "style and city", style="fine-line", city="Leeds"),
        _q("fineline tattoo in Berlin", "style and city", style="fine-line", city="Berlin"),
        _q("blackwork köln", "style and city", style="blackwork", city="Köln"),
        _q("blackwork cologne", "style and a city's English name", style="blackwork", city="Köln"),
        _q("realismo madrid", "a style's Spanish name", style="realism", city="Madrid"),
        _q("irezumi amsterdam", "a style's synonym", style="japanese", city="Amsterdam"),
        _q("stick and poke melbourne", "a style's synonym", style="handpoke", city="Melbourne"),
        _q("tatuaje geometrico barcelona", "Spanish words", style="geometric", city="Barcelona"),
        _q("реализм москва", "another script", style="realism", city="Москва"),
        _q("lettering tattoo artist new york", "a city of two words", style="lettering", city="New York"),
        _q("best watercolour tattoos glasgow", "words of the trade", style="watercolor", city="Glasgow"),
        _q("aquarell münchen", "a style's German name", style="watercolor", city="München"),
        _q("dotwork sao paulo", "accents left out", style="dotwork", city="São Paulo"),
        _q("blakwork berlin", "a typo in the style", style="blackwork", city="Berlin"),
        _q("mandala amsterdm", "a typo in the city", style="mandala", city="Amsterdam"),
    ]


def _styles() -> list[Query]:
    return [
        _q("trash polka", "a style", style="trash-polka"),
        _q("old school", "a style's synonym", style="american-traditional"),
        _q("single needle fine line", "two words for near styles", style="fine-line"),
        _q("czarno-szare", "a style's Polish name", style="black-and-grey"),
        _q("coverup", "a style's synonym", style="cover-up"),
        Query(
            (("style", "realism"), ("city", "Leeds")), Meaning(style="realism", city="Leeds"), "parameters"
        ),
        Query(
            (("style", "chicano"), ("country", "us")), Meaning(style="chicano", country="US"), "parameters"
        ),
    ]


def _places() -> list[Query]:
    return [
        _q("tattoo leeds", "a city", city="Leeds"),
        _q("tattoo artists in prague", "a city's English name", city="Praha"),
        _q("Lodz", "a city without accents", city="Łódź"),
        _q("moscow", "a city's English name", city="Москва"),
        _q("東京", "a city in its own script", city="東京"),
        _q("tattoo studio glasgow uk", "a city and a country", city="Glasgow", country="GB"),
        _q("paris texas", "words that name two places", city="Paris"),
        _q("tatuajes en málaga", "Spanish words", city="Málaga"),
        _q("ornamental australia", "a style and a country", style="ornamental", country="AU"),
        Query((("near", "Brighton"), ("radius_km", "25")), Meaning(city="Brighton"), "around a place"),
        Query(
            (("q", "tribal"), ("near", "53.8,-1.55")), Meaning(style="tribal", city="Leeds"), "around a point"
        ),
    ]


def _studios(pick: _Picker) -> list[Query]:
    people = [pick.one(country) for country in ("GB", "DE", "US")]
    made = [_q(person.studio_name, "a studio's name", studio=person.studio_name) for person in people]
    person = pick.one("FR")
    made.append(
        _q(
            f"{person.studio_name} {person.city}",
            "a studio and its city",
            studio=person.studio_name,
            city=person.city,
        )
    )
    return made


def _several_things(pick: _Picker) -> list[Query]:
    made = []
    for country in ("GB", "DE", "PL"):
        person = pick.one(country)
        made.append(
            _q(f"{person.name} {person.city}", "a name and a city", name=person.name, city=person.city)
        )
    for country in ("US", "BR"):
        person = pick.one(country)
        style = person.styles[0]
        made.append(
            _q(
                f"{person.name} {style.replace('-', ' ')}",
                "a name and a style",
                name=person.name,
                style=style,
            )
        )
    return made


def _roles() -> list[Query]:
    return [
        _q("piercer", "a role", role="piercer"),
        _q("apprentice leeds", "a role and a city", role="apprentice", city="Leeds"),
        _q("body piercing glasgow", "a role's trade", role="piercer", city="Glasgow"),
        _q("Lehrling Köln", "a role's German name", role="apprentice", city="Köln"),
        _q("perceuse paris", "a role's French name", role="piercer", city="Paris"),
        _q("propietario madrid", "a role's Spanish name", role="owner", city="Madrid"),
        _q("пирсинг москва", "a role in another script", role="piercer", city="Москва"),
        _q("guest artist berlin", "a role of two words", role="guest", city="Berlin"),
        _q("realism apprentice", "a role and a style", role="apprentice", style="realism"),
        _q("studio owner australia", "a role and a country", role="owner", country="AU"),
        Query((("q", "guest"), ("near", "Brighton")), Meaning(role="guest", city="Brighton"), "a role near"),
    ]


def _unknown_places() -> list[Query]:
    return [
        _q("fine line timbuktu", "a style in an unknown place", style="fine-line"),
        _q("blackwork denver", "a style in an unknown place", style="blackwork"),
        _q("fine line nova atlantis", "a style in an unknown place of two words", style="fine-line"),
        _q("dragon tattoo", "a motif", style="japanese"),
        _q("koi fish amsterdam", "a motif and a city", style="japanese", city="Amsterdam"),
        _q("Лидс", "a city in another script", city="Leeds"),
        _q("реализм берлин", "a style and a city in another script", style="realism", city="Berlin"),
        _q("リーズ", "a city in another script", city="Leeds"),
    ]


def _addresses(generated: Generated) -> list[Query]:
    """Addresses that one studio alone has."""
    known = [studio.address for studio in generated.studios]
    single = [studio for studio in generated.studios if known.count(studio.address) == 1][:3]
    return [_q(studio.address, "a street and its number", studio=studio.name) for studio in single]


def _intents() -> list[Query]:
    return [
        _q("fine line leeds open now", "an intent", style="fine-line", city="Leeds"),
        _q("walk in tattoo glasgow", "an intent", city="Glasgow"),
        _q("book appointment dotwork", "an intent", style="dotwork"),
    ]


def _swap(text: str) -> str:
    at = len(text) // 2
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _drop(text: str) -> str:
    at = len(text) // 2
    return text[:at] + text[at + 1 :]


def _double(text: str) -> str:
    at = len(text) // 2
    return text[:at] + text[at] + text[at:]
