"""Every page in every state: no violation that axe finds, no sideways scroll, and nothing that jumps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from inkscout.bootstrap import api, stores
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from tests.integration.api.conftest import World
from tests.support.website import AwayIndex, AwayTable, compose_anew
from tests.support.website_browser import Site, needs_chromium, violations

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(600), needs_chromium]

WIDTHS = (320, 390, 1360)
LOOKS = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark")]
LOOKED_AT_IN_EVERY_RUN = [(320, "dark")]
LONG = "Maximiliana-Theodora Featherstonehaugh-Cholmondeley of Llanfairpwllgwyngyll"


def put_states(site: World) -> dict[str, str]:
    """Stores what makes pages of unusual states; returns their paths by what they show."""
    table, removals = stores.directory(), stores.removals()
    known = next(one for one in site.generated.artists[:40] if one.studio_id)
    bare = replace(known, artist_id="a-bare", name="Bo", portfolio=(), residencies=(), styles=(), version=0)
    table.put_artist(replace(bare, instagram="", booking_url="", website="", email="", bio=""))
    endless = LONG.replace(" ", "") * 9
    table.put_artist(replace(known, artist_id="a-long", name=LONG * 2, bio=endless, version=0))
    studio = next(one for one in site.generated.studios if one.studio_id == known.studio_id)
    table.put_studio(replace(studio, studio_id="s-empty", name=LONG, version=0))
    for status in RemovalStatus:
        removals.put(
            RemovalRequest(
                request_id=f"state-of-{status}", status=status, created_at="2026-01-02T00:00:00+00:00",
                decided_at="" if status is RemovalStatus.PENDING else "2026-01-03T00:00:00+00:00",
            )
        )  # fmt: skip
    return {
        "an artist without anything": "/artists/a-bare",
        "an artist with a long name": "/artists/a-long",
        "a studio without artists": "/studios/s-empty",
        **{f"a request that is {status}": f"/removal/state-of-{status}" for status in RemovalStatus},
    }


def paths(site: World) -> dict[str, str]:
    """Paths of every page and state that can be asked for, by what they show."""
    artist = next(
        one for one in site.generated.artists[:40] if one.instagram and one.studio_id and len(one.styles) > 1
    )
    city = f"/{artist.country.lower()}/{artist.city.lower().replace(' ', '-')}"
    people = ",".join(one.artist_id for one in site.generated.artists[:8])
    texts = ("about", "faq", "privacy", "terms", "accessibility", "colophon", "status", "removal", "styles")
    return {
        "home": "/",
        "results": "/artists?q=blackwork",
        "one result": f"/artists?q={artist.instagram}",
        "several filters": "/artists?style=blackwork&style=realism&match=all&sort=updated",
        "a map": "/artists?view=map",
        "nothing found": "/artists?q=qqqqzzzz&style=blackwork&near=atlantis",
        "studios": "/studios",
        "studios on a map": "/studios?view=map",
        "an artist": f"/artists/{artist.artist_id}",
        "a studio": f"/studios/{artist.studio_id}",
        "a style": "/styles/blackwork",
        "a city": city,
        "a style in a city": f"{city}/{artist.styles[0]}",
        "an empty shortlist": "/shortlist",
        "a full shortlist": f"/shortlist?ids={people},a-nobody",
        "a page that does not exist": "/nowhere",
        **{name: f"/{name}" for name in texts},
    }


@contextmanager
def away(*, tables: bool) -> Iterator[None]:
    """The website without its index, and without its tables too."""
    with pytest.MonkeyPatch.context() as patch:
        compose_anew()
        patch.setattr(api, "index", AwayIndex)
        if tables:
            patch.setattr(stores, "directory", AwayTable)
        yield
    compose_anew()


def look(page: Page, name: str, looks: list[tuple[int, str]]) -> Iterator[str]:
    """Yields what hinders somebody on the loaded page, at each width and in each theme."""
    for number, (width, scheme) in enumerate(looks):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{name} is {wide} wide at {width}"
        yield from (f"{name} at {width}, {scheme}: {one}" for one in violations(page, drawn_only=number > 0))


def every_state(shown: Site, site: World, looks: list[tuple[int, str]]) -> list[str]:
    """Hindrances on any page in any state."""
    page = shown.window(bypass_csp=True, reduced_motion="reduce")
    found: list[str] = []

    def visit(name: str, path: str) -> None:
        page.set_viewport_size({"width": looks[0][0], "height": 800})
        page.goto(f"{shown.url}{path}", wait_until="domcontentloaded")
        found.extend(look(page, name, looks))

    for name, path in {**paths(site), **put_states(site)}.items():
        visit(name, path)
    page.goto(f"{shown.url}/removal")
    page.locator("main button").click()
    page.get_by_role("alert").wait_for()
    found.extend(look(page, "a form with mistakes", looks))
    with away(tables=False):
        for path in ("/artists", "/", "/status"):
            visit(f"{path} without the index", path)
    with away(tables=True):
        visit("a profile without the tables", "/artists/a-any")
    return found


def test_no_page_hinders_anybody_or_scrolls_sideways(shown: Site, site: World) -> None:
    found = every_state(shown, site, LOOKED_AT_IN_EVERY_RUN)
    assert not found, "\n".join(found)


@pytest.mark.slow  # the test above looks at one of these
def test_no_page_hinders_anybody_at_any_width_in_any_theme(shown: Site, site: World) -> None:
    rest = [one for one in LOOKS if one not in LOOKED_AT_IN_EVERY_RUN]
    found = every_state(shown, site, rest)
    assert not found, "\n".join(found)


def test_nothing_jumps_while_a_page_loads(shown: Site, site: World) -> None:
    page = shown.window(viewport={"width": 1360, "height": 900})
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(one => {"
        " if (!one.hadRecentInput) window.shifts += one.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for name in ("home", "results", "an artist", "a map"):
        page.goto(f"{shown.url}{paths(site)[name]}", wait_until="networkidle")
        assert page.evaluate("window.shifts") <= 0.01, name
