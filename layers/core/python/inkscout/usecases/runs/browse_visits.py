"""BrowseVisits and ReadVisit: the websites of a run, page by page, and everything about one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inkscout.contracts.stored.visit import Visit
from inkscout.domain.artist import Artist
from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.run_counts import under
from inkscout.domain.studio import Studio
from inkscout.errors import NotFound
from inkscout.ports import Directory, RawLake, RunLedger
from inkscout.ports.operations import LedgerPage

PAGE = 50
CSV_ROWS = 20_000
_CSV_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit with the name of its studio; the name is empty where the studio is gone."""

    visit: Visit
    name: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """Page of visits; ``next_key`` is where the next page begins, empty at the end."""

    rows: Sequence[VisitRow]
    next_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtistOfVisit:
    """An artist that a visit found, with the evidence from this studio's website."""

    artist: Artist
    finders: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDetail:
    """One visit: its studio, the people it found, and the pages as they were stored last.

    Attributes:
        missing: Ids of artists that the visit found and the directory no longer has.
    """

    visit: Visit
    studio: Studio | None
    artists: Sequence[ArtistOfVisit]
    missing: Sequence[str]
    pages: Sequence[Page]


class BrowseVisits:
    """Serves the list of a run's visits.

    A page costs two requests, three for one outcome, and a further one for each outcome of the run if the
    longest visits of all outcomes are wanted.
    """

    def __init__(self, ledger: RunLedger, directory: Directory) -> None:
        self._ledger = ledger
        self._directory = directory

    def __call__(
        self, run_id: str, *, outcome: str = "", longest_first: bool = False, after: str = ""
    ) -> VisitPage:
        """Returns a page of visits by the id of their studio, or those that took longest first.

        Args:
            run_id: Id of the run.
            outcome: Outcome of the visits; empty for all. Those of one are always listed longest first.
            longest_first: Whether to list those of all outcomes so.
            after: The ``next_key`` of the page before.
        """
        page = self._page(run_id, outcome, longest_first=longest_first, limit=PAGE, after=after)
        visits = [Visit.of_entry(entry) for entry in page.entries]
        return VisitPage(rows=self._named(visits), next_key=page.next_key)

    def _page(
        self, run_id: str, outcome: str, *, limit: int, after: str, longest_first: bool = False
    ) -> LedgerPage:
        if not outcome and not longest_first:
            return self._ledger.page(run_id, "visit", limit=limit, after=after)
        # The counts tell which outcomes there are; a run that was recorded without them has any.
        known = [outcome] if outcome else list(under(self._ledger.counts(run_id), "visit"))
        outcomes = known or [one.value for one in VisitOutcome]
        return self._ledger.longest_visits(run_id, outcomes, limit=limit, after=after)

    def rows(self, run_id: str, *, outcome: str = "") -> Iterable[VisitRow]:
        """Yields at most ``CSV_ROWS`` visits, for a file."""
        after, left = "", CSV_ROWS
        while left > 0:
            page = self._page(run_id, outcome, limit=min(_CSV_PAGE, left), after=after)
            yield from self._named([Visit.of_entry(entry) for entry in page.entries])
            left -= len(page.entries)
            after = page.next_key
            if not after:
                return

    def _named(self, visits: Sequence[Visit]) -> list[VisitRow]:
        studios = self._directory.studios_by_id([visit.studio_id for visit in visits])
        return [
            VisitRow(
                visit=visit,
                name=studios[visit.studio_id].name if visit.studio_id in studios else "",
                city=studios[visit.studio_id].city if visit.studio_id in studios else "",
            )
            for visit in visits
        ]


class ReadVisit:
    """Serves the page about one visit."""

    def __init__(self, ledger: RunLedger, directory: Directory, lake: RawLake) -> None:
        self._ledger = ledger
        self._directory = directory
        self._lake = lake

    def __call__(self, run_id: str, studio_id: str) -> VisitDetail:
        """Returns a visit with what it read.

        Raises:
            NotFound: the run has no visit of this studio.
        """
        entry = self._ledger.entry(run_id, "visit", studio_id)
        if entry is None:
            raise NotFound("the run has no visit of this studio")
        visit = Visit.of_entry(entry)
        known = self._directory.artists_by_id(visit.artists)
        pages = sorted(self._lake.pages(studio_id), key=lambda page: page.url)
        addresses = {page.url for page in pages}
        return VisitDetail(
            visit=visit,
            studio=self._directory.studio(studio_id),
            artists=[
                ArtistOfVisit(artist=known[name], finders=_finders(known[name], addresses))
                for name in visit.artists
                if name in known
            ],
            missing=[name for name in visit.artists if name not in known],
            pages=pages,
        )


def _finders(artist: Artist, addresses: set[str]) -> list[tuple[str, str, str]]:
    """Returns finder, address and words of the evidence, that of the visit's own pages first."""
    listed = [(one.finder, one.url, one.snippet) for one in artist.evidence]
    return sorted(listed, key=lambda one: one[1] not in addresses)
