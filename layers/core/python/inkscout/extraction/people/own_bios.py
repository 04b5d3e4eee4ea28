"""Keeps of each artist's biography what is about them: whole sentences, no boilerplate, no filler."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from inkscout.domain.reading import FoundArtist
from inkscout.extraction.model import PageView, SiteContext
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.bio_beginnings import without_beginnings
from inkscout.extraction.people.introduced_bios import (
    Pages,
    introduced_bio,
    introduces,
    self_introduction,
    with_own_cards,
)
from inkscout.extraction.people.languages import language_of
from inkscout.extraction.people.listed_bios import listed_bio
from inkscout.extraction.people.own_cards import card_bio
from inkscout.extraction.people.own_words import own_words
from inkscout.extraction.people.whole_bios import is_known, paragraphs_of, whole_bio
from inkscout.extraction.text.names import name_key, role_in
from inkscout.extraction.text.scripts import reading_length
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set, word_sets

_SENTENCE_END = re.compile(r"(?:(?<=[.!?…。！？])|(?<=[.!?…][\"”»’)]))\s{1,9}")
_SINGULAR, _PLURAL = word_sets("languages.singular"), word_sets("languages.plural")
_THIRD = word_sets("languages.third_person")
_PERSONS = frozenset().union(*_SINGULAR.values(), *word_sets("languages.third_person").values())
_ABOUT = word_set("pages.about") | word_set("pages.about_person")
_FILLER = word_set("filler.words")
_GENERATED = word_set("filler.generated")
_BLIND = _FILLER | word_set("filler.short_words")
_TEMPLATE = re.compile("|".join(sorted(word_set("filler.phrases"))))
_REVIEW = re.compile("|".join(sorted(word_set("filler.reviews"))))
_FILLER_WORDS = 3
"""Minimum number of different words of blind text in a sentence that is nothing else."""
_LEAST_BLIND = 4
"""Minimum number of words of a sentence that is blind text because hardly a word is of a language."""
_SHARE_BLIND = 0.8
_SHARE_OF_TEXT = 0.3
_QUOTE, _NEXT_QUOTE = '"', '" "'
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w|https?://|©|\(c\)\s?\d{4}|\+?\(?\d[\d ()./-]{7,18}\d"
    r"|\b\d{1,2}[:.h]\d{2}\s{0,3}(?:-|–|—|to|bis|a|à|до)\s{0,3}\d{1,2}[:.h]\d{2}"
    r"|\b\d{1,2}\s?[ap]m\s{0,3}(?:-|–|—|to)\s{0,3}\d{1,2}\s?[ap]m",
    re.IGNORECASE,
)
_SITE = re.compile(r"\bcookies?\b|javascript|captcha|all rights reserved|privacy policy", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?i:about me|bio(?:gra\w{1,6})?|über mich|sobre m[ií]m?|su di me|о себе|обо мне|про себе|profile?"
    r"|vita)\s{0,3}[:–—]\s{0,3}"
)
"""Matches a label before a biography ("Bio: …")."""
_STYLES_LABEL = re.compile(
    r"(?i:[^:.!?]{0,30}\b(?:styles?|estilos?|stil[ei]?|stijl(?:en)?|stilar(?:ter)?|styly?|stylów|tyylit|стил[иьяєїе]{1,2})"
    r"\s{0,3}:)"
)
"""Matches a label of styles ("Preferred styles: …"), after which a list stands and no text."""
_LEAST = 40
"""Minimum number of characters of a biography."""
_LEAST_INTRODUCTION = 24
"""The same of one that begins with a greeting and the artist's name ("Soy Ana, tatuadora en Lugo.")."""
_LEAST_PAGES = 4
_FRAMES = Zone.NAV | Zone.FOOTER
_GREETINGS = word_set("names.greetings")
_QUOTES = (("“", "”"), ("«", "»"), ("„", "“"), ("\u201c", '"'))
_HOUSE_NUMBER = re.compile(r"\d{2}")
_TWO = 2
_ENDS = (".", "!", "?", "…", "。", "！", "？", ")", '"', "”", "»")


