"""Finds the styles that a text says somebody works in, without those that it denies or only mentions.

Left out are styles that somebody does not do ("no tribal"), that are a teacher's, a family's or on the
artist's own skin ("apprenticed under a Japanese master"), that are covered or removed ("cover-ups of
tribal"), that are part of a workplace's name ("trained at Old School Tattoo") or of another profession's
("sketch artist"), traditional techniques, what prices are reduced for, what fills somebody's free time, a
favourite colour, and flash for walk-ins.
"""

import re
from functools import lru_cache

from inkscout.extraction.page.document import Document, Line
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.loader import alternatives
from inkscout.vocabulary.telling_words import plain_words, telling_words

_REST = (
    r"[^.,;:!?\n•|()–—]{0,60}"
    rf"(?:(?:,\s(?!(?:{alternatives('phrases.turning')})\b)[^.,;:!?\n•|()–—]{{2,25}}){{1,6}}"
    rf",?\s(?:{alternatives('phrases.nor')})\s[^.,;:!?\n•|()–—]{{2,30}})?"
)
"""Matches the rest of a clause, and of a list that goes on to its end ("tribal, names or portraits")."""
_DENIED = re.compile(
    rf"(?<![\w'’])(?:{alternatives('phrases.denials')})(?=\s){_REST}"
    rf"|(?:^|[.,;:!?•|(–—-]\s|\b(?:and|but|absolutely|sorry|do|does|there is|there are|und|y|e|et)\s)"
    rf"no\s(?!estilo|mundo|est[úu]dio|ramo){_REST}",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    rf"(?<![\w'’])(?:{alternatives('phrases.denials_after')})(?=\s{{0,3}}(?:[.,;:!?\n•|()–—]|$))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.,;:!?\n•|()–—]")
_LONGEST_CLAUSE = 60
_OF_DENIALS_AFTER = telling_words("phrases.denials_after")
_REFUSED = re.compile(
    r"[^.!?\n]{0,120}\?\s{1,3}(?:hayır|não|ne|nee|nein|nej|nem|nie|no|non|нет|ні)(?!\w)", re.IGNORECASE
)
"""Matches a question that is answered by no at once ("Do you do cover-ups? No.")."""
_REFUSING = frozenset((
    "hayır", "não", "ne", "nee", "nein", "nej", "nem", "nie", "no", "non", "нет", "ні",
))  # fmt: skip
_LEARNED = re.compile(
    rf"(?<![\w'’])(?:{alternatives('phrases.learned_from')})(?=\s)[^.,;:!?\n•|()–—]{{0,60}}?"
    r"(?=\s(?:and|avant|before|but|e|et|och|og|then|und|y|и)\s|[.,;:!?\n•|()–—]|$)",
    re.IGNORECASE,
)
_LEISURE = re.compile(
    rf"(?<![\w'’])(?:{alternatives('phrases.leisure')})(?!\w)[^.!?\n•|]{{0,160}}", re.IGNORECASE
)
_COVERED = re.compile(
    rf"(?<![\w'’])(?:{alternatives('phrases.covered')})\s[^.,;:!?\n•|()–—]{{0,40}}", re.IGNORECASE
)
_LIKED_COLOR = re.compile(
    rf"(?<![\w'’])(?:{alternatives('phrases.liked_colors')})(?!\w)[^.,;:!?\n•|()–—]{{0,40}}", re.IGNORECASE
)
_OTHER_ART = re.compile(rf"(?<![\w'’])(?:{alternatives('phrases.other_arts')})(?!\w)", re.IGNORECASE)
_TECHNIQUE = re.compile(rf"(?<![\w'’])(?:{alternatives('phrases.techniques')})(?!\w)", re.IGNORECASE)
_REDUCED = re.compile(
    rf"(?<![^.!?\n•|])[^.!?\n•|]{{0,300}}(?<!\w)(?:{alternatives('phrases.discounts')})(?!\w)[^.!?\n•|]{{0,120}}",
    re.IGNORECASE,
)
"""Matches the sentence around a word for discounts, from its beginning, so that each is tried once."""
_WORKPLACE_WORDS = frozenset(
    (
        "academy",
        "ink",
        "parlor",
        "parlour",
        "school",
        "shop",
        "studio",
        "tatouage",
        "tattoo",
        "tattooing",
        "tatuajes",
    )
)
_WORKPLACE = re.compile(
    rf"(?<![\w'’])(?i:{alternatives('phrases.workplaces_before')})\s{{1,3}}(?:[Tt]he\s)?"
    r"(?:[^\W\d_a-z][\w'’&-]{0,24}\s){1,4}(?:Tattoo|Tattooing|Tatuajes|Tatouage|Studio|Ink|Parlou?r|School|Academy|Shop)\b"
)
_NOT_MEANT = (
    (telling_words("phrases.denials") | {"no"}, _DENIED),
    (telling_words("phrases.learned_from"), _LEARNED),
    (telling_words("phrases.leisure"), _LEISURE),
    (telling_words("phrases.covered"), _COVERED),
    (telling_words("phrases.liked_colors"), _LIKED_COLOR),
    (telling_words("phrases.other_arts"), _OTHER_ART),
    (telling_words("phrases.techniques"), _TECHNIQUE),
    (telling_words("phrases.discounts"), _REDUCED),
    (_WORKPLACE_WORDS, _WORKPLACE),
)
"""Patterns of clauses about styles that are not meant, each after words, one of which every such text has."""
_FOR_WALK_INS = re.compile(
    r"walk[ -]?ins?\b|without (?:an )?appointment|flash (?:day|event|friday|sale|sunday|weekend)"
    r"|sans rendez-vous|ohne termin|sin cita|senza appuntamento|bez zapis",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n]")
