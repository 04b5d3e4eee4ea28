"""The measure itself: what counts as right, as false and as missed."""

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import FoundArtist, SiteReading, StudioFacts
from inkscout_cli.commands.evaluate import print_report
from inkscout_cli.evaluation.scoring import Evaluation, Score, SiteLabel, is_name, read_labels, score_site
from inkscout_deploy.errors import BadInput

LABEL = SiteLabel(
    host="wren.test",
    entry="/",
    needs_js=False,
    studio={"phone": "+49 421 555-0199", "email": "Hi@Wren.test", "instagram": "wren.tattoo"},
    artists=[
        {
            "name": "Anna Bell",
            "instagram": "anna.bell",
            "styles": ["fine line", "realism"],
            "role": "owner, tattoo artist",
        },
        {"name": "Tom Finch", "instagram": None, "styles": [], "role": "piercer"},
    ],
    optional_artists=[{"name": "Guest Gus"}],
)


def _reading(*artists: FoundArtist, **facts: str) -> SiteReading:
    return SiteReading(outcome=VisitOutcome.ARTISTS_FOUND, artists=artists, studio=StudioFacts(**facts))


@pytest.mark.parametrize(
    ("label", "found", "same"),
    [
        ("Anna Bell", "Anna", True),
        ("Anna", "Anna Bell", True),
        ("Jim", "Jim Tattoo Ink", True),
        ("Tarvo Kerves", "tarvokerves", True),
        ("Makatatuajes", "Maka", True),
        ("Jason White", "Jason Brown", False),
        ("Anna", "Ann", False),
        ("Anna", "", False),
    ],
)
def test_a_first_name_or_a_fuller_form_is_the_same_person(label: str, found: str, *, same: bool) -> None:
    assert is_name(label, found) is same


def test_a_perfect_reading_scores_one_everywhere() -> None:
    site = score_site(
        LABEL,
        _reading(
            FoundArtist(
                name="Anna Bell", instagram="anna.bell", role="owner", styles=("fine-line", "realism")
            ),
            FoundArtist(name="Tom Finch", role="piercer"),
            phone="+494215550199",
            email="hi@wren.test",
            instagram="wren.tattoo",
        ),
    )
    assert all(score.f1 == 1.0 for score in site.scores.values())
    assert (site.missed, site.false_positives, site.wrong_facts) == ([], [], [])


def test_optional_people_are_neither_false_nor_missed() -> None:
    found = FoundArtist(name="Anna Bell"), FoundArtist(name="Tom"), FoundArtist(name="Gus")
    site = score_site(LABEL, _reading(*found))
    assert site.false_positives == []
    assert site.scores["artists"].f1 == 1.0


def test_strangers_are_false_and_the_rest_is_missed() -> None:
    site = score_site(
        LABEL, _reading(FoundArtist(name="Nobody Known"), FoundArtist(name="Anna Bell", instagram="other"))
    )
    assert site.false_positives == ["Nobody Known"]
    assert site.missed == ["Tom Finch"]
    assert (site.scores["handles"].right, site.scores["handles"].false, site.scores["handles"].missed) == (
        0,
        1,
        1,
    )
    assert site.scores["studio"].missed == 3


def test_one_label_is_given_to_one_person_only_and_exact_names_first() -> None:
    site = score_site(
        LABEL, _reading(FoundArtist(name="Anna"), FoundArtist(name="Anna Bell", instagram="anna.bell"))
    )
    assert site.scores["handles"].right == 1
    assert site.false_positives == ["Anna"]


@pytest.mark.parametrize(
    ("phone", "right"),
    [("0421 5550199", 1), ("004942155501 99", 1), ("+49 421 555 0198", 0), ("0199", 0), ("", 0)],
)
def test_phone_numbers_are_compared_by_digits(phone: str, right: int) -> None:
    assert score_site(LABEL, _reading(phone=phone)).scores["phone"].right == right


def test_nothing_found_where_nothing_is_counts_as_right() -> None:
    empty = SiteLabel(host="x.test", entry="/", needs_js=False, studio={}, artists=[])
    evaluation = Evaluation([score_site(empty, SiteReading(outcome=VisitOutcome.NO_ARTISTS_NAMED))])
    overall = evaluation.overall()
    assert overall["artists"]["precision"] == overall["artists"]["recall"] == 1.0
    assert overall["sites_without_artists"] == {"sites": 1, "without_false_positives": 1}


def test_the_report_has_the_promised_keys() -> None:
    site = score_site(
        LABEL, _reading(FoundArtist(name="Anna")), milliseconds=12.34, size=99, asked_browser=True
    )
    document = json.loads(json.dumps(Evaluation([site]).as_dict()))
    for name in ("artists", "handles", "styles", "roles", "studio"):
        assert {"precision", "recall", "f1"} <= set(document["overall"][name])
    assert {"outcome", "found", "missed", "false_positives", "milliseconds", "bytes"} <= set(
        document["sites"]["wren.test"]
    )
    assert document["overall"]["browser"]["asked_needlessly"] == 1


def test_the_report_fits_eighty_columns_and_judges_no_site_that_was_left_to_the_browser() -> None:
    left = score_site(LABEL, SiteReading(outcome=VisitOutcome.NEEDS_BROWSER), pages=1, asked_browser=True)
    read = score_site(
        replace(LABEL, host="penninetattoosupply.test"), _reading(FoundArtist(name="Anna Bell"))
    )
    out = io.StringIO()
    print_report(Evaluation([left, read]), Console(file=out, width=80))
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("wren.test: needs_browser, read with --render alone, 1 page,")
    assert lines[1].startswith("penninetattoosupply.test: artists_found, P 1.00 R 0.50, 0 pages,")
    assert [line for line in lines if line.startswith("    missed")] == ["    missed: Tom Finch"]
    assert max(len(line) for line in lines) <= 80


def test_scores_add_up_and_round_trip() -> None:
    total = Score()
    total.add(Score(3, 1, 2))
    total.add(Score(1, 0, 0))
    assert (total.precision, total.recall) == (0.8, pytest.approx(2 / 3))


def test_labels_are_read_line_by_line_and_keep_what_is_known() -> None:
    line = json.dumps(
        {"host": "a.test", "entry": "/", "needs_js": True, "studio": {}, "artists": [], "notes": "?"}
    )
    assert read_labels([line, "", line])[1].needs_js is True


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting property name"),
        ("[]", "not an object"),
        ('{"host": "a.test", "entry": "/", "needs_js": true, "studio": {}}', "'artists' is missing"),
        (
            '{"host": "a.test", "entry": "/", "needs_js": true, "studio": {}, "artists": [], '
            '"optional_artists": ["Ada"]}',
            'a person is {"name": …}, not "Ada"',
        ),
    ],
)
def test_a_line_that_is_no_label_is_told_by_its_number(line: str, reason: str) -> None:
    with pytest.raises(BadInput, match="Line 2 of the labels") as told:
        read_labels(["", line])
    assert reason in str(told.value)
