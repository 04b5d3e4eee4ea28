"""The relevance set's floors; ``python -m bench ndcg`` shows each query."""

from collections.abc import Iterator

import pytest

from tests.support import api_client as api
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set import floors, score
from tests.support.relevance_set.generator import Generated, directory, documents
from tests.support.relevance_set.queries import queries

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def generated() -> Iterator[Generated]:
    generated = directory()
    with embedded_index() as url:
        load(url, documents(generated))
        with api.index_only(url):
            yield generated


def test_the_set_is_large_and_the_same_every_time(generated: Generated) -> None:
    assert len(generated.artists) == 5000
    assert len({artist.country for artist in generated.artists}) >= 20
    assert len(queries(generated)) >= 60
    directory.cache_clear()
    assert directory().artists == generated.artists


def test_searches_rank_what_was_meant_first(generated: Generated) -> None:
    scored = score.ndcg(generated)
    assert score.mean(scored) >= floors.NDCG, [(one.query.text, one.ndcg) for one in scored[:10]]


def test_four_characters_suggest_what_is_meant_one_typo_forgiven(generated: Generated) -> None:
    cases = score.suggestion_cases(generated)
    misses = score.suggestion_misses(cases, lambda typed: api.get("/v1/suggest", {"q": typed}).json())
    assert len(cases) >= 200
    assert 1 - len(misses) / len(cases) >= floors.SUGGESTED, misses
