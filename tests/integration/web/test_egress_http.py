"""The HTTP client against hostile destinations and sequences, over real sockets: none connects."""

from collections.abc import AsyncIterator, Iterator

import pytest

from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.http_fetcher import HttpFetcher
from inkscout.domain.page import FetchStatus
from inkscout.web.egress import EgressRule
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.support.hostile import LITERALS, LOG, NAMES
from tests.support.internet import Internet, Site, response
from tests.support.patience import PATIENCE_SECONDS

REFUSED = FetchStatus.EGRESS_REFUSED


def redirect(location: str, status: str = "302 Found") -> bytes:
    return response(status=status, headers=[("Location", location)])


@pytest.fixture
async def bait() -> AsyncIterator[Site]:
    async with Site({"*": response("secret")}) as site:
        yield site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture
def internet(site: Site) -> Internet:
    net = Internet(names={name: list(answers) for name, answers in NAMES.items()})
    net.add("studio.example", site.port)
    return net


@pytest.fixture
async def fetcher(bait: Site, internet: Internet) -> AsyncIterator[HttpFetcher]:
    # The bait's port is allowed, so that only the rule on addresses stands between.
    policy = FetchPolicy(
        contact="crawler@inkscout.example",
        egress=EgressRule(frozenset({bait.port})),
        pace=PacePolicy(min_delay_seconds=0, breaker_failures=1_000),
        timeout_seconds=PATIENCE_SECONDS,
        resolved_seconds=0,
    )
    async with HttpFetcher(
        policy,
        state_store=None,
        clock=SystemClock(),
        resolve=internet.resolve,
        make_socket=internet.make_socket,
    ) as fetcher:
        yield fetcher


@pytest.fixture(autouse=True)
def nothing_but_the_site_was_dialled(site: Site, bait: Site) -> Iterator[None]:
    with LOG:
        yield
    assert bait.connections == 0
    assert set(LOG.addresses) <= {("127.0.0.1", site.port)}


@pytest.mark.parametrize("destination", LITERALS.values(), ids=LITERALS.keys())
async def test_a_hostile_destination_is_refused(destination: str, fetcher: HttpFetcher, bait: Site) -> None:
    page = await fetcher.fetch(destination.format(port=bait.port))

    assert page.status is REFUSED
    assert page.detail


@pytest.mark.parametrize("destination", LITERALS.values(), ids=LITERALS.keys())
async def test_a_redirect_to_a_hostile_destination_is_refused(
    destination: str, fetcher: HttpFetcher, site: Site, bait: Site
) -> None:
    hostile = destination.format(port=bait.port)
    site.pages["/"] = redirect(hostile.encode().decode("latin-1"))

    page = await fetcher.fetch("http://studio.example/")

    assert page.status in {REFUSED, FetchStatus.NOT_FOUND}
    # A backslash after the scheme is a path to the standard's reader: such an address stays on the site.
    assert page.status is REFUSED or page.final_url.startswith("http://studio.example/")


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_that_leads_inside_is_refused(name: str, fetcher: HttpFetcher, bait: Site) -> None:
    page = await fetcher.fetch(f"http://{name}:{bait.port}/")

    assert page.status is REFUSED


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "//to-loopback.example:{port}/"]
)
async def test_every_kind_of_redirect_is_judged(
    status: str, target: str, fetcher: HttpFetcher, site: Site, bait: Site
) -> None:
    site.pages["/"] = redirect("/one", status)
    site.pages["/one"] = redirect("http://studio.example/two", status)
    site.pages["/two"] = redirect(target.format(port=bait.port), status)

    page = await fetcher.fetch("http://studio.example/")

    assert page.status is REFUSED
    assert site.asked("/two") == 1


async def test_a_redirect_of_robots_txt_leads_nowhere_inside(
    fetcher: HttpFetcher, site: Site, bait: Site
) -> None:
    site.pages["/robots.txt"] = redirect(f"http://127.0.0.1:{bait.port}/robots.txt")
    site.pages["/"] = response("page")

    page = await fetcher.fetch("http://studio.example/")

    assert page.status is FetchStatus.ROBOTS_FORBIDDEN
    assert site.asked("/") == 0


async def test_a_name_that_changes_between_two_requests_is_refused_the_second_time(
    fetcher: HttpFetcher, internet: Internet, site: Site
) -> None:
    internet.names["rebind.example"] = [["93.184.215.14"], ["127.0.0.1"]]
    site.pages["/robots.txt"] = response(status="404 No", headers=[("Connection", "close")])
    site.pages["/"] = response("page")
    answers = [await fetcher.fetch(f"http://rebind.example{path}") for path in ("/", "/again")]

    assert {page.status for page in answers} <= {FetchStatus.OK, FetchStatus.NOT_FOUND, REFUSED}
    assert internet.dialled == ["93.184.215.14"] * len(internet.dialled)


async def test_a_name_is_resolved_once_and_the_checked_address_is_dialled(
    bait: Site, internet: Internet, site: Site
) -> None:
    """A name that answers differently each time gets no second question before the socket is open."""
    internet.names["flip.example"] = [["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]]
    site.pages["/"] = response("page")
    policy = FetchPolicy(
        contact="crawler@inkscout.example",
        egress=EgressRule(frozenset({bait.port})),
        pace=PacePolicy(min_delay_seconds=0),
    )
    async with HttpFetcher(
        policy,
        state_store=None,
        clock=SystemClock(),
        resolve=internet.resolve,
        make_socket=internet.make_socket,
    ) as fetcher:
        page = await fetcher.fetch("http://flip.example/")

    assert page.status is FetchStatus.OK
    assert internet.resolved == ["flip.example"]


async def test_a_resolver_that_lies_is_stopped_at_the_socket(bait: Site, internet: Internet) -> None:
    """The gate at the socket holds even where the judgement of names were missing."""
    from inkscout.adapters.web.guarded_dial import RefusedDestination, guarded_socket_factory

    factory = guarded_socket_factory(EgressRule(), internet.make_socket)
    with pytest.raises(RefusedDestination):
        factory((2, 1, 6, "", ("127.0.0.1", bait.port)))
    assert internet.dialled == []


async def test_a_public_site_is_reached(fetcher: HttpFetcher, site: Site) -> None:
    site.pages["/"] = response("hello")

    page = await fetcher.fetch("http://studio.example/")

    assert page.status is FetchStatus.OK
    assert page.html == "hello"
