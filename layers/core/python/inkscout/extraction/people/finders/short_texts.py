"""Proposes every short text that may be a name: headings, links, list items, captions, page titles.

Favours recall over precision: a proposal is weak evidence, and the judge decides with all evidence of the
site.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from inkscout.extraction.model import Candidate, PageView, SiteContext
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone, is_credit, is_labelled_credit
from inkscout.extraction.people.price_tables import lines_of_price_tables
from inkscout.extraction.people.records import record_of
from inkscout.extraction.people.scoring import candidate_of
from inkscout.extraction.people.section_headings import FORMER, sections_of
from inkscout.extraction.people.two_line_names import names_over_two_lines
from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.names import (
    KNOWN,
    NameGuess,
    is_role_text,
    name_key,
    names_other_trade,
    read_name,
)
from inkscout.extraction.text.names_in_labels import (
    copyright_holder,
    maker_of_brand,
    name_in_alt_text,
    owner_of_works,
)
from inkscout.extraction.text.role_forms import TATTOO_STEMS
from inkscout.extraction.text.styles import styles_alone
from inkscout.extraction.text.titles import name_of_line
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import word_set

_PLACES = word_set("places.places")
_LONGEST = 90
"""Maximum number of characters in a text line that is read as a name with other text beside it."""
_SHORT = 30
"""Number of characters up to which a text line that begins with emphasis is read like any other."""
_HANDLE = re.compile(r"^@([\w.]{3,30})$")
_FRAME = Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.CREDIT | Zone.BLOG
_DASHES = ("- ", "–", "—", "―", "~ ")
_LEAST_QUOTED = 5
"""Minimum number of words of a quotation that the text line below it signs."""
_LABELS = word_set("names.greetings")
_PARTS = word_set("not_names.parts")
_LONGEST_CARD = 10
"""Maximum number of text lines between a name and a link that leads to its bearer."""
_LEAST_HANDLES = 2
_MAX_LINES = 600
_MAX_FOUND = 60
_BETWEEN = re.compile(r"[|•·:;,/()\[\]–—&（）【】｜、]| - | (?:and|und|et|y|e|i|и|та|och|og|en|ve) ")
_MARKED = re.compile(r"[|•·:;,/()\[\]–—&（）【】｜、]| - ")
_ADDRESS = re.compile(r",\s?\d{1,5}\s?,[^,]*,|\b\d{5}(?:-\d{3,4})?\b|,[^,]*,\s?[A-Z]{2}$")
"""Matches postal addresses in one line, of which no part is a name ("Rua da Paz, 12, São Paulo, SP")."""
_STREET = re.compile(
    r"^\d{1,5}\w?[,\s]+[^\W\d_]|[^\W\d_][.,]?\s\d{1,5}\w?\b(?!\s*(?:years|jahre|ans|años|anos))", re.I
)
_OWNERS = re.compile(r"^([^\W\d_]{3,})['’]s?\b")
_LONGEST_BRAND = 40
_BASE = 0.05
_UNLIKELY = 0.1
"""Score of a title that is listed with names but does not look like one."""
_MOST_WORDS = 3
_TWO = 2
_LONGEST_ABBREVIATION = 4
"""Maximum number of characters, the period included, of an abbreviation at a name's end ("Jr.")."""


def people_in_short_texts(view: PageView) -> list[Candidate]:
    """Returns a candidate for each short text of a page that looks like a name."""
    read = view.document.lines[:_MAX_LINES]
    former = _under_former(view) | _places_with_addresses(view) | lines_of_price_tables(view)
    named = [
        (line, guess)
        for line in read
        if line.index not in former and not is_labelled_credit(line.text) and not _signs(view, line)
        for guess in names_of_line(line)
    ]
    named = [one for before, one in pairwise([None, *named]) if one and not _leads_to(before, one)]
    beside = _beside_names(view, {line.index for line, _ in named})
    named.extend((line, guess) for line, guess in beside if line.index not in former)
    lines = list(dict.fromkeys(line.index for line, _ in named))
    others = [view.document.lines[index] for index in lines]
    found: list[Candidate] = []
    refused: set[tuple[str, ...]] = set()
    for line, guess in named[:_MAX_FOUND]:
        record = record_of(view, line, others, 0, len(view.document.lines))
        candidate = candidate_of(view, line, guess, record, group=1, base=_BASE)
        if candidate is not None:
            if not guess.role and view.is_piercing and candidate.role == "piercer":
                candidate.role = ""  # the page's subject says nothing about names in its menu
            found.append(candidate)
        else:
            refused.add(name_key(guess.name))
    found.extend(one for one in _titles(view) if name_key(one.name) not in refused)
    found.extend(_handles(view, {line.index for line, _ in named}))
    return [*found, *names_over_two_lines(view)]


