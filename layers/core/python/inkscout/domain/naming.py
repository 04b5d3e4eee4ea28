"""Compares printed names: folding, keys and deterministic ids; standard library only."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not decompose, folded as Lucene's ASCIIFoldingFilter folds them.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Spellings of letters that a keyboard lacks.
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
    """Returns a text in lower case without accents; ``Søren  Núñez`` is ``soren  nunez``.

    Letters of other scripts are kept.
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def printed(name: str) -> str:
    """Returns a name for display: composed characters, single spaces, nothing that UTF-8 cannot encode."""
    whole = name.encode("utf-8", "ignore").decode()
    return " ".join(unicodedata.normalize("NFC", whole).split())


def key(text: str) -> str:
    """Returns the folded words of a text, joined by single spaces: equal for two spellings of one name."""
    return " ".join(_NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", fold(text))).split())


def keys(name: str) -> tuple[str, ...]:
    """Returns all keys of a name: with accents dropped (``muller``) and umlauts spelled out (``mueller``)."""
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
    """Returns an Instagram handle in lower case, without ``@`` and spaces; empty if it is invalid."""
    bare = handle.strip().lstrip("@").strip("/ ").lower()
    return bare if _HANDLE.fullmatch(bare) else ""


def handle_in(text: str) -> str:
    """Returns the handle in a user's input: alone, after ``@``, or in a profile's URL.

    Empty if there is none.
    """
    address = _PROFILE.fullmatch(text.strip())
    if address is None:
        return handle_key(text)
    return "" if address[1].lower() in _NO_PROFILES else handle_key(address[1])


def handle_words(handle: str) -> tuple[str, ...]:
    """Returns the words in a handle, so that ``ink.by_mara`` is found by ``mara`` and by ``inkbymara``."""
    bare = handle_key(handle)
    parts = _HANDLE_PARTS.findall(bare)
    return tuple(dict.fromkeys(word for word in (bare, *parts, "".join(parts)) if word))


def digest(*parts: str) -> str:
    """Returns a short stable digest of some texts: 20 hex digits (80 bits), enough to avoid collisions."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def studio_id_for(source: str, source_id: str) -> str:
    """Returns the id of a studio first seen as ``source_id`` of ``source``."""
    return "s-" + digest("studio", source, source_id)


def artist_id_for(*, handle: str, studio_id: str, name: str) -> str:
    """Returns the id of an artist: a digest of the handle, or else of studio and normalised name."""
    bare = handle_key(handle)
    return "a-" + (digest("handle", bare) if bare else digest("name", studio_id, key(name)))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Returns the non-empty values in order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))
