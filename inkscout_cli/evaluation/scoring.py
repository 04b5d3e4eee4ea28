"""Measures extraction against labels (expected results).

Computes precision, recall and F1 for people, handles, styles, roles and studio facts. A name is right if it
equals a label, has all its words or is a part of it. People whom a label calls optional count neither as
missed nor as false. Phone numbers are compared by their digits.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.reading import FoundArtist, SiteReading, StudioFacts
from inkscout.extraction import name_key, role_in, styles_in
from inkscout.vocabulary.folding import fold
from inkscout_deploy.errors import BadInput

STUDIO_FIELDS = ("phone", "email", "instagram")
"""Facts that are compared exactly; postal addresses are not, since they are printed in too many ways."""
_REQUIRED = ("host", "entry", "needs_js", "studio", "artists")
_LEAST_JOINED = 4
_PHONE_TAIL = 7


@dataclass(slots=True)
class Score:
    """Numbers of right, false and missed values."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, other: "Score") -> None:
        """Adds the counts of another score to this one."""
        self.right += other.right
        self.false += other.false
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of the values found that are right; 1 if nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled values that were found; 1 if there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.right + self.false + self.missed
        return 2 * self.right / both if both else 1.0

    def as_dict(self) -> dict[str, float]:
        """Returns precision, recall and F1, rounded, and the counts, for a report."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "false": self.false,
            "missed": self.missed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLabel:
    """Expected results for one website, written by a human reader.

    ``entry`` is the path of its home page; ``needs_js`` is true if it names people only with JavaScript.
    ``optional_artists`` may be found but need not be; ``not_artists`` are people who are not artists.
    """

    host: str
    entry: str
    needs_js: bool
    studio: Mapping[str, Any]
    artists: Sequence[Mapping[str, Any]]
    optional_artists: Sequence[Mapping[str, Any]] = ()
    not_artists: Sequence[str] = ()


@dataclass(slots=True, kw_only=True)
class SiteScore:
    """Results for one website.

    ``labelled`` is the number of labelled artists; ``found``, ``missed`` and ``false_positives`` are their
    names. ``scores`` are by subject, such as ``artists``. ``pages`` and ``bytes`` were fetched, in
    ``milliseconds``; ``asked_browser`` is true if the HTTP tier requested a browser.
    """

    host: str
    outcome: VisitOutcome
    asked_browser: bool
    needs_js: bool
    labelled: int
    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false_positives: list[str] = field(default_factory=list)
    wrong_handles: list[str] = field(default_factory=list)
    wrong_facts: list[str] = field(default_factory=list)
    scores: dict[str, Score] = field(default_factory=dict)
    pages: int = 0
    milliseconds: float = 0.0
    bytes: int = 0
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Returns the site's entry in the JSON report."""
        return {
            "outcome": self.outcome.value,
            "asked_browser": self.asked_browser,
            "found": self.found,
            "missed": self.missed,
            "false_positives": self.false_positives,
            "wrong_handles": self.wrong_handles,
            "wrong_facts": self.wrong_facts,
            "pages": self.pages,
            "milliseconds": round(self.milliseconds, 1),
            "bytes": self.bytes,
            "reason": self.reason,
        }


