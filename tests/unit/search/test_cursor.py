"""Cursors are opaque, signed, bound to their query, and good for a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inkscout.search.cursor import MAX_LENGTH, InvalidCursor, Position, decode, encode, query_digest

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = b"a key that is long enough"
DIGEST = query_digest({"q": "mara"})
VALUES = st.lists(st.one_of(st.none(), st.integers(-(2**53), 2**53), st.text(max_size=40)), max_size=5)


@example(["\U00010000" * 40] * 5, 6)
@example(["\x1f" * 40] * 5, 6)
@given(VALUES, st.integers(0, 6))
def test_a_cursor_decodes_to_its_values(after: list[object], level: int) -> None:
    position = Position(after=list(after), level=level)
    assert decode(encode(position, DIGEST, KEY, NOW), DIGEST, KEY, NOW) == position


@given(st.binary(max_size=200), st.text(max_size=200))
def test_anything_else_is_refused(noise: bytes, text: str) -> None:
    for cursor in (noise.decode("latin-1"), text, "A" * (MAX_LENGTH + 1)):
        with pytest.raises(InvalidCursor):
            decode(cursor, DIGEST, KEY, NOW)


def test_each_refusal_says_what_to_do() -> None:
    cursor = encode(Position([1]), DIGEST, KEY, NOW)
    with pytest.raises(InvalidCursor, match="another query"):
        decode(cursor, query_digest({"q": "other"}), KEY, NOW)
    with pytest.raises(InvalidCursor, match="too old"):
        decode(cursor, DIGEST, KEY, NOW + timedelta(hours=25))
    with pytest.raises(InvalidCursor, match="too old"):
        decode(cursor, DIGEST, KEY, NOW - timedelta(hours=1))
    with pytest.raises(InvalidCursor, match="altered"):
        decode(cursor, DIGEST, b"another key that is long", NOW)


def test_a_cursor_shows_nothing_to_whoever_cannot_sign() -> None:
    first, second = (encode(Position([name]), DIGEST, KEY, NOW) for name in ("a", "b"))
    assert first[:20] != second[:20]


def test_a_position_has_one_cursor_within_an_hour() -> None:
    # Else an answer with a next page would have another ETag each second.
    first, later = (encode(Position([1]), DIGEST, KEY, NOW + timedelta(minutes=m)) for m in (0, 59))
    assert first == later != encode(Position([1]), DIGEST, KEY, NOW + timedelta(minutes=60))
