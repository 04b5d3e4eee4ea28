"""Spellings of one person's name: orders, missing parts, initials, scripts, and sound."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations, permutations

from inkscout.domain import naming
from inkscout.domain.name_words import TITLES, TRADE
from inkscout.domain.romanise import SYLLABLE, in_latin

MAX_PARTS = 6
"""Maximum number of parts of a name; further parts are joined to the last."""

_PIECE = re.compile(r"[a-z0-9]+")
_PART = re.compile(rf"[a-z0-9{SYLLABLE}]+(?:'[a-z0-9{SYLLABLE}]+)*")
_HAS_LETTERS = re.compile(r"[a-z]")
_FAMILY_FIRST = re.compile("[\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")
PARTICLES = frozenset({
    "af", "al", "bar", "ben", "bin", "da", "das", "de", "del", "den", "der", "des", "di", "do", "dos",
    "du", "e", "ed", "el", "i", "ibn", "la", "las", "le", "los", "st", "ten", "ter", "van", "von", "y",
    "zu",
})  # fmt: skip
"""Small words inside names, which a name is known without."""
_SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
# Latin spellings of the same sounds, longest first.
_SOUNDS = (
    ("shch", "s"),
    ("tsch", "k"),
    ("sch", "s"),
    ("tch", "k"),
    ("dzh", "i"),
    ("ch", "k"),
    ("sh", "s"),
    ("zh", "i"),
    ("dj", "d"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "s"),
    ("tz", "s"),
    ("cz", "k"),
    ("sz", "s"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("z", "s"),
    ("ou", "u"),
    ("oy", "u"),
    ("oo", "u"),
    ("eo", "o"),
    ("ee", "i"),
    ("j", "i"),
    ("y", "i"),
)
_DOUBLED = re.compile(r"(.)\1+")
_VOICED = str.maketrans(
    {"g": "k", "b": "p", "d": "t", "v": "f", "a": "", "e": "", "i": "", "o": "", "u": "", "h": ""}
)
TAILS = (
    "tattoostudio", "tattooartist", "tattooart", "tattooing", "tattooist", "tattooer", "tattoos",
    "tattoo", "tatuajes", "tatuaje", "tatuagem", "tattu", "tatts", "tatu", "tats", "tat", "artist",
    "artes", "arte", "arts", "art", "inked", "inks", "ink", "studios", "studio", "official", "designs",
    "design", "flash", "photography", "photos", "photo", "portrait", "com",
)  # fmt: skip
"""Words that people add to their name in a handle or an address, the longest of a kind first."""

LONG = 12
"""Letters of a joined name that hardly is another name too, as Julianna is, and Annabel."""

LONGEST_INITIAL = 3
"""Letters of the longest beginning that a full stop makes an initial, as in "Zoë Br."."""

_BRIEF = re.compile(rf"([a-z{SYLLABLE}]+)(\.?)")
_HYPHENS = str.maketrans(dict.fromkeys("-\u2010\u2011"))
_INNER_CAPITAL = re.compile(r"[^\W\d_A-Z][A-Z]")
_STEM = 6
"""Minimum number of letters of a stem of a handle or joined name that identifies somebody."""


def skeleton(latin: str) -> str:
    """Returns Latin text in which a spelled-out umlaut equals the plain letter (``ae`` is ``a``).

    It can be called for many words in one text.
    """
    for two, one in _SPELLED_OUT:
        latin = latin.replace(two, one)
    return latin


def sound(latin: str) -> str:
    """Returns the approximate sound of a romanised name: equal for most transliterations of one name."""
    heard = skeleton(latin)
    for spelled, said in _SOUNDS:
        heard = heard.replace(spelled, said)
    return _DOUBLED.sub(r"\1", heard)


def consonants(latin: str) -> str:
    """Returns the sound of a name without vowels and voicing: equal for spellings that sound alike."""
    heard = sound(latin)
    return heard[:1].translate(_VOICED) + _DOUBLED.sub(r"\1", heard[1:].translate(_VOICED))


def parts(name: str) -> tuple[str, ...]:
    """Returns the parts of a name in Latin letters, in their order.

    A Chinese or Korean name without a space is split after its first character, the family name.
    """
    return tuple("".join(pieces) for pieces in _pieces(name))


def core(found: Iterable[str]) -> tuple[str, ...]:
    """Returns the parts without particles and initials, or all if fewer than two would remain."""
    known = tuple(found)
    kept = tuple(part for part in known if len(part) > 1 and part not in PARTICLES)
    return kept if len(kept) > 1 else known


def bare(known: tuple[str, ...], *, fewest: int = 1) -> tuple[str, ...]:
    """Returns parts without titles and words of the trade; all parts if fewer than ``fewest`` are left."""
    kept = tuple(part for part in known if part not in TITLES and part not in TRADE)
    return kept if len(kept) >= fewest else known


def initials(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the parts of a name that are printed in full, and those cut to at most three letters."""
    printed = _BRIEF.findall(in_latin(naming.printed(name)))
    words = [(word, dot) for word, dot in printed if word not in TITLES and word not in TRADE]
    cut = tuple(word for word, dot in words if len(word) == 1 or (dot and len(word) <= LONGEST_INITIAL))
    return tuple(skeleton(word) for word, _ in words if word not in cut), cut


