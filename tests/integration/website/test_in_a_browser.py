"""Visits by mouse, by keyboard alone and without scripts, in Chromium, with no breach of the policy."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.integration.api.conftest import World
from tests.support.website_browser import Site, needs_chromium

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(400), needs_chromium]


def leeds_of(site: World) -> Any:
    """An artist with a handle, a studio and two styles, in a city."""
    return next(
        one for one in site.generated.artists[:40] if one.instagram and one.studio_id and len(one.styles) > 1
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_search_leads_to_the_artists_instagram_by_mouse(shown: Site, site: World, scripts: bool) -> None:
    artist = leeds_of(site)
    page = shown.open("/", java_script_enabled=scripts, viewport={"width": 1360, "height": 900})
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill(artist.name)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/artists?**")
    page.locator(f"[data-artist='{artist.artist_id}'] h3 a").click()
    page.wait_for_url(f"**/artists/{artist.artist_id}/**")
    link = page.get_by_role("link", name="Instagram").first
    assert link.get_attribute("href") == f"https://www.instagram.com/{artist.instagram}/"
    address = page.url
    page.go_back()
    expect(page.locator("h1")).to_contain_text("rtists")
    page.go_forward()
    assert page.url == address
    page.reload()
    expect(page.locator("h1")).to_have_text(artist.name)


@pytest.mark.parametrize("width", [390, 1360])
def test_a_city_and_two_styles_lead_to_a_profile_without_scripts(
    shown: Site, site: World, width: int
) -> None:
    artist = leeds_of(site)
    page = shown.open(
        f"/artists?q={artist.name}", java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    if width < 900:
        page.locator("summary", has_text="Filters").click()
    page.locator("[data-filters]").get_by_role("radio", name=artist.city).check()
    for style in artist.styles[:2]:
        rest = page.locator(".rest summary")
        box = page.locator(f"[data-filters] input[value='{style}']")
        if not box.is_visible() and rest.count():
            rest.click()
        box.check()
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**style=**")
    assert [style in page.url for style in artist.styles[:2]] == [True, True]
    page.locator(f"[data-artist='{artist.artist_id}'] h3 a").click()
    page.wait_for_url(f"**/artists/{artist.artist_id}/**")
    assert page.get_by_role("link", name="Instagram").first.is_visible()


def test_filters_change_the_list_the_address_and_what_is_announced(shown: Site) -> None:
    page = shown.open("/artists", viewport={"width": 1360, "height": 900})
    boxes = page.locator("[data-filters] input[name=style]")
    first, second = boxes.nth(0).get_attribute("value"), boxes.nth(1).get_attribute("value")
    page.locator(f"[data-filters] input[value='{first}']").check()
    page.wait_for_url(f"**style={first}**")
    expect(page.locator(f"[data-filters] input[value='{first}']")).to_be_focused()
    page.locator(f"[data-filters] input[value='{second}']").check()
    page.wait_for_url(f"**style={second}**")
    heading = page.locator("h1").inner_text()
    expect(page.locator("[data-announce]")).to_contain_text(heading)
    address = page.url
    fresh = shown.open(address.removeprefix(shown.url), viewport={"width": 1360, "height": 900})
    assert fresh.locator("h1").inner_text() == heading
    assert fresh.locator("[data-count]").inner_text() == page.locator("[data-count]").inner_text()
    page.go_back()
    page.wait_for_url(f"**style={first}")
    expect(page.locator("h1")).not_to_have_text(heading)


def test_more_is_added_below_and_focused(shown: Site) -> None:
    page = shown.open("/artists", viewport={"width": 1360, "height": 900})
    before = page.locator("[data-list] > li").count()
    page.locator("[data-more]").click()
    expect(page.locator("[data-list] > li").nth(before).locator("a")).to_be_focused()
    ids = page.locator("[data-list] > li").evaluate_all("all => all.map(one => one.dataset.artist)")
    assert len(ids) == len(set(ids)) > before


def test_suggestions_are_a_combobox_for_the_keyboard(shown: Site, site: World) -> None:
    artist = leeds_of(site)
    page = shown.open("/about")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type(artist.name[:6], delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == artist.name[:6]


def tab_to(page: Page, wanted: str, most: int = 90) -> None:
    """Presses Tab until the element of a selector has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_a_removal_can_be_asked_for_by_keyboard_alone(shown: Site) -> None:
    page = shown.open("/")
    tab_to(page, "footer a[href='/removal']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/removal")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "#who")
    page.keyboard.type("@keyboard.only")
    page.keyboard.press("Tab")
    page.keyboard.type("me@there.example")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/removal/*")
    expect(page.locator("h1")).to_have_text("Your request")


def test_a_search_by_keyboard_alone_reaches_instagram(shown: Site, site: World) -> None:
    artist = leeds_of(site)
    page = shown.open("/artists", viewport={"width": 1360, "height": 900})
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, "#q")
    page.keyboard.type(artist.name)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    tab_to(page, f"[data-artist='{artist.artist_id}'] h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/artists/{artist.artist_id}/**")
    tab_to(page, "a[href^='https://www.instagram.com/']")


def test_the_shortlist_is_kept_and_shared(shown: Site, site: World) -> None:
    people = [one.artist_id for one in site.generated.artists[:2]]
    page = shown.open(f"/artists/{people[0]}")
    page.locator("[data-save]").first.click()
    page.goto(f"{shown.url}/artists/{people[1]}")
    page.locator("[data-save]").first.click()
    expect(page.locator("[data-shortlist-link]")).to_have_text("Shortlist (2)")
    page.locator("[data-shortlist-link]").click()
    expect(page.locator("[data-shortlist] > li")).to_have_count(2)
    other = shown.open(page.url.removeprefix(shown.url))
    expect(other.locator("[data-shortlist] > li")).to_have_count(2)
    page.locator("[data-drop]").first.click()
    expect(page.locator("[data-shortlist] > li")).to_have_count(1)


def test_a_shortlist_of_people_who_are_gone_is_a_page_and_no_loop(shown: Site) -> None:
    page = shown.open("/about")
    page.evaluate("localStorage.setItem('shortlist', JSON.stringify(['a-gone']))")
    page.goto(f"{shown.url}/shortlist")
    expect(page.locator("[data-shortlist-empty]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert shown.requests.count("/shortlist") == 2


def test_near_me_asks_the_browser_and_rounds(shown: Site, site: World) -> None:
    place = next(one.location for one in site.generated.artists if one.location)
    page = shown.open(
        "/artists?q=blackwork+near+me",
        geolocation={"latitude": place.lat + 0.00012345, "longitude": place.lng},
        permissions=["geolocation"],
    )
    page.locator(".note [data-near]").click()
    page.wait_for_url("**near=**")
    near = page.url.partition("near=")[2].partition("&")[0].replace("%2C", ",")
    assert all(len(part.partition(".")[2]) <= 3 for part in near.split(","))


def test_a_chosen_theme_stays(shown: Site) -> None:
    page = shown.open("/")
    page.get_by_role("radio", name="Dark").check(force=True)
    page.goto(f"{shown.url}/about")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
