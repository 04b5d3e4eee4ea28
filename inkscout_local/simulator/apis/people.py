"""Random people in the shape of randomuser.me, with the traps of its answers; every value is made up.

Postcodes are numbers in some countries and texts in others, ``id.value`` may be null, names are in several
scripts. A request with ``seed`` repeats its people, page by page; without one, each request gives new people.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha1, sha256
from typing import Any
from uuid import UUID

from inkscout_local.simulator.apis.replies import ApiRequest, Reply, chance
from inkscout_local.simulator.apis.settings import PeopleApi

_MOST = 5000
_EXPRESS = {"X-Powered-By": "Express", "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
_NAMES: dict[str, tuple[str, str, str]] = {
    "GB": ("Alma Bryn Cora Dylan Edie Fergus", "Ashdown Birkin Copley Dunmore Ellery", "United Kingdom"),
    "US": (
        "Avery Blake Casey Devon Emery Finley",
        "Abernathy Brackett Coyle Durand Eastman",
        "United States",
    ),
    "NL": ("Anouk Bram Coen Daan Elske Fenna", "Achterberg Boonstra Coster Dijkema", "Netherlands"),
    "NO": ("Aslaug Bjarte Dagny Eirik Frøydis", "Aasheim Brekke Døving Fjellheim", "Norway"),
    "IR": ("آرمان بهار پویا ترانه سارا", "آذری بهرامی پارسا جعفری", "Iran"),
    "RS": ("Ана Бојан Весна Горан", "Адамовић Бранковић Васић Гајић", "Serbia"),
}
_TITLES = ("Mr", "Ms", "Mrs", "Miss")
_STREETS = ["Orchard Lane", "Mill Road", "Station Street", "Canal Row", "Chapel Hill", "Foundry Way"]
_CITIES = ["Westmere", "Norbrook", "Kingsholt", "Elmford", "Harrowgate End", "Ostley"]
_ID_NAMES = {"GB": "NINO", "US": "SSN", "NL": "BSN", "NO": "FN", "RS": "SID", "IR": ""}


class People:
    """People of random nationalities."""

    def __init__(self, settings: PeopleApi) -> None:
        self._settings = settings

    def reply(self, asked: ApiRequest) -> Reply:
        """Returns ``results`` people, at most 5,000; the API's own error for a number it does not take."""
        if asked.path.rstrip("/") not in {"/api", f"/api/{self._settings.version}"}:
            return Reply({"error": "Not found."}, at=None, status=404, headers=dict(_EXPRESS))
        wanted = asked.query.get("results", "1")
        if not (wanted.isascii() and wanted.isdigit()):
            return Reply({"error": "Invalid number of results."}, at=None, headers=dict(_EXPRESS))
        count = int(wanted) if 1 <= int(wanted) <= _MOST else 1
        page = max(1, asked.whole("page", 1, 10_000))
        seed = asked.query.get("seed") or f"{chance(self._settings.seed, asked.number):08x}"
        people = [
            _person(f"{seed}-{page}-{at}", asked.now, self._settings.version == "1.2") for at in range(count)
        ]
        info = {"seed": seed, "results": count, "page": page, "version": self._settings.version}
        return Reply({"results": people, "info": info}, ("results",), headers=dict(_EXPRESS))


def _person(seed: str, now: datetime, old: bool) -> dict[str, Any]:
    def pick(part: str, among: Sequence[str]) -> str:
        return among[chance(seed, part) % len(among)]

    nat = pick("nat", sorted(_NAMES))
    firsts, lasts, country = _NAMES[nat]
    first, last, title = pick("first", firsts.split()), pick("last", lasts.split()), pick("title", _TITLES)
    login = UUID(sha256(f"login {seed}".encode()).hexdigest()[:32], version=4)
    number, street = chance(seed, "number") % 9800 + 1, pick("street", _STREETS)
    word = f"{pick('word', ('red', 'calm', 'tiny', 'bold'))}{pick('animal', ('otter', 'heron', 'moth'))}"
    portrait = f"https://people.example/portraits/{chance(seed, 'face') % 90}.jpg"
    name = {"title": title, "first": first, "last": last}
    return {
        "gender": pick("gender", ("female", "male")),
        "name": {part: text.lower() for part, text in name.items()} if old else name,
        "location": {
            "street": f"{number} {street.lower()}" if old else {"number": number, "name": street},
            "city": pick("city", _CITIES),
            "state": pick("state", _CITIES),
            "country": country,
            "postcode": _postcode(nat, chance(seed, "post")),
            "coordinates": {
                "latitude": f"{chance(seed, 'lat') % 1_800_000 / 10_000 - 90:.4f}",
                "longitude": f"{chance(seed, 'lng') % 3_600_000 / 10_000 - 180:.4f}",
            },
            "timezone": {"offset": pick("offset", ("+3:30", "0:00", "-7:00")), "description": "Made up"},
        },
        "email": f"{word}{chance(seed, 'mail') % 1000}@example.com",
        "login": {
            "uuid": str(login),
            "username": f"{word}{chance(seed, 'user') % 1000}",
            "password": word,
            "salt": f"{chance(seed, 'salt'):08x}",
            "md5": md5(seed.encode(), usedforsecurity=False).hexdigest(),
            "sha1": sha1(seed.encode(), usedforsecurity=False).hexdigest(),
            "sha256": sha256(seed.encode()).hexdigest(),
        },
        "dob": _age(seed, "dob", now, 18, 78),
        "registered": _age(seed, "registered", now, 1, 20),
        "phone": f"(555) 010-{chance(seed, 'phone') % 10_000:04}",
        "cell": f"(555) 011-{chance(seed, 'cell') % 10_000:04}",
        "id": {
            "name": _ID_NAMES[nat],
            "value": f"{chance(seed, 'id') % 10**8:08}"
            if _ID_NAMES[nat] and chance(seed, "has") % 4
            else None,
        },
        "picture": {"large": portrait, "medium": f"{portrait}?m", "thumbnail": f"{portrait}?t"},
        "nat": nat,
    }


def _postcode(nat: str, number: int) -> int | str:
    """Returns a postcode: a text in two countries, an integer in the others."""
    letters = "".join("ABCDEFGHJKLMNPRSTUWXYZ"[number // step % 22] for step in (7, 11, 13))
    if nat == "GB":
        return f"{letters[0]}{number % 90 + 1} {number % 9}{letters[1:]}"
    return f"{number % 9000 + 1000} {letters[:2]}" if nat == "NL" else number % 90_000 + 10_000


def _age(seed: str, part: str, now: datetime, least: int, most: int) -> dict[str, Any]:
    """Returns a date in the past, fixed by the seed, and the whole years from it until ``now``."""
    start = datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=365 * least)
    when = start - timedelta(milliseconds=chance(seed, part) * 86_400 * 365 * (most - least) // 2**32 * 1000)
    years = now.year - when.year - ((now.month, now.day) < (when.month, when.day))
    return {"date": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "age": max(years, 0)}