def _leads_to(before: tuple[Line, NameGuess] | None, named: tuple[Line, NameGuess]) -> bool:
    """Whether a link only leads to the person who is named shortly above it ("Meet Anna", "Book with Anna").

    What follows it is about somebody else.
    """
    line, guess = named
    if before is None or not line.href or not 0 < line.index - before[0].index <= _LONGEST_CARD:
        return False
    is_more = fold(line.text) != fold(guess.name)
    return is_more and set(name_key(guess.name)) <= set(name_key(before[1].name))


def _signs(view: PageView, line: Line) -> bool:
    """Whether a text line signs the quotation above it ("– Oscar Wilde")."""
    if not line.text.startswith(_DASHES) or not line.index:
        return False
    above = view.document.lines[line.index - 1].text
    return len(above.split()) >= _LEAST_QUOTED and not above.startswith(_DASHES)


def _under_former(view: PageView) -> set[int]:
    """Returns the indexes of the text lines below headings of people who have left."""
    found: set[int] = set()
    level = 0
    for line in view.document.lines[:_MAX_LINES]:
        if line.heading and (not level or line.heading <= level):
            level = line.heading if FORMER.search(fold(line.text)) else 0
        if level:
            found.add(line.index)
    return found


def _places_with_addresses(view: PageView) -> set[int]:
    """Returns the indexes of headings set alike, each above an address, of which at least one is a place.

    They are branches of a studio: "Florence" and "Sydney" are places beside "London".
    """
    groups: dict[object, list[Line]] = {}
    for line in view.document.lines[:_MAX_LINES]:
        if line.heading and " " not in line.text.strip():
            groups.setdefault(line.setting, []).append(line)
    found: set[int] = set()
    for group in groups.values():
        if len(group) > 1 and any(fold(line.text) in _PLACES for line in group):
            below = [view.document.lines[line.index + 1 : line.index + 2] for line in group]
            if all(lines and _STREET.search(lines[0].text) for lines in below):
                found.update(line.index for line in group)
                names = {line.text for line in group}
                found.update(line.index for line in view.document.lines if line.text in names)
    return found


def _handles(view: PageView, named: set[int]) -> Iterator[Candidate]:
    """Yields those who are listed by nothing but their Instagram handles, at least two of them set alike."""
    groups: dict[object, list[tuple[Line, str]]] = {}
    for line in view.document.lines[:_MAX_LINES]:
        match = _HANDLE.match(line.text)
        if match and not view.zones[line.index] & _FRAME:
            groups.setdefault(line.setting, []).append((line, match[1].strip(".").lower()))
    for group in groups.values():
        between = [
            any(index in named for index in range(one.index + 1, other.index))
            for (one, _), (other, _) in pairwise(group)
        ]
        if len({handle for _, handle in group}) < _LEAST_HANDLES or 2 * sum(between) >= len(between):
            continue
        for line, handle in group:
            yield Candidate(
                name=handle,
                url=view.document.url,
                confidence=_BASE,
                name_score=_UNLIKELY,
                group=len(group),
                instagram=handle,
                own_handle=True,
                snippet=line.text,
            )


def names_of_line(line: Line) -> Iterator[NameGuess]:
    """Yields the names that a short text line may contain: the whole text, else pieces of it."""
    text = line.text
    labelled = owner_of_works(text) or copyright_holder(text)
    if labelled is not None:
        yield labelled
        return
    if line.lead and len(line.parts) > 1 and len(text) > _SHORT and name_of_line(line) is None:
        guess = read_name(line.parts[0].strip(" :–—-,"))
        if guess is not None:
            yield guess
        return
    if len(text) > _LONGEST or len(text) < 2:
        return
    whole = name_of_line(line)
    if whole is not None:
        if not styles_alone(text) and (not _is_sentence(text) or _is_name_alone(text, whole)):
            yield whole
        return
    made = maker_of_brand(text) if " " in text and not is_credit(text) else None
    if made is not None:
        yield made
    else:
        yield from _names_between_marks(text)


def _names_between_marks(text: str) -> Iterator[NameGuess]:
    """Yields the names among the pieces into which punctuation and words for "and" divide a text."""
    pieces = [piece for piece in _pieces(text) if piece]
    if not 1 < len(pieces) <= 6 or _ADDRESS.search(text):
        return
    if text.endswith(".") and any(piece[0].islower() and not is_role_text(piece) for piece in pieces):
        return  # a sentence ("Red and black.")
    if len(_MARKED.split(text)) == 1 and not all(is_role_text(piece) or read_name(piece) for piece in pieces):
        return  # "en" joins names in Dutch, and is a preposition in Spanish ("Estudio en Rosario")
    role = next((piece for piece in pieces if is_role_text(piece)), "")
    for piece in pieces:
        guess = read_name(piece) if not is_role_text(piece) else None
        if guess is not None:
            yield NameGuess(guess.name, guess.role or (role and "artist"), guess.score, guess.nickname)


