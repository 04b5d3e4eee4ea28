"""Measure extraction against labels.

Precision, recall and F1 of people, handles, styles, roles and studio facts.

What counts: a name that equals a label, or is the first name (or the fuller form) of exactly that person;
people
a label calls optional are neither missed nor false; phone numbers are compared by their digits.
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

STUDIO_FIELDS = ("phone", "email", "instagram")
"""Facts that are compared exactly; addresses are printed in too many ways to be."""
_LEAST_JOINED = 4
_PHONE_TAIL = 7


@dataclass(slots=True)
class Score:
    """Right, false and missed values; adds up."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, other: "Score") -> None:
        """Adds another score's counts."""
        self.right += other.right
        self.false += other.false
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what there is that was found; 1 when there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.right + self.false + self.missed
        return 2 * self.right / both if both else 1.0

    def as_dict(self) -> dict[str, float]:
        """Rounded for a report."""
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
    """Labels of one website, written by a careful human reader."""

    host: str
    entry: str
    needs_js: bool
    studio: Mapping[str, Any]
    artists: Sequence[Mapping[str, Any]]
    optional_artists: Sequence[Mapping[str, Any]] = ()
    not_artists: Sequence[str] = ()


@dataclass(slots=True, kw_only=True)
class SiteScore:
    """One site's result."""

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
        """The site's part of the JSON report."""
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
    """Labels of a world, one JSON object a line."""
    names = SiteLabel.__slots__
    labels = []
    for line in lines:
        if line.strip():
            document = json.loads(line)
            labels.append(SiteLabel(**{name: document[name] for name in names if name in document}))
    return labels


def score_site(
    label: SiteLabel,
    reading: SiteReading,
    *,
    asked_browser: bool = False,
    pages: int = 0,
    milliseconds: float = 0.0,
    size: int = 0,
) -> SiteScore:
    """Compares one reading with its label.

    Args:
        label: The careful reader's findings.
        reading: What extraction found.
        asked_browser: Whether the HTTP tier asked for a browser.
        pages: Pages that were fetched.
        milliseconds: Time of the visit, fetching included.
        size: Decoded bytes of all pages.
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
    """Found artists with their labels, then those that are false, then labels that were missed."""
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

    Equal, a part of it by whole words, or the same letters joined.
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
    """Styles by taxonomy key; labelled words the taxonomy does not know are no styles and do not count."""
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
    """All sites of a world."""

    sites: list[SiteScore] = field(default_factory=list)

    def overall(self) -> dict[str, Any]:
        """Micro-averaged scores, the browser's figures, and how many sites without artists stayed without."""
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
        """The JSON report: ``overall`` and ``sites`` by host."""
        return {"overall": self.overall(), "sites": {site.host: site.as_dict() for site in self.sites}}
