"""BrowseEntries and ReadEntry: artists and studios for operators, shown to searchers or not."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from inkscout.domain import naming
from inkscout.domain.artist import Artist, Residency
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.domain.studio import Provenance, Studio
from inkscout.errors import IndexUnavailable, NotFound
from inkscout.ports import Clock, Directory, IndexReader
from inkscout.ports.directory import HiddenEntries
from inkscout.search.definition import Kind

PAGE = 50

SORTED = 2000
"""Number of matches that are sorted as they are; of more, those that changed last are looked for first."""

_SPAN, _GROWTH, _LONGEST = timedelta(hours=1), 2, timedelta(days=10_000)
_HALVINGS = 12
_MILLISECONDS = 14
"""Number of digits of a time in milliseconds since 1970, beyond the year 5000."""

Clause = dict[str, Any]
"""Part of a query."""

Position = tuple[datetime, int, str]
"""Entry that a page ended at: the time of its last change, also in milliseconds since 1970, and its id."""

_ALIASES = {EntryKind.ARTIST: Kind.ARTISTS, EntryKind.STUDIO: Kind.STUDIOS}
_SOURCE = [
    "name", "city", "country", "sources", "outcome", "updated_at", "version", "studio_name", "role",
]  # fmt: skip
_BOOKKEEPING = frozenset(
    {"facts", "evidence", "residencies", "portfolio", "styles_by", "version", "fingerprint", "updated_at"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilters:
    """Filters of the list of entries; empty ones do not restrict it.

    Attributes:
        kind: Kind of the entries.
        text: Words in names, places and styles.
        source: Source of any of an entry's facts, such as ``google``.
        city: City in any spelling.
        outcome: Outcome of a studio's last visit.
        changed_days: Only entries that changed within so many days; 0 for all.
        hidden: Whether to list those that searchers do not see, which no other filter applies to.
        after: Position that the page before ended at.
    """

    kind: EntryKind = EntryKind.ARTIST
    text: str = ""
    source: str = ""
    city: str = ""
    outcome: str = ""
    changed_days: int = 0
    hidden: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry of the list; ``state`` is ``shown``, ``left``, ``unnamed``, ``closed`` or ``gone``."""

    entry_id: str
    name: str
    city: str = ""
    country: str = ""
    sources: Sequence[str] = ()
    note: str = ""
    updated_at: str = ""
    version: int = 0
    state: str = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryList:
    """Page of entries; ``total`` is None where nothing counts them."""

    rows: Sequence[EntryRow]
    total: int | None
    next_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """One field of an entry with its value and its source; None where a field has no source of its own."""

    field: str
    value: Any
    provenance: Provenance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDetail:
    """One entry with everything that is stored about it.

    Attributes:
        state: As in ``EntryRow``; ``merged`` if it leads to ``merged_into``.
        index_version: Version of its document; None if the index has none.
        index_answers: Whether the index answered.
        document: Everything that is stored, as JSON.
    """

    kind: EntryKind
    entry_id: str
    state: str
    version: int
    name: str
    updated_at: str
    facts: Sequence[ShownFact]
    aliases: Sequence[tuple[str, str]]
    residencies: Sequence[Residency]
    entry: Artist | Studio | None
    merged_into: str
    index_version: int | None
    index_answers: bool
    document: Mapping[str, Any]


