"""Finds people in alt texts of images: "Tattoo artist Luz", "Portrait of the tattooer Jane Doe"."""

import re

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.zones import Zone, is_credit
from inkscout.extraction.text.handles import handles_in
from inkscout.extraction.text.names import KNOWN, NameGuess, is_role_text, read_name, role_in, score_words
from inkscout.extraction.text.names_in_labels import maker_of_brand, owner_of_works
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, by_word

_ROLE_OF = by_word("roles.roles")
_PORTRAIT = re.compile(
    r"^(?:portrait|portrait|photo|picture|headshot|image|foto|bild|porträtt|porträt|retrato|ritratto|портрет|фото)\s+"
    r"(?:of|de|du|von|av|di|van|d'|от)?\s*(?:the|la|le|el|der|des|il|o|a|our)?\s*",
    re.IGNORECASE,
)
_BY = re.compile(rf"(?i:\b(?:{alternatives('phrases.made_by')}))\s+([^,;|()]{{2,40}})$")
_BLOCKED = Zone.REVIEW | Zone.SHOP | Zone.BLOG
_MAX_PICTURES = 200
_AFTER_COMMA = re.compile(r"^([^,]{2,40}),\s{0,9}(.+)$")


def people_in_captions(view: PageView) -> list[Candidate]:
    """Returns the people in alt texts that state a role and a name and little else; empty if none."""
    found: list[Candidate] = _signed(view)
    for picture in view.document.pictures:
        zone = view.zones[min(picture.line, len(view.zones) - 1)] if view.zones else Zone.MAIN
        if not picture.alt or len(picture.alt) > 120 or zone & _BLOCKED:
            continue
        name, role, weight = read_caption(picture.alt)
        if name:
            handles = handles_in(picture.alt)
            found.append(
                Candidate(
                    name=name,
                    url=view.document.url,
                    confidence=weight,
                    role=role,
                    instagram=handles[0] if handles else "",
                    snippet=picture.alt,
                )
            )
    return found


def _signed(view: PageView) -> list[Candidate]:
    """Returns the artists named in alt texts of their works ("Rose tattoo by Anna", "Portfolio of Anna").

    Empty unless at least two alt texts name an artist.
    """
    found: list[Candidate] = []
    for picture in view.document.pictures[:_MAX_PICTURES]:
        zone = view.zones[min(picture.line, len(view.zones) - 1)] if view.zones else Zone.MAIN
        may_name = len(picture.alt) <= 120 and not zone & _BLOCKED
        match = _BY.search(picture.alt) if may_name else None
        guess = read_name(match.group(1).strip(" .")) if match else None
        guess = guess or (_owner_or_maker(picture.alt) if may_name else None)
        if guess is not None and guess.score >= KNOWN:
            found.append(
                Candidate(
                    name=guess.name,
                    url=view.document.url,
                    confidence=0.5 + 0.2 * guess.score,
                    name_score=guess.score,
                    role="artist",
                    hints=styles_in(picture.alt),
                    snippet=picture.alt,
                )
            )
    return found if len(found) > 1 else []


def _owner_or_maker(alt: str) -> NameGuess | None:
    """Returns the person whose works an alt text announces, or the maker of a work ("Rose by Anna")."""
    return owner_of_works(alt) or (maker_of_brand(alt) if " " in alt and not is_credit(alt) else None)


def read_caption(alt: str) -> tuple[str, str, float]:
    """Returns name, role and confidence from an alt text; the name is empty if it is no artist's portrait."""
    text = _PORTRAIT.sub("", alt).strip()
    portrait = text != alt
    guess = read_name(text)
    words = tokens(text)
    has_role = any(word in _ROLE_OF for word in words)
    if guess is not None and has_role and not is_role_text(text):
        return guess.name, guess.role, 0.5 + 0.2 * guess.score
    split = _AFTER_COMMA.match(text)
    if split:
        head = read_name(split.group(1))
        if head is not None and role_in(split.group(2)) and head.score >= 0.35:
            return head.name, role_in(split.group(2)), 0.45 + 0.2 * head.score
    if portrait and has_role:
        tail = text.split()
        if tail and fold(tail[0]) not in _ROLE_OF:
            tail = tail[1:]
        while tail and fold(tail[0]) in _ROLE_OF:
            tail = tail[1:]
        if 1 <= len(tail) <= 3 and score_words(tail) > 0:
            return " ".join(tail), role_in(text), 0.55
    tail = text.split()
    if words and len(tail) in (2, 3) and words[0] in _ROLE_OF and all(word[:1].isupper() for word in tail):
        name = " ".join(tail[1:])
        if score_words(tail[1:], lenient=True) > 0:
            return name, _ROLE_OF[words[0]], 0.5
    return "", "", 0.0
