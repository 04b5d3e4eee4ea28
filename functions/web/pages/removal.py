"""Removal: the form to ask for it, and the page of a request's state."""

import hashlib
import hmac
import re
import time

from pydantic import ValidationError

from functions.web.answers import WebAnswer, see_other
from functions.web.asked import PageRequest
from functions.web.rendering import render
from inkscout.bootstrap import api, api_removals
from inkscout.contracts.api.operations import RemovalRequestInput
from inkscout.errors import InvalidParameter, NotFound

_PROFILE = re.compile(r"(?:https?://[^/\s]+)?/?artists/([A-Za-z0-9_.:-]{1,80})(?:/\S*)?")
_TRAP = "website"
LEAST_SECONDS, MOST_SECONDS = 1, 24 * 3600
"""Age of the form when it is sent: programs are faster than people, and old copies are not of ours."""

_STEPS = ("pending", "approved", "removed")


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the form, the page of a request, or after a submitted form the way to that page.

    Raises:
        NotFound: there is no such request.
        TooManyRequests: too many requests came from one address.
    """
    if len(segments) > 2 or (request.method == "POST" and len(segments) > 1):
        raise NotFound("no page has this address")
    if len(segments) == 2:
        return _state(request, segments[1])
    return _submit(request) if request.method == "POST" else _form(request, {"who": _prefilled(request)})


def _prefilled(request: PageRequest) -> str:
    artist = request.one("artist")
    return f"{request.site}/artists/{artist[:80]}" if artist else request.one("instagram")[:300]


def _form(request: PageRequest, values: dict[str, str], errors: dict[str, str] | None = None) -> WebAnswer:
    body = render(
        "removal.html",
        request,
        title="Correct or remove an entry",
        description="Ask to be left out of the directory, or to have something corrected.",
        canonical="/removal",
        section="removal",
        values={"who": "", "contact": "", "reason": ""} | values,
        errors=errors or {},
        opened=opened(),
    )
    return WebAnswer(body=body, status=400 if errors else 200)


def _submit(request: PageRequest) -> WebAnswer:
    values = {name: request.written(name) for name in ("who", "contact", "reason")}
    if not _is_from_here(request):
        return _form(
            request, values, {"who": "The form came from another website. Please send it from here."}
        )
    if request.written(_TRAP):
        return _form(request, values, {"who": "Leave the last field of the form empty, please."})
    errors = _faults(values) or _haste(request.written("opened"))
    if errors:
        return _form(request, values, errors)
    profile = _PROFILE.fullmatch(values["who"])
    try:
        wanted = RemovalRequestInput(
            artist_id=profile[1] if profile else "",
            instagram="" if profile else values["who"],
            contact=values["contact"],
            reason=values["reason"],
        )
        api_removals.request_limit()(*request.callers)
        stored = api_removals.request_removal()(wanted, request.site)
    except InvalidParameter as error:
        return _form(request, values, {_field_of(error.name): f"What you entered {error.reason}."})
    except ValidationError as error:
        named = {
            _field_of(str(fault["loc"][0])): "This is too long, or holds what a text cannot hold."
            for fault in error.errors()
        }
        return _form(request, values, named)
    return see_other(f"/removal/{stored.request_id}")


def opened(ago: int = 0) -> str:
    """Returns the time some seconds ago, signed, which a form carries from the page back to us."""
    return _signed(str(int(time.time()) - ago))


def _signed(at: str) -> str:
    return f"{at}.{hmac.new(api.cursor_key(), f'form {at}'.encode(), hashlib.sha256).hexdigest()[:32]}"


def _haste(token: str) -> dict[str, str]:
    """Returns the fault of a form that was not shown by this website at a time when a person filled it in."""
    at = token.partition(".")[0]
    is_ours = at.isascii() and at.isdecimal() and hmac.compare_digest(token, _signed(at))
    if is_ours and len(at) < 12 and LEAST_SECONDS <= time.time() - int(at) <= MOST_SECONDS:
        return {}
    return {"who": "Please look over what you entered, and send it again."}


def _faults(values: dict[str, str]) -> dict[str, str]:
    faults = {}
    if not values["who"]:
        faults["who"] = "Enter an Instagram handle, or the address of a profile here."
    if not values["contact"]:
        faults["contact"] = "Enter an address where an answer reaches you."
    return faults


def _field_of(name: str) -> str:
    return name if name in ("contact", "reason") else "who"


def _is_from_here(request: PageRequest) -> bool:
    """Whether the form was sent from a page of this website, as browsers say in Fetch Metadata."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _state(request: PageRequest, request_id: str) -> WebAnswer:
    known = api_removals.get_removal_request()(request_id)
    body = render(
        "removal_state.html",
        request,
        title="Your request",
        noindex=True,
        section="removal",
        known=known,
        steps=_STEPS,
        reached=_STEPS.index(known.status) if known.status in _STEPS else -1,
    )
    return WebAnswer(body=body, noindex=True)
