"""A feed's runs over a real table and bucket: what is stored, what is set aside, and what is not repeated."""

import json
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from inkscout.domain.feed_run import RunOutcome, RunState
from inkscout.domain.record import RecordChange
from inkscout.errors import InvalidInput, NotFound
from inkscout.ports.feeds import JsonAnswer
from inkscout.usecases.feeds.feed_health import resumed
from inkscout.usecases.feeds.replay_feed import replay_feed
from tests.support.feeds import THINGS, FeedBench, answer, thing, things

RAW_KEY = re.compile(r"raw/source=things/date=\d{4}-\d\d-\d\d/\d{8}T\d{6}Z-[0-9a-f]{12}\.json")


def run_of(bench: FeedBench, result: Any) -> Any:
    run = bench.reader.run(bench.name, result.run)
    assert run is not None
    return run


def test_a_run_stores_records_archives_the_answer_and_writes_the_csv(bench: FeedBench) -> None:
    document = things(thing(1, "one", 5), thing(2, "=two"))
    result = bench.run(document)
    run = run_of(bench, result)
    assert (run.outcome, run.state, run.counts.new, run.counts.found) == (
        RunOutcome.READ, RunState.ENDED, 2, 2,
    )  # fmt: skip
    (raw,) = bench.objects("raw/")
    assert RAW_KEY.fullmatch(raw)
    assert json.loads(bench.object(raw)) == document
    record = bench.reader.record("things-1")
    assert record is not None
    assert (record.data, record.version, record.raw_key) == ({"name": "one", "size": 5}, 1, raw)
    assert record.raw_pointer == "/things/0"
    (csv,) = [key for key in bench.objects("data/") if "latest" not in key]
    assert re.fullmatch(r"data/things_\d{8}T\d{6}Z\.csv", csv)
    assert bench.object(csv) == b"id,name,size\r\nthings-1,one,5\r\nthings-2,'=two,\r\n"
    assert bench.events.published[-1][0] == "FeedRead"
    bench.hold_invariants()


@pytest.mark.parametrize("modified", [True, False])
def test_an_unchanged_answer_writes_nothing_but_its_run(bench: FeedBench, modified: bool) -> None:
    bench.run(things(thing(1, "one")), etag='"a"')
    items, objects = bench.items(), bench.objects()
    if not modified:
        bench.source.answer = lambda _: JsonAnswer(outcome=RunOutcome.UNCHANGED, http_status=304)
    result = bench.fetch()
    assert result.outcome == "unchanged"
    assert not bench.queue
    assert bench.objects() == objects
    assert bench.items().keys() - items.keys() == {("#run#things", result.run)}
    assert {key: bench.items()[key] for key in items} == items
    assert bench.source.asked[-1].etag == '"a"'


def test_the_first_run_of_a_day_asks_without_validators(bench: FeedBench) -> None:
    bench.run(things(thing(1, "one")), etag='"a"')
    bench.clock.advance(days=1)
    bench.says(things(thing(1, "other")), etag='"a"')
    bench.run()
    assert bench.source.asked[-1].etag == ""
    assert bench.current()["things-1"]["name"] == "other"


def test_a_record_changes_goes_and_returns_with_its_history(bench: FeedBench) -> None:
    bench.run(things(thing(1, "one"), thing(2, "two")))
    bench.run(things(thing(1, "won"), thing(2, "two")))
    for _ in range(2):
        bench.run(things(thing(1, "won")))
    assert set(bench.current()) == {"things-1"}
    gone = bench.reader.record("things-2")
    assert gone is not None
    assert gone.gone_at is not None
    bench.run(things(thing(1, "won"), thing(2, "two")))
    versions = bench.reader.versions("things-2", limit=10)
    assert [one.change for one in versions] == [RecordChange.BACK, RecordChange.GONE, RecordChange.NEW]
    (changed, _) = bench.reader.versions("things-1", limit=10)
    assert (changed.change, changed.fields) == (RecordChange.CHANGED, ("name",))
    assert bench.reader.version("things-1", changed.version_id.rpartition("-")[2]) == changed
    bench.hold_invariants()


