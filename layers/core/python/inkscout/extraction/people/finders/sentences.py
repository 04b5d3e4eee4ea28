"""Finds people in running text: "my name is …", "tattoos by …", "our piercer …", in many languages.

The weakest finder: its people count if no list of people was found, or if other finders found them too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from inkscout.domain.excerpt import around, shortened
from inkscout.extraction.model import SNIPPET, Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone, heading_like
from inkscout.extraction.people.records import MAX_BIO
from inkscout.extraction.people.scoring import SURE
from inkscout.extraction.people.singular_headings import artist_below_heading
from inkscout.extraction.people.tellings import people_introduced
from inkscout.extraction.text.handles import handles_printed
from inkscout.extraction.text.names import KNOWN, names_other_trade, read_name, score_words
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import alternatives, long_list, phrases, word_set
from inkscout.vocabulary.telling_words import plain_words, telling_words

_ROLE_STEMS = tuple(sorted(stem for stem in word_set("phrases.role_stems") if " " not in stem))
_ROLES_UNCASED = tuple(sorted(word_set("phrases.roles_uncased")))
_ROLE_PHRASES = tuple(sorted(stem for stem in word_set("phrases.role_stems") if " " in stem))
_OF_MADE_BY, _OF_ABOUT = telling_words("phrases.made_by"), telling_words("phrases.about")
_OF_SELF = telling_words("phrases.self_introductions")
_OF_REFERENCES = telling_words("phrases.self_references")
_OF_SELF_BEFORE = telling_words("phrases.self_introductions_after")
_OF_TWO = telling_words("phrases.self_introductions_of_two")
_TELLING = frozenset().union(_OF_MADE_BY, _OF_ABOUT, _OF_SELF, _OF_REFERENCES, _OF_SELF_BEFORE, _OF_TWO)
"""Words, one of which every text has that introduces somebody; most texts have none."""
_OF_ROLES = telling_words("phrases.artist_roles", "phrases.owner_roles")
_OF_OWNERS = telling_words("phrases.owner_roles")
_WORDS_OF_OWNERS = sorted(phrase for phrase in phrases("phrases.owner_roles") if " " not in phrase)
_OWNERS = tuple(fold(re.sub(r".\?$", "", phrase)) for phrase in _WORDS_OF_OWNERS)
_GIVEN_NAMES = word_set("names.given")
_I_AM = word_set("phrases.i_am")
_FULL = 2
_MAX_LINES = 400
_MAX_TEXT = 1800
_MAX_PARTS = 60
_UPPER = (
    r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘȚŤŪŮŰŲŹŻŽА-ЯЁІЇЄҐЂЈЉЊЋЏΑ-ΩΆΈ-Ώ"
    r"ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸƠƯ"
)
_LOWER = (
    r"a-zß-öø-ÿāăąćčďđēėęěğģīįıķĺļľłńņňōőœŕřśşšșțťūůűųźżžа-яёіїєґђјљњћџα-ωάέ-ώΐΰ"
    r"ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơư"
)
# Repetitions are bounded, so that the time of a search does not grow with the square of the text.
_GAPS, _SPACE, _TOKEN = r"\s{1,9}", r"\s{0,9}", r"[\w\-]{1,40}"
_WORD = rf"[{_UPPER}][{_UPPER}{_LOWER}'’\-]{{1,40}}"
_NAME = rf"({_WORD}(?:{_GAPS}(?:(?:de|da|van|von|der|del|la|di){_GAPS})?{_WORD}){{0,2}})"
_ARTIST = alternatives("phrases.artist_roles")
_OWNER = alternatives("phrases.owner_roles")
_A = alternatives("phrases.indefinite")
_THE = alternatives("phrases.articles")
_GAP = r"[\s,:–—-]{1,9}"

_SELF = re.compile(
    rf"(?:^|[\s.!,–—¡¿(-])(?i:{alternatives('phrases.self_introductions')})[\s:–—-]{{1,9}}{_NAME}"
)
_SELF_AS = re.compile(
    rf"(?:^|[\s.!,–—¡¿(-])(?i:{alternatives('phrases.self_references')}){_GAPS}{_NAME}{_SPACE}[,(:–—-]{_SPACE}"
    rf"(?i:(?:(?:{_A}){_GAPS})?(?:{_TOKEN}{_GAPS}){{0,2}}?(?:{_ARTIST}|{_OWNER}))\b"
)
_SELF_IN_FULL = re.compile(
    rf"(?:^|[.!?…]\s{{1,9}})(?i:{alternatives('phrases.self_references')}){_GAPS}{_NAME}"
    rf"(?=$|{_SPACE}[,.!(–—-]|{_GAPS}[^\W\d_])"
)
_SELF_BEFORE = re.compile(
    rf"(?:^|[.!?…]{_GAPS}|[,:–—-]{_GAPS}){_NAME}{_GAPS}(?i:{alternatives('phrases.self_introductions_after')})(?!\w)"
)
_UNCASED = r"([^\W\d_A-Za-z]{1,14}(?:[ ・][^\W\d_A-Za-z]{1,14})?[A-Za-z]{0,10})"
_SELF_UNCASED = re.compile(alternatives("phrases.self_introductions_uncased").replace("NAME", _UNCASED))
_TWO = re.compile(
    rf"(?:^|[\s.!,–—¡(-])(?i:{alternatives('phrases.self_introductions_of_two')}){_GAPS}{_NAME}{_GAPS}"
    rf"(?:and|und|et|y|e|i|и|та|й|a|og|och|en|ja|și|és|&){_GAPS}{_NAME}"
)
_BY = re.compile(
    rf"(?i:\b(?:{alternatives('phrases.made_by')})){_GAPS}{_NAME}{_SPACE}(?:[.!]?$|[,(:–—|·•/]|-{_GAPS})"
)
_ABOUT = re.compile(rf"^(?i:{alternatives('phrases.about')}){_GAPS}{_NAME}{_SPACE}[.:!]?$")
_IS_A = re.compile(
    rf"{_NAME},?{_GAPS}(?i:(?:{alternatives('phrases.is')}){_GAPS}(?:(?:{_A}){_GAPS})?"
    rf"(?:{_TOKEN}{_GAPS}){{0,4}}?(?:{_ARTIST}))\b"
)
_ROLE_THEN = re.compile(
    rf"(?i:(?:,{_SPACE}|\b(?:{_THE}){_GAPS})(?:{_TOKEN}{_GAPS})?(?:{_ARTIST})){_GAP}{_NAME}"
)
_THEN_ROLE = re.compile(
    rf"{_NAME}{_SPACE}[,(:–—-]{_SPACE}(?i:(?:(?:{_A}){_GAPS})?(?:{_TOKEN}{_GAPS})?(?:{_ARTIST}|{_OWNER}))\b"
)
_OWNER_THEN = re.compile(
    rf"(?i:\b(?:{_OWNER})"
    rf"(?:{_SPACE}(?:and|&|et|und|y|e|/|,){_SPACE}{_TOKEN}(?:{_GAPS}{_TOKEN}){{0,2}}?)?){_GAP}{_NAME}"
)
_THEN_OWNER = re.compile(
    rf"{_NAME},?{_GAPS}(?i:(?:{alternatives('phrases.is')}){_GAPS}(?:(?:{_A}){_GAPS})?"
    rf"(?:{_TOKEN}{_GAPS}){{0,2}}(?:{_OWNER}))\b"
)
_AND_OWNER = re.compile(
    rf"{_GAPS}(?:and|&|et|und|y|e|og|och|и|та){_GAPS}(?:{_TOKEN}{_GAPS}){{0,1}}(?i:{_OWNER})(?!\w)"
)
_NOT_THEIRS = re.compile(
    rf"(?i:\b(?:{alternatives('phrases.not_theirs')}){_GAPS}"
    rf"(?:the{_GAPS}|by{_GAPS})?(?:[\w\-()]{{1,40}},?{_GAPS}){{0,4}})$"
)
_DOES = re.compile(
    rf"{_NAME},?{_GAPS}(?i:(?:(?:{alternatives('phrases.relatives')}){_GAPS})?"
    rf"(?:{alternatives('phrases.works_in')})){_GAPS}"
    r"([^.;!?]{0,90})"
)
_SELF_PATTERNS = (
    (_OF_SELF, _SELF),
    (_OF_REFERENCES, _SELF_AS),
    (_OF_SELF_BEFORE, _SELF_BEFORE),
)
_STATEMENTS = (
    (_IS_A, "", 0.52),
    (_ROLE_THEN, "", 0.52),
    (_THEN_ROLE, "", 0.5),
    (_OWNER_THEN, "owner", 0.54),
    (_THEN_OWNER, "owner", 0.54),
)
_ROLE = re.compile(rf"(?i:\b(?:{_ARTIST})\b)")
_DOUBTFUL = 0.2
"""Confidence in a name that only its capitals distinguish from other words."""
_CLAUSE = 90
"""Number of characters after a name that are taken to be about it."""
_VERBS = alternatives("phrases.person_verbs")
_QUOTES = ('"', "“", "„", "«", "‘")
_SIGNATURE = re.compile(r"[\"”“»’]\s{0,3}[-–—―~]\s{0,3}([^\"”“»]{3,60})$")
_BLOCKED = Zone.REVIEW | Zone.CREDIT | Zone.BLOG | Zone.FORM | Zone.SHOP


def people_in_sentences(view: PageView) -> list[Candidate]:
    """Returns the candidates found in a page's running text; empty if there are none.

    Each has the role that the sentence states or implies.
    """
    found: list[Candidate] = []
    for line in view.document.lines[:_MAX_LINES]:
        if view.zones[line.index] & _BLOCKED or len(line.text) < 6:
            continue
        if line.text.startswith(_QUOTES):
            found.extend(_signed(view, line))
            continue
        found.extend(_of_line(view, line))
    return [*found, *people_introduced(view), *artist_below_heading(view)]


def _signed(view: PageView, line: Line) -> Iterator[Candidate]:
    """Yields the person who signs a quotation with a role ("“Skin is paper.” – Anna Bell, tattoo artist")."""
    match = _SIGNATURE.search(line.text)
    guess = read_name(match.group(1)) if match is not None else None
    if guess is not None and guess.role:
        yield Candidate(
            name=guess.name,
            url=view.document.url,
            confidence=0.5,
            name_score=guess.score,
            role=guess.role,
            snippet=shortened(line.text, SNIPPET),
        )


def _of_line(view: PageView, line: Line) -> list[Candidate]:
    text = line.text[:_MAX_TEXT].replace("’", "'")
    out: list[Candidate] = []
    words = plain_words(text)
    names_somebody = not _TELLING.isdisjoint(words)
    if names_somebody and len(text) < 120:
        _add_of_title(out, view, line, text, words)
    for match in _introductions(text, words) if names_somebody else ():
        _add(out, view, line, match, role="artist", weight=0.66)
    out.extend(_introduced_without_capitals(view, line, text))
    if names_somebody and not _OF_TWO.isdisjoint(words):
        out.extend(_introduced_together(view, line, text))
    of_trade = any(map(_has_role_stem, words)) or any(map(fold(text).__contains__, _ROLE_PHRASES))
    if out and not of_trade and names_other_trade(text):
        out.clear()  # somebody else of the site, such as its developer, introduces themselves
    if view.is_article or not of_trade:
        return out
    if not _OF_REFERENCES.isdisjoint(words):
        out.extend(_introduced_in_full(view, line, text))
    for match, role, weight in _statements(text, words):
        _add(out, view, line, match, role=role, weight=weight, strict=True)
    out.extend(_emphasised(view, line))
    if view.is_about or view.is_team:
        for match in _DOES.finditer(text):
            if styles_meant(match.group(2)):
                _add(out, view, line, match, role="", weight=0.52, strict=True)
    return out


def _add_of_title(out: list[Candidate], view: PageView, line: Line, text: str, words: frozenset[str]) -> None:
    """Adds the person of a short line: who made it ("Tattoos by Anna"), or its subject ("About Anna")."""
    if not _OF_MADE_BY.isdisjoint(words):
        by = _BY.search(text.title() if text.islower() else text)
        _add(out, view, line, by, role="artist", weight=0.62)
    if not _OF_ABOUT.isdisjoint(words) and heading_like(line):
        match = _ABOUT.search(text.title() if text.isupper() else text)
        if match and _is_followed_by(view, line, match.group(1)):
            _add(out, view, line, match, role="", weight=0.62)


def _introductions(text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yields the matches of introductions ("my name is …") in a text, which has these folded words."""
    for first, pattern in _SELF_PATTERNS:
        if not first.isdisjoint(words):
            yield from pattern.finditer(text)


