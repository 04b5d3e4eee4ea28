"""Websites that go on showing a removed person in every form, read over HTTP before and after the removal."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import boto3
import pytest

from inkscout.adapters.reading.reader import ProcessReader, ReadingHost
from inkscout.bootstrap import stores
from inkscout.contracts.find_artists import FindArtistsRequest
from inkscout.contracts.queue_scraping import QueueScrapingRequest
from inkscout.domain.snapshot import EntryKind
from inkscout.domain.studio import Studio
from inkscout.extraction.people.own_bios import is_prose
from inkscout.usecases.directory.enforce_removals import enforce_removals
from inkscout.usecases.directory.export_directory import export_directory
from inkscout.usecases.index.rebuild_index import RebuildIndexPorts, rebuild
from inkscout.usecases.visits.find_artists import FindArtistsPorts, find_artists
from inkscout.usecases.visits.queue_scraping import QueueScrapingPorts, queue_scraping
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.support import api_client
from tests.support.fakes.clock import FakeStopwatch
from tests.support.internet import Internet, Site, response
from tests.support.listed import FORMS, HANDLE, NAME, trace_of
from tests.support.removal_platform import Platform, forget

GIVEN = ("Anna", "Thomas", "Ivo", "Nils", "Eva", "Marcus", "Oskar", "Ida", "Clara", "Jonas", "Marta", "Felix")
FAMILY = ("Silva", "Lindqvist", "Ellwood", "Nilsson", "Keller", "Hansen")
ANIMALS = ("crane", "koi", "fox", "hare", "moth", "owl", "wolf", "snake", "tiger", "heron", "otter", "stag")
COLOURS = ("red", "black", "white", "golden", "blue", "green")
TEAM_PAGES = 6
EVERY = tuple(range(len(FORMS)))
SOME = EVERY[::5]
"""Every fifth form, for the ordinary run; the tests of the domain try the redactor with all of them."""


def colleague(number: int) -> str:
    """A name of its own for each form."""
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN)]}"


def motif(number: int) -> str:
    """A colleague's own, which stands in every sentence: one that people share is no biography."""
    return f"{COLOURS[number // len(ANIMALS)]} {ANIMALS[number % len(ANIMALS)]}"


def around(number: int) -> tuple[str, str]:
    """Sentences before and after a form."""
    return (
        f"Draws every {motif(number)} in fine line since 2009.",
        f"Books open in May for a large {motif(number)} and cover ups.",
    )


def card(number: int) -> str:
    """A colleague, whose text and picture show the person in one form."""
    name, form, (lead, tail) = colleague(number), FORMS[number], around(number)
    said = form.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f"<section class=artist><h3>{name}</h3><p>Tattoo artist.</p>"
        f"<p>{lead} Painted a {motif(number)} beside {form}. {tail}</p>"
        f'<img src="/img/{number}.jpg" width=400 height=400 alt="Crane by {said} and {name}">'
        f"<a href='https://www.instagram.com/{name.lower().replace(' ', '.')}.{number}/'>Instagram</a>"
        "</section>"
    )


def website(numbers: Sequence[int]) -> dict[str, str]:
    """Pages of the person's studio: the person's own card, and each of the forms beside a colleague."""
    more = "<a href='/team/zoe-bronnimann'>More</a>"
    zoe = (
        f"<section class=artist><h3>{NAME}</h3><p>Tattoo artist. Ornamental.</p>"
        f"<a href='https://www.instagram.com/{HANDLE}/'>Instagram</a>{more}</section>"
    )
    links = "".join(f"<a href='/artists/{page}'>Our artists {page}</a>" for page in range(TEAM_PAGES))
    state = json.dumps({"guests": [{"first": "Zoë", "last": "Brönnimann"}, {"text": FORMS[0]}]})
    route = "<a href='#/team/zoe-bronnimann'>Team</a>"
    pages = {
        "/": f"<title>Harbour</title><h1>Harbour tattoo studio</h1>{links}{route}"
        f"<p>A deposit holds your appointment with {NAME}, and is kept if you cancel within 48 hours.</p>"
        f"<script>window.state = {state}</script>",
        "/team/zoe-bronnimann": f"<h1>{NAME}</h1><p>She draws ornaments.</p>",
    }
    for page in range(TEAM_PAGES):
        cards = "".join(card(number) for number in numbers[page::TEAM_PAGES])
        pages[f"/artists/{page}"] = (
            f"<title>Artists</title><h1>Our artists</h1>{zoe if page == 0 else ''}{cards}"
        )
    return {path: f"<!doctype html><html lang=en><body>{html}</body></html>" for path, html in pages.items()}


