"""Finds the headings of sections that list people, and the ends of these sections."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.zones import Zone, heading_like
from inkscout.extraction.text.names import KNOWN, is_role_text, names_other_trade, read_name
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import by_word, word_set
from inkscout.vocabulary.telling_words import plain_words

_CLOSERS = word_set("team.section_ends")
_GUEST = word_set("team.guest")
_OUR_PEOPLE = word_set("team.our_people")
_QUALIFIERS = word_set("roles.qualifiers")
_ROLE_OF = by_word("roles.roles")
_TEAM = word_set("team.people")
_TEAM_SCRIPTS = word_set("team.people_parts")
_TEAM_COMPOUNDS = tuple(sorted(word for word in _TEAM if not word.isalnum() and tokens(word) == [word]))
"""Words for people that have a hyphen or an apostrophe."""
_SKIP = Zone.REVIEW | Zone.BLOG | Zone.CREDIT | Zone.SHOP
_LONGEST = 140
_LONGEST_OF_PEOPLE = 70
_MAX_WORDS = 8
_LEAST_BELOW = 2
"""Number of lower headings after which the next heading of the section's level ends the section."""
_COMPOUNDED = (
    "das", "guest", "house", "meet", "nos", "nostri", "notre", "nuestro", "nuestros", "onze", "our",
    "resident", "shop", "studio", "tattoo", "tatuering", "tetovalo", "the", "unser", "vores", "we",
)  # fmt: skip
"""Words that stand before one for people in addresses and in compounds."""
_LEAST_COMPOUNDED = 4
_LETTERSPACED = re.compile(r"^(?:\w ){3,}\w$")
_WHO = re.compile(
    r"^(?:who (?:tattoos|works|is (?:in|here)|inks|we are|does)|the people|our people|people|faces|meet us"
    r"|the family|our family|wer (?:tätowiert|wir sind|hier)|die leute|menschen"
    r"|qui (?:tatoue|sommes[- ]nous|pique)|quiénes? (?:somos|tatúa)|conócenos|chi (?:siamo|tatua)"
    r"|quem (?:somos|tatua)|kto (?:tatuuje|dzierga)|wie (?:wij zijn|tatoeëert|zijn wij)|vilka vi är"
    r"|кто (?:мы|у нас)|хто ми)\b",
    re.IGNORECASE,
)
_SINGULAR = word_set("team.singular")
FORMER = re.compile(
    r"\b(?:former|previous|past|alumni|ehemalig\w*|fruher\w*|frueher\w*|oud[- ]?(?:collega|artiest)\w*"
    r"|ancien(?:ne)?s?|antigu[oa]s|antig[oa]s|byli|bylych|tidigare|tidligere|in memoriam|moved on|no longer"
    r"|ex[- ]?(?:artist|team|membr|tatua|colleg|kolleg|crew|resident)\w*|бывши\w*|колишн\w*)\b"
)
"""Matches folded headings of lists of people who have left."""
_POINTING = word_set("team.pointing")
_PLURAL_ANYWAY = word_set("team.singular_or_plural")
_NEAR = 3
"""Maximum number of elements between a heading and the list that it begins."""


@dataclass(slots=True)
class Section:
    """A range of text lines that lists people, under a heading or on a team page.

    ``start`` is the index of its first text line, ``end`` that after its last. ``guest`` is true if it lists
    guest artists; ``strength`` (0 to 1) is the certainty that it lists people.
    """

    heading: Line | None
    start: int
    end: int
    guest: bool = False
    strength: float = 0.0


def plain_text(text: str) -> str:
    """Returns a heading with letter spacing removed ("T E A M")."""
    return text.replace(" ", "") if _LETTERSPACED.match(text) else text


@lru_cache(maxsize=8192)
def is_team_word(word: str) -> bool:
    """Whether a folded word is one for a studio's people, perhaps with others before it ("meettheteam")."""
    plain = word.rstrip("0123456789")
    if plain in _TEAM:
        return True
    rest = (plain.removeprefix(first) for first in _COMPOUNDED if plain.startswith(first))
    return any(len(part) >= _LEAST_COMPOUNDED and is_team_word(part) for part in rest)


@lru_cache(maxsize=4096)
def has_team_word(text: str) -> bool:
    """Whether a short text contains a word for a studio's people, such as team or artists."""
    if any(
        is_team_word(token) or token.removeprefix("l'").removeprefix("d'") in _TEAM for token in tokens(text)
    ):
        return True
    return not text.isascii() and any(map(fold(text).__contains__, _TEAM_SCRIPTS))


@lru_cache(maxsize=4096)
def may_have_team_word(text: str) -> bool:
    """Whether a text has any word of ``has_team_word``; if not, no part of the text has one."""
    if not text.isascii() or any(map(is_team_word, plain_words(text))):
        return True
    folded = fold(text)
    return any(map(folded.__contains__, _TEAM_COMPOUNDS))


def heading_strength(line: Line) -> float:
    """Scores how certainly a text line is the heading of a list of people, from 0 (not) to 1."""
    if len(line.text) > _LONGEST:
        return 0.0
    text = plain_text(line.text)
    asks = len(text) < 50 and _WHO.match(text) is not None
    speaks = _speaks_of_people(text, line.heading)
    if not asks and not speaks:
        return 0.0
    set_apart = line.heading > 0 or heading_like(line)
    if not speaks and not set_apart:
        return 0.0
    return 1.0 if line.heading else 0.8 if set_apart else 0.6


def _speaks_of_people(text: str, heading: int) -> bool:
    """Whether a short text is about the people of a studio and little else."""
    return len(text) <= _LONGEST_OF_PEOPLE and _is_about_people(text, heading)


