"""Accounts of a user pool: the way there and back, and the cookies of a desk behind HTTPS."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from inkscout.bootstrap import desk, web
from inkscout.desk import sessions
from inkscout.desk.sessions import OPERATORS, VIEWERS
from tests.support.desk import SECRET, DeskAccount, visit
from tests.support.identity_provider import CLIENT, LOGIN, FakeProvider, id_token

SITE = "https://inkscout.example"


@pytest.fixture
def provider(account: DeskAccount) -> Iterator[FakeProvider]:
    """The desk with accounts, behind HTTPS."""
    made = FakeProvider()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK_LOGIN", "cognito")
        patch.setenv("SITE_URL", SITE)
        _forget()
        patch.setattr(desk, "user_pool", lambda: made)
        yield made
    _forget()


def _forget() -> None:
    for factory in (desk.settings, desk.begin_login, desk.finish_login, web.settings):
        factory.cache_clear()


def begun() -> tuple[dict[str, str], str]:
    """Parameters of the way to the user pool, and the cookie that the browser keeps meanwhile."""
    away = visit("/desk/login")
    assert away.status == 303
    assert away.headers["location"].startswith(f"{LOGIN}/oauth2/authorize?")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(away.headers["location"]).query).items()}
    cookie = away.headers["set-cookie"]
    assert cookie.startswith("__Host-desk-login=")
    assert "Path=/; Secure; HttpOnly; SameSite=Lax" in cookie
    return asked, cookie.partition(";")[0]


@pytest.mark.parametrize("group", [OPERATORS, VIEWERS])
def test_a_code_of_the_user_pool_lets_somebody_in(provider: FakeProvider, group: str) -> None:
    asked, cookie = begun()
    assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, f"{SITE}/desk/callback")
    provider.token = id_token(nonce=asked["nonce"], **{"cognito:groups": [group, "others"]})
    back = visit(f"/desk/callback?code=right&state={asked['state']}", headers={"cookie": cookie})
    assert (back.status, back.headers["location"]) == (303, "/desk")
    code, verifier, redirect = provider.asked[0]
    assert (code, redirect) == ("right", f"{SITE}/desk/callback")
    assert verifier
    assert verifier not in str(asked), "the browser never sees it"
    kept, forgotten = back.headers["set-cookie"].split("\n")
    assert kept.startswith("__Host-desk=")
    assert kept.endswith("Path=/; Secure; HttpOnly; SameSite=Lax")
    assert forgotten.startswith("__Host-desk-login=; Max-Age=0;")
    page = visit("/desk/removals", headers={"cookie": kept.partition(";")[0]}, source="203.0.113.7")
    assert page.status == 200
    assert "ada@desk.example" in page.said("//header")
    assert ("may only look" in page.said("//header")) is (group == VIEWERS)
    assert f"form-action 'self' {LOGIN};" in page.headers["content-security-policy"]


def test_nobody_is_let_in_otherwise(provider: FakeProvider) -> None:
    asked, cookie = begun()
    operators = {"cognito:groups": [OPERATORS]}
    good = {"code": "right", "state": asked["state"]}
    cases = {
        "another state": (id_token(nonce=asked["nonce"], **operators), {**good, "state": "x"}, cookie),
        "no cookie": (id_token(nonce=asked["nonce"], **operators), good, "other=1"),
        "a cookie of another use": (
            id_token(nonce=asked["nonce"], **operators),
            good,
            f"__Host-desk-login={sessions.seal({'exp': 9999999999}, SECRET, 'session')}",
        ),
        "another code": (id_token(nonce=asked["nonce"], **operators), {**good, "code": "wrong"}, cookie),
        "no code": (id_token(nonce=asked["nonce"], **operators), {"state": asked["state"]}, cookie),
        "another nonce": (id_token(nonce="x", **operators), good, cookie),
        "no group": (id_token(nonce=asked["nonce"]), good, cookie),
        "another group": (id_token(nonce=asked["nonce"], **{"cognito:groups": ["guests"]}), good, cookie),
    }
    for name, (token, query, carried) in cases.items():
        provider.token = token
        given = "&".join(f"{key}={value}" for key, value in query.items())
        back = visit(f"/desk/callback?{given}", headers={"cookie": carried})
        assert back.status == 401, name
        assert "__Host-desk=" not in back.headers["set-cookie"], name


def test_a_log_out_ends_the_session_with_the_user_pool_too(provider: FakeProvider) -> None:
    session = sessions.begun("ada@desk.example", [OPERATORS], desk.act()._clock.now())
    cookie = f"__Host-desk={sessions.sealed(session, SECRET)}"
    form = {"token": sessions.form_token(session, "/desk/logout", SECRET)}
    out = visit("/desk/logout", form=form, headers={"cookie": cookie})
    assert out.status == 303
    assert out.headers["location"].startswith(f"{LOGIN}/logout?client_id={CLIENT}&logout_uri=")
    assert out.headers["set-cookie"].startswith("__Host-desk=; Max-Age=0; Path=/; Secure;")


def test_a_desk_with_accounts_takes_no_link(provider: FakeProvider, account: DeskAccount) -> None:
    page = visit("/desk")
    assert page.status == 401
    assert page.page.xpath("//a[@href='/desk/login']")
    link = sessions.link_token(SECRET, desk.act()._clock.now())
    assert visit(f"/desk/enter?link={link}").status == 404