ELSEWHERE = f"""<!doctype html><html lang=en><title>Mill</title><h1>Mill tattoo studio</h1>
<h2>Our artists</h2>
<section class=artist><h3>Greta Holm</h3><p>Tattoo artist.</p>
<p>Engraves ships. With {NAME}, @{HANDLE}. Answers in the evening.</p>
<img src="/1.jpg" width=400 height=400 alt="Fish with Zo\u200bë Brön\u200bnimann">
<a href="https://www.instagram.com/greta.holm.mill/">Instagram</a></section>
<section class=artist><h3>Paul Weber</h3><p>Tattoo artist.</p>
<p>Paints lions and maps of towns by the sea.</p></section>"""


@pytest.fixture(scope="module")
def host() -> Iterator[ReadingHost]:
    with ReadingHost() as host:
        yield host


@pytest.fixture
def platform(aws: None, search_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    forget()
    jobs = boto3.client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    monkeypatch.setenv("JOBS_QUEUE_URL", jobs)
    started = Platform(search_url, monkeypatch)
    started.directory.put_studio(
        Studio(studio_id="s-2", name="Mill", website="http://mill.example/", city="Bonn", country="DE")
    )
    started.directory.update_studio("s-1", lambda studio: studio and _at(studio, "http://harbour.example/"))
    yield started
    forget()


def _at(studio: Studio, website: str) -> Studio:
    return Studio(
        studio_id=studio.studio_id,
        name=studio.name,
        website=website,
        city=studio.city,
        country=studio.country,
        version=studio.version,
    )


async def run(platform: Platform, run_id: str, host: ReadingHost, numbers: Sequence[int]) -> None:
    """A forced run over both websites, with its jobs, its end and its export."""
    ledger, clock = stores.ledger(), stores.clock()
    policy = FetchPolicy(contact="crawler@inkscout.example", pace=PacePolicy(min_delay_seconds=0))
    pages = {f"harbour.example{path}": response(html) for path, html in website(numbers).items()}
    internet = Internet()
    async with Site({**pages, "mill.example/": response(ELSEWHERE)}) as site, ProcessReader(host) as reader:
        for name in ("harbour.example", "mill.example"):
            internet.add(name, site.port)
        deps = FindArtistsPorts(
            open_fetcher=lambda _: internet.fetcher(policy),
            directory=stores.directory(),
            ledger=ledger,
            state_store=stores.redacting_state_store(),
            lake=stores.redacting_lake(),
            denylist=stores.denylist(),
            held_people=stores.held_people(),
            reader=reader,
            clock=clock,
            stopwatch=FakeStopwatch(),
            max_pages=12,
            seconds=120,
        )
        await find_artists(
            FindArtistsRequest(run_id=run_id, studio_ids=["s-1", "s-2"], force=True), deps=deps
        )
        assert site.asked("/artists/0") == 1
    queue = QueueScrapingPorts(
        ledger=ledger, directory=stores.directory(), denylist=stores.denylist(), queue=stores.job_queue()
    )
    queue_scraping(QueueScrapingRequest(run_id=run_id), deps=queue)
    enforce_removals(directory=stores.directory(), denylist=stores.denylist())
    export_directory(run_id, directory=stores.directory(), manifests=stores.manifests(), clock=clock)
    platform.sync(replayed=True)


def messages() -> list[str]:
    """Bodies of every message of every queue, dead letters included; none stays."""
    sqs, found = boto3.client("sqs"), list[str]()
    for url in sqs.list_queues()["QueueUrls"]:
        while waiting := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in waiting:
                found.append(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def answers(ids: Sequence[str]) -> dict[str, Any]:
    """The API's answers in which the person could be; what was asked for is not answered by an echo."""
    asked = [("/v1/artists", {"q": text, "limit": 50}) for text in (NAME, HANDLE, "Zoe", "crane", "")]
    asked += [("/v1/suggest", {"q": text}) for text in ("Zo", "Zoë Br", "zoe.b", "Ma")]
    asked += [(f"/v1/artists/{one}", {}) for one in ids]
    asked += [(f"/v1/studios/{one}{more}", {}) for one in ("s-1", "s-2") for more in ("", "/artists")]
    with api_client.environment(POWERTOOLS_LOG_LEVEL="DEBUG"):
        return {f"{path} {query}": api_client.get(path, query) for path, query in asked}


def bios(platform: Platform) -> dict[str, str]:
    return {artist.name: artist.bio for artist in platform.directory.artists()}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "numbers", [SOME, pytest.param(EVERY, marks=pytest.mark.slow)], ids=["some", "every"]
)
async def test_sites_that_show_the_person_in_many_forms_bring_nothing_back(
    platform: Platform, host: ReadingHost, capfd: pytest.CaptureFixture[str], numbers: Sequence[int]
) -> None:
    await run(platform, "run-1", host, numbers)
    for kind in EntryKind:
        rebuild(
            kind,
            deps=RebuildIndexPorts(directory=platform.directory, index=platform.index, clock=stores.clock()),
            segments=1,
        )
    zoe = platform.directory.find_alias("handle", HANDLE) or ""
    assert zoe
    before = bios(platform)
    assert len([name for name in before if name in {colleague(n) for n in numbers}]) == len(numbers)
    # Contact details are no part of a biography.
    told = [number for number in numbers if is_prose(FORMS[number])]
    assert len([text for text in before.values() if trace_of(text)]) >= 0.8 * len(told)
    assert any(trace_of(body) for body in messages())
    capfd.readouterr()

    platform.approve(instagram=HANDLE)
    assert found(platform) == []
    await run(platform, "run-2", host, numbers)
    assert found(platform) == []
    assert [trace_of(body) for body in messages() if trace_of(body)] == []
    known = [artist.artist_id for artist in platform.directory.artists()]
    answered = answers([zoe, *known])
    assert answered[f"/v1/artists/{zoe} {{}}"].status in (404, 410)
    assert sum(one.status == 200 for one in answered.values()) >= len(known)
    assert [what for what, one in answered.items() if trace_of(said(one))] == []
    written = "".join(capfd.readouterr())
    assert trace_of(written) == "", written

    after = bios(platform)
    assert set(after) == {name for name in before if not trace_of(name)}
    whole = 0
    for lead, tail, name in ((*around(number), colleague(number)) for number in numbers):
        if before[name].startswith(lead) and before[name].endswith(tail):
            assert after[name].startswith(f"{lead} "), after[name]
            assert after[name].endswith(f" {tail}"), after[name]
            whole += 1
    assert whole >= 0.9 * len(numbers)
    greta = next(artist for artist in platform.directory.artists() if artist.name == "Greta Holm")
    assert greta.bio.replace("……", "…") == "Engraves ships. With … …, @…. Answers in the evening."
    assert [image.alt for image in greta.portfolio] == ["Fish with … …"]
    assert after["Paul Weber"] == before["Paul Weber"]
    studio = platform.directory.studio("s-1")
    assert studio is not None
    assert "A deposit holds your appointment with … …, and is kept" in studio.booking_policy


def found(platform: Platform) -> list[str]:
    """Every store that still names the person."""
    return [f"{store}: {trace_of(text)}" for store, text in platform.everything().items() if trace_of(text)]


def said(answer: api_client.Answer) -> str:
    """The answer without the words of the question, as the search has understood them."""
    return json.dumps({**answer.json(), "understood": None}, ensure_ascii=False)
