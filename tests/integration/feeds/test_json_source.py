"""Asking a JSON API over real sockets: conditions, redirects, secrets, robots.txt and the egress rule."""

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from inkscout.adapters.web.json_source import HttpJsonSource
from inkscout.domain.feed_run import RunOutcome
from inkscout.ports.feeds import JsonRequest
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.support.fakes.clock import FakeClock
from tests.support.internet import Internet, Site, response

URL = "https://api.example/all"
NOW = {"https://api.example": "http://api.example"}
JSON = [("Content-Type", "application/json"), ("ETag", '"a"'), ("Link", '</2>; rel="next"')]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site({"/robots.txt": response(status="404 Not Found")}) as site:
        yield site


@pytest.fixture
async def source(site: Site) -> AsyncIterator[HttpJsonSource]:
    internet = Internet()
    internet.add("api.example", site.port)
    internet.add("other.example", site.port)
    policy = FetchPolicy(contact="a@b.example", pace=PacePolicy(min_delay_seconds=0.0))
    async with HttpJsonSource(
        policy, state_store=None, clock=FakeClock(), endpoints=NOW,
        resolve=internet.resolve, make_socket=internet.make_socket,
    ) as source:  # fmt: skip
        yield source


def asking(url: str = URL, **more: object) -> JsonRequest:
    return JsonRequest(**{"url": url, "headers": {"Authorization": "s3cret"}, **more})  # type: ignore[arg-type]


async def test_an_answer_has_its_body_validators_and_next_page(source: HttpJsonSource, site: Site) -> None:
    site.pages["/all"] = response("[]", headers=JSON)
    found = await source.get(asking(etag='"a"'))
    assert (found.outcome, found.body, found.etag, found.link_next) == (RunOutcome.READ, b"[]", '"a"', "/2")
    request = site.requests[-1]
    assert request.headers["if-none-match"] == '"a"'
    assert request.headers["accept"].startswith("application/json")
    assert request.headers["authorization"] == "s3cret"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("304 Not Modified", RunOutcome.UNCHANGED),
        ("401 Unauthorized", RunOutcome.REFUSED),
        ("404 Not Found", RunOutcome.REFUSED),
        ("429 Too Many Requests", RunOutcome.THROTTLED),
        ("503 Service Unavailable", RunOutcome.UNAVAILABLE),
    ],
)
async def test_each_status_has_an_outcome(
    source: HttpJsonSource, site: Site, status: str, outcome: RunOutcome
) -> None:
    site.pages["/all"] = response("", status=status)
    assert (await source.get(asking())).outcome is outcome


@pytest.mark.parametrize(
    "link",
    [
        '</a?ids=1,2&page=2>; rel="next"',
        '</1>; rel="prev", </a?ids=1,2&page=2>; title="one, two"; rel=next',
        '</1>; rel="first",</a?ids=1,2&page=2>; REL="last Next"',
    ],
)
async def test_the_next_page_is_found_in_any_form_of_the_header(
    source: HttpJsonSource, site: Site, link: str
) -> None:
    site.pages["/all"] = response("[]", headers=[("Link", link)])
    assert (await source.get(asking())).link_next == "/a?ids=1,2&page=2"


@pytest.mark.parametrize(
    ("headers", "outcome", "pause"),
    [
        ({}, RunOutcome.REFUSED, None),
        ({"X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "60"}, RunOutcome.REFUSED, None),
        ({"Retry-After": "30"}, RunOutcome.THROTTLED, 30),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "45"}, RunOutcome.THROTTLED, 45),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "{in_a_minute}"}, RunOutcome.THROTTLED, 60),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"}, RunOutcome.THROTTLED, None),
    ],
)
async def test_a_rate_limit_with_status_403_is_no_refused_key(
    source: HttpJsonSource, site: Site, headers: dict[str, str], outcome: RunOutcome, pause: float | None
) -> None:
    in_a_minute = int(FakeClock().now().timestamp()) + 60
    said = [(name, value.format(in_a_minute=in_a_minute)) for name, value in headers.items()]
    site.pages["/all"] = response("", status="403 Forbidden", headers=said)
    found = await source.get(asking())
    assert found.outcome is outcome
    assert found.retry_after == (pytest.approx(pause, abs=1) if pause is not None else None)


