"""Ski lifts whose status and waiting times follow the clock, in the shapes of five families of APIs.

Each shape has the traps of its family: words in several cases, offsets without a colon, an empty list in
place of an object, waiting times of 0 beside lifts that stand still.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from inkscout_local.simulator.apis.opening import State, state_at
from inkscout_local.simulator.apis.replies import ApiRequest, Reply, chance, not_found
from inkscout_local.simulator.apis.settings import LiftsApi, Resort

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_HEADERS = {"Server": "nginx", "Cache-Control": "max-age=0, private, must-revalidate"}


@dataclass(frozen=True, slots=True)
class _Lift:
    resort: Resort
    area: str
    name: str
    kind: str
    state: State

    @property
    def key(self) -> str:
        return f"{self.resort.id} {self.area} {self.name}"


class Lifts:
    """Lifts of some resorts in the shape of one family."""

    def __init__(self, settings: LiftsApi) -> None:
        self._resorts = settings.resorts
        self._reply = _FAMILIES[settings.family]

    def reply(self, asked: ApiRequest) -> Reply:
        """Returns the family's answer for the path; 404 for a path or resort that there is not."""
        found = self._reply(asked, self._resorts)
        if found is None:
            return not_found({"error": "Not Found"})
        found.headers |= _HEADERS
        return found


def _lifts(resort: Resort, now: datetime) -> Iterator[_Lift]:
    for area, lifts in resort.areas.items():
        for name, kind in lifts.items():
            state = state_at(f"{resort.id} {area} {name}", now, resort.zone, resort.opens, resort.closes)
            if name in resort.out_of_season:
                first = state.since.replace(month=1, day=1, hour=0, minute=0)
                state = State("season", first, None)
            yield _Lift(resort, area, name, kind, state)


def _of(resorts: tuple[Resort, ...], resort_id: str) -> Resort | None:
    return next((resort for resort in resorts if resort.id == resort_id), None)


def _mtnpowder(asked: ApiRequest, resorts: tuple[Resort, ...]) -> Reply | None:
    match asked.path.strip("/").split("/"):
        case ["feed", "v3.json"]:
            wanted = asked.query.get("resortId[]", "")
            shown = [one for one in resorts if not wanted or one.id == wanted]
            return Reply(
                {
                    "LastUpdate": _offset(asked.now.replace(microsecond=0)),
                    "Resorts": [_mtnpowder_resort(one, asked.now) for one in shown],
                },
                ("Resorts",),
            )
        case ["feed"] if resort := _of(resorts, asked.query.get("resortId", "")):
            return Reply(_mtnpowder_resort(resort, asked.now), ("MountainAreas",))
        case ["feed", resort_id, "lifts"] if resort := _of(resorts, resort_id):
            return Reply([_mtnpowder_lift(lift) for lift in _lifts(resort, asked.now)])
    return None


def _mtnpowder_resort(resort: Resort, now: datetime) -> dict[str, Any]:
    lifts = list(_lifts(resort, now))
    updated = _offset(max((lift.state.since for lift in lifts), default=now.replace(microsecond=0)))
    areas = [
        {
            "Name": area,
            "LastUpdate": updated,
            "OpenTrailsCount": 0,
            "Lifts": [_mtnpowder_lift(lift) for lift in lifts if lift.area == area],
            "Trails": [],
            "Activities": [],
        }
        for area in resort.areas
    ]
    opened = sum(lift.state.word == "open" for lift in lifts)
    return {
        "Name": resort.name,
        "OperatingStatus": "Open" if opened else "Closed",
        "SnowReport": {"TotalOpenLifts": str(opened), "TotalLifts": str(len(lifts))},
        "MountainAreas": areas,
        "ParkingLots": [],
        "RoadOptions": [],
    }


def _mtnpowder_lift(lift: _Lift) -> dict[str, Any]:
    words = {
        "open": "Open",
        "closed": "Closed",
        "expected": ("Scheduled", "Expected")[chance(lift.key, "word") % 2],
        "wind": "Wind Hold",
        "fault": "Mechanical Hold",
        "season": "Closed for Season",
    }
    runs = lift.state.word == "open" or (lift.state.word == "expected" and chance(lift.key) % 2)
    opens, closes = (_clock(text, "%-I:%M %p") for text in (lift.resort.opens, lift.resort.closes))
    shape: dict[str, Any] = {
        "Name": lift.name,
        "MountainAreaName": lift.area,
        "Status": words[lift.state.word],
        "StatusEnglish": "open" if runs else "closed",
        "FirstTracks": "No",
        "UpdateDate": _offset(lift.state.since),
        "LiftType": lift.kind,
        "Hours": {day: {"Open": opens, "Close": closes} for day in _DAYS},
        "Trails": [],
    }
    if chance(lift.key, "measured") % 4 == 0:
        return shape
    idle = (None, "--", 0)[chance(lift.key, "idle") % 3]
    return shape | {
        "WaitTime": lift.state.wait if lift.state.word == "open" else idle,
        "WaitTimeString": None,
        "WaitTimeStatus": None,
    }


def _dor(asked: ApiRequest, resorts: tuple[Resort, ...]) -> Reply | None:
    lifts = [lift for resort in resorts for lift in _lifts(resort, asked.now)]
    shapes = [_dor_lift(lift, at) for at, lift in enumerate(lifts)]
    match asked.path.strip("/").split("/"):
        case ["api", "v1", "dor", "drupal", "lifts"]:
            return Reply(shapes)
        case ["api", "v1", "dor", "drupal", "lift-trail-report"]:
            sectors = list({str(shape["sector"]): shape["sector"] for shape in shapes}.values())
            return Reply({"sector": sectors, "lift": shapes, "trail": []}, ("lift",))
    return None


