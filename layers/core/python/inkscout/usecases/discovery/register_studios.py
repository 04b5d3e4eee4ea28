"""Registers place records as studios of the directory: relevance, region, identity, one entry each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inkscout.discovery.identity import e164
from inkscout.discovery.regions import RegionGeometry
from inkscout.discovery.relevance import Relevance, Verdict, judge
from inkscout.discovery.studios import without_source
from inkscout.domain.geo import GeoPoint
from inkscout.domain.place import Place, Region
from inkscout.domain.redaction import Redactor
from inkscout.ports import Clock, Directory, PlaceSource, RunLedger, StateStore
from inkscout.usecases.discovery.enter_studios import BATCH, Entered, Entry, StudioEntries
from inkscout.usecases.discovery.nearby_studios import NearbyStudios
from inkscout.usecases.discovery.run_notes import RunNotes


@dataclass(slots=True)
class RegistrationCounts:
    """Counts of records in one call, by what became of them."""

    new: int = 0
    duplicates: int = 0
    rejected: int = 0
    outside: int = 0
    gone: int = 0


class StudioRegister:
    """Registers the records of all sources for one region in one run."""

    def __init__(
        self,
        *,
        directory: Directory,
        ledger: RunLedger,
        state_store: StateStore,
        clock: Clock,
        run_id: str,
        region: Region,
        redactor: Redactor,
    ) -> None:
        self._directory = directory
        self._region = region
        self._geometry = RegionGeometry(region)
        self._notes = RunNotes(state_store, ledger, run_id)
        self._entering = StudioEntries(directory, NearbyStudios(state_store), clock, region, redactor)
        self._studios: dict[str, str] = {}
        self._reviews: dict[str, str] = {}
        self._merged: set[str] = set()
        self.tally = RegistrationCounts()

    @property
    def studio_ids(self) -> frozenset[str]:
        """Ids of all studios of the region that this call has seen."""
        return frozenset(self._studios)

    def recall(self, places: Iterable[Place]) -> None:
        """Loads the stored verdicts on records in one request, before they are needed one by one."""
        self._notes.recall(_record(place) for place in places)

    def remembered(self, place: Place) -> bool:
        """Whether there is a recent verdict on the record, so that its details need not be bought again."""
        return self._notes.verdict(_record(place)) is not None

    def see_again(self, place: Place) -> str:
        """Counts a record with a stored verdict for this run.

        Returns the id of its studio; empty if it is not a studio of this region.
        """
        record = _record(place)
        known = self._notes.verdict(record) or {}
        inside = self._inside(_point(known))
        if known.get("verdict") == "rejected" and inside and not self._notes.noted("rejected", record):
            self._notes.note("rejected", record, {"reason": known["reason"]})
        if not known.get("studio_id") or not inside:
            return ""
        return self._note(str(known["studio_id"]), record, review=str(known.get("review", "")))

    def see_studios(self, studio_ids: Sequence[str], *, recorded: bool) -> None:
        """Counts the studios of a cell that is not searched again.

        ``recorded`` says that this run has recorded them already.
        """
        unseen = [studio_id for studio_id in studio_ids if studio_id not in self._studios]
        if recorded:
            self._studios |= dict.fromkeys(unseen, "")
            return
        for studio in self._directory.studios_by_id(unseen).values():
            self._note(studio.studio_id, "", review=studio.review)

    def take(self, source: PlaceSource, places: Iterable[Place]) -> list[str]:
        """Judges described records and enters the studios among them; returns the studios' ids.

        Records are entered in batches. If the source fails in between, the records before are still entered,
        so that nothing paid for is lost, and its exception is raised.
        """
        taken: list[str] = []
        accepted: dict[str, Entry] = {}
        try:
            for place in places:
                if _record(place) in self._known_by(accepted):
                    continue
                entry = self._judged(source, place)
                if entry is not None:
                    accepted.setdefault(entry.record, entry)
                if len(accepted) >= BATCH:
                    taken += self._enter(source, accepted)
                    accepted = {}
        finally:
            taken += self._enter(source, accepted)
        return list(dict.fromkeys(taken))

    def forget(self, place: Place) -> None:
        """Records that a source no longer knows a place; its studio loses the facts of that source."""
        self.tally.gone += 1
        record, source, source_id = _record(place), place.source, place.source_id
        self._notes.remember(record, {"verdict": "gone"}, lasting=True)
        studio_id = self._directory.find_alias("place", record)
        if studio_id:
            self._directory.update_studio(
                studio_id, lambda studio: studio and without_source(studio, source, source_id)
            )

    def flush(self) -> None:
        """Writes the pending verdicts and ledger entries.

        Call it before a cell is recorded as searched, and at the end of a call.
        """
        self._notes.flush()

    def _known_by(self, accepted: Mapping[str, Entry]) -> set[str]:
        """Returns the keys of a batch's records, by both the requested and the new id."""
        return {*accepted, *(_new_record(entry.place) for entry in accepted.values())}

    def _judged(self, source: PlaceSource, place: Place) -> Entry | None:
        """Returns the record as an entry; None if it is not a studio of this region."""
        place = self._dialled(place)
        if not self._inside(place.location):
            self.tally.outside += 1
            self._remember(source, place, "outside", "not in the region")
            return None
        relevance = (
            Relevance(Verdict.ACCEPT, "named by the operator") if place.source == "import" else judge(place)
        )
        if relevance.verdict is Verdict.REJECT:
            self._reject(source, place, relevance)
            return None
        full = source.complete(place)
        if full is None:
            self.forget(place)
            return None
        if relevance.verdict is Verdict.REVIEW:
            relevance = judge(full)
            if relevance.verdict is Verdict.REJECT:
                self._reject(source, full, relevance)
                return None
        review = relevance.reason if relevance.verdict is Verdict.REVIEW else ""
        return Entry(self._dialled(full), review)

    def _reject(self, source: PlaceSource, place: Place, relevance: Relevance) -> None:
        self.tally.rejected += 1
        self._notes.note("rejected", _record(place), {"name": place.name, "reason": relevance.reason})
        self._remember(source, place, "rejected", relevance.reason)

    def _enter(self, source: PlaceSource, accepted: dict[str, Entry]) -> list[str]:
        entered = self._entering.enter(list(accepted.values()), source.keep_days)
        ids = []
        for record, entry in accepted.items():
            went = entered[record]
            for known_as in (entry.place, *_renamed(entry.place)):
                self._remember(source, known_as, "studio", "", studio_id=went.studio_id, review=went.review)
            ids.append(self._entered(record, went))
        self._notes.flush()
        return ids

    def _entered(self, record: str, went: Entered) -> str:
        if went.created:
            self.tally.new += 1
            self._notes.note("new_studio", went.studio_id, {})
        return self._note(went.studio_id, record, review=went.review)

    def _note(self, studio_id: str, record: str, *, review: str) -> str:
        first_record = self._studios.get(studio_id)
        if first_record is None:
            self._studios[studio_id] = record
        # A later source may settle what an earlier one left undecided.
        if first_record is None or (self._reviews.get(studio_id) and not review):
            self._reviews[studio_id] = review
            self._notes.note("studio", studio_id, {"studio_id": studio_id, "review": review})
        if first_record and record and first_record != record and record not in self._merged:
            self._merged.add(record)
            self.tally.duplicates += 1
        return studio_id

    def _remember(self, source: PlaceSource, place: Place, verdict: str, reason: str, **more: str) -> None:
        document: dict[str, Any] = {"verdict": verdict, "reason": reason, **more}
        if place.location is not None:
            document |= {"lat": place.location.lat, "lng": place.location.lng}
        self._notes.remember(_record(place), document, lasting=source.by_words)

    def _dialled(self, place: Place) -> Place:
        """Returns the place with its phone in E.164; the region's country code is the default."""
        return replace(place, phone=e164(place.phone, place.country or self._region.country))

    def _inside(self, point: GeoPoint | None) -> bool:
        return point is not None and self._geometry.contains(point)


def _record(place: Place) -> str:
    return f"{place.source}:{place.source_id}"


def _new_record(place: Place) -> str:
    return f"{place.source}:{place.new_id}" if place.new_id else ""


def _renamed(place: Place) -> list[Place]:
    """Returns the place under its new id, as a list; empty if its source did not change the id."""
    return [replace(place, source_id=place.new_id, new_id="")] if place.new_id else []


def _point(known: dict[str, Any]) -> GeoPoint | None:
    return GeoPoint(float(known["lat"]), float(known["lng"])) if "lat" in known else None