HTML = b"<!doctype html><title>Just a moment</title>"
UNUSABLE = {
    "HTML with status 200": (answer(HTML), RunOutcome.NOT_JSON, "HTML"),
    "a truncated body": (answer(b'{"things": [{"id": 1, "na'), RunOutcome.NOT_JSON, "no JSON"),
    "a member twice": (answer(b'{"things": [{"id": 1, "id": 2}]}'), RunOutcome.NOT_JSON, "twice"),
    "NaN": (answer(b'{"things": [{"id": NaN}]}'), RunOutcome.NOT_JSON, "NaN"),
    "an error in a 200": (answer({"error": "out of order"}), RunOutcome.REFUSED, "out of order"),
    "wrapped": (answer({"data": {"things": []}}), RunOutcome.SHAPE_CHANGED, "missing"),
    "null": (answer({"things": None}), RunOutcome.SHAPE_CHANGED, "missing"),
    "an object for a list": (answer({"things": {"id": 1}}), RunOutcome.SHAPE_CHANGED, "no list"),
    "renamed field": (answer(things({"id": 1, "title": "x"})), RunOutcome.SHAPE_CHANGED, "do not fit"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_answer_is_kept_with_its_reason_and_changes_no_record(
    bench: FeedBench, kind: str
) -> None:
    bench.definitions.put("things", THINGS.replace("may_be_empty", 'error_at = "error"\nmay_be_empty'))
    bench.run(things(thing(1, "one")))
    before = bench.current()
    said, outcome, reason = UNUSABLE[kind]
    bench.source.answer = lambda _: said
    for _ in range(2):
        result = bench.run()
        assert (result.outcome, bench.current()) == (outcome.value, before)
        assert reason in result.detail
    raws = [key for key in bench.objects("raw/") if bench.object(key) == said.body]
    assert len(raws) == 1, "the same answer is archived once"
    (entry,) = bench.lake.quarantine("things", 10)
    assert entry.raw_key == raws[0]
    assert reason in entry.reason
    assert bench.reader.state("things").failures == 2
    bench.hold_invariants()


def test_a_failing_source_is_asked_again_then_left_alone_longer_each_time(bench: FeedBench) -> None:
    bench.source.answer = lambda _: JsonAnswer(outcome=RunOutcome.UNAVAILABLE, http_status=503)
    bench.fetch()
    assert len(bench.source.asked) == 3
    outcomes = [bench.fetch().outcome for _ in range(30)]
    asked = [number for number, outcome in enumerate(outcomes) if outcome == "unavailable"]
    gaps = [after - before for before, after in pairwise(asked[3:])]
    assert gaps == sorted(gaps)
    assert gaps[-1] >= 4 * gaps[0]
    bench.says(things(thing(1, "one")))
    bench.fetch(force=True)
    bench.deliver()
    assert bench.reader.state("things").failures == 0


def test_refused_credentials_pause_the_feed(bench: FeedBench) -> None:
    bench.source.answer = lambda _: JsonAnswer(outcome=RunOutcome.REFUSED, http_status=401)
    outcomes = [bench.fetch().outcome for _ in range(4)]
    assert outcomes == ["refused", "refused", "refused", "paused"]
    assert bench.fetch(by_hand=True).outcome == "paused"
    bench.writer.put_health(resumed(bench.reader.state("things")))
    assert bench.says(things(thing(1, "x"))).run().outcome == "read"


def test_one_bad_record_is_set_aside_and_is_not_absent(bench: FeedBench) -> None:
    many = [thing(number, "x") for number in range(1, 11)]
    bench.run(things(*many))
    many[0] = {"id": 1, "name": "x", "size": "large"}
    many[1] = {"id": 2, "name": "x", "size": 10**40}
    for size in (1, 2, 3):
        many[9] = thing(10, "x", size)
        result = bench.run(things(*many))
    run = run_of(bench, result)
    assert (run.counts.quarantined, run.counts.changed, run.counts.same) == (2, 1, 7)
    assert bench.current()["things-1"] == {"name": "x", "size": None}
    entries = [one for one in bench.lake.quarantine("things", 100) if one.run_id == result.run]
    assert {(one.field, one.raw_pointer) for one in entries} == {("size", "/things/0"), ("size", "/things/1")}
    bench.hold_invariants()


def test_integers_beyond_doubles_are_exact(bench: FeedBench) -> None:
    bench.run(things(thing(2**63 + 1, "x", 2**100)))
    assert bench.current() == {f"things-{2**63 + 1}": {"name": "x", "size": 2**100}}


def test_double_keys_count_as_duplicates_or_are_set_aside(bench: FeedBench) -> None:
    many = [thing(number, "x") for number in range(10)]
    result = bench.run(things(*many, thing(3, "x"), thing(4, "other")))
    run = run_of(bench, result)
    assert (run.counts.found, run.counts.duplicates, run.counts.quarantined, run.counts.new) == (12, 1, 2, 9)
    assert "things-4" not in bench.current()


def test_far_fewer_records_are_short_and_nobody_is_gone(bench: FeedBench) -> None:
    bench.run(things(*(thing(number, "x") for number in range(10))))
    for size in range(4):
        result = bench.run(things(thing(1, "x", size)))
        assert result.outcome == "short"
    assert len(bench.current()) == 10
    bench.fetch(force=True)
    bench.deliver()
    assert run_of(bench, bench.fetch()).outcome in {RunOutcome.READ, RunOutcome.UNCHANGED}


def test_a_secret_parameter_is_sent_and_stands_in_no_store(bench: FeedBench) -> None:
    text = THINGS.replace(
        "[records]",
        'query = { apikey = "secret:things", n = 2 }\n[paging]\nkind = "next"\nnext = "next"\n[records]',
    )
    bench.definitions.put("things", text)

    def said(request: Any) -> JsonAnswer:
        number = 2 if "page=2" in request.url else 1
        key = re.search(r"apikey=([^&]*)", request.url)[1]  # type: ignore[index]
        following = f"/all?page=2&apikey={key}" if number == 1 else None
        return answer({**things(thing(number, "x")), "next": following})

    bench.source.answer = said
    result = bench.run()
    assert (result.outcome, len(bench.current())) == ("read", 2)
    assert [request.url.count("apikey=secret+things") for request in bench.source.asked] == [1, 1]
    assert not [item for item in bench.items().values() if "secret+things" in str(item)]
    bench.source.answer = lambda _: JsonAnswer(outcome=RunOutcome.REFUSED, http_status=404, detail="HTTP 404")
    assert "apikey" not in bench.run().detail


def test_a_new_etag_for_the_same_answer_changes_nothing(bench: FeedBench) -> None:
    bench.run(things(thing(1, "one")), etag='"a"')
    items, objects = bench.items(), bench.objects()
    for number in range(2):
        assert bench.run(things(thing(1, "one")), etag=f'"{number}"').outcome == "unchanged"
    assert bench.objects() == objects
    assert {key: bench.items()[key] for key in items} == items


def test_a_record_of_a_time_to_come_does_not_hide_what_comes_after_it(bench: FeedBench) -> None:
    since = '[since]\nparam = "since"\nfrom = "thing.at"\n[records]\ncomplete = false'
    bench.definitions.put("things", THINGS.replace("[records]", since))
    now = bench.clock.now()
    bench.run(
        things({**thing(1, "a"), "at": now.isoformat()}, {**thing(2, "b"), "at": "2099-01-01T00:00:00Z"})
    )
    bench.run(things())
    assert bench.source.asked[-1].url.count(f"since={now:%Y-%m-%d}") == 1


def test_a_run_says_once_that_a_field_is_empty_now(bench: FeedBench) -> None:
    said = [bench.run(things(thing(1, "one", size), thing(2, "two"))).detail for size in (7, 8, None)]
    assert [text.count("size") for text in said] == [0, 0, 1]
    assert bench.run(things(thing(1, "one"), thing(2, "other"))).detail == ""


def test_an_empty_body_is_no_answer(bench: FeedBench) -> None:
    bench.run(things(thing(1, "one")))
    assert bench.run(b"").outcome == "not_json"
    assert len(bench.current()) == 1


def test_a_mended_definition_and_a_replay_make_the_table_as_if_nothing_had_drifted(bench: FeedBench) -> None:
    drifted = [
        {"things": [{"id": 1, "label": "one"}, {"id": 2, "label": "zwei"}]},
        {"things": [{"id": 1, "label": "eins"}, {"id": 2, "label": "zwei"}, {"id": 3, "label": "drei"}]},
    ]
    bench.run(things(thing(1, "one"), thing(2, "two")))
    for document in drifted:
        assert bench.run(document).outcome == "shape_changed"
    mended = THINGS.replace('"thing.name"', '"thing.name || thing.label"')
    bench.definitions.put("things", mended)
    today = date(2026, 3, 1)
    dry = list(replay_feed("things", today, deps=bench.curate_ports(), dry_run=True))
    assert [one.outcome for one in dry] == [RunOutcome.READ, RunOutcome.READ]
    assert bench.reader.run("things", dry[0].run_id).generation == 0  # type: ignore[union-attr]
    replayed = list(replay_feed("things", today, deps=bench.curate_ports()))
    assert [one.after.found for one in replayed if one.after] == [2, 3]
    bench.hold_invariants()

    twin = FeedBench(text=mended, stores="twin")
    for document in (things(thing(1, "one"), thing(2, "two")), *drifted):
        twin.run(document)
    assert records_of(bench) == records_of(twin)
    assert bench.reader.totals() == twin.reader.totals()
    assert bench.reader.days("things", today, today) == twin.reader.days("things", today, today)
    assert bench.object("data/latest/things.csv") == twin.object("data/latest/things.csv")
    assert not list(replay_feed("things", today, deps=bench.curate_ports()))


def records_of(bench: FeedBench) -> dict[tuple[str, str], dict[str, Any]]:
    """Records and versions without the definition that read them and the time at which that was."""
    return {
        key: {name: value for name, value in item.items() if name not in {"definition", "processed_at"}}
        for key, item in bench.items().items()
        if not key[0].startswith("#")
    }


def test_a_message_of_no_run_and_of_another_answer_is_refused(bench: FeedBench) -> None:
    bench.says(things(thing(1, "one")))
    bench.fetch()
    (message,) = bench.queue
    with pytest.raises(NotFound):
        bench.deliver({**message, "run": "2020-01-01T00:00:00Z"})
    with pytest.raises(InvalidInput):
        bench.deliver({**message, "hash": "sha256:" + "0" * 64})
    with pytest.raises(ValueError, match="version"):
        bench.deliver({**message, "version": 2})


def test_the_same_scheduled_time_is_the_same_run(bench: FeedBench) -> None:
    bench.says(things(thing(1, "one")))
    first = bench.fetch()
    asked = len(bench.source.asked)
    again = bench.fetch(scheduled=bench.clock.now())
    assert (again.run, len(bench.source.asked), len(bench.queue)) == (first.run, asked, 2)
    bench.deliver()
    bench.deliver()
    assert run_of(bench, first).counts.new == 1


def test_quiet_hours_ask_nothing(bench: FeedBench) -> None:
    bench.definitions.put("things", THINGS + '[quiet]\nhours = "08-12"\n')
    assert bench.fetch().outcome == "paused"
    assert not bench.source.asked
    assert bench.says(things(thing(1, "x"))).fetch(by_hand=True).outcome == "read"
