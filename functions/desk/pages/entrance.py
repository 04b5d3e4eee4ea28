"""Entrance: one-time links, the user pool's own pages, and the way out."""

from dataclasses import replace
from urllib.parse import urlencode

from functions.desk import gate
from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.problems import problem
from functions.desk.rendering import page
from inkscout.bootstrap import desk
from inkscout.errors import LoginFailed, NotFound, SessionInvalid


def enter(asked: DeskRequest) -> DeskAnswer:
    """Lets in whoever opens a one-time link on this machine.

    Raises:
        NotFound: this desk has accounts, and no links.
    """
    if desk.settings().desk_login != "link":
        raise NotFound("this desk has no links")
    if not gate.is_this_machine(asked.request):
        return problem(asked, 403, "This desk is for the machine that it runs on.")
    try:
        session = desk.enter_by_link()(asked.request.one("link"))
    except SessionInvalid as error:
        return problem(asked, 401, f"This link does not open the desk: {error}.")
    return DeskAnswer(
        status=303, headers={"Location": "/desk"}, cookies=(gate.cookie(asked.request, session),)
    )


def login(asked: DeskRequest) -> DeskAnswer:
    """Leads to the user pool's pages, and leaves the attempt with the browser, encrypted.

    Raises:
        NotFound: this desk has one-time links, and no accounts.
    """
    _check_accounts()
    url, attempt = desk.begin_login()(asked.request.site)
    cookies = (gate.login_cookie(asked.request, attempt),)
    return DeskAnswer(status=303, headers={"Location": url}, cookies=cookies)


def callback(asked: DeskRequest) -> DeskAnswer:
    """Lets in whoever comes back from those pages.

    Raises:
        NotFound: this desk has one-time links, and no accounts.
    """
    _check_accounts()
    request = asked.request
    cookie = asked.cookies.get(gate.login_cookie_name(request), "")
    forget = gate.login_cookie(request, "")
    try:
        session = desk.finish_login()(
            cookie, state=request.one("state"), code=request.one("code"), site=request.site
        )
    except LoginFailed as error:
        return replace(problem(asked, 401, f"Nobody was logged in: {error}."), cookies=(forget,))
    headers = {"Location": "/desk"}
    return DeskAnswer(status=303, headers=headers, cookies=(gate.cookie(request, session), forget))


def logout(asked: DeskRequest) -> DeskAnswer:
    """Ends the session in this browser, and the one with the user pool."""
    if not asked.is_form:
        return page(asked, "logout.html", title="Log out")
    return DeskAnswer(
        status=303, headers={"Location": _way_out(asked)}, cookies=(gate.no_cookie(asked.request),)
    )


def _way_out(asked: DeskRequest) -> str:
    if desk.settings().desk_login != "cognito":
        return "/desk"
    pool = desk.user_pool()
    back = {"client_id": pool.client_id, "logout_uri": f"{asked.request.site}/desk"}
    return f"{pool.login_url}/logout?{urlencode(back)}"


def _check_accounts() -> None:
    if desk.settings().desk_login != "cognito":
        raise NotFound("this desk has no accounts")