def with_own_bios(site: SiteContext, artists: Sequence[FoundArtist]) -> list[FoundArtist]:
    """Returns the artists of a website, each with the sentences of their biography that are about them.

    Left out are sentences that several people share, but for their names, or that most pages repeat, contact
    details, blind text, customers' words and other people's biographies; all of a text that speaks only of
    the house is. The only artist without a biography, or with a mere slogan or one that no page shows, gets
    what the site says in their own words.
    """
    listed = [paragraphs_of(view) for view in site.views] if artists else []
    alone = len(artists) == 1
    framed = _framed(site.views) if not alone and any(artist.bio for artist in artists) else frozenset()
    artists = [replace(one, bio="") if framed and _is_framed(one.bio, framed) else one for one in artists]
    artists = [
        replace(
            artist,
            bio=whole_bio(site.views, listed, artist, [one.name for one in artists if one is not artist]),
        )
        for artist in artists
    ]
    pages = list(zip(site.views, listed, strict=True)) if artists else []
    artists = with_own_cards(pages, [_introduced(pages, artist, artists) for artist in artists])
    if len(artists) > 1:
        artists = [_with_card(pages, artist, artists) for artist in artists]
    if len(artists) == 1 and (told := _words_of_only(pages, artists[0])) != artists[0].bio:
        one = replace(artists[0], bio=told)
        artists = [replace(one, bio=whole_bio(site.views, listed, one, ()))]
    said = [_SENTENCE_END.split(artist.bio) if artist.bio else [] for artist in artists]
    sharing = _sharing(artists, said)
    repeated = _repeated(site.views) if any(said) else frozenset()
    languages = Counter(language_of(view) for view in site.views)
    language = languages.most_common(1)[0][0] if languages else "en"
    out = []
    for at, (artist, sentences) in enumerate(zip(artists, said, strict=True)):
        others = [other.name for other in artists if other is not artist and len(name_key(other.name)) > 1]
        own: list[str] = []
        for text in sentences:
            holders = sharing[_key(text, artist.name)] | sharing[_key(text)]
            if _REVIEW.search(fold(text)) or (own and any(text.startswith(name) for name in others)):
                break
            if len(holders) > 1 and _holder(holders, artists) not in (None, at):
                break
            if not own and _greets(text, artist.name):
                own.append(text)
                continue
            is_shared = len(holders) > 1 and _holder(holders, artists) is None
            is_frame = not alone and (_key(text) in repeated or _key(text) in framed)
            if is_shared or is_frame or not is_prose(text):
                continue
            own.append(text)
        if len(own) > 1 and _is_half(site.views, own[-1]) and len(" ".join(own[:-1])) >= _LEAST:
            own.pop()
        bio = _without_address(" ".join(own), artist.name, site)
        bio = without_beginnings(_LABEL.sub("", bio), artist.name)
        if bio.startswith(_QUOTE) and _NEXT_QUOTE in bio:
            bio = bio.partition(_NEXT_QUOTE)[0] + _QUOTE  # the next one is somebody else's
        least = _LEAST_INTRODUCTION if introduces(bio, artist) else _LEAST
        is_house = _is_of_house(bio, artist, language, alone=alone)
        is_nothing = reading_length(bio) < least or _is_torn(bio) or _is_blind(bio)
        if is_nothing or (is_house and not (alone and _is_below_about(pages, bio))):
            bio = ""
        out.append(replace(artist, bio=bio) if bio != artist.bio else artist)
    return out


def _introduced(pages: Pages, artist: FoundArtist, artists: Sequence[FoundArtist]) -> FoundArtist:
    """Returns an artist; who has no biography gets the one that something introduces, or a script's.

    One that says neither who nor what somebody is, such as a caption, gives way to an introduction.
    """
    if artist.bio and _is_about(artist):
        return artist
    words = {word for other in artists if other is not artist for word in name_key(other.name)}
    bio = introduced_bio(pages, artist, words - set(name_key(artist.name))) or artist.bio
    return replace(artist, bio=bio or listed_bio([view for view, _ in pages], artist.name))


def _with_card(pages: Pages, artist: FoundArtist, artists: Sequence[FoundArtist]) -> FoundArtist:
    """Returns an artist; who has no biography that a page shows gets the text of their card."""
    views = [view for view, _ in pages]
    if artist.bio and (not _is_description(views, artist.bio) or _is_shown(pages, artist.bio)):
        return artist
    bio = card_bio(views, artists, artist)
    return replace(artist, bio=bio) if bio else artist


