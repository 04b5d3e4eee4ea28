"""The definition of a feed: one TOML file that says where a source is, how to ask it and how to read it.

A definition is data. Its expressions select values and run no code, its addresses are ``https`` and public,
and a key that the format does not know is refused, so that a spelling mistake is not a silent default.
"""

import re
import tomllib
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from inkscout.errors import InvalidInput
from inkscout.feeds import schedules
from inkscout.feeds.json_text import digest_of
from inkscout.feeds.requests import SECRET, DefinitionPart, Duration, Expression, Request

MAX_BYTES = 65_536
"""Maximum size of a definition."""

MAX_FIELDS = 100
MAX_REQUESTS = 20
MAX_PAGES = 50
MAX_PARTS = 300
"""Maximum number of pages of a run, which are listed in its item."""

RESERVED = frozenset({"id", "source", "type", "captured_at", "fingerprint", "version", "raw_s3_key"})
"""Names that every record has, which a field may not take."""

_NAME = re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIELD = r"^[a-z][a-z0-9_]{0,59}$"
_WORD = r"^[a-z][a-z0-9_-]{0,39}$"
_ALIAS = r"^[A-Za-z_][A-Za-z0-9_]{0,39}$"


class Quiet(DefinitionPart):
    """Time in which the source is not asked: months by number, and hours such as ``20-06``, in a zone."""

    zone: str = "UTC"
    hours: str = Field(default="", pattern=r"^(([01][0-9]|2[0-4])-([01][0-9]|2[0-4]))?$")
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, text: str) -> str:
        return schedules.zone_name(text)


class Paging(DefinitionPart):
    """Way from one page to the next.

    A page that is shorter than ``size`` ends nothing. An absent cursor or link, ``total`` records, or one of
    ``end_status`` after the first page do; an empty page does where pages are counted.
    """

    kind: Literal["none", "page", "offset", "cursor", "link", "next"] = "none"
    param: str = Field(default="", max_length=60)
    size_param: str = Field(default="", max_length=60)
    size: int = Field(default=0, ge=0, le=100_000)
    first: str | int | None = None
    next: Expression | None = None
    total: Expression | None = None
    end_status: tuple[Annotated[int, Field(ge=400, le=499)], ...] = Field(default=(), max_length=5)
    max_pages: int = Field(default=MAX_PAGES, ge=1, le=MAX_PAGES)

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.kind in {"page", "offset", "cursor"} and not self.param:
            raise ValueError(f"paging by {self.kind} needs param")
        if self.kind in {"cursor", "next"} and self.next is None:
            raise ValueError(f"paging by {self.kind} needs next, an expression over the answer")
        if bool(self.size_param) != bool(self.size):
            raise ValueError("size and size_param go together")
        if self.kind in {"page", "offset"} and not isinstance(self.first, int | None):
            raise ValueError(f"first has to be a number for paging by {self.kind}")
        if {401, 403, 408, 429} & set(self.end_status):
            raise ValueError("end_status may not be a status of log-ins or rate limits")
        return self


class Since(DefinitionPart):
    """Parameter by which only newer records are asked for; ``source`` is called ``from`` in the file."""

    param: str = Field(min_length=1, max_length=60)
    source: Expression = Field(alias="from")
    overlap: Duration = "0s"
    first: str = ""


class Step(DefinitionPart):
    """One step to the records: ``at`` selects a list, or with ``pairs`` an object's members."""

    at: Expression
    name: str = Field(alias="as", pattern=_ALIAS)
    pairs: bool = False


class Records(DefinitionPart):
    """Place of the records in an answer, their keys, and what an absence means."""

    each: tuple[Step, ...] = Field(min_length=1, max_length=5)
    key: tuple[Expression, ...] = Field(min_length=1, max_length=10)
    type: str = Field(pattern=_WORD)
    where: Expression | None = None
    may_be_empty: bool = False
    at_least: int = Field(default=0, ge=0)
    error_at: Expression | None = None
    complete: bool = True
    absences: int = Field(default=3, ge=1, le=100)
    tolerance: float = Field(default=0.2, ge=0, le=1)
    history_days: int = Field(default=400, ge=0, le=3660)
    personal: bool = False

    @model_validator(mode="after")
    def _are_sound(self) -> Self:
        names = [step.name for step in self.each]
        if len(set(names)) < len(names) or {"body", "with"} & set(names):
            raise ValueError("each step needs a name of its own, not body or with")
        if self.personal and not self.history_days:
            raise ValueError("records of people need history_days")
        return self


FieldType = Literal["text", "integer", "number", "boolean", "time", "date", "choice", "list", "json"]


class FieldRule(DefinitionPart):
    """Origin and type of one field; ``source`` is called ``from`` in the file."""

    source: Expression = Field(alias="from")
    type: FieldType
    join: str | None = Field(default=None, max_length=20)
    required: bool = False
    none: tuple[str | int | float, ...] = Field(default=(), max_length=50)
    map: dict[str, tuple[str | int | bool, ...]] = Field(default_factory=dict, max_length=100)
    other: Literal["quarantine", "keep"] = "quarantine"
    zone: str = ""
    format: str = Field(default="", max_length=60)
    min: float | None = None
    max: float | None = None
    volatile: bool = False

    @model_validator(mode="after")
    def _fits_type(self) -> Self:
        fitting = {
            "map": ("choice",),
            "join": ("text",),
            "zone": ("time", "date"),
            "format": ("time", "date"),
            "min": ("integer", "number"),
            "max": ("integer", "number"),
        }
        for name, types in fitting.items():
            if getattr(self, name) not in (None, "", {}) and self.type not in types:
                raise ValueError(f"{name} is for the type {' or '.join(types)}")
        if self.type == "choice" and not self.map:
            raise ValueError("a choice needs map, from each word to what the source says for it")
        if self.zone:
            schedules.zone_name(self.zone)
        return self

    @cached_property
    def words(self) -> dict[str, str]:
        """Words of the map by what the source says, without case."""
        return {str(said).casefold(): word for word, many in self.map.items() for said in many}

    @cached_property
    def nothing(self) -> frozenset[str]:
        """Texts that mean no value."""
        return frozenset(str(value) for value in self.none)


