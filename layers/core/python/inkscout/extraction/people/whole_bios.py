"""Completes biographies read only in part, ends those that run on, and finds missing ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, takewhile

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Element, Line
from inkscout.extraction.page.text_runs import INLINE
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.languages import language_of
from inkscout.extraction.text.names import is_role_text, name_key, role_in
from inkscout.extraction.text.scripts import is_running_text, reading_length
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set, word_sets

MAX_WHOLE_BIO = 2000
"""Maximum length of a completed biography, in characters."""
_SINGULAR, _PLURAL = word_sets("languages.singular"), word_sets("languages.plural")
_THIRD = word_sets("languages.third_person")
_ABOUT = word_set("pages.about_person")
_NOT_ABOUT = Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.FORM | Zone.CREDIT | Zone.BLOG | Zone.SHOP
_KNOWN = 40
"""Number of characters at the beginning of a line by which it is found in a biography."""
_LEAST = 60
"""Minimum number of characters of a paragraph about a person who has no biography."""
_LONGEST_NAMED = 80
"""Number of characters below which a sentence before a biography that begins with the name is part of it."""
_LEAST_WORDS = 8
_LEAST_ELSEWHERE = 100
"""Minimum number of characters of such a paragraph that stands apart from the person's record."""
_AFTER_NAME = 4
"""Maximum number of paragraphs from a name to the one about the person."""
_BESIDE_NAME = 2
_TITLE = 60
"""Maximum number of characters of the title of an item, such as an advantage or a question."""
_QUOTED = ('"', "“", "«", "„", "[")
_ENDS = (".", "!", "…", "。", "！")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text lines of one block element that follow each other, as ``<br>`` divides a paragraph.

    ``is_text`` says whether it may be about a person: no heading, menu, footer, form or review.
    """

    block: Element
    lines: tuple[Line, ...]
    is_text: bool

    @property
    def text(self) -> str:
        """The lines, joined by spaces."""
        return self.lines[0].text if len(self.lines) == 1 else " ".join(line.text for line in self.lines)

    def is_beside(self, other: "Paragraph") -> bool:
        """Whether a template formats both paragraphs alike in one element."""
        one, two = self.block, other.block
        return one.parent is two.parent and (one.tag, one.get("class")) == (two.tag, two.get("class"))


def paragraphs_of(view: PageView) -> list[Paragraph]:
    """Returns all text lines of a page by block element, in document order."""
    blocks: list[tuple[Element, list[Line]]] = []
    for line in view.document.lines:
        block = line.element
        while block.tag in INLINE and block.parent is not None:
            block = block.parent
        if not blocks or blocks[-1][0] is not block:
            blocks.append((block, []))
        blocks[-1][1].append(line)
    return [
        Paragraph(block, tuple(lines), not any(_is_apart(view, line) for line in lines))
        for block, lines in blocks
    ]


def whole_bio(
    views: Sequence[PageView],
    paragraphs: Sequence[Sequence[Paragraph]],
    artist: FoundArtist,
    others: Sequence[str],
) -> str:
    """Returns an artist's biography with the rest of its section; empty if the site has none.

    Added are the next lines and paragraphs of the same element, up to a heading, another person's name, and
    text that does not speak of the artist; at most :data:`MAX_WHOLE_BIO` characters. Removed is everything
    from the first titled item in another part of the page that speaks of nobody. An artist without a
    biography gets the paragraph of short lines after the name, else one that names them in full with their
    trade.

    Args:
        views: The pages of the website.
        paragraphs: The paragraphs of each page.
        artist: The artist, with the biography as read.
        others: Names of the other artists of the website.
    """
    strangers = {word for name in others for word in name_key(name)} - set(name_key(artist.name))
    pages = list(zip(views, paragraphs, strict=True))
    if artist.bio:
        view, listed = max(pages, key=lambda page: _size_known(artist.bio, page[1]))
        known = [at for at, one in enumerate(listed) if one.is_text and _known_lines(artist.bio, one)]
        if not known:
            return artist.bio
        bio, last = _ended(view, listed, known, artist)
        bio = _continued(view, listed[last:], replace(artist, bio=bio), strangers, is_alone=not others)
        return _begun(listed, known[0], replace(artist, bio=bio), strangers)
    own = [listed for view, listed in pages if not view.is_article]
    texts = (text for page in own for text in _after_name(page, artist, strangers, is_alone=not others))
    elsewhere = (text for page in own for text in _elsewhere(page, artist, strangers))
    return next(chain(texts, elsewhere), "")


def _is_apart(view: PageView, line: Line) -> bool:
    return bool(line.heading or view.zones[line.index] & _NOT_ABOUT or line.text.startswith(_QUOTED))


def is_known(bio: str, paragraph: Paragraph) -> bool:
    """Whether a biography has text of a paragraph."""
    return any(len(line.text) >= _KNOWN and _has(bio, line.text) for line in paragraph.lines)


def _known_lines(bio: str, paragraph: Paragraph) -> list[int]:
    """Returns the indexes of the lines of a paragraph that a biography has; the last one may be cut in it."""
    return [at for at, line in enumerate(paragraph.lines) if _has(bio, line.text)]


def _has(bio: str, text: str) -> bool:
    begins = bio.rfind(text[:_KNOWN]) if len(text) >= _KNOWN else -1
    return begins >= 0 and (bio.startswith(text, begins) or text.startswith(bio[begins:]))


def _size_known(bio: str, listed: Sequence[Paragraph]) -> int:
    """Returns how many characters of the text lines of a page a biography has."""
    return sum(
        len(line.text)
        for one in listed
        if one.is_text
        for line in one.lines
        if len(line.text) >= _KNOWN and _has(bio, line.text)
    )


def _ended(
    view: PageView, listed: Sequence[Paragraph], known: Sequence[int], artist: FoundArtist
) -> tuple[str, int]:
    """Returns a biography up to the first item that is not about the artist, and its last paragraph's index.

    Such an item follows a short title, stands in another element, and has neither the name nor a pronoun.
    """
    language = language_of(view)
    for before, at in pairwise(known):
        title = listed[at - 1].text
        is_titled = at - 1 != before and len(title) < _TITLE and not title.endswith(_ENDS)
        if (
            is_titled
            and language in _THIRD
            and listed[at].block.parent is not listed[before].block.parent
            and not _speaks_of(artist, listed[at].text, language)
        ):
            begins = artist.bio.find(listed[at].lines[0].text[:_KNOWN])
            if begins > 0:
                return artist.bio[:begins].rstrip(), before
    return artist.bio, known[-1]


def _begun(listed: Sequence[Paragraph], first: int, artist: FoundArtist, strangers: set[str]) -> str:
    """Returns a biography with the short sentences right before it, in lines or paragraphs set alike.

    One that begins with the name ("Anna Cole, tattooist in Leeds.") may be set in another way.

    No finder takes those: "Tatuerare i Umeå." may be a caption as well. They are shorter than :data:`_LEAST`
    and end as sentences do.

    Args:
        listed: The paragraphs of the page.
        first: Index of the paragraph with which the biography begins.
        artist: The artist with the biography.
        strangers: Words of other people's names.
    """
    one, bio, key = listed[first], artist.bio, list(name_key(artist.name))
    at = next((at for at, line in enumerate(one.lines) if bio.startswith(line.text[:_KNOWN])), -1)
    if at < 0:
        return bio
    before = [line.text for line in reversed(one.lines[:at])]
    before += [
        other.text
        for other in takewhile(
            lambda other: other.is_text and (other.is_beside(one) or _opens(other, one, key)),
            reversed(listed[:first]),
        )
    ]
    own = list(
        takewhile(lambda text: _is_short_sentence(text, key) and strangers.isdisjoint(tokens(text)), before)
    )
    return " ".join((*reversed(own), bio))


def _opens(before: Paragraph, one: Paragraph, key: Sequence[str]) -> bool:
    """Whether a paragraph stands beside another one and begins with a name."""
    words = tokens(before.text)
    return before.block.parent is one.block.parent and bool(key) and words[: len(key)] == list(key)


def _is_short_sentence(text: str, key: Sequence[str]) -> bool:
    """Whether a text is a short sentence: no role alone, and no greeting, which ends with another mark.

    One that begins with the name may be longer than others, which may be a slogan.
    """
    is_named = bool(key) and tokens(text)[: len(key)] == list(key)
    ends = text.endswith((".", "…", "。"))
    is_short = len(text) < (_LONGEST_NAMED if is_named else _LEAST) and ends and len(tokens(text)) > 1
    return is_short and not is_role_text(text.rstrip("."))


def _continued(
    view: PageView,
    listed: Sequence[Paragraph],
    artist: FoundArtist,
    strangers: set[str],
    *,
    is_alone: bool,
) -> str:
    """Returns a biography with what follows in the section; ``listed`` begins with its last paragraph."""
    first = listed[0]
    last = max(_known_lines(artist.bio, first), default=-1)
    if last < 0 or strangers.intersection(tokens(first.text)):
        return artist.bio
    line = first.lines[last].text
    own = [artist.bio[: artist.bio.rindex(line[:_KNOWN])] + line]
    for other in first.lines[last + 1 :]:
        if len(other.text) < _KNOWN and not other.text.endswith(_ENDS):
            break
        own.append(other.text)
    language = language_of(view)
    is_own_page = is_alone and bool(_ABOUT.intersection(path_words(view.document.url)))
    for one in listed[1:]:
        text = one.text
        if is_own_page and one.lines[0].heading and len(text) < _TITLE:
            continue  # a page about the artist alone is about them below all of its headings
        if not one.is_text or len(text) < _KNOWN or not (is_own_page or one.is_beside(first)):
            break
        if strangers.intersection(tokens(text)):
            break
        is_silent = is_alone and language not in _THIRD and not _says(_PLURAL, text, language)
        if not (is_silent or _speaks_of(artist, text, language)):
            break
        own.append(text)
    return shortened(" ".join(own), MAX_WHOLE_BIO)


def _speaks_of(artist: FoundArtist, text: str, language: str) -> bool:
    """Whether a text has a word of the artist's name, "I", or a pronoun such as "she"."""
    named = set(name_key(artist.name)).intersection(word.removesuffix("'s") for word in tokens(text))
    return bool(named or _says(_SINGULAR, text, language) or _says(_THIRD, text, language))


