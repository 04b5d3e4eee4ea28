"""Takes people who asked not to be listed out of texts, knowing only keyed hashes of who they are."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from inkscout.domain import naming

LONGEST_NAME = 5
"""Words of the longest name that is looked for."""

REDACTED = "\u2026"
"""What stands where something was taken out."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_HANDLE = re.compile(r"[A-Za-z0-9._]{2,30}")
_TAG = re.compile(r"<[^<>]{0,4000}>")
_GAP = 400


class _Word(NamedTuple):
    start: int
    end: int
    key: str
    tag: int


class Redactor:
    """Finds handles anywhere, and names in texts about a studio whose people they were."""

    def __init__(self, hashed: Callable[[str], str], known: Callable[[], frozenset[str]]) -> None:
        """``hashed`` gives an identifier's keyed hash, ``known`` the hashes of all that are listed."""
        self._hashed, self._known = hashed, known

    def concerns(self, studio_id: str) -> bool:
        """Whether anybody asked to be removed who worked at a studio."""
        known = self._known()
        return bool(known) and self._hashed(studio_mark(studio_id)) in known

    def text(self, text: str, studio_id: str = "") -> str:
        """The text without listed handles, and without listed names of the studio."""
        known = self._known()
        if not known or not text:
            return text
        spans = list(self._handles(text, known))
        if studio_id and self._hashed(studio_mark(studio_id)) in known:
            spans += self._names(text, studio_id, known)
        return _without(text, spans)

    def document(self, document: Any, studio_id: str = "") -> Any:  # noqa: ANN401 - any JSON
        """The same for every string of a document; an entry whose key names somebody goes altogether."""
        if isinstance(document, str):
            return self.text(document, studio_id)
        if isinstance(document, Mapping):
            return {
                key: self.document(value, studio_id)
                for key, value in document.items()
                if self.text(str(key), studio_id) == str(key)
            }
        if isinstance(document, list | tuple):
            return [self.document(value, studio_id) for value in document]
        return document

    def _handles(self, text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
        verdicts: dict[str, int] = {}
        for found in _HANDLE.finditer(text):
            token = found.group().lower()
            if token not in verdicts:
                verdicts[token] = self._handle_length(token, known)
            if verdicts[token]:
                yield found.start(), found.start() + verdicts[token]

    def _handle_length(self, token: str, known: frozenset[str]) -> int:
        """The length of the listed handle a token begins with; a full stop may end the sentence after it."""
        for candidate in dict.fromkeys((token, token.rstrip("."))):
            if candidate and self._hashed(f"handle#{candidate}") in known:
                return len(candidate)
        return 0

    def _names(self, text: str, studio_id: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
        words = list(_words(text))
        verdicts: dict[str, bool] = {}
        for run in _runs(words):
            for first in range(len(run)):
                for last in range(first, min(first + LONGEST_NAME, len(run))):
                    if run[last].start - run[first].start > _GAP:
                        break
                    name = " ".join(word.key for word in run[first : last + 1])
                    if name not in verdicts:
                        verdicts[name] = self._hashed(f"name#{studio_id}#{name}") in known
                    if verdicts[name]:
                        yield from ((word.start, word.end) for word in run[first : last + 1])


def studio_mark(studio_id: str) -> str:
    """The identifier that says that somebody of a studio is listed; others need no search for names."""
    return f"studio#{studio_id}"


def _words(text: str) -> Iterator[_Word]:
    """The words of a text or of HTML; ``tag`` is 0 for running text, else the number of the tag."""
    tags = [(found.start(), found.end()) for found in _TAG.finditer(text)]
    place = 0
    for found in _WORD.finditer(text):
        while place < len(tags) and tags[place][1] <= found.start():
            place += 1
        inside = place < len(tags) and tags[place][0] <= found.start()
        yield _Word(found.start(), found.end(), naming.key(found.group()), place + 1 if inside else 0)


def _runs(words: list[_Word]) -> Iterator[list[_Word]]:
    """Words that may form a name: those of the running text, across tags, and those of each tag."""
    yield [word for word in words if word.tag == 0]
    within: dict[int, list[_Word]] = {}
    for word in words:
        if word.tag:
            within.setdefault(word.tag, []).append(word)
    yield from within.values()


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for start, end in sorted(set(spans)):
        if start < place:
            continue
        pieces += [text[place:start], REDACTED]
        place = end
    return "".join([*pieces, text[place:]]) if pieces else text
