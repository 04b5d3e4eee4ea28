"""The example of docs/feeds.md and the stock definitions, read against the stand-ins of the demo world."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from inkscout.domain.feed_run import RunOutcome
from inkscout.feeds.definition import Definition, parse
from inkscout.feeds.requests import Request
from inkscout.usecases.feeds.check_feed import check_saved
from inkscout_local.simulator.apis.lifts import Lifts
from inkscout_local.simulator.apis.parks import Parks
from inkscout_local.simulator.apis.people import People
from inkscout_local.simulator.apis.posts import Posts
from inkscout_local.simulator.apis.replies import ApiRequest
from inkscout_local.simulator.apis.settings import LiftsApi, ParksApi, PeopleApi, PostsApi
from inkscout_local.simulator.model import World
from tests.support.project import ROOT

NOON = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
"""Noon in Denver, evening in London: lifts run, and the park is closed."""

DEMO = World.load(ROOT / "inkscout_local" / "worlds" / "demo")


def documented() -> Definition:
    """Returns the definition that docs/feeds.md writes step by step."""
    block = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "feeds.md").read_text(), re.DOTALL)
    assert block
    return parse("theme-park", re.sub(r"^ {3}", "", block[1], flags=re.MULTILINE))


def stock(name: str) -> Definition:
    """Returns a definition that comes with Inkscout."""
    return parse(name, (ROOT / "feeds" / f"{name}.toml").read_text())


def answer(request: Request, now: datetime) -> bytes:
    """Returns what the demo world answers to a request of a definition."""
    address = urlsplit(request.url)
    (settings,) = (
        api for api in DEMO.apis.values() if api.stands_for == f"{address.scheme}://{address.netloc}"
    )
    match settings:
        case PostsApi():
            api: Posts | People | Lifts | Parks = Posts(settings)
        case PeopleApi():
            api = People(settings)
        case LiftsApi():
            api = Lifts(settings)
        case ParksApi():
            api = Parks(settings)
        case _:
            raise AssertionError(settings)
    query = {**dict(parse_qsl(address.query)), **{name: str(value) for name, value in request.query.items()}}
    return api.reply(ApiRequest(address.path, query, now, "http://stand-in", 1)).body()


@pytest.mark.parametrize(
    ("definition", "records"),
    [
        (documented(), 9),
        (stock("jsonplaceholder"), 100),
        (stock("randomuser"), 10),
        (stock("ski-lifts"), 10),
    ],
    ids=lambda value: value.name if isinstance(value, Definition) else "",
)
@pytest.mark.parametrize("hour", [4, 12, 19])
def test_a_definition_reads_every_record_of_its_stand_in(
    definition: Definition, records: int, hour: int
) -> None:
    body = answer(definition.requests[0], NOON.replace(hour=hour))
    made = check_saved(definition, body, now=NOON)
    assert made.report is not None, made.detail
    assert (made.report.outcome, made.report.found) == (RunOutcome.READ, records)
    assert made.report.set_aside == {}
    assert made.report.drift == {}


def test_all_lifts_of_the_demo_are_eighteen() -> None:
    lifts = stock("ski-lifts")
    assert sum(len(json.loads(answer(request, NOON))) for request in lifts.requests) == 18


def test_definitions_that_come_with_inkscout_are_named_in_the_documents() -> None:
    text = (ROOT / "docs" / "feeds.md").read_text()
    for path in sorted(Path(ROOT / "feeds").glob("*.toml")):
        assert f"`{path.stem}`" in text
