"""Settings file ``inkscout.toml``: regions, budget, schedule, contact, sources and notices of an operator.

``run``, ``deploy`` and ``up`` read it alike. It holds no secrets: keys stay in the environment, or in the
secret that a stage names.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator

from inkscout.contracts.base import Contract
from inkscout.contracts.start_run import RegionInput
from inkscout_deploy.errors import BadInput

NAME = "inkscout.toml"
"""Name of the file that is read from the current folder, if it is there."""

_PARAMETER_BYTES = 4096
"""Longest value of a CloudFormation template parameter."""

_OF_ONE_REGION = 2
_REGION = (
    'write a name such as "Leeds, UK", or a table of name with lat, lng and radius_km, '
    "with south, west, north and east, or with geojson"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def https(value: str) -> str:
    """Returns an https address with a host and without credentials; empty stays empty.

    Raises:
        ValueError: it is another text.
    """
    try:
        parts = urlsplit(value)
        fine = parts.scheme == "https" and parts.hostname and not parts.username
    except ValueError:
        fine = False
    if value and not fine:
        raise ValueError("must be an https address such as https://hooks.example.org/…")
    return value


class RunSettings(Contract):
    """Table ``[run]``: what a run searches, and its limits; money in US dollars."""

    regions: list[RegionInput] = Field(default=[], max_length=50)
    regions_file: str = Field(default="", max_length=1000)
    budget_usd: float | None = Field(default=None, gt=0)
    day_budget_usd: float | None = Field(default=None, gt=0)
    max_studios: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_list(self) -> "RunSettings":
        if self.regions and self.regions_file:
            raise ValueError("give regions or regions_file, not both")
        return self


class ScheduleSettings(Contract):
    """Table ``[schedule]``: the time of day in UTC, and the days of the week; every day by default."""

    at: str = "03:00"
    days: list[Day] = Field(default=[], max_length=7)
    enabled: bool = True

    @field_validator("at")
    @classmethod
    def _is_a_time(cls, value: str) -> str:
        if not _CLOCK.fullmatch(value):
            raise ValueError('must be a time of day in UTC such as "03:00"')
        return value

    @property
    def expression(self) -> str:
        """The schedule as an expression of EventBridge Scheduler."""
        hour, minute = self.at.split(":")
        if not self.days:
            return f"cron({int(minute)} {int(hour)} * * ? *)"
        days = ",".join(day.upper() for day in _DAYS if day in self.days)
        return f"cron({int(minute)} {int(hour)} ? * {days} *)"

    def __str__(self) -> str:
        """Returns the schedule in words."""
        days = ", ".join(day for day in _DAYS if day in self.days)
        return f"{days or 'daily'} at {self.at} UTC"


class SourceSettings(Contract):
    """Table ``[sources]``: where places come from."""

    places_api: Literal["new", "legacy"] | None = None
    places_search: Literal["auto", "text", "nearby", "both"] | None = None
    overpass: Annotated[str, AfterValidator(https)] = ""


class NoticeSettings(Contract):
    """Table ``[notices]``: who hears of the end of runs and, on AWS, of alarms."""

    email: str = Field(default="", max_length=200, pattern=r"^([^@\s]+@[^@\s]+)?$")
    webhook: Annotated[str, AfterValidator(https)] = Field(default="", max_length=1000)


class OperatorSettings(Contract):
    """The whole file; every part of it may be left out."""

    contact: str = Field(default="", max_length=200)
    run: RunSettings = RunSettings()
    schedule: ScheduleSettings | None = None
    sources: SourceSettings = SourceSettings()
    notices: NoticeSettings = NoticeSettings()

    def schedule_parameters(self, path: Path) -> dict[str, str]:
        """Returns the template parameters of the schedule; none if the file has no schedule.

        Raises:
            BadInput: there is a schedule and no region, or the regions are too long for a parameter.
        """
        if self.schedule is None:
            return {}
        if not self.schedule.enabled:
            return {"ScheduleState": "DISABLED"}
        regions = json.dumps(self.region_documents(), ensure_ascii=False)[1:-1]
        if not regions:
            raise BadInput(f"{path}: schedule needs regions: name them as run.regions or run.regions_file.")
        if len(regions.encode()) > _PARAMETER_BYTES:
            raise BadInput(
                f"{path}: run.regions has {len(regions.encode())} bytes as JSON, and a schedule holds "
                f"{_PARAMETER_BYTES}: name fewer regions, or replace polygons by boxes."
            )
        return {
            "ScheduleState": "ENABLED",
            "ScheduleExpression": self.schedule.expression,
            "ScheduleRegions": regions,
        }

    def source_parameters(self) -> dict[str, str]:
        """Returns the template parameters of sources and budgets that the file sets."""
        found = {
            "PlacesApi": self.sources.places_api,
            "PlacesSearch": self.sources.places_search,
            "OverpassEndpoint": self.sources.overpass,
            "RunBudgetUsd": _number(self.run.budget_usd),
            "DayBudgetUsd": _number(self.run.day_budget_usd),
        }
        return {name: value for name, value in found.items() if value}

    def stage_parameters(self, path: Path) -> dict[str, str]:
        """Returns the template parameters of a stage on AWS that the file sets.

        Raises:
            BadInput: the schedule lacks regions, or has too many.
        """
        found = {
            "CrawlerContact": self.contact,
            "OperatorsEmail": self.notices.email,
            "WebhookUrl": self.notices.webhook,
        }
        given = {name: value for name, value in found.items() if value}
        return {**given, **self.source_parameters(), **self.schedule_parameters(path)}

    def region_documents(self) -> list[Any]:
        """Returns the regions as a run's input holds them."""
        return [one if isinstance(one, str) else one.model_dump(mode="json") for one in self.run.regions]


