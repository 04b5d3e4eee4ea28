"""Finds biographies by what introduces them: a heading, a role in running text, or colleagues' set alike."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import JUDGED_ALONE, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.people.languages import language_of
from inkscout.extraction.people.person import Person
from inkscout.extraction.people.whole_bios import Paragraph, is_known, is_sentence
from inkscout.extraction.text.names import name_key, role_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set, word_sets

_GREETINGS = word_set("names.greetings")
_THIRD = word_sets("languages.third_person")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s{1,9}")
_LEAST = 60
"""Minimum number of characters of a text after an introduction."""
_SHORT = 60
"""Maximum number of characters of a line that is a name or introduces somebody."""
_AFTER_NAME = 10
"""Maximum number of paragraphs between a name and the text about the person in a card."""
_LEAST_WORDS = 4
_LONGEST_GREETING = 6
"""Maximum number of words up to the name in an introduction ("Hey there, my name is Ana")."""
_LEAST_INTRODUCTION = 24
_FULL_STOPS = (".", "。", "…")
_ARTICLE = 2
"""Maximum number of characters of an article, as in "Sou a Ana"."""

Pages = Sequence[tuple[PageView, Sequence[Paragraph]]]


def introduced_bio(pages: Pages, artist: FoundArtist, strangers: set[str]) -> str:
    """Returns the text after a heading in which an artist says who they are, else about them in running text.

    Running text about several people has the artist's name right after a role ("our piercer David"); the
    sentences that follow belong to it as long as they have a pronoun such as "he". Empty if there is none.

    Args:
        pages: The pages of the website with their paragraphs.
        artist: The artist.
        strangers: Words of the other artists' names.
    """
    for view, listed in pages:
        if not view.is_article and (text := _after_greeting(listed, artist, strangers)):
            return text
    for view, listed in pages:
        pronouns = _THIRD.get(language_of(view), frozenset())
        if not view.is_article and (text := _in_running_text(listed, artist, strangers, pronouns)):
            return text
    return ""


def _after_greeting(listed: Sequence[Paragraph], artist: FoundArtist, strangers: set[str]) -> str:
    key = name_key(artist.name)
    for at, one in enumerate(listed):
        if not key or not one.lines[0].heading or len(one.text) > _SHORT:
            continue
        words = tokens(one.text)
        rest = [word for word in words if word not in key]
        if not (set(key) <= set(words) and rest):
            continue
        if any(len(word) > _ARTICLE and word not in _GREETINGS for word in rest):
            continue
        own: list[str] = []
        for other in listed[at + 1 :]:
            if not other.is_text or not strangers.isdisjoint(tokens(other.text)):
                break
            own.append(other.text)
        text = " ".join(own)
        if is_sentence(text, _LEAST):
            return text
    return ""


def self_introduction(pages: Pages, artist: FoundArtist) -> str:
    """Returns the text in which an artist says who they are, with the paragraphs after it; empty if none.

    It begins with a greeting and the name, as "Soy Ana." or "I'm Ana, a tattooist from Lugo." does, and goes
    on up to a heading and up to what is neither long nor a sentence. A greeting that ends as titles do ("Hi,
    I'm Ana!") is left out.
    """
    for view, listed in pages:
        for at, one in enumerate(listed):
            if view.is_article or not one.is_text or not introduces(one.text, artist):
                continue
            own = [line.text for line in dropwhile(_is_title, one.lines)]
            for other in listed[at + 1 :]:
                if not other.is_text or not is_sentence(other.text, _SHORT):
                    break
                own.append(other.text)
            text = " ".join(own)
            if len(text) >= _LEAST_INTRODUCTION and len(tokens(text)) >= _LEAST_WORDS:
                return text
    return ""


def _is_title(line: Line) -> bool:
    return len(line.text) < _SHORT and not line.text.endswith(_FULL_STOPS)


def introduces(text: str, artist: FoundArtist) -> bool:
    """Whether a text begins with a greeting and an artist's first name or whole name, as no list does."""
    words = tokens(text[:_SHORT])
    names = {name_key(name)[0] for name in (artist.name, *artist.aliases) if name_key(name)}
    for at, word in enumerate(words[:_LONGEST_GREETING]):
        if word in names:
            return at > 0
        if word not in _GREETINGS and len(word) > _ARTICLE:
            return False
    return False


def _in_running_text(
    listed: Sequence[Paragraph], artist: FoundArtist, strangers: set[str], pronouns: frozenset[str]
) -> str:
    key = list(name_key(artist.name))
    for one in listed:
        is_named = one.is_text and key and key[0] in fold(one.text)
        sentences = _SENTENCE_END.split(one.text) if is_named else []
        for first, sentence in enumerate(sentences):
            words = tokens(sentence)
            if not _follows_role(words, key) or not strangers.isdisjoint(words):
                continue
            own = [sentence]
            for other in sentences[first + 1 :]:
                said = set(tokens(other))
                if not strangers.isdisjoint(said) or (pronouns | set(key)).isdisjoint(said):
                    break
                own.append(other)
            if len(own) > 1:
                return " ".join(own)
    return ""


def _follows_role(words: Sequence[str], key: Sequence[str]) -> bool:
    """Whether a name stands right after a role in a sentence."""
    return any(
        list(words[at : at + len(key)]) == key and role_in(words[at - 1])
        for at in range(1, len(words) - len(key) + 1)
    )


def bios_apart(artists: Sequence[FoundArtist], people: Sequence[Person]) -> list[FoundArtist]:
    """Returns the artists; who shares a biography gets another one of a page, else neither keeps it.

    Where a page's card has a copy for small screens that was left as a colleague's, the copy is longer.

    Args:
        artists: The artists.
        people: The person of each artist, with what finders saw.
    """
    counts = Counter(artist.bio for artist in artists if artist.bio)
    out = [
        replace(artist, bio=_another_bio(person, counts) or artist.bio) if counts[artist.bio] > 1 else artist
        for artist, person in zip(artists, people, strict=True)
    ]
    left = Counter(artist.bio for artist in out)
    return [replace(artist, bio="") if artist.bio and left[artist.bio] > 1 else artist for artist in out]


def _another_bio(person: Person, taken: Collection[str]) -> str:
    seen = (one.bio for one in person.candidates if one.bio and one.finder.name not in JUDGED_ALONE)
    return next((bio for bio in seen if bio not in taken), "")


def with_own_cards(pages: Pages, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists, each with the text of their own card among cards that are set alike.

    A biography that stands after a colleague's name, and without the artist's, is the colleague's if that one
    has none. Who has none yet gets the text that stands in their card as those of colleagues do.
    """
    out = list(artists)
    for at, artist in enumerate(out):
        owner = _owner(pages, artist, out) if artist.bio else None
        if owner is not None:
            out[owner] = replace(out[owner], bio=artist.bio)
            out[at] = replace(artist, bio="")
    marks = {mark for artist in out if artist.bio for mark in _marks(pages, artist.bio)}
    return [
        replace(artist, bio=_beside_name(pages, artist, out, marks)) if marks and not artist.bio else artist
        for artist in out
    ]


def _owner(pages: Pages, artist: FoundArtist, artists: Sequence[FoundArtist]) -> int | None:
    """Returns the index of the colleague whose biography an artist has; None if it may be the artist's."""
    if not set(name_key(artist.name)).isdisjoint(tokens(artist.bio)):
        return None
    for _, listed in pages:
        known = next((at for at, one in enumerate(listed) if is_known(artist.bio, one)), None)
        if known is None:
            continue
        for one in reversed(listed[max(0, known - _AFTER_NAME) : known]):
            holders = [at for at, other in enumerate(artists) if _is_name(one, other)]
            if holders:
                (first, *_) = holders
                is_after = any(_is_name(other, artist) for other in listed[known + 1 :])
                return first if is_after and artists[first] is not artist and not artists[first].bio else None
    return None


def _is_name(paragraph: Paragraph, artist: FoundArtist) -> bool:
    """Whether a short paragraph is an artist's name, or begins with it."""
    key, text = name_key(artist.name), paragraph.text
    if not key or len(text) >= _SHORT or key[0] not in fold(text):
        return False
    return tuple(tokens(text)[: len(key)]) == key


def _marks(pages: Pages, bio: str) -> Iterator[tuple[str, str]]:
    """Yields tag and class of the elements in which a biography stands."""
    for _, listed in pages:
        for one in listed:
            label = one.block.attrs.get("class")
            if label and is_known(bio, one):
                yield one.block.tag, label


def _beside_name(
    pages: Pages, artist: FoundArtist, artists: Sequence[FoundArtist], marks: set[tuple[str, str]]
) -> str:
    others = [other for other in artists if other is not artist]
    for _, listed in pages:
        for at, one in enumerate(listed):
            if not _is_name(one, artist):
                continue
            for text in listed[at + 1 : at + 1 + _AFTER_NAME]:
                if any(_is_name(text, other) for other in others):
                    break
                is_alike = (text.block.tag, text.block.get("class") or "") in marks
                if is_alike and len(tokens(text.text)) >= _LEAST_WORDS and not text.lines[0].heading:
                    return text.text
    return ""