def _is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence ("Patience.") rather than with an initial or an abbreviation."""
    return text.endswith(".") and len(text.rpartition(" ")[2]) > _LONGEST_ABBREVIATION


def _is_name_alone(text: str, guess: NameGuess) -> bool:
    """Whether a text is a full name that is known for one, and a full stop."""
    is_full = guess.score >= KNOWN and " " in guess.name
    return is_full and fold(text.rstrip(".")) == fold(guess.name)


def _beside_names(view: PageView, named: set[int]) -> Iterator[tuple[Line, NameGuess]]:
    """Yields short titles that do not look like a name but are listed with names.

    Such a title may be a name of everyday words ("Rusty Nail"): one formatted like others that are mostly
    names, or a heading with a role in the text line below it.
    """
    lines = view.document.lines[:_MAX_LINES]
    groups: dict[object, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.setting, []).append(line)
    for group in groups.values():
        known = sum(line.index in named for line in group)
        is_listed = known > 1 or (known == 1 and len(group) == _TWO and _in_section(view, group))
        mostly = is_listed and 2 * known >= len(group)
        for line in group:
            below = lines[line.index + 1].text if line.index + 1 < len(lines) else ""
            titled = bool(line.heading) and is_role_text(below)
            is_new = line.index not in named and not _is_sentence(line.text)
            if is_new and (mostly or titled) and _is_title(line.text):
                yield line, NameGuess(_trimmed(line.text), "", _UNLIKELY)


def _in_section(view: PageView, lines: list[Line]) -> bool:
    """Whether text lines are headings in a section that lists people."""
    return all(
        line.heading and any(section.start <= line.index < section.end for section in sections_of(view))
        for line in lines
    )


def _is_title(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or not all(word[0].isalpha() for word in words):
        return False
    shaped = all(char.isalpha() or char in " ._'’-" for char in text)
    if len(words) == 1 and fold(text) in _LABELS:
        return False  # "Name", for which a form or a template asks
    if (
        styles_alone(text)
        or any(map(text.__contains__, _PARTS))
        or any(fold(word).startswith(TATTOO_STEMS) for word in words)
    ):
        return False  # "Tribal", "Tattoo workshop"
    cased = not words[0].islower() or (len(words) == 1 and any(mark in text for mark in "._"))
    return shaped and cased and not (is_role_text(text) or names_other_trade(text) or styles_alone(text))


def _pieces(text: str) -> list[str]:
    """Splits a text at punctuation and at words for "and"; removes punctuation at the ends of the pieces."""
    return [_trimmed(piece) for piece in _BETWEEN.split(" ".join(text.split()))]


def _trimmed(text: str) -> str:
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in "_@"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "_.)"):
        end -= 1
    return text[start:end]


def _titles(view: PageView) -> Iterator[Candidate]:
    document = view.document
    for piece in _pieces(document.title)[:4]:
        guess = _signed_name(piece) if len(piece) < 50 else None
        if guess is not None and document.lines:
            yield Candidate(
                name=guess.name,
                url=document.url,
                confidence=_BASE,
                name_score=guess.score,
                snippet=document.title[:160],
            )
    last = len(document.lines) - 1
    for picture in document.pictures[:120]:
        is_customers = last >= 0 and view.zones[min(picture.line, last)] & Zone.REVIEW
        guess = name_in_alt_text(picture.alt) if 2 <= len(picture.alt) <= 48 and not is_customers else None
        if guess is not None:
            yield Candidate(
                name=guess.name,
                url=document.url,
                confidence=_BASE,
                name_score=guess.score,
                role=guess.role,
                snippet=picture.alt,
            )


def _without_places(brand: str) -> str:
    """Returns a brand without the places at its end ("Jim Barcelona")."""
    words = brand.split()
    while len(words) > 1 and fold(words[-1]) in _PLACES:
        words.pop()
    return " ".join(words)


def _signed_name(title: str) -> NameGuess | None:
    """Returns the full name after "by" in a title ("Linework von Romy Adler"), else the title as a name."""
    made = maker_of_brand(title)
    return made if made is not None and " " in made.name else read_name(title) or made


def people_in_studio_name(site: SiteContext) -> list[Candidate]:
    """Returns a candidate for each of the studio's names that may be a person's ("Studio Jane Doe")."""
    if not site.views:
        return []
    document = site.views[0].document
    said = [site.studio_name, site.facts.name, *_pieces(document.title)[:3]]
    names: dict[str, str] = {}
    for text in said:
        for part in (_without_places(brand_name(text)), *_OWNERS.findall(text)):
            guess = _signed_name(part) if 2 <= len(part) <= _LONGEST_BRAND else None
            if guess is not None:
                names.setdefault(guess.name, text)
    return [
        Candidate(name=name, url=document.url, confidence=_BASE, instagram=site.facts.instagram, snippet=text)
        for name, text in names.items()
    ]