class Freshness(DefinitionPart):
    """Time in the answer at which the source wrote it, and the age that makes an answer stale."""

    at: Expression
    older_than: Duration
    zone: str = ""


class Export(DefinitionPart):
    """A CSV file that is written after each run; ``where`` is an expression over the fields of a row."""

    name: str = Field(pattern=_FIELD)
    columns: tuple[str, ...] = Field(min_length=1, max_length=MAX_FIELDS)
    where: Expression | None = None


class Definition(DefinitionPart):
    """A feed. ``digest`` identifies the text; ``zone`` is for a cron schedule."""

    name: str
    digest: str
    title: str = Field(min_length=1, max_length=120)
    about: str = Field(default="", max_length=2000)
    terms: str = Field(pattern=r"^https?://", max_length=2048)
    schedule: str
    zone: str = "UTC"
    enabled: bool = True
    public: bool = False
    quiet: Quiet | None = None
    requests: tuple[Request, ...] = Field(min_length=1, max_length=MAX_REQUESTS)
    paging: Paging = Paging()
    since: Since | None = None
    records: Records
    fields: dict[Annotated[str, Field(pattern=_FIELD)], FieldRule] = Field(
        min_length=1, max_length=MAX_FIELDS
    )
    freshness: Freshness | None = None
    exports: tuple[Export, ...] = Field(default=(), max_length=10)

    @field_validator("schedule")
    @classmethod
    def _is_schedule(cls, text: str) -> str:
        return schedules.checked(text)

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, text: str) -> str:
        return schedules.zone_name(text)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        taken = RESERVED & set(self.fields)
        if taken:
            raise ValueError(f"a field may not be called {sorted(taken)[0]}, which every record has")
        for export in self.exports:
            unknown = [name for name in export.columns if name not in self.fields and name not in RESERVED]
            if unknown:
                raise ValueError(f"the export {export.name} has the column {unknown[0]}, which is no field")
        if len({export.name for export in self.exports}) < len(self.exports):
            raise ValueError("two exports have one name")
        pages = 1 if self.paging.kind == "none" else self.paging.max_pages
        if len(self.requests) * pages > MAX_PARTS:
            raise ValueError(f"requests times max_pages may be at most {MAX_PARTS}")
        if self.since is not None and self.records.complete:
            raise ValueError("a feed that asks for newer records alone needs complete = false")
        return self

    @property
    def secrets(self) -> frozenset[str]:
        """Names of the secrets that the requests' headers and parameters need."""
        values = (
            value
            for request in self.requests
            for value in (*request.headers.values(), *request.secret_query.values())
        )
        return frozenset(value.removeprefix(SECRET) for value in values if value.startswith(SECRET))


def parse(name: str, text: str) -> Definition:
    """Returns the definition of a file.

    Raises:
        InvalidInput: the name or the text is no definition; the message names each fault.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            f"{name[:60]!r} is no name of a feed: a-z, digits and single hyphens, at most 40 characters"
        )
    body = text.encode("utf-8", "surrogatepass")
    if len(body) > MAX_BYTES:
        raise InvalidInput(f"the definition has more than {MAX_BYTES} bytes")
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInput(f"the definition is no TOML: {error}") from None
    clash = {"name", "digest"} & set(document)
    if clash:
        raise InvalidInput(f"{sorted(clash)[0]}: the format has no such key")
    try:
        return Definition.model_validate({**document, "name": name, "digest": digest_of(body)})
    except ValidationError as error:
        faults = error.errors(include_url=False)
        inner = {fault["loc"][:length] for fault in faults for length in range(1, len(fault["loc"]))}
        # A list whose only entry is at fault counts as empty too.
        told = [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in inner]
        raise InvalidInput("; ".join(_sentence(fault) for fault in told)) from None


def conflicts(definition: Definition, others: tuple[Definition, ...]) -> list[str]:
    """Returns sentences for what a definition shares with others in force: exports, and beginnings of ids."""
    faults = []
    for other in others:
        if other.name == definition.name:
            continue
        shared = {e.name for e in definition.exports} & {e.name for e in other.exports}
        faults += [
            f"the export {name} is written by the feed {other.name} already" for name in sorted(shared)
        ]
        one, two = sorted((definition.name, other.name), key=len)
        if two.startswith(f"{one}-"):
            faults.append(f"ids of {one} could be mistaken for ids of {two}; choose another name")
    return faults


def _sentence(fault: Any) -> str:  # noqa: ANN401 - a fault of pydantic
    where = ".".join(str(part) for part in fault["loc"]) or "definition"
    if fault["type"] == "extra_forbidden":
        return f"{where}: the format has no such key"
    if fault["type"] == "missing":
        return f"{where}: is missing"
    if fault["type"] == "too_short":
        return f"{where}: at least {fault['ctx']['min_length']} needed"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{where}: {message[:1].lower()}{message[1:]}"
