"""No regular expression of the product costs more than in proportion, whatever the text."""

import json
import re
import subprocess
import sys

import pytest

from tests.support.hostile_texts import measure
from tests.support.hostile_texts.collected_patterns import CollectedPattern, collected
from tests.support.hostile_texts.measure import worst_of
from tests.support.project import ROOT


@pytest.mark.timeout(600)
def test_no_pattern_is_worse_than_linear() -> None:
    # A process of its own, whose timers interrupt a matcher without harm to the tests beside it; one alone,
    # as importing the whole product takes half as long as measuring it.
    command = [sys.executable, "-m", "tests.support.hostile_texts.measure"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=590, check=True)
    found = json.loads(done.stdout)
    assert found["tried"] > 40
    assert not found["bad"], json.dumps(found["bad"], indent=1, ensure_ascii=False)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(
            r"<meta\b[^>]*\bname\s*=\s*[\"']?\s*(?:robots|inkscout)\b[^>]*>", marks=pytest.mark.slow
        ),
        pytest.param(r"<!--.*?-->|<(noscript|script|template)\b.*?</\1\s*>", marks=pytest.mark.slow),
        pytest.param(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)*\.[a-zA-Z]{2,}", marks=pytest.mark.slow),
        pytest.param(r"(?:\s*(\w+)\s*)+:", marks=pytest.mark.slow),
        r"\s+[|•]\s+",
        pytest.param(r"<form[^>]+(?:login|signin)", marks=pytest.mark.slow),
    ],
)
def test_a_pattern_that_is_worse_than_linear_is_seen(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "_BUDGET", 0.5)  # that it is passed is what is expected here
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    assert worst_of(CollectedPattern(compiled, "here", anchored=False)) is not None


def test_patterns_are_collected_from_modules_containers_and_functions() -> None:
    places = {found.place for found in collected()}
    for place in (
        "inkscout.extraction.page.zones._LABELS",
        "inkscout.web.charset._PARAMETER",
        "inkscout.domain.text_view._TAG",
        "functions.api.delivery._VOLATILE",
    ):
        assert place in places
    assert any(place.endswith(".PRICE") for place in places)
    # Equal patterns are kept once, under the module that names one first; ``module:line`` is in a function.
    assert any(re.fullmatch(r"inkscout\.extraction\.[\w.]+:\d+", place) for place in places)
    assert len(places) > 150
