"""Canary check: a search server proves on a scratch index that it implements the index definition.

A server may accept a mapping and silently treat it differently; then every search is wrong without any error.
A few documents and searches with known results show this before anything is indexed.
"""

from typing import Any

from inkscout.domain.artist import Artist
from inkscout.domain.geo import GeoPoint
from inkscout.domain.reading import Image
from inkscout.domain.snapshot import EntryKind, Snapshot
from inkscout.errors import IndexDefinitionBroken
from inkscout.ports.index import IndexWriter, WriteOutcome
from inkscout.usecases.index.index_actions import action_for

_PEOPLE = (
    Artist(
        artist_id="canary-1",
        name="Zoë Müller",
        instagram="ink.by_zoe",
        aliases=("Zo",),
        styles=("fine_line", "japanese"),
        studio_name="Schwarzer Hafen",
        city="Köln",
        country="DE",
        location=GeoPoint(50.94, 6.96),
        portfolio=(Image(url="https://canary.example/1.jpg"),),
        rating=4.8,
        bio="Fine lines and quiet fish.",
        version=7,
        updated_at="2026-01-02T03:04:05+00:00",
    ),
    Artist(
        artist_id="canary-2",
        name="Søren Ångström",
        styles=("blackwork",),
        city="KÖLN",
        country="DE",
        location=GeoPoint(51.5, -0.12),
        version=1,
        updated_at="2026-01-02T03:04:05+00:00",
    ),
)


def check_index(index: IndexWriter, scratch: str) -> None:
    """Creates the scratch index, runs searches with known results, and deletes it.

    Raises:
        IndexDefinitionBroken: the server does not implement the definition; the message lists the
            differences.
        IndexUnavailable: the server does not respond.
    """
    index.drop(scratch)
    index.create(EntryKind.ARTIST, scratch)
    try:
        faults = [
            *_write_faults(index, scratch),
            *_search_faults(index, scratch),
            *_token_faults(index, scratch),
        ]
    finally:
        index.drop(scratch)
    if faults:
        raise IndexDefinitionBroken("; ".join(faults))


def _write_faults(index: IndexWriter, scratch: str) -> list[str]:
    actions = [
        action_for(Snapshot(kind=EntryKind.ARTIST, entry_id=a.artist_id, version=a.version, entry=a))
        for a in _PEOPLE
    ]
    faults = [
        f"write: {r.reason}"
        for r in index.apply(actions, index=scratch)
        if r.verdict is not WriteOutcome.APPLIED
    ]
    again = index.apply(actions[:1], index=scratch)
    if again[0].verdict is not WriteOutcome.STALE or again[0].held != 7:
        faults.append("an equal version is not stale")
    if index.apply(actions[:1], index=scratch, same_version=True)[0].verdict is not WriteOutcome.APPLIED:
        faults.append("a repair of an equal version is not applied")
    gone = Snapshot(kind=EntryKind.ARTIST, entry_id="canary-3", version=5)
    born = Snapshot(kind=EntryKind.ARTIST, entry_id="canary-3", version=4, entry=_PEOPLE[1])
    index.apply([action_for(gone)], index=scratch)
    if index.apply([action_for(born)], index=scratch)[0].verdict is not WriteOutcome.STALE:
        faults.append("a late write comes back after a delete")
    index.refresh(scratch)
    return faults


def _search_faults(index: IndexWriter, scratch: str) -> list[str]:
    faults = []
    for what, query, wanted in _questions():
        answer = index.search(scratch, {"query": query, "sort": [{"artist_id": "asc"}]})
        found = "".join(str(hit["_id"])[-1] for hit in answer["hits"]["hits"])
        if found != wanted:
            faults.append(f"{what}: found {found or 'nothing'} and not {wanted or 'nothing'}")
    answer = index.search(scratch, {"size": 0, "aggs": {"city": {"terms": {"field": "city_key"}}}})
    buckets = [(b["key"], b["doc_count"]) for b in answer["aggregations"]["city"]["buckets"]]
    if buckets != [("koln", 2)]:
        faults.append(f"a facet of a folded keyword counts {buckets}")
    return faults


def _questions() -> list[tuple[str, dict[str, Any], str]]:
    near = {"distance": "5km", "location": {"lat": 50.94, "lon": 6.96}}
    return [
        ("a nonsense word", _match("all_text", "xqzvtk"), ""),
        ("a nonsense word in a name", _match("name", "xqzvtk"), ""),
        ("a nonsense prefix", _match("name.prefix", "xqz"), ""),
        ("a name without its accents", _match("name", "zoe muller"), "1"),
        ("a name spelled out", _match("name_variants", "zoe mueller"), "1"),
        ("a letter of another alphabet", _match("name", "soren angstrom"), "2"),
        ("a name with a typo", _match("name", "zoe muler", fuzziness="AUTO"), "1"),
        ("the start of a name", _match("name.prefix", "ångs"), "2"),
        ("a word of a handle", _match("handle_words", "zoe"), "1"),
        ("words across fields", _match("all_text", "zoe koln japanese"), "1"),
        ("a style", {"term": {"styles": "fine_line"}}, "1"),
        ("a range", {"range": {"rating": {"gte": 4.5}}}, "1"),
        ("a flag", {"term": {"has_portfolio": False}}, "2"),
        ("an absent field", {"bool": {"must_not": {"exists": {"field": "rating"}}}}, "2"),
        ("a radius", {"geo_distance": near}, "1"),
        ("a field that is only shown", _match("images.url", "https://canary.example/1.jpg"), ""),
    ]


def _token_faults(index: IndexWriter, scratch: str) -> list[str]:
    """Returns faults of analysis: every token must find exactly its own document by a ``term`` query."""
    tokens = index.tokens(scratch, "folded", "Zoë Müller")
    faults = [] if list(tokens) == ["zoe", "muller"] else [f"the analyzer makes {list(tokens)}"]
    for field, analyzer in (("name", "folded"), ("name.prefix", "folded_prefixes")):
        for token in index.tokens(scratch, analyzer, "Zoë Müller"):
            hits = index.search(scratch, {"query": {"term": {field: token}}})["hits"]["hits"]
            if [hit["_id"] for hit in hits] != ["canary-1"]:
                faults.append(f"the token {token!r} of {field} finds {len(hits)} documents")
    return faults


def _match(field: str, text: str, **options: str) -> dict[str, Any]:
    return {"match": {field: {"query": text, "operator": "and", **options}}}
