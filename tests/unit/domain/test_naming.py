"""Names are the same when a careful reader says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain import naming


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Müller", "zoe  muller"),
        ("Zoe\u0308 Mu\u0308ller", "Zoë Müller"),
        ("Søren Łukasz", "SOREN LUKASZ"),
        ("O\u2019Brien", "O'Brien"),
        ("Jean-Luc", "Jean Luc"),
        ("STRAßE", "strasse"),
        ("ink_by_mara", "ink by mara"),
    ],
)
def test_two_ways_of_printing_a_name_have_one_key(one: str, other: str) -> None:
    assert naming.key(one) == naming.key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Mara", "Marta"), ("Anna Lee", "Annalee"), ("Мара", "Mara"), ("彫師", "")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert naming.key(one) != naming.key(other)


def test_a_name_spelled_out_shares_a_key_with_the_accented_one() -> None:
    assert set(naming.keys("Jürgen Groß")) & set(naming.keys("Juergen Gross"))
    assert set(naming.keys("Ju\u0308rgen")) & set(naming.keys("Juergen"))


def test_a_handle_is_found_by_the_words_in_it() -> None:
    assert naming.handle_words("@Ink.By_Mara77") == (
        "ink.by_mara77",
        "ink",
        "by",
        "mara",
        "77",
        "inkbymara77",
    )


@pytest.mark.parametrize("text", ["", "@", "not a handle", "https://x.example/a", "a" * 31, "père"])
def test_an_invalid_handle_has_no_key(text: str) -> None:
    assert naming.handle_key(text) == ""


def test_an_artist_with_a_handle_keeps_the_id_in_another_studio_under_another_name() -> None:
    here = naming.artist_id_for(handle="@Mara.Ink", studio_id="s-1", name="Mara")
    assert here == naming.artist_id_for(handle="mara.ink", studio_id="s-2", name="Mara Vex")
    assert here != naming.artist_id_for(handle="", studio_id="s-1", name="Mara")


def test_two_artists_of_one_name_in_two_studios_are_two() -> None:
    ids = {naming.artist_id_for(handle="", studio_id=studio, name="Alex") for studio in ("s-1", "s-2")}
    assert len(ids) == 2


@given(st.text())
def test_a_key_of_a_key_is_itself(text: str) -> None:
    assert naming.key(naming.key(text)) == naming.key(text)


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_digests_do_not_confuse_where_a_part_ends(parts: list[str]) -> None:
    assert naming.digest(*parts) != naming.digest("".join(parts))
