"""Every address of the desk, from the list of its routes, with every kind of session."""

import re

import pytest

from functions.desk import registry
from functions.desk.registry import Door, Route
from inkscout.bootstrap import stores
from inkscout.desk import sessions
from inkscout.desk.sessions import OPERATORS, VIEWERS, DeskSession
from inkscout.domain.removal_request import RemovalRequest
from tests.support.desk import SECRET, DeskAccount, session, visit
from tests.support.website import Visited

OPEN = {"/desk/enter", "/desk/login", "/desk/callback"}
PARTS = {"kind": "artist", "request_id": "request-of-the-walk", "file": "desk.css"}
CLOSED = [route for route in registry.ROUTES if route.door is not Door.OPEN]
FORMS = [route for route in registry.ROUTES if route.takes_forms and route.path != "/desk/logout"]


def named(route: Route) -> str:
    return route.path


def address(route: Route) -> str:
    """A path of a route; what it names need not exist."""
    return re.sub(r"\{(\w+)\}", lambda part: PARTS.get(part[1], "any-id"), route.path)


@pytest.fixture(autouse=True)
def request_of_the_walk(account: DeskAccount) -> None:
    stores.removals().put(
        RemovalRequest(request_id=PARTS["request_id"], created_at="2026-01-02T00:00:00+00:00")
    )


def assert_closed(page: Visited, status: int) -> None:
    """The page says nothing but that it is refused: no navigation, no form, nothing of the address."""
    assert page.status == status
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.headers["set-cookie"] == ""
    assert not page.page.xpath("//nav | //form")


def test_only_the_entrance_is_open_to_everybody() -> None:
    assert {route.path for route in registry.ROUTES if route.door is Door.OPEN} == OPEN
    assert not [route.path for route in registry.ROUTES if route.door is Door.OPEN and route.takes_forms]


@pytest.mark.parametrize("route", CLOSED, ids=named)
def test_a_route_refuses_whoever_has_no_valid_session(route: Route, account: DeskAccount) -> None:
    path, operator = address(route), session(OPERATORS)
    methods = ("GET", "HEAD", "POST") if route.takes_forms else ("GET", "HEAD")
    token = sessions.form_token(operator, path, "another secret")
    for method in methods:
        form = {"token": token} if method == "POST" else None
        refusals = {
            "none": visit(path, None, method=method, form=form),
            "expired": visit(path, session(OPERATORS, hours=-0.1), method=method, form=form),
            "foreign": visit(path, operator, method=method, form=form, secret="another secret"),
        }
        for kind, page in refusals.items():
            assert page.status == 401, (kind, method)
            if method != "HEAD":
                assert_closed(page, 401)


@pytest.mark.parametrize("route", CLOSED, ids=named)
def test_a_session_in_no_group_is_refused(route: Route, account: DeskAccount) -> None:
    nobody = session("guests")
    assert_closed(visit(address(route), nobody), 403)


@pytest.mark.parametrize("route", CLOSED, ids=named)
def test_a_viewer_may_read_and_never_act(route: Route, viewer: DeskSession) -> None:
    path = address(route)
    shown = visit(path, viewer)
    assert shown.status in ({403} if route.door is Door.ACT else {200, 303, 404}), shown.said()
    if route in FORMS:
        form = {"token": sessions.form_token(viewer, path, SECRET)}
        assert visit(path, viewer, form=form).status == 403
    if shown.status == 200 and shown.headers["content-type"].startswith("text/html"):
        acting = {registry_path for registry_path in shown.links() if _acts(registry_path)}
        assert not acting, "a viewer is offered what they may not do"


def _acts(path: str) -> bool:
    known = registry.found(path.partition("?")[0])
    return known is not None and known[0].door is Door.ACT


@pytest.mark.parametrize("route", CLOSED, ids=named)
def test_an_operator_is_let_in_everywhere(route: Route, operator: DeskSession) -> None:
    page = visit(address(route), operator)
    assert page.status in {200, 303, 404, 409}, page.said()


@pytest.mark.parametrize("route", FORMS, ids=named)
def test_a_form_needs_its_own_token_and_its_own_website(route: Route, operator: DeskSession) -> None:
    path = address(route)
    token = sessions.form_token(operator, path, SECRET)
    elsewhere = sessions.form_token(operator, "/desk/logout", SECRET)
    other = sessions.form_token(session(OPERATORS), path, SECRET)
    assert visit(path, operator, form={}).status == 403
    assert visit(path, operator, form={"token": elsewhere}).status == 403
    assert visit(path, operator, form={"token": other}).status == 403
    for site in ("cross-site", "same-site", "none"):
        refused = visit(path, operator, form={"token": token}, headers={"sec-fetch-site": site})
        assert refused.status == 403, site
    silent = visit(path, operator, form={"token": token}, headers={"sec-fetch-site": ""})
    assert silent.status == 403, "a form of no known origin"
    foreign = {"sec-fetch-site": "", "origin": "http://evil.example"}
    assert visit(path, operator, form={"token": token}, headers=foreign).status == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_route_takes_another_method(method: str, operator: DeskSession) -> None:
    for route in registry.ROUTES:
        assert visit(address(route), operator, method=method).status == 405, route.path


def test_an_address_that_does_not_exist_is_refused_like_any_other(
    account: DeskAccount, viewer: DeskSession
) -> None:
    assert_closed(visit("/desk/nothing/here"), 401)
    assert visit("/desk/nothing/here", viewer).status == 404
    assert_closed(visit("/desk/%2e%2e/removals"), 401)


def test_a_session_of_another_machine_s_address_is_refused(operator: DeskSession) -> None:
    assert_closed(visit("/desk", operator, source="203.0.113.7"), 403)


def test_a_session_cannot_be_prolonged_or_given_groups(account: DeskAccount) -> None:
    """A cookie is encrypted and authenticated: a changed one is nobody's."""
    viewer = session(VIEWERS)
    text = sessions.sealed(viewer, SECRET)
    for at in (0, len(text) // 2, len(text) - 2):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        page = visit("/desk", None, headers={"cookie": f"desk-8400={changed}"})
        assert page.status == 401
