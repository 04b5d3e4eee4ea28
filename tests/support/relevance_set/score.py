"""NDCG@10 of the API's answers over the relevance set, and hits of its suggestions."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from anyascii import anyascii

from inkscout.domain import naming
from inkscout.search import taxonomy
from tests.support import api_client as api
from tests.support.relevance_set.generator import SEED, Generated
from tests.support.relevance_set.meaning import Query, grade
from tests.support.relevance_set.queries import queries

DEPTH = 10
TYPED = 4


@dataclass(frozen=True)
class Scored:
    """A query with its score."""

    query: Query
    ndcg: float
    grades: list[int]


def ndcg(generated: Generated) -> list[Scored]:
    """Every query of the set against the API as it is composed now, worst first."""
    people = {artist.artist_id: artist for artist in generated.artists}
    scored = []
    for query in queries(generated):
        answer = api.get("/v1/artists", [*query.parameters, ("limit", DEPTH)])
        assert answer.status == 200, (query.text, answer.body)
        found = [grade(people[item["artist_id"]], query.meaning) for item in answer.json()["items"]]
        ideal = sorted((grade(artist, query.meaning) for artist in generated.artists), reverse=True)[:DEPTH]
        assert ideal[0] > 0, f"nobody could answer {query.text}"
        scored.append(Scored(query, _gain(found) / _gain(ideal), found))
    return sorted(scored, key=lambda one: one.ndcg)


def mean(scored: list[Scored]) -> float:
    """The mean NDCG@10."""
    return sum(one.ndcg for one in scored) / len(scored)


def _gain(grades: list[int]) -> float:
    return sum((2**value - 1) / math.log2(at + 2) for at, value in enumerate(grades))


@dataclass(frozen=True)
class Case:
    """Four characters typed by somebody who means one thing."""

    kind: str
    typed: str
    meant: str
    typo: bool


def suggestion_cases(generated: Generated, each: int = 60, seed: int = SEED) -> list[Case]:
    """Four characters of artists, studios, styles and cities, half of the cases with one typo.

    A beginning that more than five entries of its kind share names nobody yet, whoever answers: such entries
    are typed by another of their words, or by their handle, or left out.
    """
    chance = random.Random(seed)
    entries = _entries(generated)
    cases = []
    for kind, names in entries.items():
        starts: dict[str, set[str]] = {}
        for meant, texts in names.items():
            for text in texts:
                for word in (text, *text.split()):
                    starts.setdefault(word[:TYPED], set()).add(meant)
        clear = sorted(
            (start, meant)
            for start, meant_by in starts.items()
            if len(start) == TYPED and start.isalnum() and len(meant_by) <= 5
            for meant in meant_by
        )
        for number, (start, meant) in enumerate(chance.sample(clear, min(each, len(clear)))):
            typo = number % 2 == 1
            cases.append(Case(kind, _mistype(start, chance) if typo else start, meant, typo))
    return cases


def suggestion_misses(cases: list[Case], ask: Callable[[str], dict[str, list[dict[str, str]]]]) -> list[Case]:
    """The cases whose meaning is not among the first five of its kind."""
    return [case for case in cases if case.meant not in {one["id"] for one in ask(case.typed)[case.kind][:5]}]


def _entries(generated: Generated) -> dict[str, dict[str, list[str]]]:
    styles = taxonomy.styles()
    return {
        "artists": {
            a.artist_id: [*naming.keys(a.name), naming.key(anyascii(a.name)), a.instagram]
            for a in generated.artists
        },
        "studios": {s.studio_id: [naming.key(s.name)] for s in generated.studios},
        "styles": {style: [naming.key(name)] for style, name in styles.names.items()},
        "cities": {s.city: [naming.key(anyascii(s.city)), naming.key(s.city)] for s in generated.studios},
    }


def _mistype(text: str, chance: random.Random) -> str:
    """One edit behind the first letter: a wrong letter, two swapped, one left out or one too many."""
    at = chance.randrange(1, len(text))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz".replace(text[at], ""))
    return chance.choice(
        (
            text[:at] + letter + text[at + 1 :],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
            if at > 1
            else text[:1] + letter + text[2:],
            text[:at] + letter + text[at:],
        )
    )