async def test_a_secret_is_not_sent_to_another_host(source: HttpJsonSource, site: Site) -> None:
    site.pages["/all"] = response(status="302 Found", headers=[("Location", "http://other.example/b")])
    site.pages["/b"] = response("[]", headers=JSON)
    assert (await source.get(asking())).outcome is RunOutcome.READ
    sent = {request.path: request.headers.get("authorization") for request in site.requests}
    assert (sent["/all"], sent["/b"]) == ("s3cret", None)


@pytest.mark.parametrize("where", ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://localhost/"])
async def test_a_redirect_to_a_private_address_is_not_followed(
    source: HttpJsonSource, site: Site, where: str
) -> None:
    site.pages["/all"] = response(status="302 Found", headers=[("Location", where)])
    assert (await source.get(asking())).outcome is RunOutcome.NOT_ALLOWED


async def test_a_name_that_resolves_to_a_private_address_is_refused(site: Site) -> None:
    internet = Internet()
    internet.add("api.example", site.port, "10.0.0.7")
    async with HttpJsonSource(
        FetchPolicy(contact="a@b.example"), state_store=None, clock=FakeClock(), endpoints=NOW,
        resolve=internet.resolve, make_socket=internet.make_socket,
    ) as source:  # fmt: skip
        assert (await source.get(asking(robots=False))).outcome is RunOutcome.NOT_ALLOWED
    assert not site.requests


async def test_robots_txt_is_obeyed_unless_the_definition_says_otherwise(
    source: HttpJsonSource, site: Site
) -> None:
    site.pages["/robots.txt"] = response(
        "User-agent: *\nDisallow: /", headers=[("Content-Type", "text/plain")]
    )
    site.pages["/all"] = response("[]", headers=JSON)
    assert (await source.get(asking())).outcome is RunOutcome.NOT_ALLOWED
    assert (await source.get(asking(robots=False))).outcome is RunOutcome.READ


async def test_a_body_that_breaks_off_is_no_answer_but_kept(source: HttpJsonSource, site: Site) -> None:
    site.pages["/all"] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n[1, 2"
    found = await source.get(asking(seconds=2.0))
    assert (found.outcome, found.body, found.http_status) == (RunOutcome.UNAVAILABLE, b"[1, 2", 200)
    assert found.detail


async def test_a_compressed_body_with_other_bytes_in_it_is_kept_as_far_as_it_can_be_read(
    source: HttpJsonSource, site: Site
) -> None:
    packed = gzip.compress(b"[1, 2]" * 20_000, compresslevel=0)
    broken = packed[:70_000] + b"\xff" * 40 + packed[70_040:]
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(broken)}\r\n\r\n"
    site.pages["/all"] = head.encode() + broken
    found = await source.get(asking())
    assert found.outcome is RunOutcome.UNAVAILABLE
    assert found.body.startswith(b"[1, 2]")
    assert "gzip" in found.detail


async def test_a_compression_bomb_ends_at_the_limit(source: HttpJsonSource, site: Site) -> None:
    packed = gzip.compress(b"[" + b" " * 5_000_000 + b"]")
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    site.pages["/all"] = head.encode() + packed
    found = await source.get(asking(max_bytes=100_000))
    assert (found.outcome, found.http_status) == (RunOutcome.TOO_LARGE, 200)
    assert len(found.body) <= 100_000


async def test_a_time_to_ask_again_may_be_a_date(source: HttpJsonSource, site: Site) -> None:
    when = format_datetime(FakeClock().now() + timedelta(seconds=120), usegmt=True)
    site.pages["/all"] = response(status="503 Service Unavailable", headers=[("Retry-After", when)])
    assert (await source.get(asking())).retry_after == pytest.approx(120, abs=1)


async def test_a_body_beyond_the_limit_is_too_large(source: HttpJsonSource, site: Site) -> None:
    site.pages["/all"] = response("x" * 5000, headers=JSON)
    assert (await source.get(asking(max_bytes=1000))).outcome is RunOutcome.TOO_LARGE
