"""The desk's pages that read in a Chromium: axe, narrow and wide, and a run that moves without a reload."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from inkscout.bootstrap import stores, web
from tests.integration.desk_reading.conftest import Desk
from tests.support.desk_runs import (
    ENDED,
    FAILED,
    LIVE,
    STOPPED,
    execution,
    sealed,
    to_the_end,
    to_the_fleet,
)
from tests.support.website_browser import Site, launched, needs_chromium, violations
from tests.support.website_server import served

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(600), needs_chromium]

LOOKS = [(width, scheme) for width in (390, 1360) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def opened(desk: Desk) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch, served() as (url, requests), launched() as browser:
        patch.setenv("SITE_URL", url)
        web.settings.cache_clear()
        yield Site(url, browser, requests)
    web.settings.cache_clear()


@pytest.fixture
def shown(opened: Site) -> Iterator[Site]:
    opened.begin()
    yield opened
    opened.end()


def free_the_lease() -> None:
    """Lets another run begin beside the one that the folder's desk shows at work."""
    table = stores.store_settings().operations_table
    lease = {"PK": {"S": "LEASE"}, "SK": {"S": "RUN"}}
    stores.aws_client("dynamodb").delete_item(TableName=table, Key=lease)


def window(site: Site, path: str, **options: object) -> Page:
    """A page of the desk in a new window that is logged in."""
    page = site.window(**options)
    cookie = {"name": f"desk-{site.url.rpartition(':')[2]}", "value": sealed(), "url": site.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{site.url}{path}", wait_until="domcontentloaded")
    return page


def paths(desk: Desk) -> tuple[str, ...]:
    runs = (f"/desk/runs/{run_id}" for run_id in (LIVE, ENDED, FAILED, STOPPED))
    one = f"/desk/runs/{LIVE}/visits/{desk.studio_id}"
    feed = "/desk/feeds/ski-lifts"
    return (
        "/desk", "/desk/runs", *runs, f"/desk/runs/{LIVE}/visits", one, f"{one}/page?page=1",
        "/desk/coverage", f"/desk/coverage/{desk.region}", "/desk/records", "/desk/records?shown=no",
        f"/desk/records/{desk.world.generated.artists[0].artist_id}", f"/desk/records/{desk.studio_id}",
        "/desk/feeds", feed, f"{feed}/records/ski-lifts-wind", f"{feed}/quarantine",
        "/desk/runbooks/run-failed",
    )  # fmt: skip


def hindrances(shown: Site, asked: tuple[str, ...], looks: list[tuple[int, str]]) -> Iterator[str]:
    page = window(shown, "/desk", bypass_csp=True, reduced_motion="reduce")
    for path in asked:
        page.goto(f"{shown.url}{path}", wait_until="domcontentloaded")
        for number, (width, scheme) in enumerate(looks):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                yield f"{path} is {wide} wide at {width}"
            found = violations(page, drawn_only=number > 0)
            yield from (f"{path} at {width}, {scheme}: {one}" for one in found)


def test_no_page_hinders_anybody_or_scrolls_sideways(shown: Site, desk: Desk) -> None:
    found = list(hindrances(shown, paths(desk)[::2], [(390, "dark")]))
    assert not found, "\n".join(found)


@pytest.mark.slow  # the test above looks at every other page in one of these
def test_no_page_hinders_anybody_at_any_width_in_any_theme(shown: Site, desk: Desk) -> None:
    found = list(hindrances(shown, paths(desk), LOOKS))
    assert not found, "\n".join(found)


def test_a_run_moves_and_ends_on_the_page_without_a_reload(shown: Site, desk: Desk) -> None:
    ledger, begun = stores.ledger(), datetime.now(UTC) - timedelta(seconds=5)
    arn = "arn:aws:states:eu-west-1:123456789012:execution:pipeline:run-moving"
    free_the_lease()
    ledger.start_run("run-moving", {"execution_arn": arn, "regions": ["Leeds, UK"], "areas": 1})
    desk.executions.known[arn] = execution(begun, [(0, "+StartRun")])
    page = window(shown, "/desk/runs/run-moving")
    page.evaluate("window.stillHere = true")
    page.locator("#raw-json > summary").click()
    ticking = page.locator("table [data-ticks]").first
    first = ticking.inner_text()
    page.wait_for_function(
        "first => document.querySelector('table [data-ticks]').innerText !== first", arg=first
    )
    ledger.record("run-moving", "visit", "s-1", {"studio_id": "s-1", "outcome": "blocked"})
    desk.executions.known[arn] = execution(begun, to_the_fleet())
    page.locator("#live", has_text="Blocked").wait_for()
    assert page.locator("g.s-running text").nth(1).text_content() == "RunScraperFleet"
    assert "exited with code 137" in page.locator(".failures").inner_text()
    assert page.locator("#raw-json").get_attribute("open") is not None, "what was opened stays open"
    ledger.finish_run("run-moving", "succeeded", {"outcomes": {"blocked": 1}, "artists": 0})
    desk.executions.known[arn] = execution(begun, to_the_end(), "SUCCEEDED")
    page.locator("#live .state.s-succeeded", has_text=re.compile("succeeded")).wait_for()
    assert page.evaluate("window.stillHere")
    assert page.locator("#live").get_attribute("data-poll") is None
    asked = len(shown.requests)
    page.wait_for_timeout(2500)
    assert len(shown.requests) == asked, "a run that has ended is not asked for"


def test_a_run_is_complete_without_scripts(shown: Site, desk: Desk) -> None:
    page = window(shown, f"/desk/runs/{LIVE}", java_script_enabled=False)
    assert "running" in page.locator("#live .state").first.inner_text()
    page.get_by_role("link", name="Read now").click()
    expect(page.locator("svg.machine g.node")).to_have_count(17)
    page.get_by_role("link", name="Blocked").click()
    expect(page.locator("tbody tr")).to_have_count(2)


FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect()
  if (one === document.body) return null
  return {
    at: [...document.querySelectorAll('*')].indexOf(one),
    name: (one.name || one.innerText || one.getAttribute('aria-label') || one.id).trim(),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  }
}"""
"""The element that has the focus: its place in the document, its name, and whether the focus is seen."""


def walked(page: Page) -> list[str]:
    """Presses Tab from here to the end of the page; returns the names of what had the focus."""
    names, last = [], -1
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["at"] < last:
            return names
        assert focus["outlined"], f"the focus on {focus['name']} is not seen"
        assert focus["inView"], f"{focus['name']} is not scrolled to"
        names.append(focus["name"])
        last = focus["at"]
    raise AssertionError(f"the keyboard does not leave {names[-3:]}")


def test_pages_are_walked_by_keyboard_in_their_order(shown: Site, desk: Desk) -> None:
    page = window(shown, f"/desk/runs/{LIVE}/visits")
    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUS)
    assert (skip["name"], skip["outlined"], skip["inView"]) == ("Skip to the content", True, True)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    names = walked(page)
    assert names[:6] == ["Desk", "Runs", LIVE, "Download as CSV", "outcome", "sort"]
    studios = page.locator("tbody th a").all_inner_texts()
    assert [name for name in names if name in studios] == studios
    for path in ("/desk", "/desk/runs", f"/desk/runs/{LIVE}", "/desk/records?city=praha", "/desk/coverage"):
        page.goto(f"{shown.url}{path}", wait_until="domcontentloaded")
        reached = walked(page)
        assert reached[0] == "Skip to the content"
        assert (
            len(reached) >= page.locator("main a:visible, main summary:visible, main button:visible").count()
        )


def test_a_list_is_filtered_and_a_row_opened_by_keyboard(shown: Site, desk: Desk) -> None:
    page = window(shown, f"/desk/runs/{LIVE}/visits", java_script_enabled=False)
    page.get_by_label("Outcome").focus()
    page.keyboard.type("Parked")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits?outcome=parked*")
    row = page.locator("tbody th a").first
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/visits/[^?]+$"))
    assert "Parked" in page.locator(".state").first.inner_text()