def _says(pronouns: Mapping[str, frozenset[str]], text: str, language: str) -> bool:
    return not pronouns.get(language, frozenset()).isdisjoint(tokens(text))


def _after_name(
    listed: Sequence[Paragraph], artist: FoundArtist, strangers: set[str], *, is_alone: bool
) -> Iterator[str]:
    """Yields the paragraphs of several short lines right after an artist's name.

    Of the only artist, only below a heading of a part of the page: after the page's own stands a slogan.
    """
    key = name_key(artist.name)
    for at, one in enumerate(listed):
        if not key or name_key(one.text) != key or (is_alone and one.lines[0].heading <= 1):
            continue
        for other in listed[at + 1 : at + 1 + _AFTER_NAME]:
            text = other.text
            if not other.is_text or strangers.intersection(tokens(text)):
                break
            if len(other.lines) > 1 and is_sentence(text, _LEAST):
                yield text
                break


def _elsewhere(listed: Sequence[Paragraph], artist: FoundArtist, strangers: set[str]) -> Iterator[str]:
    """Yields the paragraphs that have an artist's full name beside a word such as "tattooist"."""
    key = list(name_key(artist.name))
    for one in listed if len(key) > 1 else ():
        text = one.text
        if not one.is_text or len(text) < _LEAST_ELSEWHERE or key[0] not in fold(text):
            continue
        words = tokens(text)
        if strangers.intersection(words):
            continue
        for at in range(len(words) - len(key) + 1):
            if words[at : at + len(key)] == key and any(
                role_in(word) for word in words[max(0, at - _BESIDE_NAME) : at]
            ):
                yield text
                break


def is_sentence(text: str, least: int) -> bool:
    """Whether a text of at least ``least`` characters has several words and ends as sentences do."""
    if not text.endswith(_ENDS) or reading_length(text) < least:
        return False
    return len(tokens(text)) >= _LEAST_WORDS or is_running_text(text, _LEAST_WORDS)
