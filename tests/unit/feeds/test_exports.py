"""Exported tables: their columns, and values that other programs read."""

import csv
import io

from inkscout.feeds import definition, read
from inkscout.feeds.rows import table_text
from inkscout.usecases.feeds.export_records import columns_of
from tests.support.feeds import THINGS, thing, things

FEED = definition.parse(
    "things", THINGS.replace("[[exports]]", "tags = { from = 'thing.tags', type = 'list' }\n[[exports]]")
)
FIXED = ["id", "source", "type", "captured_at", "version"]


def test_a_table_has_the_columns_of_the_definition_and_of_records_of_older_ones() -> None:
    assert columns_of([{"id": "a", "name": "x"}, {"id": "b", "colour": "red"}], FEED) == [
        *FIXED, "name", "size", "tags", "colour",
    ]  # fmt: skip
    assert columns_of([], FEED) == [*FIXED, "name", "size", "tags"]
    assert columns_of([{"id": "a", "colour": "red"}], None) == [*FIXED, "colour"]


def test_lists_are_json_and_formulas_are_texts() -> None:
    rows = [{"id": "a", "name": "=1+1", "size": -3, "tags": ["a", "b"]}, {"id": "b", "old": "@x"}]
    text = table_text(["id", "name", "size", "tags", "old"], rows, FEED.fields)
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        ["a", "'=1+1", "-3", '["a","b"]', ""],
        ["b", "", "", "", "'@x"],
    ]


def test_a_number_is_the_same_with_and_without_a_point() -> None:
    feed = definition.parse("things", THINGS.replace('"integer"', '"number"'))
    one, other = (read.read(feed, things(thing(1, "x", size)), 0).rows[0] for size in (3, 3.0))
    assert one.fingerprint == other.fingerprint
    half = read.read(feed, things(thing(1, "x", 3.5)), 0).rows[0]
    assert half.fingerprint != one.fingerprint
