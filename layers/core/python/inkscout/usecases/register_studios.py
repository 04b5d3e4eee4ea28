"""Turns records of places into studios of the directory: relevance, identity, one entry each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from inkscout.discovery.identity import Traits, e164, own_host, same_studio, traits_of
from inkscout.discovery.regions import RegionGeometry
from inkscout.discovery.relevance import Relevance, Verdict, judge
from inkscout.discovery.studios import absorb, without_source
from inkscout.domain.geo import GeoPoint
from inkscout.domain.naming import studio_id_for
from inkscout.domain.place import Place, Region
from inkscout.domain.studio import Studio
from inkscout.ports import Clock, Directory, Ledger, Memory, PlaceSource
from inkscout.usecases.nearby_studios import NearbyStudios

VERDICT_DAYS = 30
"""How long a verdict on a place is remembered, so that its details are not bought again (Google's terms)."""


@dataclass(slots=True)
class Tally:
    """What one call counted."""

    new: int = 0
    duplicates: int = 0
    rejected: int = 0
    outside: int = 0
    gone: int = 0


class StudioRegister:
    """Registers what sources report for one region in one run."""

    def __init__(
        self,
        *,
        directory: Directory,
        ledger: Ledger,
        memory: Memory,
        clock: Clock,
        run_id: str,
        region: Region,
    ) -> None:
        self._directory = directory
        self._ledger = ledger
        self._memory = memory
        self._clock = clock
        self._run_id = run_id
        self._region = region
        self._geometry = RegionGeometry(region)
        self._nearby = NearbyStudios(memory)
        self._verdicts: dict[str, dict[str, Any] | None] = {}
        self._studios: dict[str, str] = {}
        self._entries: dict[str, dict[str, Any]] = {}
        self._merged: set[str] = set()
        self._new: set[str] = set()
        self.tally = Tally()

    @property
    def studio_ids(self) -> frozenset[str]:
        """Every studio of the region this call has seen."""
        return frozenset(self._studios)

    def remembered(self, source: str, source_id: str) -> bool:
        """Whether a verdict on the record is fresh, so that nothing more need be bought to know it."""
        return self._verdict(f"{source}:{source_id}") is not None

    def see_again(self, source: str, source_id: str) -> str:
        """Counts a remembered record for this run; returns its studio's id, empty when it is none here."""
        record = f"{source}:{source_id}"
        known = self._verdict(record) or {}
        if known.get("verdict") == "rejected" and self._inside(_point(known)):
            self._ledger.record(self._run_id, "rejected", record, {"reason": known["reason"]})
        if not known.get("studio_id") or not self._inside(_point(known)):
            return ""
        studio_id = str(known["studio_id"])
        created = self._created(studio_id, [record])
        return self._note(studio_id, record, created=created, review=str(known.get("review", "")))

    def see_studio(self, studio_id: str, *, recorded: bool) -> None:
        """Counts a studio of a cell that need not be searched again; ``recorded`` when this run did that."""
        if recorded:
            self._studios.setdefault(studio_id, "")
            return
        studio = self._directory.studio(studio_id)
        if studio is not None:
            # It was there when an earlier run searched the cell.
            self._note(studio.studio_id, "", created=False, review=studio.review)

    def take(self, source: PlaceSource, place: Place) -> str:
        """Judges a record and enters it; returns the studio's id, empty when it is not one of this region."""
        record = f"{place.source}:{place.source_id}"
        place = self._dialled(place)
        if not self._inside(place.location):
            self.tally.outside += 1
            self._remember(source, place, "outside", "not in the region")
            return ""
        relevance = (
            Relevance(Verdict.ACCEPT, "named by the operator") if place.source == "import" else judge(place)
        )
        if relevance.verdict is Verdict.REJECT:
            return self._reject(source, record, place, relevance)
        full = source.complete(place)
        if full is None:
            self.forget(place.source, place.source_id)
            return ""
        if relevance.verdict is Verdict.REVIEW:
            relevance = judge(full)
            if relevance.verdict is Verdict.REJECT:
                return self._reject(source, record, full, relevance)
        return self._enter(source, record, self._dialled(full), relevance)

    def forget(self, source: str, source_id: str) -> None:
        """Takes note that a source no longer knows a place: its studio loses that source's facts."""
        self.tally.gone += 1
        self._verdicts[f"{source}:{source_id}"] = {"verdict": "gone"}
        self._memory.put("place", f"{source}:{source_id}", {"verdict": "gone"}, VERDICT_DAYS * 86_400)
        studio_id = self._directory.find_alias("place", f"{source}:{source_id}")
        if studio_id:
            self._directory.update_studio(
                studio_id, lambda studio: studio and without_source(studio, source, source_id)
            )

    def _reject(self, source: PlaceSource, record: str, place: Place, relevance: Relevance) -> str:
        self.tally.rejected += 1
        self._ledger.record(
            self._run_id, "rejected", record, {"name": place.name, "reason": relevance.reason}
        )
        self._remember(source, place, "rejected", relevance.reason)
        return ""

    def _enter(self, source: PlaceSource, record: str, place: Place, relevance: Relevance) -> str:
        review = relevance.reason if relevance.verdict is Verdict.REVIEW else ""
        studio_id = self._identify(place, record)
        now, keep_days, region = self._clock.now(), source.keep_days, self._region
        seen: list[tuple[Studio | None, Studio]] = []

        def change(studio: Studio | None) -> Studio:
            after = absorb(studio, studio_id, place, region, now=now, keep_days=keep_days, review=review)
            seen.append((studio, after))
            return after

        self._directory.update_studio(studio_id, change)
        before, after = seen[-1]
        self._nearby.add(studio_id, traits_of(place))
        created = before is None
        if created:
            self._new.add(studio_id)
            self.tally.new += 1
        created = created or self._created(studio_id, after.sources)
        self._remember(
            source,
            place,
            "studio",
            relevance.reason,
            studio_id=studio_id,
            review=after.review,
            created_by=self._run_id if created else "",
        )
        return self._note(studio_id, record, created=created, review=after.review)

    def _created(self, studio_id: str, records: Iterable[str]) -> bool:
        """Whether this run, in any of its areas, was the first to see the studio of these records."""
        if studio_id not in self._new and any(
            (self._verdict(record) or {}).get("created_by") == self._run_id for record in records
        ):
            self._new.add(studio_id)
        return studio_id in self._new

    def _identify(self, place: Place, record: str) -> str:
        """The id a record belongs to; its website and phone are claimed for it where nobody holds them."""
        known = self._directory.find_alias("place", record)
        own_id = studio_id_for(place.source, place.source_id)
        studio_id = self._current(known) if known else own_id
        traits = traits_of(place)
        claimed: list[tuple[str, str]] = []
        for kind, value in (("site", traits.host), ("phone", traits.phone)):
            holder = self._directory.put_alias(kind, value, studio_id) if value else studio_id
            if holder == studio_id:
                claimed.append((kind, value))
            elif not known:
                found = self._directory.studio(holder)
                if found and same_studio(traits, _studio_traits(found, place.source)):
                    known = studio_id = found.studio_id
        if not known:
            known = self._neighbour(traits)
            studio_id = known or own_id
        if studio_id != own_id:
            for kind, value in claimed:
                if value and self._directory.find_alias(kind, value) == own_id:
                    self._directory.move_alias(kind, value, studio_id)
        return self._directory.put_alias("place", record, studio_id)

    def _neighbour(self, traits: Traits) -> str:
        for known in self._nearby.around(traits.location) if traits.location else ():
            if any(same_studio(traits, other) for other in known.traits(traits.source)):
                return self._current(known.studio_id)
        return ""

    def _current(self, studio_id: str) -> str:
        studio = self._directory.studio(studio_id)
        return studio.studio_id if studio else studio_id

    def _note(self, studio_id: str, record: str, *, created: bool, review: str = "") -> str:
        first_record = self._studios.get(studio_id)
        known = self._entries.get(studio_id)
        entry = {"studio_id": studio_id, "new": created, "review": review}
        if first_record is None:
            self._studios[studio_id] = record
            self._entries[studio_id] = entry
            self._ledger.record(self._run_id, "studio", studio_id, entry)
        elif known and known["review"] and not review:
            # A source that came later made clear what an earlier one could not.
            self._entries[studio_id] = {**known, "review": ""}
            self._ledger.record(self._run_id, "studio", studio_id, self._entries[studio_id])
        if first_record and record and first_record != record and record not in self._merged:
            self._merged.add(record)
            self.tally.duplicates += 1
        return studio_id

    def _verdict(self, record: str) -> dict[str, Any] | None:
        if record not in self._verdicts:
            self._verdicts[record] = self._memory.get("place", record)
        return self._verdicts[record]

    def _remember(
        self,
        source: PlaceSource,
        place: Place,
        verdict: str,
        reason: str,
        **more: str,
    ) -> None:
        record = f"{place.source}:{place.source_id}"
        document: dict[str, Any] = {"verdict": verdict, "reason": reason, **more}
        if place.location is not None:
            document |= {"lat": place.location.lat, "lng": place.location.lng}
        self._verdicts[record] = document
        if source.by_words or more.get("created_by"):
            self._memory.put("place", record, document, VERDICT_DAYS * 86_400)

    def _dialled(self, place: Place) -> Place:
        """The place with its phone in E.164, a number without country code taken as the region's."""
        return replace(place, phone=e164(place.phone, place.country or self._region.country))

    def _inside(self, point: GeoPoint | None) -> bool:
        return point is not None and self._geometry.contains(point)


def _point(known: dict[str, Any]) -> GeoPoint | None:
    return GeoPoint(float(known["lat"]), float(known["lng"])) if "lat" in known else None


def _studio_traits(studio: Studio, asking: str) -> Traits:
    listed = any(source.startswith(f"{asking}:") for source in studio.sources)
    return Traits(
        asking if listed else "", studio.name, studio.location, own_host(studio.website), studio.phone
    )