@lru_cache(maxsize=4096)
def _is_about_people(text: str, heading: int) -> bool:
    words = tokens(text)
    if not 0 < len(words) <= _MAX_WORDS or text.endswith(("...", "…", "?")):
        return False
    if names_other_trade(text):
        return False
    if not text.isascii() and any(map(fold(text).__contains__, _TEAM_SCRIPTS)):
        return True
    ours = len(words) <= 4 and _OUR_PEOPLE.intersection(words) and _POINTING.intersection(words)
    if ours and not text.endswith("."):
        return True
    if not has_team_word(text) or not _names_many(text, words, heading):
        return False
    telling = [
        word for word in words if word in _TEAM or word in _POINTING or word in _QUALIFIERS or word in _GUEST
    ]
    least = 0.2 if heading else 0.6
    return len(telling) >= least * len(words) and (heading > 0 or not text.endswith((".", ",", ";")))


def _names_many(text: str, words: list[str], heading: int) -> bool:
    """Whether a text means people in general rather than one person's role."""
    team = [word for word in words if word in _TEAM]
    plural = any(word not in _SINGULAR or word in _PLURAL_ANYWAY for word in team)
    if not plural and not heading and not _POINTING.intersection(words):
        return False
    if not is_role_text(text):
        return True
    if any(word in _ROLE_OF and word not in _TEAM for word in words):
        return False
    return plural or (len(words) <= 3 and 0 < heading <= 2)


def sections_of(view: PageView) -> list[Section]:
    """Returns the sections of a page that list people; computed once per page."""
    if view.sections is None:
        view.sections = _find_sections(view)
    return view.sections


def _find_sections(view: PageView) -> list[Section]:
    """Returns the sections of a page that list people.

    The part of a team page before the first such heading also counts as one.
    """
    lines = view.document.lines
    found: list[Section] = []
    for line in lines:
        zone = view.zones[line.index]
        if zone & (_SKIP | Zone.NAV | Zone.FORM) or (line.href and not line.heading):
            continue
        strength = heading_strength(line)
        if strength and not FORMER.search(fold(line.text)) and not _is_somebody(line):
            found.append(
                Section(
                    line,
                    line.index + 1,
                    len(lines),
                    guest=_is_guest(line.text) or view.is_guest,
                    strength=strength,
                )
            )
    for section, following in pairwise(found):
        section.end = following.heading.index if following.heading else section.end
    if view.is_team:
        first = next(
            (line.index for line in lines if not view.zones[line.index] & (Zone.NAV | Zone.FOOTER)), 0
        )
        until = found[0].start - 1 if found else len(lines)
        if not found or until - first > 2:
            found.insert(0, Section(None, first, until, guest=view.is_guest, strength=0.7))
    for section in found:
        section.end = _close(view, section)
    return [section for section in found if section.end >= section.start]


def _is_somebody(line: Line) -> bool:
    """Whether a heading is one person with a role ("Anna Bell – Resident Artist")."""
    guess = read_name(line.text)
    return guess is not None and bool(guess.role) and guess.score >= KNOWN


def _is_guest(text: str) -> bool:
    return bool(_GUEST.intersection(tokens(text)))


def _close(view: PageView, section: Section) -> int:
    """Returns the index of the text line that ends a section: a heading on another subject, or the footer."""
    lines = view.document.lines
    level = section.heading.heading if section.heading else 0
    in_footer = bool(section.heading and view.zones[section.heading.index] & Zone.FOOTER)
    container = _container(section)
    heading = section.heading if section.strength >= 0.8 else None
    below = 0
    end = _end_of_list(view, section)
    for line in lines[section.start : end]:
        zone = view.zones[line.index]
        if zone & Zone.FOOTER and not in_footer:
            return line.index
        if in_footer and line.index - section.start > 25:
            return line.index
        if line.index > section.start and _same_setting(heading, line) and not read_name(line.text):
            return line.index
        if not line.heading:
            continue
        is_next = level and below >= _LEAST_BELOW and line.heading <= level and read_name(line.text) is None
        if is_next or FORMER.search(fold(line.text)):
            return line.index
        below += line.heading > level
        if _closes(line) and (not level or line.heading <= level or not _inside(container, line)):
            return line.index
    return end


def _end_of_list(view: PageView, section: Section) -> int:
    """Returns the end of the list whose first item a section's heading is, if the others are names.

    Else that of the section.
    """
    node = section.heading.element if section.heading else None
    for _ in range(_NEAR):
        if node is None or node.tag in ("ul", "ol"):
            break
        node = node.parent
    if node is None or node.tag not in ("ul", "ol") or node.start != section.start - 1:
        return section.end
    items = view.document.lines[section.start : node.end]
    names = sum(read_name(line.text) is not None for line in items)
    return min(section.end, node.end) if len(items) > 1 and 2 * names > len(items) else section.end


def _same_setting(heading: Line | None, line: Line) -> bool:
    """Whether a text line is formatted like the section's heading, so that it begins another section."""
    if heading is None or line.element.tag != heading.element.tag or line.heading != heading.heading:
        return False
    label = heading.element.label().strip()
    return bool(label) and label == line.element.label().strip() and not is_role_text(line.text)


def _closes(line: Line) -> bool:
    words = tokens(plain_text(line.text))
    if not words or len(words) > 7 or read_name(line.text):
        return False
    return any(word in _CLOSERS for word in words) and not has_team_word(line.text)


def _container(section: Section) -> Element | None:
    """Returns the ``section`` or block that contains a section's heading and list; None if none does."""
    if section.heading is None:
        return None
    for node in section.heading.element.ancestors():
        if node.tag in ("section", "article", "main") or node.end - node.start > 3:
            return node
    return None


def _inside(container: Element | None, line: Line) -> bool:
    return container is not None and container.contains(line.element)