def _dor_lift(lift: _Lift, at: int) -> dict[str, Any]:
    said = {"open": "open", "expected": "expected"}.get(lift.state.word, "closed")
    opens, closes = (_clock(text, "%-I%p")[:-1] for text in (lift.resort.opens, lift.resort.closes))
    hours = ("CLOSED", "Closed", "TBD")[chance(lift.key) % 3] if said == "closed" else f"{opens}-{closes}"
    return {
        "id": _uuid(lift.key),
        "name": lift.name,
        # An empty object of PHP becomes an empty list in JSON.
        "sector": [] if at % 33 == 5 else {"uuid": _uuid(lift.area), "name": lift.area},
        "type": lift.kind.lower().replace(" ", "_"),
        "vertical": f"{chance(lift.key, 'vertical') % 2000 + 100}'",
        "notes": "",
        "hours": hours,
        "season": "winter",
        "status": said,
        "capacity": "",
        "occupancy": "",
        "wait_time": "",
        "created": 1_500_000_000 + chance(lift.key) % 10**6,
        "updated": 0 if at % 100 == 7 else int(lift.state.since.timestamp()),
    }


def _boyne(asked: ApiRequest, resorts: tuple[Resort, ...]) -> Reply | None:
    resort = _of(resorts, asked.path.strip("/").removesuffix("/lifts"))
    if resort is None:
        return None
    shapes = []
    for lift in _lifts(resort, asked.now):
        closed = ("closed", "Closed", "CLOSED")[chance(lift.key) % 3]
        said = "Open" if lift.state.word == "open" else closed
        shapes.append(
            {
                "name": lift.name,
                "status": said,
                "statusIcon": said.lower(),
                "comment": "On hold for wind" if lift.state.word == "wind" else "",
                "openTime": resort.opens,
                "closeTime": resort.closes,
                "nightStatus": "",
                "type": lift.kind if chance(lift.key) % 2 else lift.kind.capitalize(),
                "capacity": chance(lift.key, "capacity") % 3000 + 600,
                "liftIcon": "chair",
                "skierWaitTime": lift.state.wait,
                "scenicWaitTime": None,
            }
        )
    return Reply(shapes)


def _liftie(asked: ApiRequest, resorts: tuple[Resort, ...]) -> Reply | None:
    if asked.path.strip("/") == "api/meta":
        return Reply({"resorts": [{"id": one.id, "name": one.name} for one in resorts]}, ("resorts",))
    resort = _of(resorts, asked.path.strip("/").removeprefix("api/resort/"))
    if resort is None:
        return None
    words = {"open": "open", "wind": "hold", "fault": "hold", "expected": "scheduled"}
    lifts = list(_lifts(resort, asked.now))
    status = {lift.name: words.get(lift.state.word, "closed") for lift in lifts}
    stats: dict[str, Any] = {
        word: sum(one == word for one in status.values()) for word in ("open", "hold", "scheduled", "closed")
    }
    stats["percentage"] = {word: round(100 * count / max(len(status), 1), 1) for word, count in stats.items()}
    updated = max((lift.state.since for lift in lifts), default=asked.now)
    document = {
        "id": resort.id,
        "name": resort.name,
        "href": f"https://{resort.id}.example/",
        "ll": [-106.8, 40.4],
        "timestamp": {"lifts": int(updated.timestamp() * 1000)},
        "lifts": {"status": status, "stats": stats},
        "weather": {},
        "snow": {},
        "twitter": {},
        "webcams": [],
    }
    # Records are the pairs of an object here, so there is no list that a fault could shorten.
    return Reply(document, at=None)


def _zaneray(asked: ApiRequest, resorts: tuple[Resort, ...]) -> Reply | None:
    if asked.path.strip("/") != "api/all.json":
        return None
    lifts = [lift for resort in resorts for lift in _lifts(resort, asked.now)]
    updated = max((lift.state.since for lift in lifts), default=asked.now)
    shapes = [
        {
            "id": at + 1,
            "name": lift.name,
            "sector": lift.area,
            "type": lift.kind,
            "openingStatus": {"open": "OPEN", "expected": "FORECAST"}.get(lift.state.word, "CLOSED"),
            "waitTime": lift.state.wait,
        }
        for at, lift in enumerate(lifts)
    ]
    document = {
        "respTimestamp": int(asked.now.replace(second=0, microsecond=0).timestamp() * 1000),
        "lastModified": updated.isoformat(),
        "liftStatus": {
            "totalLifts": len(lifts),
            "openLifts": sum(lift.state.word == "open" for lift in lifts),
        },
        "lifts": shapes,
        "trails": [],
    }
    return Reply(document, ("lifts",))


_FAMILIES: dict[str, Callable[[ApiRequest, tuple[Resort, ...]], Reply | None]] = {
    "mtnpowder": _mtnpowder,
    "dor": _dor,
    "boyne": _boyne,
    "liftie": _liftie,
    "zaneray": _zaneray,
}


def _offset(when: datetime) -> str:
    """Returns a time with its offset written without a colon, as this family writes it."""
    return when.strftime("%Y-%m-%dT%H:%M:%S%z")


def _clock(text: str, form: str) -> str:
    return time(int(text[:2]), int(text[3:])).strftime(form)


def _uuid(text: str) -> str:
    parts = f"{chance(text):08x}{chance(text, 1):08x}{chance(text, 2):08x}{chance(text, 3):08x}"
    return f"{parts[:8]}-{parts[8:12]}-4{parts[13:16]}-8{parts[17:20]}-{parts[20:]}"