class BrowseEntries:
    """Serves the list of records: searches of the index, or two requests to the table."""

    def __init__(self, index: IndexReader, hidden: HiddenEntries, directory: Directory, clock: Clock) -> None:
        self._index = index
        self._hidden = hidden
        self._directory = directory
        self._clock = clock

    def __call__(self, filters: EntryFilters) -> EntryList:
        """Returns a page of entries, those that changed last first.

        Raises:
            IndexUnavailable: the index does not answer, and those that searchers see are wanted.
        """
        if filters.hidden:
            page = self._hidden.page(filters.kind, limit=PAGE, after=filters.after)
            return EntryList(
                rows=[_row(snapshot) for snapshot in page.entries], total=None, next_after=page.next_key
            )
        alias, chosen, position = (
            _ALIASES[filters.kind].value,
            self._chosen(filters),
            _position(filters.after),
        )
        total = self._count(alias, chosen)
        until = position[0] if position and total > SORTED else None
        since = self._start_of_page(alias, chosen, until) if total > SORTED else None
        hits = self._sorted(filters.kind, [*chosen, *_changed(since, until)], position)
        if since and len(hits) <= PAGE:
            # Entries changed between the counts and the search, so that fewer follow than were counted.
            hits = self._sorted(filters.kind, [*chosen, *_changed(None, until)], position)
        shown = hits[:PAGE]
        return EntryList(
            rows=[_hit(hit) for hit in shown],
            total=total,
            next_after=" ".join(str(part) for part in shown[-1]["sort"]) if len(hits) > PAGE else "",
        )

    def named(self, text: str) -> list[tuple[str, str]]:
        """Returns (alias, id) of the entries that a text names exactly, such as by a handle or a phone."""
        word = text.strip().lstrip("@")
        kinds = ("handle", "site", "phone", "place")
        found = [
            (kind, name)
            for (kind, _), name in self._directory.find_aliases(
                (kind, value) for kind in kinds for value in {word, word.casefold()} if word
            ).items()
        ]
        if word and _snapshot(self._directory, word) is not None:
            found.append(("id", word))
        return found

    def _chosen(self, filters: EntryFilters) -> list[Clause]:
        terms = {
            "sources": filters.source,
            "city_key": naming.key(filters.city),
            "outcome": filters.outcome if filters.kind is EntryKind.STUDIO else "",
        }
        chosen: list[Clause] = [{"term": {name: value}} for name, value in terms.items() if value]
        if filters.text:
            chosen.append({"match": {"all_text": {"query": filters.text, "operator": "and"}}})
        if filters.changed_days:
            chosen += _changed(self._clock.now() - timedelta(days=filters.changed_days))
        return chosen

    def _count(self, alias: str, chosen: Sequence[Clause]) -> int:
        [answer] = self._index.search([(alias, {**_query(chosen), "size": 0, "track_total_hits": True})])
        return int(answer["hits"]["total"]["value"])

    def _sorted(
        self, kind: EntryKind, chosen: Sequence[Clause], position: Position | None
    ) -> list[Mapping[str, Any]]:
        """Returns the hits of a page, and one more if there is a next page."""
        body = {
            **_query(chosen),
            "size": PAGE + 1,
            "sort": [{"updated_at": {"order": "desc"}}, {_id_field(kind): {"order": "asc"}}],
            "_source": [_id_field(kind), *_SOURCE],
            **({"search_after": list(position[1:])} if position else {}),
        }
        [answer] = self._index.search([(_ALIASES[kind].value, body)])
        return list(answer["hits"]["hits"])

    def _start_of_page(self, alias: str, chosen: Sequence[Clause], until: datetime | None) -> datetime | None:
        """Returns a time since which a page of entries or somewhat more changed; None if fewer ever did.

        A server sorts every match to find the first ones, which takes half a second for 100,000 in the
        embedded one; a count takes as long as it finds matches. So a span of time that holds more than a
        page is looked for by doubling it, and then by halving the last step.
        """
        end = until or self._clock.now()
        # Those of the last second may all lie before the position.
        needed = PAGE + (self._count(alias, [*chosen, *_changed(until, until)]) if until else 0)
        short, long = timedelta(0), _SPAN
        while (count := self._count(alias, [*chosen, *_changed(end - long, until)])) <= needed:
            if long > _LONGEST:
                return None
            short, long = long, _GROWTH * long
        for _ in range(_HALVINGS):
            if count <= SORTED:
                break
            middle = short + (long - short) / 2
            found = self._count(alias, [*chosen, *_changed(end - middle, until)])
            if found > needed:
                long, count = middle, found
            else:
                short = middle
        return end - long


def _query(chosen: Sequence[Clause]) -> Clause:
    return {"query": {"bool": {"filter": list(chosen)}} if chosen else {"match_all": {}}}


def _changed(since: datetime | None, until: datetime | None = None) -> list[Clause]:
    """Returns the filter of entries that changed within a time, with the whole of its last second."""
    bounds = {"gte": since, "lt": until + timedelta(seconds=1) if until else None}
    told = {name: at.isoformat(timespec="seconds") for name, at in bounds.items() if at is not None}
    return [{"range": {"updated_at": told}}] if told else []


def _position(after: str) -> Position | None:
    at, _, entry_id = after.partition(" ")
    if not (at.isdecimal() and len(at) <= _MILLISECONDS and entry_id):
        return None
    return datetime.fromtimestamp(int(at) / 1000, UTC), int(at), entry_id