def _statements(text: str, words: frozenset[str]) -> Iterator[tuple[re.Match[str], str, float]]:
    """Yields the matches of statements about a role in a text, each with the role and the confidence."""
    has_role = not _OF_ROLES.isdisjoint(words)
    has_owner = any(map(_begins_owner, words))
    for pattern, role, weight in _STATEMENTS:
        if has_owner if pattern is _OWNER_THEN else has_role:
            for match in pattern.finditer(text):
                yield match, role, weight


@lru_cache(maxsize=16_384)
def _has_role_stem(word: str) -> bool:
    return any(map(word.__contains__, _ROLE_STEMS))


@lru_cache(maxsize=16_384)
def _begins_owner(word: str) -> bool:
    """Whether a word tells an owner, or begins with such a word: "and" may follow without a space."""
    return word in _OF_OWNERS or word.startswith(_OWNERS)


def _introduced_in_full(view: PageView, line: Line, text: str) -> list[Candidate]:
    """Returns the people who introduce themselves by name alone ("I'm Jane Doe and I tattoo").

    The name is a full one or a listed given name.

    Also those who do so by a name that the title of the website has.
    """
    out: list[Candidate] = []
    for match in _SELF_IN_FULL.finditer(text):
        name = _leading_name(match.group(1))
        if name and (score_words(name) >= KNOWN or _names_site(view, name[0])):
            _add(out, view, line, match, role="artist", weight=0.6)
    return out