def _greets(sentence: str, name: str) -> bool:
    """Whether a sentence is a greeting with a name and nothing more ("Hi, my name is Anna!")."""
    words, key = tokens(sentence), set(name_key(name))
    rest = [word for word in words if word not in key]
    return (
        len(rest) < len(words) and bool(rest) and all(len(word) < _TWO or word in _GREETINGS for word in rest)
    )


def _is_torn(bio: str) -> bool:
    """Whether a text is the end of a quotation, whose beginning is missing."""
    return any(bio.endswith(end) and start not in bio for start, end in _QUOTES) and bio[:1].islower()


def _words_of_only(pages: Pages, artist: FoundArtist) -> str:
    """Returns the biography of a site's only artist, or a better one in their own words.

    Such goes before a slogan, before a description that no page shows, and, where it is longer, on a page
    about the artist, before what another page says by way of introduction.
    """
    views, bio = [view for view, _ in pages], artist.bio
    if set(name_key(artist.name)).isdisjoint(tokens(bio)) and (said := self_introduction(pages, artist)):
        bio = said
    elif not _is_about(artist) or (_is_description(views, bio) and not _is_shown(pages, bio)):
        bio = own_words(views, artist.name, headed=bool(bio)) or bio
    about = [(view, listed) for view, listed in pages if not _ABOUT.isdisjoint(path_words(view.document.url))]
    if not bio or not about or _is_shown(about, bio):
        return bio
    told = own_words([view for view, _ in about], artist.name, headed=True)
    return told if len(told) > len(bio) else bio


def _is_description(views: Sequence[PageView], bio: str) -> bool:
    """Whether a biography is a page's description for search engines, or in its structured data."""
    begins = bio[:_LEAST]
    return any(
        begins in view.document.meta.get("description", "")
        or any(begins in script.text for script in view.document.scripts if "ld+json" in script.kind)
        for view in views
    )


def _is_shown(pages: Pages, bio: str) -> bool:
    """Whether visitors read a biography on a page."""
    return any(is_known(bio, paragraph) for _, listed in pages for paragraph in listed)


def _is_below_about(pages: Pages, bio: str) -> bool:
    """Whether a page has a biography right below a heading such as "About me"."""
    return any(
        before.lines[0].heading and is_known(bio, one) and not _ABOUT.isdisjoint(tokens(before.text))
        for _, listed in pages
        for before, one in pairwise(listed)
    )


def _is_about(artist: FoundArtist) -> bool:
    """Whether a biography has the artist's name, a role, or a pronoun in any language, as no slogan does."""
    said = tokens(artist.bio)
    return not _PERSONS.union(name_key(artist.name)).isdisjoint(said) or any(map(role_in, said))


def _sharing(artists: Sequence[FoundArtist], said: Sequence[Sequence[str]]) -> Mapping[str, frozenset[int]]:
    """Returns the indexes of the artists who have a sentence, by its key with and without their name."""
    found: dict[str, set[int]] = defaultdict(set)
    for at, (artist, sentences) in enumerate(zip(artists, said, strict=True)):
        for text in sentences:
            found[_key(text, artist.name)].add(at)
            found[_key(text)].add(at)
    return defaultdict(frozenset, {key: frozenset(people) for key, people in found.items()})


def _holder(holders: frozenset[int], artists: Sequence[FoundArtist]) -> int | None:
    """Returns the index of the artist whose sentence two of several artists have: that of the shorter text.

    The longer one runs on into it. None if it is boilerplate, which more artists have, or all.
    """
    if len(holders) != _TWO or len(artists) == _TWO:
        return None
    one, other = sorted(holders, key=lambda at: len(artists[at].bio))
    return one if len(artists[one].bio) < len(artists[other].bio) else None


def _without_address(bio: str, name: str, site: SiteContext) -> str:
    """Returns a biography without the studio's name and address before it."""
    address = site.facts.address
    if address and address in bio[: 2 * len(address)]:
        return bio[bio.index(address) + len(address) :].lstrip(" .,")
    at = bio.find(name)
    before = bio[: max(at, 0)]
    starts_with_brand = site.brand.words.intersection(tokens(before)[:_TWO])
    return bio[at:] if starts_with_brand and _HOUSE_NUMBER.search(before) else bio


