"""Finds tattoo styles in texts and hashtags."""

import re
from functools import lru_cache

from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import word_set
from inkscout.vocabulary.styles import AMBIGUOUS, STEMS, STYLE_OF

HASHTAG = re.compile(r"#([^\s#.,;:!?()\[\]{}\"'<>/\\|]{2,60})")
_MAX_WORDS = 4
_MAX_TEXT = 6000
_FIRST_WORDS = frozenset(phrase.split(" ", 1)[0] for phrase in STYLE_OF)
"""First words of all styles, since most words of a text begin none."""
_WORD = re.compile(r"[^\W_]+(?:[-&/][^\W_]+)*|&")
_TAG_NOISE = re.compile(
    r"tattooartists?|tattooers?|tattooists?|tattoos?|tattooing|tatuajes?|tatuagens?|tatuagem|tatuaggi|tatuaggio|tatouages?"
    r"|tatuaz|tattoodesigns?|artists?|style|inspired|flash|ink(?:ed|s)?|art|work|тату(?:ировк[аи])?|タトゥー|타투|designs?"
)


def hashtags_in(text: str) -> tuple[str, ...]:
    """Returns the distinct hashtags in a text, in order, in lower case without accents."""
    return tuple(dict.fromkeys(fold(tag).strip("_-") for tag in HASHTAG.findall(text)))


_LEAST_IN_TAG = 6
"""Minimum number of letters of a style's name with which a hashtag begins or ends."""


@lru_cache(maxsize=4096)
def style_of_hashtag(tag: str) -> str:
    """Returns the style key for a hashtag such as "fineLineTattoo"; empty if it names no style."""
    plain = fold(tag).lstrip("#").replace("_", "")
    joined = _joined()
    if plain in joined:
        return joined[plain]
    stripped = _TAG_NOISE.sub("", plain)
    if len(stripped) > 3 and stripped in joined:
        return joined[stripped]
    places = _places()
    for size in range(min(len(plain), _longest()), _LEAST_IN_TAG - 1, -1):
        known = [part for part in (plain[:size], plain[-size:]) if part in joined]
        if known:
            return joined[min(known, key=places.__getitem__)]
    return ""


@lru_cache(maxsize=1)
def _joined() -> dict[str, str]:
    table: dict[str, str] = {}
    for synonym, key in STYLE_OF.items():
        table.setdefault(re.sub(r"[^\w]", "", synonym), key)
    return table


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _joined()))


@lru_cache(maxsize=1)
def _places() -> dict[str, int]:
    """Returns the place of each name in the lists: of two of one length, the first one counts."""
    return {name: at for at, name in enumerate(_joined())}


_GENRE = "portrait"
"""Style whose everyday word is meant right after another style ("black-and-grey portraits")."""
_NOUNS = word_set("trade.style_nouns")
_ENDINGS = word_set("trade.style_endings")
_SMALL_WORDS = word_set("trade.small_words")
_ADJECTIVE = re.compile(r"(?:y|i|yi|ii|ыи|ии|ои|а|a|e)$")
"""Endings of adjectives, folded, that change with case and gender."""
_LEAST_STEM, _LONGEST_ENDING = 6, 3
_LONGEST_STEM = max(map(len, STEMS))
_OTHER_WORDS = ("ally", "ation", "ations", "ician", "icians")
"""Endings of English words that name no style ("realistically", "ornamentation")."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of Japanese, Chinese and Korean, in which no space stands before or after a style."""


_UNSPACED_NAMES = re.compile(
    "|".join(
        sorted(
            (name for name in STYLE_OF if len(name) > 1 and name not in AMBIGUOUS and _UNSPACED.match(name)),
            key=lambda name: (-len(name), name),
        )
    )
)
"""Matches styles in texts without spaces; single letters are parts of other words."""


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    """Returns the style by the part of its one-word names that stays the same in other cases and genders."""
    found: dict[str, str] = {}
    for synonym, key in STYLE_OF.items():
        stem = _ADJECTIVE.sub("", synonym)
        if synonym.isalpha() and len(stem) >= _LEAST_STEM and synonym not in AMBIGUOUS:
            found.setdefault(stem, key)
    return found


@lru_cache(maxsize=1)
def _beginnings_of_stems() -> frozenset[str]:
    return frozenset(stem[:_LEAST_STEM] for stem in (*_stems(), *STEMS))


@lru_cache(maxsize=8192)
def _inflected(word: str) -> str:
    """Returns the style of which a word is an inflected name or a compound; empty if of none.

    Such as "geometrycznym" and "Blackworktattoos".
    """
    if not word.endswith(_OTHER_WORDS):
        for size in range(min(_LONGEST_STEM, len(word)), _LEAST_STEM - 1, -1):
            if key := STEMS.get(word[:size]):
                return key
    for size in range(1, min(_LONGEST_ENDING, len(word) - _LEAST_STEM) + 1):
        if word[-size:] in _ENDINGS and (key := _stems().get(word[:-size])):
            return key
    return ""


