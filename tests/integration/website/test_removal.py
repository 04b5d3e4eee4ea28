"""The form of a removal: its answers, its state, and the same page for the removed as for the unknown."""

from typing import Any
from urllib.parse import urlencode

import pytest

from functions.web.pages import removal
from inkscout.bootstrap import api, api_removals, stores
from inkscout.domain.removal import identifiers
from inkscout.domain.removal_request import RemovalStatus
from tests.integration.api.conftest import World
from tests.support import api_client
from tests.support.website import SITE, faults, visit


def filled_in(seconds: int = 60, **fields: str) -> str:
    """A form that was shown some seconds ago."""
    return urlencode({"opened": removal.opened(seconds), **fields})


def send(**fields: str) -> dict[str, str]:
    """The headers of the answer to a form that was taken."""
    sent = visit("/removal", method="POST", form=filled_in(**fields))
    assert sent.status == 303, sent.said("//main")
    return sent.headers


def test_a_request_leads_to_a_page_of_its_state(site: World) -> None:
    state = visit(send(who="@somebody.new", contact="me@there.example")["location"])
    assert state.status == 200
    assert faults(state) == []
    assert "waits for an operator" in state.said("//main")
    assert state.headers["cache-control"] == "no-store"
    assert state.headers["x-robots-tag"] == "noindex"


def test_the_address_of_a_profile_names_the_artist(site: World) -> None:
    artist = site.generated.artists[5]
    form = visit(f"/removal?artist={artist.artist_id}")
    prefilled = form.page.xpath("//input[@name='who']/@value")[0]
    assert prefilled == f"{SITE}/artists/{artist.artist_id}"
    location = send(who=f"{prefilled}/any-slug", contact="x@y.example")["location"]
    stored = stores.removals().get(location.rpartition("/")[2])
    assert stored is not None
    assert stored.artist_id == artist.artist_id


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"who", "contact"}),
        ({"who": "@a.b"}, {"contact"}),
        ({"who": "two words here", "contact": "x@y.example"}, {"who"}),
        ({"who": "@" + "x" * 400, "contact": "x@y.example"}, {"who"}),
        ({"who": "@a.b", "contact": "x" * 300}, {"contact"}),
        ({"who": "@a.b", "contact": "x@y.example", "reason": "r" * 3000}, {"reason"}),
        ({"who": "@a.b", "contact": "x@y.example", "website": "http://spam.example"}, {"who"}),
    ],
)
def test_a_mistake_is_named_and_keeps_what_was_written(
    site: World, fields: dict[str, str], wrong: set[str]
) -> None:
    page = visit("/removal", method="POST", form=filled_in(**fields))
    assert page.status == 400
    assert faults(page) == []
    assert {str(one)[1:] for one in page.page.xpath("//div[@role='alert']//a/@href")} == wrong
    assert {str(one) for one in page.page.xpath("//*[@aria-invalid]/@name")} >= wrong - {"reason"}
    if fields.get("who"):
        assert page.page.xpath("//input[@name='who']/@value") == [fields["who"]]


@pytest.mark.parametrize(
    "token", ["", "x", "9" * 400, "1.1", "\u0665.x", removal.opened, lambda: removal.opened(10**6)]
)
def test_a_form_that_nobody_had_time_to_fill_in_is_shown_again(site: World, token: Any) -> None:
    opened = token() if callable(token) else token
    form = urlencode({"who": "@a.b", "contact": "x@y.example", "opened": opened})
    page = visit("/removal", method="POST", form=form)
    assert page.status == 400
    assert "send it again" in page.said("//div[@role='alert']")
    fresh = page.page.xpath("//input[@name='opened']/@value")[0]
    assert fresh.partition(".")[0].isdecimal()
    assert page.page.xpath("//input[@name='who']/@value") == ["@a.b"]


def test_a_form_of_another_website_is_not_taken(site: World) -> None:
    form = filled_in(who="@a.b", contact="x@y.example")
    page = visit("/removal", method="POST", form=form, headers={"sec-fetch-site": "cross-site"})
    assert page.status == 400


def test_too_many_requests_get_a_page(composed_anew: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMOVAL_REQUESTS_PER_HOUR", "1")
    api_client.forget()
    form = filled_in(who="@c.d", contact="x@y.example")
    answers = [visit("/removal", method="POST", form=form) for _ in range(3)]
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert faults(answers[-1]) == []


def test_a_removed_person_has_the_same_page_as_nobody(site: World) -> None:
    artist = next(one for one in site.generated.artists[10:40] if one.instagram)
    path = visit(f"/artists/{artist.artist_id}").headers["location"]
    assert visit(path).status == 200
    location = send(who=f"{SITE}{path}", contact="x@y.example")["location"]
    api_removals.approve_removal()(location.rpartition("/")[2], "")
    request = stores.removals().get(location.rpartition("/")[2])
    assert request is not None
    assert request.status is RemovalStatus.APPROVED
    assert "under way" in visit(location).said("//main")
    stores.denylist().add(identifiers(artist_id=artist.artist_id))
    gone, unknown = visit(path), visit("/artists/a-nobody-has-this-id")
    assert gone.status == unknown.status == 404
    assert gone.body == unknown.body
    assert {k: v for k, v in gone.headers.items() if k != "etag"} == {
        k: v for k, v in unknown.headers.items() if k != "etag"
    }
    for page in ("/artists", f"/artists?q={artist.name}", f"/shortlist?ids={artist.artist_id}"):
        assert f"/artists/{artist.artist_id}" not in visit(page).text.replace(f"q={artist.name}", "")
    assert artist.artist_id not in {one.id for one in api.suggest()(artist.name).artists}


def test_an_unknown_request_is_not_found(site: World) -> None:
    for path in ("/removal/no-such-request", "/removal/a/b", "/removal/%3Cb%3E"):
        assert visit(path).status == 404