def read_labels(lines: Iterable[str]) -> list[SiteLabel]:
    """Returns the labels in JSON Lines text, one per website.

    Raises:
        BadInput: a line is no JSON, lacks a field, or names somebody otherwise than as ``{"name": …}``.
    """
    labels = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                labels.append(_label(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                lacking = f"{error} is missing" if isinstance(error, KeyError) else str(error)
                raise BadInput(f"Line {number} of the labels is no label of a website: {lacking}.") from error
    return labels


def _label(document: Mapping[str, Any]) -> SiteLabel:
    if not isinstance(document, dict):
        raise TypeError("not an object")
    if lacking := [key for key in _REQUIRED if key not in document]:
        raise KeyError(lacking[0])
    for person in (*document["artists"], *document.get("optional_artists", ())):
        if not isinstance(person, dict) or not isinstance(person.get("name"), str):
            raise TypeError(f'a person is {{"name": …}}, not {json.dumps(person, ensure_ascii=False)}')
    return SiteLabel(**{name: document[name] for name in SiteLabel.__slots__ if name in document})


def score_site(
    label: SiteLabel,
    reading: SiteReading,
    *,
    asked_browser: bool = False,
    pages: int = 0,
    milliseconds: float = 0.0,
    size: int = 0,
) -> SiteScore:
    """Compares the result for one website with its label.

    Args:
        label: The expected results.
        reading: The extracted results.
        asked_browser: Whether the HTTP tier requested a browser.
        pages: Number of pages fetched.
        milliseconds: Duration of the visit, fetching included.
        size: Total size of all pages, decoded, in bytes.
    """
    score = SiteScore(
        host=label.host,
        outcome=reading.outcome,
        asked_browser=asked_browser,
        needs_js=label.needs_js,
        labelled=len(label.artists),
        found=[artist.name for artist in reading.artists],
        pages=pages,
        milliseconds=milliseconds,
        bytes=size,
        reason=reading.reason,
    )
    pairs, false, missed = pair_up(label, reading.artists)
    score.false_positives = [artist.name for artist in false]
    score.missed = [str(artist["name"]) for artist in missed]
    score.scores["artists"] = Score(len(pairs), len(false), len(missed))
    score.scores["handles"] = Score()
    score.scores["styles"] = Score()
    score.scores["roles"] = Score()
    for found, expected in pairs:
        _score_handle(score, found, expected)
        _score_styles(score.scores["styles"], found, expected)
        _score_role(score.scores["roles"], found, expected)
    for expected in missed:
        if expected.get("instagram"):
            score.scores["handles"].missed += 1
    _score_studio(score, reading.studio, label.studio)
    return score


def pair_up(
    label: SiteLabel, found: Sequence[FoundArtist]
) -> tuple[list[tuple[FoundArtist, Mapping[str, Any]]], list[FoundArtist], list[Mapping[str, Any]]]:
    """Returns the pairs of a found artist and its label, the false artists, and the labels missed."""
    left = list(label.artists)
    pairs: list[tuple[FoundArtist, Mapping[str, Any]]] = []
    rest: list[FoundArtist] = []
    for artist in found:
        exact = next((item for item in left if fold(str(item["name"])) == fold(artist.name)), None)
        if exact is None:
            rest.append(artist)
        else:
            left.remove(exact)
            pairs.append((artist, exact))
    false: list[FoundArtist] = []
    for artist in rest:
        names = (artist.name, *artist.aliases)
        same = next((item for item in left if any(is_name(str(item["name"]), name) for name in names)), None)
        if same is not None:
            left.remove(same)
            pairs.append((artist, same))
        elif not any(is_name(str(item["name"]), name) for item in label.optional_artists for name in names):
            false.append(artist)
    return pairs, false, left


def is_name(label: str, found: str) -> bool:
    """Whether a found name is the labelled person's.

    All words of one must be in the other, or the joined letters of one must begin with those of the other.
    """
    a, b = name_key(label), name_key(found)
    if not a or not b:
        return False
    if set(b) <= set(a) or set(a) <= set(b):
        return True
    one, other = sorted(("".join(a), "".join(b)), key=len)
    return len(one) >= _LEAST_JOINED and other.startswith(one)


def _score_handle(score: SiteScore, found: FoundArtist, expected: Mapping[str, Any]) -> None:
    handle = str(expected.get("instagram") or "").lower()
    total = score.scores["handles"]
    if found.instagram and found.instagram == handle:
        total.right += 1
        return
    if found.instagram:
        total.false += 1
    if handle:
        total.missed += 1
    if handle or found.instagram:
        score.wrong_handles.append(f"{found.name}: {found.instagram or 'none'} for {handle or 'none'}")


def _score_styles(total: Score, found: FoundArtist, expected: Mapping[str, Any]) -> None:
    """Counts styles by key; labelled styles that are not in the taxonomy are ignored."""
    wanted = {style for text in expected.get("styles") or () for style in styles_in(str(text), listed=True)}
    if not wanted:
        return
    got = set(found.styles)
    total.add(Score(len(got & wanted), len(got - wanted), len(wanted - got)))


def _score_role(total: Score, found: FoundArtist, expected: Mapping[str, Any]) -> None:
    text = str(expected.get("role") or "")
    roles = {role for part in text.split(",") if (role := role_in(part))}
    if not roles:
        return
    if found.role in roles:
        total.right += 1
    else:
        total.missed += 1
        total.false += 1 if found.role else 0


def _score_studio(score: SiteScore, facts: StudioFacts, expected: Mapping[str, Any]) -> None:
    studio = score.scores["studio"] = Score()
    for name in STUDIO_FIELDS:
        wanted, got = str(expected.get(name) or ""), str(getattr(facts, name))
        part = score.scores[name] = Score()
        if wanted and got and _same_fact(name, wanted, got):
            part.right = 1
        else:
            part.false, part.missed = int(bool(got)), int(bool(wanted))
            if got or wanted:
                score.wrong_facts.append(f"{name}: {got or 'none'} for {wanted or 'none'}")
        studio.add(part)


def _same_fact(name: str, wanted: str, got: str) -> bool:
    if name != "phone":
        return wanted.lower().lstrip("@") == got.lower().lstrip("@")
    one, other = (re.sub(r"\D", "", re.sub(r"\(0\)", "", text)).lstrip("0") for text in (wanted, got))
    shorter = min(len(one), len(other))
    tail = max(6, min(shorter, _PHONE_TAIL))
    return (
        shorter >= 6
        and one[-tail:] == other[-tail:]
        and (one.endswith(other[-8:]) or other.endswith(one[-8:]))
    )


@dataclass(slots=True)
class Evaluation:
    """Results for the websites of one or several worlds."""

    sites: list[SiteScore] = field(default_factory=list)

    def overall(self) -> dict[str, Any]:
        """Returns the totals of all scores, with figures on browser requests and on sites without artists.

        Precision and recall are micro-averaged: computed from the counts of all sites.
        """
        totals: dict[str, Score] = {}
        for site in self.sites:
            for name, score in site.scores.items():
                totals.setdefault(name, Score()).add(score)
        report: dict[str, Any] = {name: score.as_dict() for name, score in totals.items()}
        handles = totals.get("handles", Score())
        report["right_person_handles"] = round(handles.precision, 4)
        empty = [site for site in self.sites if site.labelled == 0]
        clean = sum(1 for site in empty if not site.false_positives)
        report["sites_without_artists"] = {"sites": len(empty), "without_false_positives": clean}
        report["browser"] = self._browser()
        return report

    def _browser(self) -> dict[str, Any]:
        needing = [site for site in self.sites if site.needs_js]
        others = [site for site in self.sites if not site.needs_js]
        return {
            "sites_needing": len(needing),
            "asked_rightly": sum(site.asked_browser for site in needing),
            "other_sites": len(others),
            "asked_needlessly": sum(site.asked_browser for site in others),
        }

    def as_dict(self) -> dict[str, Any]:
        """Returns the JSON report: ``overall``, and ``sites`` by host."""
        return {"overall": self.overall(), "sites": {site.host: site.as_dict() for site in self.sites}}
