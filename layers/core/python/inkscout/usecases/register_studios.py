"""Turns records of places into studios of the directory: relevance, identity, one entry each."""

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
        self._verdicts: dict[str, dict[str, Any]] = {}
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
        review = str(known.get("review", ""))
        return self._note(studio_id, record, created=self._created(studio_id), review=review)

    def see_studio(self, studio_id: str, *, recorded: bool) -> None:
        """Counts a studio of a cell that need not be searched again; ``recorded`` when this run did that."""
        if recorded:
            self._studios.setdefault(studio_id, "")
            return
        studio = self._directory.studio(studio_id)
        if studio is not None:
            self._note(studio.studio_id, "", created=self._created(studio.studio_id), review=studio.review)

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
        studio_id, created = self._identify(place, record)
        now, keep_days, region = self._clock.now(), source.keep_days, self._region

        held = [review]

        def change(studio: Studio | None) -> Studio:
            after = absorb(studio, studio_id, place, region, now=now, keep_days=keep_days, review=review)
            held.append(after.review)
            return after

        self._directory.update_studio(studio_id, change)
        self._claim(studio_id, place)
        if created:
            self._memory.put(
                "place", f"studio:{studio_id}", {"created_by": self._run_id}, VERDICT_DAYS * 86_400
            )
            self._new.add(studio_id)
            self.tally.new += 1
        self._remember(source, place, "studio", relevance.reason, studio_id=studio_id, review=held[-1])
        return self._note(studio_id, record, created=self._created(studio_id), review=held[-1])

    def _created(self, studio_id: str) -> bool:
        """Whether this run, in any of its areas, was the first to see the studio."""
        if studio_id not in self._new:
            known = self._memory.get("place", f"studio:{studio_id}")
            if known is not None and known["created_by"] == self._run_id:
                self._new.add(studio_id)
        return studio_id in self._new

    def _identify(self, place: Place, record: str) -> tuple[str, bool]:
        """The id a record belongs to, and whether it is a new one."""
        known = self._directory.find_alias("place", record)
        if known:
            return self._current(known), False
        found = self._match(place)
        studio_id = found or studio_id_for(place.source, place.source_id)
        holder = self._directory.put_alias("place", record, studio_id)
        return holder, not found and holder == studio_id

    def _match(self, place: Place) -> str:
        traits = traits_of(place)
        for kind, value in (("site", traits.host), ("phone", traits.phone)):
            holder = self._directory.find_alias(kind, value) if value else None
            studio = self._directory.studio(holder) if holder else None
            if studio and same_studio(traits, _studio_traits(studio, place.source)):
                return studio.studio_id
        if place.location is None:
            return ""
        for known in self._nearby.around(place.location):
            if any(same_studio(traits, other) for other in known.traits(place.source)):
                return self._current(known.studio_id)
        return ""

    def _current(self, studio_id: str) -> str:
        studio = self._directory.studio(studio_id)
        return studio.studio_id if studio else studio_id

    def _claim(self, studio_id: str, place: Place) -> None:
        traits = traits_of(place)
        for kind, value in (("site", traits.host), ("phone", traits.phone)):
            if value:
                self._directory.put_alias(kind, value, studio_id)
        self._nearby.add(studio_id, traits)

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
            stored = self._memory.get("place", record)
            if stored is None:
                return None
            self._verdicts[record] = stored
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
        if source.by_words:
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