def _names_site(view: PageView, word: str) -> bool:
    plain = fold(word)
    return len(plain) > _FULL and plain in tokens(view.document.title)


def _introduced_without_capitals(view: PageView, line: Line, text: str) -> list[Candidate]:
    """Returns the people who introduce themselves in a script without capitals ("من نگار فرهمند هستم").

    A listed given name, or a role in the same sentence, tells a name from another word.
    """
    out: list[Candidate] = []
    if not text.isascii():
        for match in _SELF_UNCASED.finditer(text):
            group = match.lastindex or 1
            first = fold(match.group(group)).split(maxsplit=1)[0]
            said = fold(match.group(0) + text[match.end() : match.end() + _CLAUSE // 2])
            is_told = first in long_list("given_names") or any(map(said.__contains__, _ROLES_UNCASED))
            _add(out, view, line, match, role="artist", weight=0.6, strict=not is_told, group=group)
    return out


def _introduced_together(view: PageView, line: Line, text: str) -> list[Candidate]:
    """Returns two people who introduce themselves together ("We are Nerea and Iker").

    One of them must have a listed given name, or both names must be in no list: in German, other nouns begin
    with a capital too.
    """
    out: list[Candidate] = []
    others = (long_list("everyday_words"), long_list("family_names"))
    for match in _TWO.finditer(text):
        firsts = {fold(name.split()[0]) for name in match.groups()}
        is_known = not firsts.isdisjoint(long_list("given_names"))
        if is_known or all(map(firsts.isdisjoint, others)):
            for group in (1, 2):
                _add(out, view, line, match, role="artist", weight=0.6, group=group)
    return out


def _emphasised(view: PageView, line: Line) -> list[Candidate]:
    """Returns full names emphasised in running text, each before a clause that states a role or a style."""
    out: list[Candidate] = []
    for at, part in enumerate(line.parts[: min(len(line.parts) - 1, _MAX_PARTS)]):
        clause = line.parts[at + 1][:_CLAUSE]
        guess = read_name(part) if " " in part else None
        if (
            guess is None
            or guess.score < KNOWN
            or _NOT_THEIRS.search(" ".join(line.parts[max(0, at - 4) : at])[-120:] + " ")
        ):
            continue
        styles = styles_meant(clause)
        role = _role_near(clause) if _ROLE.search(clause) else ""
        if role or styles:
            out.append(
                Candidate(
                    name=guess.name,
                    url=view.document.url,
                    confidence=0.64,
                    name_score=guess.score,
                    role=role,
                    hints=styles,
                    snippet=shortened(f"{part}{line.parts[at + 1]}", len(part) + _CLAUSE),
                )
            )
    return out


def _is_followed_by(view: PageView, line: Line, name: str) -> bool:
    """Whether a heading's name has a known given name, or the text after it is about that person."""
    first = fold(name.split(maxsplit=1)[0])
    following = " ".join(other.text for other in view.document.lines[line.index + 1 : line.index + 5])
    return (
        first in _GIVEN_NAMES
        or re.search(rf"\b{re.escape(first)}\s+(?:{_VERBS})\b", fold(following)) is not None
    )


def _add(
    out: list[Candidate],
    view: PageView,
    line: Line,
    match: re.Match[str] | None,
    *,
    role: str,
    weight: float,
    strict: bool = False,
    group: int = 1,
) -> None:
    words = _leading_name(match.group(group)) if match is not None else []
    if match is None or not words:
        return
    score = score_words(words)
    if strict and SURE <= score < KNOWN and _again(view, line, words[0]):
        score = KNOWN
    if strict and _NOT_THEIRS.search(line.text[max(0, match.start(1) - 120) : match.start(1)]):
        return
    if strict and score < KNOWN:
        weight = _DOUBTFUL  # only looks like a name: the judge has more evidence
    handles = handles_printed(view.document, line)
    out.append(
        Candidate(
            name=" ".join(words),
            url=view.document.url,
            confidence=weight + (0.12 if score >= KNOWN else 0.0),
            name_score=score,
            role=_role_of(view, line, match, role),
            hints=styles_meant(line.text),
            bio=shortened(line.text, MAX_BIO) if len(line.text) > 80 else "",
            instagram=handles[0] if len(handles) == 1 else "",
            snippet=around(line.text, match.start(), match.end(), before=20, behind=80),
        )
    )


def _role_of(view: PageView, line: Line, match: re.Match[str], role: str) -> str:
    """Returns the role that a sentence states, else the one that the page is about."""
    if role == "owner":
        return role
    near = _role_near(match.group(0) + line.text[match.end() : match.end() + 40])
    if near == "artist" and _AND_OWNER.match(line.text, match.end()):
        return "owner"
    return "piercer" if near == "artist" and not role and view.is_piercing else near


def _again(view: PageView, line: Line, word: str) -> bool:
    """Whether a word occurs more than once on a page."""
    rest = sum(other.text.count(word) for other in view.document.lines if other is not line)
    return rest + line.text.count(word) > 1


def _role_near(text: str) -> str:
    folded = fold(text)
    if any(stem in folded for stem in ("pierc", "perceu", "пирс", "perforad")):
        return "piercer"
    return "apprentice" if "apprent" in folded or "lehrling" in folded else "artist"


def _leading_name(text: str) -> list[str]:
    """Returns the words at the beginning of a match that are a name; empty if there are none."""
    words = text.split()
    if len(words) > _FULL and fold(words[0]) in _I_AM:
        words = words[1:]
    for size in range(min(3, len(words)), 0, -1):
        if read_name(" ".join(words[:size])) is not None and score_words(words[:size]) > 0:
            return words[:size]
    return []