def whole(name: str) -> tuple[str, ...]:
    """Returns the name joined to one word, in every order that sites print, with and without particles."""
    return naming.unique(spelled for order in _whole_orders(parts(name)) for spelled in _joined(order))


def shortened(name: str) -> tuple[str, ...]:
    """Returns the name joined to one word with some of its parts left out, at least two kept."""
    return naming.unique(spelled for order in _short_orders(parts(name)) for spelled in _joined(order))


def told_apart(name: str) -> tuple[str, ...]:
    """Returns the name as its sorted parts, also without particles, hyphens, titles and trade words."""
    return naming.unique(_apart(some) for known in _hyphened(name) for some in _cores(known))


def shortened_apart(name: str) -> tuple[str, ...]:
    """Returns the name with some of its parts left out, each as in ``told_apart``."""
    return naming.unique(_apart(order) for known in _hyphened(name) for order in _short_orders(known))


def contained_apart(name: str) -> tuple[str, ...]:
    """Returns every shorter name that a printed name contains, each as in ``told_apart``."""
    known = core(parts(name))
    counts = range(2, len(known))
    return naming.unique(_apart(some) for count in counts for some in combinations(known, count))


def is_run_together(name: str) -> bool:
    """Whether a name of one word may be several: a script without spaces, or a capital within."""
    return SYLLABLE in in_latin(name) or bool(_INNER_CAPITAL.search(naming.printed(name)))


def garbled(name: str) -> str:
    """Returns a name of several parts without its letters beyond ASCII, which a wrong charset loses."""
    printed = naming.printed(name)
    left = printed.encode("ascii", "ignore").decode()
    enough = 2 * len(left) > len(printed) and len(parts(left)) == len(parts(printed)) > 1
    return left if enough and left != printed else ""


def beginnings(name: str) -> tuple[str, ...]:
    """Returns the joined beginnings of a name in each of its orders, word by word; never the whole name."""
    pieces = {"".join(some): some for some in _pieces(name)}
    orders = (*_whole_orders(tuple(pieces)), *_short_orders(tuple(pieces)))
    words = ([skeleton(piece) for part in order for piece in pieces[part]] for order in orders)
    return naming.unique("".join(some[:count]) for some in words for count in range(1, len(some)))


def abbreviated(name: str, letters: int = 1) -> tuple[str, ...]:
    """Returns the name with one of two parts cut to its first letters: "zoe b", "bronnimann z"."""
    known = core(parts(name))
    return naming.unique(
        f"{skeleton(full)} {skeleton(other)[:letters]}"
        for full, other in permutations(known, 2)
        if len(full) > 1 and len(other) > letters
    )


