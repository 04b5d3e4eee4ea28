"""A caption is whatever a website wrote there."""

from hypothesis import given
from hypothesis import strategies as st

from inkscout.extraction.people.finders.captions import read_caption

_PIECES = st.sampled_from(["\u2026", "Artist", "Owner", "Zoë", "Müller", "—", ",", "|", "(…)", "1", ""])


@given(st.lists(_PIECES, max_size=6).map(" ".join))
def test_a_caption_without_words_names_nobody_and_breaks_nothing(text: str) -> None:
    name, role, weight = read_caption(text)
    assert isinstance(name, str)
    assert isinstance(role, str)
    assert 0 <= weight <= 1


def test_two_marks_are_no_name() -> None:
    assert read_caption("(\u2026) |")[0] == ""
