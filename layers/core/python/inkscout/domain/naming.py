"""Compares printed names: folding, keys and deterministic ids; standard library only."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not decompose, folded as Lucene's ASCIIFoldingFilter folds them.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# How people type a name whose letters their keyboard lacks.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_NOT_A_WORD = re.compile(r"[^\w]+|_+")
_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`\u00b4]")
_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_])")
_MOST_PIECES = 6
_HANDLE_PARTS = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]+")
_HANDLE = re.compile(r"[a-z0-9._]{1,30}")
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:instagram\.com|instagr\.am)/(?:_u/|stories/)?(@?[^/?#]+)(?:[/?#].*)?",
    re.IGNORECASE,
)
_NO_PROFILES = frozenset({"accounts", "direct", "explore", "p", "reel", "reels", "tv"})


def fold(text: str) -> str:
    """Lower case without accents; letters of other scripts are kept. ``Søren  Núñez`` is ``soren  nunez``."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def printed(name: str) -> str:
    """A name as it is shown: composed characters, single spaces, nothing UTF-8 cannot hold."""
    whole = name.encode("utf-8", "ignore").decode()
    return " ".join(unicodedata.normalize("NFC", whole).split())


def key(text: str) -> str:
    """The folded words of a text, joined by single spaces: equal for two ways of printing one name."""
    return " ".join(_NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", fold(text))).split())


def keys(name: str) -> tuple[str, ...]:
    """Every key a name is known under: with accents dropped (``muller``) and spelled out (``mueller``)."""
    spelled = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    return tuple(dict.fromkeys(k for k in (key(name), key(spelled.translate(_SPELLED_OUT))) if k))


def piecings(name: str) -> tuple[str, ...]:
    """Keys of a name whose pieces are joined or split otherwise than it is printed.

    ``O'Brien`` is ``o brien``, ``McDonald`` is ``mc donald``, ``Anna-Lena van den Berg`` is ``annalena`` and
    ``vandenberg``: every run of up to four words joined.
    """
    whole = key(name)
    apart = {key(_APOSTROPHES.sub(" ", name)), key(_INNER_CAPITAL.sub(" ", name))} - {whole}
    words = whole.split()[:_MOST_PIECES]
    runs = ((at, at + count) for at in range(len(words)) for count in (2, 3, 4) if at + count <= len(words))
    joined = ("".join(words[start:end]) for start, end in runs)
    return tuple(dict.fromkeys((*sorted(apart), *joined)))


def handle_key(handle: str) -> str:
    """An Instagram handle as a key: lower case, without ``@`` and spaces; empty when it is none."""
    bare = handle.strip().lstrip("@").strip("/ ").lower()
    return bare if _HANDLE.fullmatch(bare) else ""


def handle_in(text: str) -> str:
    """The handle somebody wrote or pasted: alone, after ``@``, or in a profile's address; empty when none."""
    address = _PROFILE.fullmatch(text.strip())
    if address is None:
        return handle_key(text)
    return "" if address[1].lower() in _NO_PROFILES else handle_key(address[1])


def handle_words(handle: str) -> tuple[str, ...]:
    """The words in a handle, so that ``ink.by_mara`` is found by ``mara`` and by ``inkbymara``."""
    bare = handle_key(handle)
    parts = _HANDLE_PARTS.findall(bare)
    return tuple(dict.fromkeys(word for word in (bare, *parts, "".join(parts)) if word))


def digest(*parts: str) -> str:
    """A short stable digest of some text: 20 hex digits (80 bits), so that ids never collide in practice."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def studio_id_for(source: str, source_id: str) -> str:
    """The id of a studio first seen as ``source_id`` of ``source``."""
    return "s-" + digest("studio", source, source_id)


def artist_id_for(*, handle: str, studio_id: str, name: str) -> str:
    """The id of an artist from the first strong identifier: the handle, else studio and normalised name."""
    bare = handle_key(handle)
    return "a-" + (digest("handle", bare) if bare else digest("name", studio_id, key(name)))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The non-empty values in order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))
