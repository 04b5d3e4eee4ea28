"""Scores stored profiles, as searchers see them, against labels of what a careful reader finds on the sites.

Pictures count by path: those shown that are the artist's, those that are not, and those missed. A biography
is right if it starts as the label's, or if both are absent.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from inkscout.domain.artist import Artist
from inkscout.domain.reading import PORTRAIT, Image
from inkscout.domain.studio import Studio
from inkscout.usecases.visits.replay import replay
from inkscout.vocabulary.folding import fold, tokens
from inkscout_cli.evaluation.scoring import Score, is_name
from inkscout_cli.evaluation.stored import StoredWorld
from inkscout_deploy.errors import BadInput

CONTACTS = ("instagram", "email", "booking_url", "website")
"""Fields by which an artist is reached."""
FIELDS = ("pictures", "kinds", "bios", "styles", "contacts", "studio names", "addresses")
_MAX_SHOWN = 40
"""Number of pictures that a profile shows at most, so that more cannot be missed."""
_FIRST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLabel:
    """Expected profile of one artist, as a careful reader finds it.

    Attributes:
        name: The artist's name.
        portraits: Paths of likenesses, as patterns: "img/ada.jpg", or "img/ada/*=12" for twelve pictures.
        works: Paths of works, as patterns.
        either: Paths of pictures that are one or the other.
        maybe: Paths of pictures that may be shown and need not be.
        bio: Digest of the first words of the biography (``first_words``); empty if the site has none.
        styles: Keys of styles; None if a reader is not sure.
        contacts: Fields by which the artist is reached; None if a reader is not sure.
    """

    name: str
    portraits: Sequence[str] = ()
    works: Sequence[str] = ()
    either: Sequence[str] = ()
    maybe: Sequence[str] = ()
    bio: str | None = None
    styles: Sequence[str] | None = None
    contacts: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfiles:
    """Labels of one website: the studio's name, words of its address, and its artists."""

    host: str
    studio: str = ""
    address: str = ""
    artists: Sequence[ProfileLabel] = ()


@dataclass(slots=True)
class ProfileEvaluation:
    """Scores by field, and what differs, one line each.

    ``replayed`` studios were read again from the stored pages; ``changed`` of them would change.
    """

    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in FIELDS})
    differences: list[str] = field(default_factory=list)
    artists: int = 0
    studios: int = 0
    replayed: int = 0
    changed: int = 0

    def add(self, other: "ProfileEvaluation") -> None:
        """Adds the results of another world to these."""
        for name, score in other.scores.items():
            self.scores[name].add(score)
        self.differences += other.differences
        self.artists += other.artists
        self.studios += other.studios
        self.replayed += other.replayed
        self.changed += other.changed

    def as_dict(self) -> dict[str, Any]:
        """Returns the JSON report."""
        figures = {name: score.as_dict() for name, score in self.scores.items()}
        return {
            "artists": self.artists,
            "studios": self.studios,
            "replay": {"studios": self.replayed, "would_change": self.changed},
            "fields": figures,
            "differences": self.differences,
        }


def read_profile_labels(path: Path) -> list[SiteProfiles]:
    """Returns the labels in a file of JSON Lines, one website a line.

    Raises:
        BadInput: the file cannot be read, or a line is no label.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines if line.strip()]
        return [
            SiteProfiles(**{**site, "artists": [ProfileLabel(**one) for one in site.get("artists", ())]})
            for site in found
        ]
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(f"{path} holds no labels of profiles: {error}") from error


def first_words(text: str) -> str:
    """Returns a digest of a text's first words, by which it is recognised without keeping it."""
    words = " ".join(tokens(text)[:_FIRST_WORDS])
    return hashlib.sha256(words.encode()).hexdigest()[:12] if words else ""


def score_profiles(stored: StoredWorld, labels: Iterable[SiteProfiles]) -> ProfileEvaluation:
    """Compares the stored studios and artists with their labels; artists without a label are left out."""
    found = ProfileEvaluation()
    for site in labels:
        studio = stored.studio_of(site.host)
        if studio is None:
            continue
        found.studios += 1
        _score_studio(found, site, studio)
        left = stored.artists_of(site.host)
        for label in site.artists:
            artist = next((one for one in left if fold(one.name) == fold(label.name)), None) or next(
                (one for one in left if any(is_name(label.name, name) for name in (one.name, *one.aliases))),
                None,
            )
            if artist is None:
                found.differences.append(f"{site.host}: {label.name} is not in the directory")
                continue
            left.remove(artist)
            found.artists += 1
            _score_artist(found, site.host, label, artist)
    for difference in replay(stored.directory, stored.lake, stored.denylist):
        found.replayed += 1
        if not difference.changes_nothing:
            found.changed += 1
            found.differences.append(f"{difference.name}: read again: {difference}")
    return found


