"""State store, people on hold, denylist and raw lake in memory."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from inkscout.domain.held_person import HeldPerson
from inkscout.domain.page import Page
from inkscout.domain.removal import identifiers
from inkscout.errors import WriteConflict
from inkscout.ports import Clock, JsonMap
from inkscout.ports.operations import Change

_KEY = b"a denylist in memory"


def _copied(value: Any) -> Any:  # noqa: ANN401 - a document, or a part of one
    """Returns a copy that shares no list or mapping with its origin."""
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return tuple(map(_copied, value)) if isinstance(value, tuple) else value


class MemoryStateStore:
    """Implements ``ports.StateStore``."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.values: dict[tuple[str, str], tuple[dict[str, Any], int, float | None]] = {}
        self._writes = 0

    def get(self, scope: str, key: str) -> dict[str, Any] | None:
        found = self._live(scope, key)
        return {**_copied(found[0]), "version": found[1]} if found else None

    def get_many(self, scope: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        return {key: found for key in keys if (found := self.get(scope, key)) is not None}

    def first(self, scope: str, limit: int) -> dict[str, dict[str, Any]]:
        keys = sorted(key for known, key in self.values if known == scope)[:limit]
        return self.get_many(scope, keys)

    def put_many(self, scope: str, documents: Mapping[str, JsonMap], ttl_seconds: int | None = None) -> None:
        for key, document in documents.items():
            self.put(scope, key, document, ttl_seconds)

    def put(self, scope: str, key: str, document: JsonMap, ttl_seconds: int | None = None) -> None:
        self._writes += 1
        self._store(scope, key, document, 1_000_000 * self._writes, ttl_seconds)

    def put_if(
        self,
        scope: str,
        key: str,
        document: JsonMap,
        expected_version: int | None,
        ttl_seconds: int | None = None,
    ) -> int | None:
        found = self._live(scope, key)
        if (found[1] if found else None) != expected_version:
            return None
        if expected_version is None:
            self.put(scope, key, document, ttl_seconds)
        else:
            self._store(scope, key, document, expected_version + 1, ttl_seconds)
        return self.values[scope, key][1]

    def update(self, scope: str, key: str, change: Change, ttl_seconds: int | None = None) -> bool:
        for _ in range(10):
            stored = self.get(scope, key)
            version = stored.pop("version") if stored is not None else None
            wanted = change(stored)
            if wanted is None or wanted == stored:
                return False
            if self.put_if(scope, key, wanted, version, ttl_seconds):
                return True
        raise WriteConflict(f"other writers kept changing {scope} {key}")

    def add(
        self, scope: str, key: str, amounts: Mapping[str, float], ttl_seconds: int | None = None
    ) -> dict[str, float]:
        document, version, expires = self._live(scope, key) or ({}, 0, None)
        if expires is None and ttl_seconds is not None:
            expires = self.clock.now().timestamp() + ttl_seconds
        sums = {name: float(document.get(name, 0)) + amount for name, amount in amounts.items()}
        self.values[scope, key] = ({**document, **sums}, version + 1, expires)
        return sums

    def _live(self, scope: str, key: str) -> tuple[dict[str, Any], int, float | None] | None:
        found = self.values.get((scope, key))
        if found is None or (found[2] is not None and found[2] <= self.clock.now().timestamp()):
            return None
        return found

    def _store(self, scope: str, key: str, document: JsonMap, version: int, ttl: int | None) -> None:
        expires = None if ttl is None else self.clock.now().timestamp() + ttl
        kept = {name: value for name, value in document.items() if name != "version"}
        self.values[scope, key] = (_copied(kept), version, expires)


class MemoryHeldPeople:
    """Implements ``ports.HeldPeople``."""

    def __init__(self) -> None:
        self.people: dict[str, HeldPerson] = {}

    def hold(self, person: HeldPerson) -> None:
        self.people.setdefault(person.held_id, person)

    def get(self, held_id: str) -> HeldPerson | None:
        return self.people.get(held_id)

    def waiting(self) -> Sequence[HeldPerson]:
        return sorted(self.people.values(), key=lambda person: (person.seen_at, person.held_id))

    def forget(self, held_id: str) -> None:
        self.people.pop(held_id, None)


class MemoryDenylist:
    """Implements ``ports.Denylist``."""

    def __init__(self) -> None:
        self.kept: set[str] = set()

    def contains(self, *, handle: str = "", name: str = "", studio_id: str = "", artist_id: str = "") -> bool:
        names = (name,) if name else ()
        known = identifiers(handle=handle, names=names, studio_id=studio_id, artist_id=artist_id)
        return any(self.hashed(identifier) in self.kept for identifier in known)

    def matching(self, entries: Iterable[str]) -> frozenset[str]:
        return frozenset(entry for entry in entries if self.hashed(entry) in self.kept)

    def add(self, entries: Iterable[str]) -> int:
        hashed = {self.hashed(entry) for entry in entries}
        self.kept.update(hashed)
        return len(hashed)

    def hashed(self, identifier: str) -> str:
        return hmac.new(_KEY, identifier.encode(), hashlib.sha256).hexdigest()

    def hashes(self) -> frozenset[str]:
        return frozenset(self.kept)


class MemoryLake:
    """Implements ``ports.RawLake``; ``objects`` maps keys to what they hold."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.objects: dict[str, Any] = {}
        self.newest: dict[tuple[str, str], str] = {}

    def put_page(self, source: str, subject: str, page: Page) -> str:
        known = self.objects.get(self.newest.get((subject, page.url), ""))
        if known is not None and (known.html, known.status, known.part_of) == (
            page.html,
            page.status,
            page.part_of,
        ):
            return self.newest[subject, page.url]
        day = page.fetched_at.date().isoformat()
        content = _digest("\n".join((page.url, page.status, page.part_of, page.html)))
        key = f"raw/{subject}/source={source}/date={day}/{content}.json.gz"
        self.objects[key] = page
        self.newest[subject, page.url] = key
        return key

    def put_json(self, source: str, subject: str, document: JsonMap) -> str:
        return self._keep("raw/answers", source, subject, dict(document))

    def put_bytes(self, source: str, subject: str, suffix: str, body: bytes, content_type: str) -> str:
        key = f"raw/{subject}/source={source}/date={self._day()}/{hashlib.sha256(body).hexdigest()}{suffix}"
        self.objects[key] = body
        return key

    def pages(self, subject: str) -> Iterator[Page]:
        yield from [self.objects[key] for (found, _), key in self.newest.items() if found == subject]

    def quarantine(self, source: str, subject: str, document: JsonMap, reason: str) -> str:
        kept = {"subject": subject, "reason": reason, "document": dict(document)}
        return self._keep("quarantine", source, subject, kept)

    def quarantined(self) -> list[dict[str, Any]]:
        """Returns the contents of the quarantine."""
        return [kept for key, kept in self.objects.items() if key.startswith("quarantine/")]

    def _keep(self, area: str, source: str, subject: str, document: dict[str, Any]) -> str:
        content = _digest(json.dumps(document, sort_keys=True, default=str))
        key = f"{area}/{subject}/source={source}/date={self._day()}/{content}.json.gz"
        self.objects[key] = _copied(document)
        return key

    def _day(self) -> str:
        return self.clock.now().date().isoformat()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