def is_prose(text: str) -> bool:
    """Whether a sentence is text about something: no blind text, contact details, hours or list of styles."""
    words = set(tokens(text))
    blind = len(words & _FILLER)
    if blind >= _FILLER_WORDS or _TEMPLATE.search(fold(text)):
        return False
    if blind and len(words) >= _LEAST_BLIND and len(words & _BLIND) >= _SHARE_BLIND * len(words):
        return False
    if _STYLES_LABEL.match(text) is not None:
        return False
    return _CONTACT.search(text) is None and _SITE.search(text) is None


def _is_blind(text: str) -> bool:
    """Whether a text as a whole is blind text, of which each sentence has few telling words."""
    words = set(tokens(text))
    if len(words & _GENERATED) >= _FILLER_WORDS:
        return True
    return len(words & _FILLER) >= _FILLER_WORDS and len(words & _BLIND) >= _SHARE_OF_TEXT * len(words)


def _key(sentence: str, name: str = "") -> str:
    """Returns the words of a sentence, with those of a person's name replaced by a mark."""
    own = set(name_key(name)) if name else set()
    return " ".join("*" if word.removesuffix("'s") in own else word for word in tokens(sentence))


def _repeated(views: Sequence[PageView]) -> frozenset[str]:
    """Returns the sentences that at least half of the pages, and at least four, repeat."""
    counts: Counter[str] = Counter()
    for view in views:
        said = {line.text for line in view.document.lines if len(line.text) >= _LEAST}
        counts.update(said)
    least = max(_LEAST_PAGES, len(views) // 2)
    often = (text for text, count in counts.items() if count >= least)
    return frozenset(_key(part) for text in often for part in _SENTENCE_END.split(text))


def _framed(views: Sequence[PageView]) -> frozenset[str]:
    """Returns the sentences that stand in menus and footers of a website, and nowhere else."""
    frame: set[str] = set()
    content: set[str] = set()
    for view in views:
        for line in view.document.lines:
            if len(line.text) >= _LEAST:
                (frame if view.zones[line.index] & _FRAMES else content).add(line.text)
    return frozenset(_key(part) for text in frame - content for part in _SENTENCE_END.split(text))


def _is_half(views: Sequence[PageView], sentence: str) -> bool:
    """Whether a maximum length cut a sentence: it has no end, and no line or script of a page ends so."""
    if sentence.rstrip().endswith(_ENDS):
        return False
    quoted = tuple(f"{sentence}{mark}" for mark in "\"'`")
    return not any(
        any(line.text.endswith(sentence) for line in view.document.lines)
        or any(quote in script.text for script in view.document.scripts for quote in quoted)
        for view in views
    )


def _is_framed(bio: str, framed: frozenset[str]) -> bool:
    return all(_key(text) in framed for text in _SENTENCE_END.split(bio))


def _is_of_house(bio: str, artist: FoundArtist, language: str, *, alone: bool) -> bool:
    """Whether a text says "we", and neither "I" nor the artist's name.

    A text that names the artist after "we" and never says "she" is the house's too ("In 2006 we moved here.
    The owner is Ada."). That of the only artist must have neither a pronoun such as "she" nor a role.
    """
    words = tokens(bio)
    if not _says(words, _PLURAL, language) or _says(words, _SINGULAR, language):
        return False
    is_named = not set(name_key(artist.name)).isdisjoint(words)
    is_third = _says(words, _THIRD, language) > 0
    if alone:
        return not (is_named or is_third or any(map(role_in, words)))
    if not is_named:
        return True
    first = next(at for at, word in enumerate(words) if word in name_key(artist.name))
    return not is_third and language in _THIRD and _says(words[:first], _PLURAL, language) > 0


def _says(words: Sequence[str], pronouns: Mapping[str, frozenset[str]], language: str) -> int:
    known = pronouns.get(language, pronouns["en"] if pronouns is not _THIRD else frozenset())
    return sum(word in known for word in words)