def _score_studio(found: ProfileEvaluation, site: SiteProfiles, studio: Studio) -> None:
    same = fold(studio.name) == fold(site.studio)
    _count(found, ("studio names", site.host), same, studio.name, site.studio)
    if site.address:
        wanted, got = set(tokens(site.address)), set(tokens(studio.address))
        _count(found, ("addresses", site.host), wanted <= got, studio.address, site.address)


def _score_artist(found: ProfileEvaluation, host: str, label: ProfileLabel, artist: Artist) -> None:
    where = f"{host}, {artist.name}"
    _score_pictures(found, where, label, artist.portfolio)
    if label.bio is not None:
        got = first_words(artist.bio)
        wanted = "its text" if label.bio else "none"
        _count(found, ("bios", where), got == label.bio, artist.bio[:40], wanted)
    if label.styles is not None:
        _score_sets(found, "styles", where, set(artist.styles), set(label.styles))
    if label.contacts is not None:
        has = {name for name in CONTACTS if getattr(artist, name)}
        _score_sets(found, "contacts", where, has, set(label.contacts))


def _score_pictures(
    found: ProfileEvaluation, where: str, label: ProfileLabel, images: Sequence[Image]
) -> None:
    portraits, works = _Patterns(label.portraits), _Patterns(label.works)
    either, maybe = _Patterns(label.either), _Patterns(label.maybe)
    pictures, kinds = found.scores["pictures"], found.scores["kinds"]
    right = 0
    for image in images:
        path = unquote(urlsplit(image.url).path).lstrip("/")
        is_portrait = portraits.match(path)
        if is_portrait or works.match(path):
            right += 1
            is_right = (image.kind == PORTRAIT) == is_portrait
            kinds.right += is_right
            kinds.false += not is_right
            kinds.missed += not is_right
            if not is_right:
                found.differences.append(f"{where}: {path} is shown as {image.kind or 'nothing'}")
        elif either.match(path):
            right += 1
        elif not maybe.match(path):
            pictures.false += 1
            found.differences.append(f"{where}: {path} is not theirs")
    missed = max(0, min(_MAX_SHOWN, portraits.count + works.count + either.count) - right)
    pictures.right += right
    pictures.missed += missed
    if missed:
        found.differences.append(f"{where}: {missed} pictures missed")


def _count(found: ProfileEvaluation, of: tuple[str, str], is_right: object, got: str, wanted: str) -> None:
    name, where = of
    score = found.scores[name]
    if is_right:
        score.right += 1
        return
    score.false += bool(got)
    score.missed += 1
    found.differences.append(f"{where}: {name}: {got or 'none'} for {wanted}")


def _score_sets(found: ProfileEvaluation, name: str, where: str, got: set[str], wanted: set[str]) -> None:
    found.scores[name].add(Score(len(got & wanted), len(got - wanted), len(wanted - got)))
    if got != wanted:
        told = [*(f"+{one}" for one in sorted(got - wanted)), *(f"-{one}" for one in sorted(wanted - got))]
        found.differences.append(f"{where}: {name}: {' '.join(told)}")


class _Patterns:
    """Patterns of paths, each with the number of pictures that it stands for."""

    def __init__(self, written: Sequence[str]) -> None:
        parts: list[tuple[str, str, str]] = [one.rpartition("=") for one in written]
        counted: Mapping[str, int] = {
            (path if sep and count.isdigit() else path + sep + count): int(count)
            if sep and count.isdigit()
            else 1
            for path, sep, count in parts
        }
        self._patterns = tuple(fold(pattern) for pattern in counted)
        self.count = sum(counted.values())

    def match(self, path: str) -> bool:
        """Whether a path is one of them."""
        return any(fnmatchcase(fold(path), pattern) for pattern in self._patterns)
