import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.discovery.estimate import capture_recapture
from inkscout.discovery.queries import languages_of, queries_for
from inkscout.discovery.spend import prices
from inkscout.domain.outcome import RunStatus


def test_chapmans_estimate_is_the_textbook_one() -> None:
    # Seber, The Estimation of Animal Abundance: n1 = 200, n2 = 150, m = 25 gives 201*151/26 - 1.
    estimate = capture_recapture(200, 150, 25)
    assert estimate is not None
    assert estimate.total == pytest.approx(201 * 151 / 26 - 1)
    assert estimate.seen == 325
    assert estimate.low < estimate.total < estimate.high


def test_sources_that_do_not_overlap_estimate_nothing() -> None:
    assert capture_recapture(10, 5, 0) is None


def test_a_source_inside_the_other_leaves_nothing_to_miss() -> None:
    estimate = capture_recapture(40, 12, 12)
    assert estimate is not None
    assert estimate.total == estimate.low == estimate.high == 40


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_the_interval_holds_the_estimate_and_never_less_than_was_seen(
    first: int, second: int, data: st.DataObject
) -> None:
    both = data.draw(st.integers(1, min(first, second)))
    estimate = capture_recapture(first, second, both)
    assert estimate is not None
    assert estimate.seen <= estimate.low <= estimate.total <= estimate.high


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    chance, held, rounds = random.Random(7), 0, 400
    for _ in range(rounds):
        seen = [(chance.random() < 0.8, chance.random() < 0.3) for _ in range(200)]
        first, second = sum(a for a, _ in seen), sum(b for _, b in seen)
        estimate = capture_recapture(first, second, sum(a and b for a, b in seen))
        held += estimate is not None and estimate.low <= 200 <= estimate.high
    assert 0.90 <= held / rounds <= 1.0


def test_every_price_is_dated_and_ids_cost_nothing() -> None:
    table = prices()
    assert table.as_of.year >= 2025
    assert table.of("text_search_ids") == 0
    assert table.of("details_enterprise") == pytest.approx(0.02)


def test_an_unknown_kind_of_request_has_no_price() -> None:
    with pytest.raises(KeyError):
        prices().of("free_lunch")


def test_queries_are_asked_in_the_languages_of_a_region_the_best_of_each_first() -> None:
    assert languages_of("ch")[:2] == ("de", "fr")
    queries = queries_for(languages_of("CH"))
    assert queries[:4] == (
        ("Tattoostudio", "de"),
        ("salon de tatouage", "fr"),
        ("studio di tatuaggi", "it"),
        ("tattoo studio", "en"),
    )
    assert len({text.casefold() for text, _ in queries}) == len(queries)


def test_an_unknown_language_is_asked_in_english() -> None:
    assert queries_for(["xx"])[0] == ("tattoo studio", "en")
    assert languages_of("ZZ") == ("en",)


def test_the_run_status_knows_a_budget_that_ran_out() -> None:
    assert RunStatus.BUDGET_REACHED == "budget_reached"
