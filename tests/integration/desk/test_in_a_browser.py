"""The desk's pages of actions in a Chromium: axe, narrow and wide, by keyboard, without scripts, polled."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from inkscout.bootstrap import desk, stores, web
from inkscout.contracts.tend_index import IndexTask
from inkscout.desk import sessions
from inkscout.domain.artist import Artist
from inkscout.domain.audit_entry import AuditEntry, AuditOutcome
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.snapshot import EntryKind
from inkscout.usecases.index.tend_index import record
from tests.integration.desk.test_actions import dead_letter, send
from tests.support.desk import SECRET, DeskAccount
from tests.support.website_browser import Site, launched, needs_chromium, violations
from tests.support.website_server import served

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(600), needs_chromium]

LOOKS = [(width, scheme) for width in (390, 1360) for scheme in ("light", "dark")]
LONG = "Maximiliana-Theodora.Featherstonehaugh-Cholmondeley"
PATHS = {
    "removals": "/desk/removals",
    "a request": "/desk/removals/browsed-pending",
    "a request that is carried out": "/desk/removals/browsed-approved",
    "a request that is done": "/desk/removals/browsed-removed",
    "an approval": "/desk/removals/browsed-pending/approve",
    "a release": "/desk/held/held-1/release",
    "dead letters": "/desk/dead-letters",
    "the index": "/desk/index",
    "a rebuild": "/desk/index/artist/rebuild",
    "a scan to start": "/desk/scan",
    "a scan": "/desk/scan/scan-browsed",
    "a run to start": "/desk/runs/start",
    "exports": "/desk/exports",
    "costs": "/desk/costs",
    "the trail": "/desk/audit",
    "a log out": "/desk/logout",
    "a page that does not exist": "/desk/nowhere",
}


IN_EVERY_RUN = (
    "removals",
    "a request that is carried out",
    "an approval",
    "the index",
    "the trail",
)


@dataclass
class DeskInABrowser:
    """A served desk with a browser whose windows are logged in."""

    site: Site

    def window(self, path: str, **options: object) -> Page:
        """A page of the desk in a new window, entered by a link of its own."""
        page = self.site.window(**options)
        link = sessions.link_token(SECRET, datetime.now(UTC))
        page.goto(f"{self.site.url}/desk/enter?link={link}", wait_until="domcontentloaded")
        page.goto(f"{self.site.url}{path}", wait_until="domcontentloaded")
        return page


@pytest.fixture(scope="module")
def opened(account: DeskAccount) -> Iterator[DeskInABrowser]:
    put_states(account)
    with pytest.MonkeyPatch.context() as patch, served() as (url, requests), launched() as browser:
        patch.setenv("SITE_URL", url)
        web.settings.cache_clear()
        yield DeskInABrowser(Site(url, browser, requests))
    web.settings.cache_clear()


@pytest.fixture
def shown(opened: DeskInABrowser) -> Iterator[DeskInABrowser]:
    opened.site.begin()
    yield opened
    opened.site.end()


def put_states(account: DeskAccount) -> None:
    """Stores something for every page, with names as long as they come."""
    now = datetime.now(UTC)
    stores.directory().put_artist(
        Artist(artist_id="a-browsed", name=LONG, instagram="browsed.ink", email="b@ink.example", city="Leeds")
    )
    for status in RemovalStatus:
        stores.removals().put(
            RemovalRequest(
                request_id=f"browsed-{status}", status=status, artist_id="a-browsed", reason="Please. " * 40,
                contact=f"{LONG}@ink.example", created_at=(now - timedelta(days=20)).isoformat(),
                decided_at="" if status is RemovalStatus.PENDING else now.isoformat(),
            )
        )  # fmt: skip
    held = HeldPerson(held_id="held-1", name=LONG, studio_id="s-1", page_url=f"http://x.test/{LONG * 3}")
    stores.held_people().hold(held)
    dead_letter(account, "run-browsed")
    send(account, "broken")
    task = IndexTask(
        task_id="t", task="audit", kind=EntryKind.ARTIST, started_at=now.isoformat(), parts_done=3, parts=9,
        compared=1234, missing=2, examples={"missing": ["a-1", "a-2"]},
    )  # fmt: skip
    record(task, stores.state_store())
    put_scan("running")
    stores.ledger().start_run("run-browsed", {"regions": ["Leeds, UK"]})
    stores.ledger().finish_run(
        "run-browsed", "succeeded", {"discovery": {"spend_usd": 1.5}, "new_artists": 3}
    )
    for number, outcome in enumerate(AuditOutcome):
        entry = AuditEntry(
            entry_id=f"browsed-{number}", at=now.isoformat(timespec="milliseconds"),
            who=f"{LONG}@desk.example", action="removal.approve", subject="browsed-pending",
            outcome=outcome, detail="It was so. " * 12,
        )  # fmt: skip
        desk.audit_trail().begin(entry)


def put_scan(status: str, outcome: str = "") -> None:
    document = {"scan_id": "scan-browsed", "url": f"http://{LONG.lower()}.test/", "status": status}
    known = {**document, "outcome": outcome, "started_at": datetime.now(UTC).isoformat(), "artists": []}
    stores.state_store().put("scan", "scan-browsed", known)


def hindrances(page: Page, name: str, looks: list[tuple[int, str]]) -> Iterator[str]:
    for number, (width, scheme) in enumerate(looks):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{name} is {wide} wide at {width}"
        yield from (f"{name} at {width}, {scheme}: {one}" for one in violations(page, drawn_only=number > 0))


def hindering(shown: DeskInABrowser, names: Iterable[str], looks: list[tuple[int, str]]) -> list[str]:
    page = shown.window("/desk/removals", bypass_csp=True, reduced_motion="reduce")
    found: list[str] = []
    for name in names:
        page.set_viewport_size({"width": looks[0][0], "height": 800})
        page.goto(f"{shown.site.url}{PATHS[name]}", wait_until="domcontentloaded")
        found += hindrances(page, name, looks)
    return found


def test_no_page_hinders_anybody_or_scrolls_sideways(shown: DeskInABrowser) -> None:
    found = hindering(shown, IN_EVERY_RUN, [(390, "dark")])
    assert not found, "\n".join(found)


@pytest.mark.slow  # the test above looks at some of these pages
def test_no_page_hinders_anybody_at_any_width_in_any_theme(shown: DeskInABrowser) -> None:
    found = hindering(shown, PATHS, LOOKS)
    assert not found, "\n".join(found)


def test_a_removal_is_rejected_by_keyboard_alone_and_without_scripts(shown: DeskInABrowser) -> None:
    stores.removals().put(
        RemovalRequest(request_id="by-keyboard", instagram="keys.ink", created_at="2026-01-02T00:00:00+00:00")
    )
    page = shown.window("/desk/removals/by-keyboard", java_script_enabled=False)
    to_focus(page, "Reject …")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reject")
    to_focus(page, "Note (optional)", role="textbox")
    page.keyboard.type("another person")
    to_focus(page, "Reject", role="button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/by-keyboard?done=*")
    assert "removal.reject: done" in page.get_by_role("status").first.inner_text()
    request = stores.removals().get("by-keyboard")
    assert request is not None
    assert (request.status, request.note) == (RemovalStatus.REJECTED, "another person")


def to_focus(page: Page, name: str, *, role: str = "link") -> None:
    """Presses Tab until an element of a name has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {name}")


def test_a_page_that_is_polled_shows_the_end_without_a_reload(shown: DeskInABrowser) -> None:
    put_scan("running")
    page = shown.window("/desk/scan/scan-browsed")
    page.evaluate("window.stillHere = true")
    assert "running" in page.locator("#scan").inner_text()
    put_scan("succeeded", "no_artists")
    page.locator("#scan", has_text=re.compile("no artists")).wait_for()
    assert page.evaluate("window.stillHere")
    assert page.locator("#scan").get_attribute("data-poll") is None
    asked = len(shown.site.requests)
    page.wait_for_timeout(2500)
    assert len(shown.site.requests) == asked, "a page at rest asks for nothing"