_FLASH = "flash"
_LONGEST_PRICE = 30
_QUESTION_MARKS = ("?", "？", "؟")
_DIGIT = re.compile(r"\d")
_PRICE = re.compile(
    r"\d[\d.,]{0,7}\s?(?:€|£|\$|₽|₴|₺|₹|¥|円|원|zł|kč|(?:chf|czk|dkk|eur|euros?|ft|gbp|huf|kr|lei|nok|pln|reais|ron|sek|tl|usd"
    r"|грн|руб\w{0,4}|лв)(?!\w))|(?:€|£|\$|₽|₴|₺|₹|¥|(?<!\w)(?:chf|eur|usd))\s?\d",
    re.IGNORECASE,
)
"""Matches an amount of money."""


def styles_meant(text: str, listed: bool = False) -> tuple[str, ...]:
    """Returns the keys of the styles that a text says somebody works in, in order of first mention.

    Args:
        text: Running text, or a list of styles.
        listed: Whether the text is a list of styles, in which everyday words also count.
    """
    return _meant(text, listed) if styles_in(text, listed) else ()


@lru_cache(maxsize=4096)  # most texts name no style, and would take the place of those that do
def _meant(text: str, listed: bool) -> tuple[str, ...]:
    found = styles_in(text, listed)
    kept = text
    words = plain_words(text)
    if not _OF_DENIALS_AFTER.isdisjoint(words):
        kept = _without_clauses_denied_after(kept)
    if "?" in text and not _REFUSING.isdisjoint(words):
        kept = _REFUSED.sub(" . ", kept)
    for telling, pattern in _NOT_MEANT:
        if not telling.isdisjoint(words):
            kept = pattern.sub(" . " if pattern is _DENIED else _without_styles, kept)
    if kept is not text:
        found = tuple(style for style in found if style in styles_in(kept, listed))
    return tuple(style for style in found if style != _FLASH or _is_offered(kept, listed))


def _without_clauses_denied_after(text: str) -> str:
    """Returns a text without clauses that end by denying what they name ("Tribals biete ich nicht an")."""
    kept, at = [], 0
    for match in _DENIED_AFTER.finditer(text):
        begins = max(at, match.start() - _LONGEST_CLAUSE)
        for mark in _CLAUSE.finditer(text, begins, match.start()):
            begins = mark.end()
        kept.append(text[at:begins])
        at = match.end()
    return " . ".join((*kept, text[at:])) if kept else text


def _without_styles(match: re.Match[str]) -> str:
    """Returns what is left of a clause about styles that are not meant: the services that it names."""
    return " . cover-up . " if "cover-up" in styles_in(match.group(0)) else " . "


def _is_offered(text: str, listed: bool) -> bool:
    """Whether a text names flash apart from its being for people without an appointment."""
    return any(
        _FLASH in styles_in(sentence, listed) and _FOR_WALK_INS.search(sentence) is None
        for sentence in _SENTENCE_END.split(text[:6000])
    )


def is_asked_or_sold(document: Document, line: Line) -> bool:
    """Whether a line is a question or has a price, in itself or in the next cell of its table."""
    if states_no_style(line.text):
        return True
    after = document.lines[line.index + 1].text if line.index + 1 < len(document.lines) else ""
    return len(after) < _LONGEST_PRICE and _has_price(after)


def states_no_style(text: str) -> bool:
    """Whether a line is a question or has a price: what it names is asked for or sold."""
    return text.endswith(_QUESTION_MARKS) or _has_price(text)


def _has_price(text: str) -> bool:
    return _DIGIT.search(text) is not None and _PRICE.search(text) is not None
