"""Definitions: the stock ones are sound, and what the format does not know is refused with a sentence."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inkscout.errors import InvalidInput
from inkscout.feeds import definition, expressions, schedules
from inkscout.usecases.feeds.definitions import checked
from tests.support.feeds import THINGS
from tests.support.project import ROOT

STOCK = sorted((ROOT / "feeds").glob("*.toml"))


@pytest.mark.parametrize("path", STOCK, ids=lambda path: path.stem)
def test_a_stock_definition_is_in_order_and_conflicts_with_none(path: Path) -> None:
    found = {one.stem: checked(one.stem, one.read_text()) for one in STOCK}
    one = found[path.stem]
    assert one.public
    assert one.terms.startswith("https://")
    assert not definition.conflicts(one, tuple(found.values()))


REFUSED = {
    "an unknown key": (
        'title = "Things"',
        'title = "Things"\ncolour = "red"',
        "colour: the format has no such",
    ),
    "a digest of its own": (
        'title = "Things"',
        'title = "T"\ndigest = "x"',
        "digest: the format has no such",
    ),
    "plain http": ("https://things.example/all", "http://things.example/all", "https://"),
    "a private address": ("https://things.example/all", "https://10.0.0.7/all", "10.0.0.7"),
    "a loopback name": ("https://things.example/all", "https://localhost/all", "network"),
    "the metadata service": ("https://things.example/all", "https://169.254.169.254/x", "169.254"),
    "an odd notation": ("https://things.example/all", "https://0x7f.1/x", "odd notation"),
    "a file": ("https://things.example/all", "file:///etc/passwd", "https://"),
    "a port": ("https://things.example/all", "https://things.example:8443/all", "no port"),
    "credentials": ("https://things.example/all", "https://a:b@things.example/all", "no credentials"),
    "a secret in the file": (
        "[[requests]]",
        '[[requests]]\nheaders = { Authorization = "x" }',
        "secret:NAME",
    ),
    "a header of the client": ("[[requests]]", '[[requests]]\nheaders = { Host = "x" }', "may not be set"),
    "a broken expression": ('"thing.name"', '"thing.["', "no JMESPath"),
    "a field that is taken": ("name = {", "id = {", "every record has"),
    "a schedule of seconds": ("rate(5 minutes)", "rate(30 seconds)", "schedule"),
    "no terms": ('terms = "https://things.example/terms"', "", "terms"),
    "a column that is no field": ('["id", "name", "size"]', '["colour"]', "colour"),
    "no map": ('type = "integer"', 'type = "choice"', "needs map"),
    "an end of pages by a rate limit": (
        "[records]",
        '[paging]\nkind = "page"\nparam = "p"\nend_status = [429]\n[records]',
        "log-ins or rate limits",
    ),
    "no TOML": ('title = "Things"', "title =", "no TOML"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_faulty_definition_is_refused_with_a_sentence(kind: str) -> None:
    before, after, reason = REFUSED[kind]
    assert before in THINGS
    with pytest.raises(InvalidInput, match=re.escape(reason)):
        checked("things", THINGS.replace(before, after, 1))


@pytest.mark.parametrize("name", ["", "Things", "a/b", "../x", "a--b", "a.b", "-a", "x" * 41, "größe"])
def test_a_name_is_part_of_keys_and_has_no_other_characters(name: str) -> None:
    with pytest.raises(InvalidInput, match="no name of a feed"):
        definition.parse(name, THINGS)


def test_feeds_conflict_over_an_export_and_over_the_beginning_of_ids() -> None:
    one, two = definition.parse("things", THINGS), definition.parse("things-old", THINGS)
    faults = definition.conflicts(two, (one,))
    assert len(faults) == 2
    assert "export things" in faults[0]


def test_an_expression_runs_no_code() -> None:
    with pytest.raises(expressions.ExpressionFault, match="__import__"):
        expressions.evaluate("__import__('os')", {})


def test_quiet_hours_may_pass_midnight() -> None:
    quiet = [
        hour
        for hour in range(24)
        if schedules.is_quiet(
            datetime(2026, 1, 5, hour, 30, tzinfo=UTC), zone="America/Denver", hours="20-06", months=()
        )
    ]
    assert quiet == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


def test_a_list_whose_entry_is_at_fault_is_not_called_empty_too() -> None:
    with pytest.raises(InvalidInput) as faulty:
        definition.parse("things", THINGS.replace("https://", "ftp://"))
    assert "at least" not in str(faulty.value)
    with pytest.raises(InvalidInput, match=r"records\.key: at least 1 needed"):
        definition.parse("things", THINGS.replace('key = ["thing.id"]', "key = []"))
    with pytest.raises(InvalidInput, match="terms: is missing"):
        definition.parse("things", THINGS.replace('terms = "https://things.example/terms"', ""))