def read(path: Path | None = None) -> OperatorSettings:
    """Returns the settings of a file; by default of ``inkscout.toml`` here, and empty ones without it.

    A file of regions is read too, relative to the settings file.

    Raises:
        BadInput: the file cannot be read or breaks the rules; the message names file, line and key.
    """
    if path is None:
        path = Path(NAME)
        if not path.is_file():
            return OperatorSettings()
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = OperatorSettings.model_validate(tomllib.loads(text))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path} is not TOML: {error}.") from error
    except ValidationError as error:
        raise BadInput(_faults(error, text, path)) from error
    if not found.run.regions_file:
        return found
    regions = regions_in(path.parent / found.run.regions_file)
    return found.model_copy(update={"run": found.run.model_copy(update={"regions": regions})})


def regions_in(path: Path) -> list[Any]:
    """Returns the regions in a file: one name a line, where ``#`` begins a comment.

    Raises:
        BadInput: the file cannot be read, or names no region.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text.") from error
    names = [name for line in lines if (name := line.partition("#")[0].strip())]
    if not names:
        raise BadInput(f"{path} names no region; write one a line, such as: Leeds, UK")
    return list(dict.fromkeys(names))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _faults(error: ValidationError, text: str, path: Path) -> str:
    """Returns one line for each fault: file, line, key, and what is allowed."""
    told = []
    for fault in error.errors(include_url=False, include_input=False):
        keys = [part for part in fault["loc"] if isinstance(part, str)]
        place = f"{path}:{_line(text, keys)}"
        if tuple(fault["loc"][:2]) == ("run", "regions") and len(fault["loc"]) > _OF_ONE_REGION:
            place = f"{path}:{_line(text, keys[:2])}"
            told.append(f"{place}: run.regions, entry {int(fault['loc'][2]) + 1}: is no region; {_REGION}")
            continue
        if fault["type"] == "extra_forbidden":
            told.append(f"{place}: {'.'.join(keys)} is no setting; {_allowed(keys[:-1])}")
        else:
            said = str(fault["msg"]).removeprefix("Value error, ")
            told.append(f"{place}: {'.'.join(keys) or 'the file'}: {said[0].lower()}{said[1:]}")
    return "\n".join(dict.fromkeys(told))


def _allowed(keys: list[str]) -> str:
    """Returns a sentence with the settings that a table may have."""
    model: Any = OperatorSettings
    for key in keys:
        annotation = model.model_fields[key].annotation
        model = next(
            (
                one
                for one in (annotation, *getattr(annotation, "__args__", ()))
                if hasattr(one, "model_fields")
            ),
            model,
        )
    where = f"[{'.'.join(keys)}]" if keys else "the file"
    return f"{where} takes {', '.join(model.model_fields)}"


def _line(text: str, keys: list[str]) -> int:
    """Returns the number of the line that sets a key, or begins its table; 1 if neither is found."""
    lines = text.splitlines()
    start = 0
    for key in keys[:-1]:
        found = _first(lines, start, rf"\s*\[\s*(?:[\w.-]+\.)?{re.escape(key)}\s*\]")
        start = start if found is None else found
    if keys:
        own = _first(lines, start, rf"\s*(?:\[\s*)?(?:[\w-]+\.)*\"?{re.escape(keys[-1])}\"?\s*[=\].]")
        if own is not None:
            return own + 1
    return start + 1


def _first(lines: list[str], start: int, pattern: str) -> int | None:
    return next((n for n in range(start, len(lines)) if re.match(pattern, lines[n])), None)