class ReadEntry:
    """Serves the page about one record."""

    def __init__(self, directory: Directory, index: IndexReader) -> None:
        self._directory = directory
        self._index = index

    def __call__(self, entry_id: str) -> EntryDetail:
        """Returns an entry, merged and deleted ones too.

        Raises:
            NotFound: there never was one with this id, or it is forgotten.
        """
        snapshot = _snapshot(self._directory, entry_id)
        if snapshot is None:
            raise NotFound("no record has this id")
        entry = snapshot.entry
        merged = "" if entry else self._leads_to(snapshot)
        index_version, answers = self._indexed(snapshot)
        if isinstance(entry, Artist):
            residencies: Sequence[Residency] = entry.residencies
        else:
            residencies = self._directory.residencies(entry_id) if entry else ()
        return EntryDetail(
            kind=snapshot.kind,
            entry_id=entry_id,
            state="merged" if merged else _state(snapshot),
            version=snapshot.version,
            name=entry.name if entry else "",
            updated_at=entry.updated_at if entry else "",
            facts=_facts(entry) if entry else (),
            aliases=sorted(self._directory.aliases_of(entry_id)),
            residencies=sorted(residencies, key=lambda one: (one.first_seen, one.artist_id)),
            entry=entry,
            merged_into=merged,
            index_version=index_version,
            index_answers=answers,
            document=asdict(entry) if entry else {},
        )

    def _leads_to(self, snapshot: Snapshot) -> str:
        if snapshot.kind is EntryKind.ARTIST:
            artist = self._directory.artist(snapshot.entry_id)
            return artist.artist_id if artist else ""
        studio = self._directory.studio(snapshot.entry_id)
        return studio.studio_id if studio else ""

    def _indexed(self, snapshot: Snapshot) -> tuple[int | None, bool]:
        body = {
            "size": 1,
            "query": {"term": {_id_field(snapshot.kind): snapshot.entry_id}},
            "_source": ["version"],
        }
        try:
            [answer] = self._index.search([(_ALIASES[snapshot.kind].value, body)])
        except IndexUnavailable:
            return None, False
        hits = answer["hits"]["hits"]
        return (int(hits[0]["_source"].get("version", 0)) if hits else None), True


def _snapshot(directory: Directory, entry_id: str) -> Snapshot | None:
    kinds = (EntryKind.ARTIST, EntryKind.STUDIO) if entry_id.startswith("a-") else reversed(EntryKind)
    return next((found for kind in kinds if (found := directory.snapshot(kind, entry_id))), None)


def _id_field(kind: EntryKind) -> str:
    # A document of an artist holds the id of the studio too, so the name depends on the kind.
    return f"{kind.value}_id"


def _state(snapshot: Snapshot) -> str:
    entry = snapshot.entry
    if entry is None:
        return "gone"
    if isinstance(entry, Artist) and not entry.active:
        return "left"
    if isinstance(entry, Artist) and entry.withheld:
        return "withheld"
    if isinstance(entry, Studio) and entry.is_closed:
        return "closed"
    return "shown" if entry.name else "unnamed"


def _row(snapshot: Snapshot) -> EntryRow:
    entry = snapshot.entry
    return EntryRow(
        entry_id=snapshot.entry_id,
        name=entry.name if entry else "",
        city=entry.city if entry else "",
        country=entry.country if entry else "",
        sources=sorted({fact.source for fact in entry.facts.values()}) if entry else (),
        note=entry.studio_name if isinstance(entry, Artist) else "",
        updated_at=entry.updated_at if entry else "",
        version=snapshot.version,
        state=_state(snapshot),
    )


def _hit(hit: Mapping[str, Any]) -> EntryRow:
    source = hit["_source"]
    return EntryRow(
        entry_id=str(hit["_id"]),
        name=str(source.get("name", "")),
        city=str(source.get("city", "")),
        country=str(source.get("country", "")),
        sources=[str(one) for one in source.get("sources", ())],
        note=str(source.get("studio_name") or source.get("outcome") or ""),
        updated_at=str(source.get("updated_at", "")),
        version=int(source.get("version", 0)),
    )


def _facts(entry: Artist | Studio) -> list[ShownFact]:
    values = {name: value for name, value in asdict(entry).items() if name not in _BOOKKEEPING}
    known = [name for name, value in values.items() if value not in (None, "", (), [], {})]
    ordered = sorted(known, key=lambda name: (name not in entry.facts, name))
    return [ShownFact(field=name, value=values[name], provenance=entry.facts.get(name)) for name in ordered]