def contained(name: str) -> tuple[str, ...]:
    """Returns every shorter name that a printed name contains, joined, with its parts in order."""
    known = core(parts(name))
    counts = range(2, len(known))
    return naming.unique(skeleton_of(some) for count in counts for some in combinations(known, count))


def skeleton_of(some: Iterable[str]) -> str:
    """Returns parts joined to one word, each reduced by ``skeleton``."""
    return "".join(skeleton(part) for part in some)


def lone(name: str) -> tuple[str, ...]:
    """Returns the parts of a name that may be used alone, with accents dropped and umlauts spelled out."""
    if SYLLABLE in in_latin(name):
        return ()
    spellings = (in_latin(name), *naming.keys(name))
    found = (word.replace("'", "") for spelling in spellings for word in _PART.findall(spelling))
    return naming.unique(word for word in found if len(word) > 2 and word not in PARTICLES and word.isalpha())


def stems(joined: str) -> Iterator[str]:
    """Yields a handle or file name, and what remains without words of the trade and digits, longest first."""
    letters = joined.strip("0123456789")
    yield joined
    if letters != joined and len(letters) >= _STEM:
        yield letters
    for _ in range(2):
        tail = next((t for t in TAILS if letters.endswith(t) and len(letters) - len(t) >= _STEM), "")
        if not tail:
            return
        letters = letters.removesuffix(tail)
        yield letters


def handle_stem(handle: str) -> str:
    """Returns a handle without marks, digits and words of the trade; empty if too little remains."""
    letters = "".join(_PIECE.findall(handle.lower()))
    *_, stem = stems(letters)
    stem = stem.strip("0123456789")
    return skeleton(stem) if len(stem) >= _STEM and _HAS_LETTERS.search(stem) else ""


def _pieces(name: str) -> list[tuple[str, ...]]:
    """Returns the parts of a name, each as the words that apostrophes or the script divide it into."""
    printed = in_latin(naming.printed(name))
    words = printed.split()
    if len(words) == 1 and _FAMILY_FIRST.fullmatch(naming.printed(name)):
        family, *given = words[0].split(SYLLABLE)[1:]
        return [(family,), tuple(given)]
    found = [tuple(_PIECE.findall(part)) for word in words for part in _PART.findall(word)]
    last = tuple(piece for part in found[MAX_PARTS - 1 :] for piece in part)
    return [*found[: MAX_PARTS - 1], last] if len(found) > MAX_PARTS else found


def _whole_orders(known: tuple[str, ...]) -> list[tuple[str, ...]]:
    kept = core(known)
    return [*_turned(known), *_turned(kept), *_turned(kept[::-1])]


def _short_orders(known: tuple[str, ...]) -> list[tuple[str, ...]]:
    kept = core(known)
    fewer = [kept[:at] + kept[at + 1 :] for at in range(len(kept))] if len(kept) > 3 else []
    pairs = [(kept[0], other) for other in kept[1:]] if len(kept) > 2 else []
    return [turned for some in (*fewer, *pairs) for turned in _turned(some)]


def _turned(order: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [order[at:] + order[:at] for at in range(len(order))]


def _joined(order: tuple[str, ...]) -> tuple[str, ...]:
    """Returns a name reduced part by part and joined, and joined and then reduced, as in a handle.

    Short names are not reduced after joining, since Silva Ana would become Silvana.
    """
    apart, together = skeleton_of(order), skeleton("".join(order))
    return (apart, together) if len(together) >= LONG else (apart,)


def _cores(known: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Returns a name as it stands, without particles, and without titles and words of the trade."""
    return known, core(known), core(bare(known, fewest=2))


def _apart(some: Iterable[str]) -> str:
    return " ".join(sorted(map(skeleton, some)))


def _hyphened(name: str) -> tuple[tuple[str, ...], ...]:
    """Returns the parts of a name with hyphens as separators, and with hyphens removed."""
    return parts(name), parts(name.translate(_HYPHENS))
