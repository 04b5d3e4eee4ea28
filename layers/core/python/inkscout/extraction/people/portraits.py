"""Finds people in a section that lists people if only the alt text of an image states their name.

Also in blocks without a heading whose class or id says that they show the team.
"""

import re
from itertools import islice

from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Element, Picture
from inkscout.extraction.page.urls import is_below_team
from inkscout.extraction.page.zones import shows_people
from inkscout.extraction.people.scoring import SURE
from inkscout.extraction.people.section_headings import Section
from inkscout.extraction.text.handles import handle_of, resembles
from inkscout.extraction.text.names import MAX_NAME, NameGuess, name_key, read_name
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.loader import word_set

_ALIKE = 0.3
_MAX_PICTURES = 120
_NEAR = 5
_LEAST_CALLED = 2
_FILE = re.compile(r"^[^\s/]{1,80}\.(?:jpe?g|png|webp|avif|gif)(?:\?|$)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_PORTRAITS = word_set("pictures.portraits")


def people_of_pictures(view: PageView, section: Section, found: list[Candidate]) -> list[Candidate]:
    """Returns the candidates named by alt texts of images in a section.

    Empty unless two people are named in print, or most linked images have a name as alt text.

    Args:
        view: The page.
        section: A section that lists people.
        found: People named in print there; images with the same first name are taken as theirs and skipped.
    """
    pictures = _pictures(view, section)
    if len(found) < 2 and not _is_portrait_wall(pictures):
        return []
    taken = {name_key(candidate.name)[0] for candidate in found if name_key(candidate.name)}
    wall = len(found) < 2
    named = [
        (picture, guess)
        for picture in pictures
        if (guess := _name_of(picture) or (_stage_name(picture) if wall else None)) is not None
    ]
    named = [(picture, guess) for picture, guess in named if name_key(guess.name)[0] not in taken]
    if not named:
        return []
    handles = list(dict.fromkeys(handle for link in view.document.links if (handle := handle_of(link.href))))
    return [_candidate(view, picture, guess, handles, max(2, len(found))) for picture, guess in named]


def people_of_walls(view: PageView) -> list[Candidate]:
    """Returns the candidates named by alt texts of images in blocks that a class or id calls the team.

    Three of four images of such a block must have a name as alt text, one of them a known given
    name, and no name may be printed there.
    """
    walls: dict[int, list[tuple[Picture, NameGuess | None]]] = {}
    described = [picture for picture in view.document.pictures[:_MAX_PICTURES] if picture.alt]
    if sum(len(picture.alt) <= MAX_NAME and read_name(picture.alt) is not None for picture in described) <= 1:
        return []
    for picture in described:
        wall = _wall_of(picture)
        if wall is not None and not _prints_names(view, wall):
            walls.setdefault(id(wall), []).append((picture, read_name(picture.alt)))
    found: list[Candidate] = []
    for members in walls.values():
        named = [(picture, guess) for picture, guess in members if guess is not None and name_key(guess.name)]
        known = any(guess.score >= SURE for _, guess in named)
        if known and len(named) > 1 and 4 * len(named) >= 3 * len(members):
            found.extend(_candidate(view, picture, guess, [], len(named)) for picture, guess in named)
    return found


def _prints_names(view: PageView, wall: Element) -> bool:
    return any(map(name_of_line, islice(view.document.lines_of(wall), _MAX_PICTURES)))


def _wall_of(picture: Picture) -> Element | None:
    """Returns the outermost of the near elements around an image that a class or id calls the team."""
    around = islice(picture.element.ancestors(), _NEAR)
    return next((node for node in reversed(list(around)) if shows_people(node)), None)


def people_of_files(view: PageView, section: Section) -> list[Candidate]:
    """Returns the people after whom the files of a section's images are called ("img/artists/zoe.jpg").

    For pages whose sections name nobody else; empty if a text line there reads as a name.

    Empty unless at least two are, and three of four of the images in folders named for people.
    """
    if any(map(name_of_line, view.document.lines[section.start : section.end][:_MAX_PICTURES])):
        return []
    inside = [
        (picture, read_name(_file_words(picture.src)))
        for picture in view.document.pictures[:_MAX_PICTURES]
        if section.start <= picture.line <= section.end and is_below_team(view.document.absolute(picture.src))
    ]
    named = [(picture, guess) for picture, guess in inside if guess is not None and guess.score >= SURE]
    if len({guess.name for _, guess in named}) < _LEAST_CALLED or 4 * len(named) < 3 * len(inside):
        return []
    found = [_candidate(view, picture, guess, [], len(named)) for picture, guess in named]
    for candidate, (picture, _) in zip(found, named, strict=True):
        candidate.snippet = picture.src.rpartition("/")[2][:SNIPPET]
    return found


def is_called_by_file(candidate: Candidate) -> bool:
    """Whether nothing but the file name of an image names a candidate."""
    return _FILE.search(candidate.snippet) is not None


def _file_words(src: str) -> str:
    """Returns the words of an image's file name, capitalised, without numbers and words for portraits."""
    stem = src.split("?", 1)[0].rpartition("/")[2].rpartition(".")[0]
    return " ".join(word.capitalize() for word in _LETTERS.findall(stem.lower()) if word not in _PORTRAITS)


def _pictures(view: PageView, section: Section) -> list[Picture]:
    pictures = view.document.pictures
    inside = [picture for picture in pictures if section.start <= picture.line <= section.end and picture.alt]
    return inside[:_MAX_PICTURES]


def _name_of(picture: Picture) -> NameGuess | None:
    guess = read_name(picture.alt)
    return guess if guess is not None and guess.score >= SURE and name_key(guess.name) else None


def _stage_name(picture: Picture) -> NameGuess | None:
    """Returns an unknown word as a stage name if the image links to an Instagram profile; None otherwise."""
    guess = read_name(picture.alt)
    if guess is None or not name_key(guess.name) or not handle_of(_link_around(picture)):
        return None
    return guess


def _link_around(picture: Picture) -> str:
    """Returns the target of the link around an image, as written; empty if there is none."""
    return next((node.get("href") for node in picture.element.ancestors() if node.tag == "a"), "")


def _candidate(
    view: PageView, picture: Picture, guess: NameGuess, handles: list[str], group: int
) -> Candidate:
    href = _link_around(picture)
    handle = handle_of(href)
    page = view.document.absolute(href) if href and not handle else ""
    if not handle:
        likely = max(handles, key=lambda text: resembles(guess.name, text), default="")
        handle = likely if resembles(guess.name, likely) > _ALIKE else ""
    return Candidate(
        name=guess.name,
        url=view.document.url,
        confidence=0.45 + 0.2 * guess.score + (0.2 if handle or page else 0.0),
        name_score=guess.score,
        instagram=handle,
        role=guess.role,
        group=group,
        page_url=page if page.startswith("http") else "",
        styles=styles_in(picture.alt, listed=True),
        snippet=picture.alt,
    )


def _is_portrait_wall(pictures: list[Picture]) -> bool:
    """Whether at least two linked images, and at least half of them, have a name as alt text."""
    linked = [picture for picture in pictures if _link_around(picture)]
    named = [picture for picture in linked if _name_of(picture) is not None]
    return len(named) >= 2 and 2 * len(named) >= len(linked)
