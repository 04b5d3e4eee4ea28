"""One-time links: let somebody in once, on this machine alone."""

from datetime import UTC, datetime, timedelta

import pytest

from inkscout.desk import sessions
from tests.support.desk import COOKIE, SECRET, DeskAccount, session, visit


def link(ago: timedelta = timedelta()) -> str:
    """The path of a link that was made some time ago."""
    return f"/desk/enter?link={sessions.link_token(SECRET, datetime.now(UTC) - ago)}"


def test_a_link_opens_the_desk_once(account: DeskAccount) -> None:
    path = link()
    let_in = visit(path)
    assert (let_in.status, let_in.headers["location"]) == (303, "/desk")
    cookie = let_in.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/desk" in cookie
    lifetime = int(cookie.split("Max-Age=")[1].partition(";")[0])
    assert lifetime in range(sessions.SESSION_SECONDS - 600, sessions.SESSION_SECONDS + 1)
    text = cookie.partition(";")[0]
    assert visit("/desk", headers={"cookie": text}).status == 200
    again = visit(path)
    assert again.status == 401
    assert "was used before" in again.said()


def test_a_program_that_looks_at_a_link_beforehand_does_not_use_it_up(account: DeskAccount) -> None:
    path = link()
    looked = visit(path, method="HEAD")
    assert looked.status == 401
    assert looked.headers["set-cookie"] == ""
    assert visit(path).status == 303


@pytest.mark.parametrize(
    "path",
    [
        link(timedelta(days=2)),
        f"/desk/enter?link={sessions.link_token('another secret', datetime.now(UTC))}",
        "/desk/enter?link=",
        "/desk/enter?link=nonsense",
        f"/desk/enter?link={'x' * 9000}",
        f"/desk/enter?link={sessions.sealed(session(sessions.OPERATORS), SECRET)}",
    ],
    ids=["expired", "of another deployment", "none", "nonsense", "endless", "a session"],
)
def test_another_link_opens_nothing(path: str, account: DeskAccount) -> None:
    refused = visit(path)
    assert refused.status == 401
    assert refused.headers["set-cookie"] == ""


@pytest.mark.parametrize("source", ["203.0.113.7", "10.0.0.4", "", "::ffff:203.0.113.7"])
def test_a_link_opens_nothing_from_another_machine(source: str, account: DeskAccount) -> None:
    refused = visit(link(), source=source)
    assert refused.status == 403
    assert refused.headers["set-cookie"] == ""


def test_a_desk_without_accounts_leads_to_no_account(account: DeskAccount) -> None:
    assert visit("/desk/login").status == 404
    assert visit("/desk/callback?code=1&state=2").status == 404


def test_a_log_out_ends_the_session(account: DeskAccount, operator: sessions.DeskSession) -> None:
    page = visit("/desk/logout", operator)
    token = page.page.xpath("//main//input[@name='token']/@value")[0]
    out = visit("/desk/logout", operator, form={"token": token})
    assert (out.status, out.headers["location"]) == (303, "/desk")
    assert out.headers["set-cookie"].startswith(f"{COOKIE}=; Max-Age=0;")
