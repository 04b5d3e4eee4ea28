"""The one check of who may see or do what on the desk; whatever no rule allows is refused."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from functions.desk.registry import Door, Route
from functions.web.asked import PageRequest
from inkscout.bootstrap import desk, stores
from inkscout.desk import code_login, sessions
from inkscout.desk.sessions import DeskSession
from inkscout.errors import SessionInvalid

TOKEN = "token"  # noqa: S105 - the name of a field
"""Field of every form with the token made for its address and session."""


class Refused(Exception):
    """A request is refused with the status of the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def admitted(request: PageRequest, route: Route, cookies: Mapping[str, str]) -> DeskSession | None:
    """Returns the session of a request that may be answered; None only where everybody may ask.

    Raises:
        Refused: there is no session (401), its groups may not do this (403), the address takes no form (405),
            or the form does not come from a page of this desk (403).
    """
    # A HEAD would use a link or a code up and show nothing: programs that look at links beforehand send it.
    if request.method == "GET" and route.door is Door.OPEN and not request.is_head:
        return None
    if request.method not in ("GET", "POST") or (request.method == "POST" and not route.takes_forms):
        raise Refused(405, "This address takes no such request.")
    session = _session(request, cookies)
    acts = route.door is Door.ACT or (request.method == "POST" and route.path != "/desk/logout")
    if not session.may_read or (acts and not session.may_act):
        raise Refused(403, "Your account may look at the desk and change nothing.")
    if request.method == "POST":
        _check_form(request, session)
    return session


def cookie_name(request: PageRequest) -> str:
    """Returns the name of the session's cookie.

    With the prefix ``__Host-`` a browser takes it over HTTPS alone, for this host and no other (RFC 6265bis).
    Plain HTTP on this machine has no such cookies, nor any for one port alone: the name holds the port.
    """
    address = urlsplit(request.site)
    if address.scheme == "https":
        return "__Host-desk"
    return f"desk-{address.port or 80}"


def cookie(request: PageRequest, session: DeskSession) -> str:
    """Returns the Set-Cookie header of a session."""
    seconds = max(0, session.until - int(stores.clock().now().timestamp()))
    text = sessions.sealed(session, desk.secret())
    return f"{cookie_name(request)}={text}; Max-Age={seconds}; {_rules(request)}"


def no_cookie(request: PageRequest) -> str:
    """Returns the Set-Cookie header that ends a session in the browser."""
    return f"{cookie_name(request)}=; Max-Age=0; {_rules(request)}"


def login_cookie_name(request: PageRequest) -> str:
    """Returns the name of the cookie of an attempt to log in."""
    return f"{cookie_name(request)}-login"


def login_cookie(request: PageRequest, attempt: str) -> str:
    """Returns the Set-Cookie header of an attempt to log in; an empty one ends it.

    It is Lax whatever the scheme, since the way back from the user pool's pages begins on another website.
    """
    seconds = code_login.ATTEMPT_SECONDS if attempt else 0
    rules = _rules(request).replace("SameSite=Strict", "SameSite=Lax")
    return f"{login_cookie_name(request)}={attempt}; Max-Age={seconds}; {rules}"


def is_this_machine(request: PageRequest) -> bool:
    """Whether the caller and the address that was asked are both this machine's own."""
    caller, host = request.callers[0], urlsplit(request.site).hostname or ""
    return _is_loopback(caller) and (host == "localhost" or _is_loopback(host))


def _rules(request: PageRequest) -> str:
    """Returns the cookie's attributes: Lax over HTTPS, as the way back from the user pool's pages needs."""
    if urlsplit(request.site).scheme == "https":
        return "Path=/; Secure; HttpOnly; SameSite=Lax"
    return "Path=/desk; HttpOnly; SameSite=Strict"


def _session(request: PageRequest, cookies: Mapping[str, str]) -> DeskSession:
    if desk.settings().desk_login == "link" and not is_this_machine(request):
        raise Refused(403, "This desk is for the machine that it runs on.")
    try:
        text = cookies.get(cookie_name(request), "")
        return sessions.unsealed(text, desk.secret(), stores.clock().now())
    except SessionInvalid as error:
        raise Refused(401, f"Please log in: {error}.") from error


def _check_form(request: PageRequest, session: DeskSession) -> None:
    """Refuses a form that another website sent (Fetch Metadata, else Origin), or that has no valid token."""
    site = request.headers.get("sec-fetch-site", "")
    same = site == "same-origin" if site else request.headers.get("origin", "") == request.site != ""
    if not same:
        raise Refused(403, "The form did not come from a page of this desk.")
    if not sessions.is_form_token(request.written(TOKEN), session, request.path, desk.secret()):
        raise Refused(403, "The form is too old, or from another session. Open its page again.")


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False