@lru_cache(maxsize=8192)
def _of_compound(word: str) -> tuple[str, ...]:
    """Returns the styles in a word with hyphens: a name before nouns and the like, inflected names anywhere.

    Such as "anime-inspired" and "semi-realistische".
    """
    parts = word.split("-")
    first = parts[0] if all(part in _NOUNS or part in _SMALL_WORDS for part in parts[1:]) else ""
    keys = dict.fromkeys((STYLE_OF.get(first, ""), *map(_inflected, parts)))
    return tuple(key for key in keys if key)


def _is_qualified(words: list[str], at: int) -> bool:
    """Whether a noun follows that makes an everyday word a style ("traditional tattoos")."""
    return at + 1 < len(words) and words[at + 1] in _NOUNS


def _leads_on(words: list[str], at: int) -> bool:
    """Whether a style that is no everyday word follows, as in a list ("fine line, script and dotwork")."""
    at += at < len(words) and words[at] in _SMALL_WORDS
    if at >= len(words) or words[at] not in _FIRST_WORDS:
        return False
    phrases = (" ".join(words[at : at + size]) for size in range(1, _MAX_WORDS + 1))
    return any(phrase in STYLE_OF and phrase not in AMBIGUOUS for phrase in phrases)


def styles_in(text: str, listed: bool = False) -> tuple[str, ...]:
    """Returns the keys of the styles named in a text, in order of first mention.

    Args:
        text: Running text, or a list of styles.
        listed: Whether the text is a list of styles (tags, "Styles: …"), in which everyday words also count.
    """
    said = text[:_MAX_TEXT]
    return _styles_in(said, listed) if _may_name_style(said) else ()


@lru_cache(maxsize=8192)
def _may_name_style(text: str) -> bool:
    """Whether a text may name a style, whether or not it is a list; most texts name none."""
    folded = fold(text)
    if "-" in folded or "#" in folded or (not folded.isascii() and _UNSPACED.search(folded)):
        return True
    words = _WORD.findall(folded)
    if not _FIRST_WORDS.isdisjoint(words):
        return True
    return not _beginnings_of_stems().isdisjoint([word[:_LEAST_STEM] for word in words])


@lru_cache(maxsize=4096)
def _styles_in(text: str, listed: bool) -> tuple[str, ...]:
    folded = fold(text)
    words = _WORD.findall(folded)
    found: dict[str, None] = {}
    beginnings = _beginnings_of_stems()
    may_be_inflected = not beginnings.isdisjoint([word[:_LEAST_STEM] for word in words])
    at = 0
    after = -1
    while at < len(words):
        step = 1
        likely = words[at] in _FIRST_WORDS or "-" in words[at]
        for size in range(min(_MAX_WORDS, len(words) - at) if likely else 0, 0, -1):
            phrase = " ".join(words[at : at + size])
            key = STYLE_OF.get(phrase)
            if key is None and size == 1 and "-" in phrase:
                key = STYLE_OF.get(phrase.replace("-", " "))
            is_meant = listed or phrase not in AMBIGUOUS or _is_qualified(words, at + size - 1)
            is_led = at == after and (key == _GENRE or _leads_on(words, at + size))
            if key is not None and (is_meant or is_led):
                found.setdefault(key)
                step = size
                after = at + size
                break
        else:
            may_be_one = may_be_inflected and words[at][:_LEAST_STEM] in beginnings
            if may_be_one and (key := _inflected(words[at])):
                found.setdefault(key)
            elif "-" in words[at]:
                found.update(dict.fromkeys(_of_compound(words[at])))
        at += step
    if not folded.isascii() and _UNSPACED.search(folded):
        found.update((STYLE_OF[name], None) for name in _UNSPACED_NAMES.findall(folded))
    for tag in hashtags_in(text) if "#" in text else ():
        if key := style_of_hashtag(tag):
            found.setdefault(key)
    return tuple(found)


@lru_cache(maxsize=4096)
def styles_alone(text: str) -> tuple[str, ...]:
    """Returns the styles of a text that names nothing else, such as "Fine line & dotwork tattoos"."""
    words = _WORD.findall(fold(text))
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        for size in range(min(_MAX_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            key = STYLE_OF.get(phrase) or STYLE_OF.get(phrase.replace("-", " "))
            key = key or (_inflected(phrase) if size == 1 else "")
            if key:
                found.setdefault(key)
                at += size
                break
        else:
            if words[at] not in _NOUNS and words[at] not in _SMALL_WORDS:
                return ()
            at += 1
    return tuple(found)
