"""Removes people who asked not to be listed from texts, knowing only keyed hashes of their identifiers.

A text is read in up to three views (``text_view``). Nearly all words are excluded by their first letters:
each distinct beginning is hashed once and looked up among the beginnings of listed names and handles. Only
the surroundings of the other words are combined in all the ways a name is printed, and hashed in full. The
cost thus depends on the number of distinct beginnings, and a long text costs little more than finding its
words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from inkscout.domain import naming, spelling
from inkscout.domain.name_search import LONGEST_NAME, SHORTEST_JOINED, STARTS, NameSearch, Wanted, after_lead
from inkscout.domain.removal import HEAD, first_word, head_mark, spoken, studio_mark
from inkscout.domain.romanise import in_latin
from inkscout.domain.text_view import WORD, LetterViews

REDACTED = "\u2026"
"""Replacement for removed text."""


_LONGEST_JOINED = 60


class Redactor:
    """Finds listed handles in any text, and listed names in texts about the studios of these people."""

    def __init__(
        self,
        hashed: Callable[[str], str],
        known: Callable[[], frozenset[str]],
        is_ordinary: Callable[[str], bool] = lambda word: False,
    ) -> None:
        """Takes the function that hashes an identifier, and one that returns the hashes of all listed ones.

        ``is_ordinary`` returns whether a word occurs in no name, so that "Ask Zoe" is not taken for another
        person's name.
        """
        self._hashed, self._known, self._is_ordinary = hashed, known, is_ordinary

    @property
    def is_needed(self) -> bool:
        """Whether anybody is listed."""
        return bool(self._known())

    def concerns(self, *studio_ids: str) -> bool:
        """Whether somebody who worked at one of the studios asked to be removed."""
        return bool(self._scopes(self._known(), studio_ids))

    def names(self, text: str, *studio_ids: str, keep: Iterable[str] = ()) -> bool:
        """Whether a text, such as a URL, names a listed person."""
        return self.text(text, *studio_ids, keep=keep) != text

    def text(self, text: str, *studio_ids: str, keep: Iterable[str] = ()) -> str:
        """Returns the text without listed handles, and without listed names of the studios' people.

        ``keep`` are the names of the person whom the text is about; single words of these are not removed.
        """
        known = self._known()
        if not known or not text:
            return text
        scopes = self._scopes(known, studio_ids)
        reading = LetterViews(text)
        hot = self._hot(reading.words(), scopes, known)
        if not hot:
            return text
        own = frozenset(word for name in keep for word in spelling.lone(name))
        wanted = Wanted(
            hot=hot, scopes=scopes, own=own, is_listed=self._is_listed(known), is_ordinary=self._is_ordinary
        )
        found = (NameSearch(view, text, wanted).spans() for view in reading.views())
        return _without(text, [span for spans in found for span in spans])

    def document(self, document: Any, *studio_ids: str) -> Any:  # noqa: ANN401 - any JSON
        """Returns a JSON document with each string redacted; drops an entry whose key names somebody.

        A name is found even if its parts are in separate fields.
        """
        if isinstance(document, str):
            return self.text(document, *studio_ids)
        if isinstance(document, Mapping):
            clean = {
                key: self.document(value, *studio_ids)
                for key, value in document.items()
                if not self.names(str(key), *studio_ids)
            }
            return self._across_fields(clean, studio_ids)
        if isinstance(document, list | tuple):
            return [self.document(value, *studio_ids) for value in document]
        return document

    def _across_fields(self, document: dict[Any, Any], studio_ids: Sequence[str]) -> dict[Any, Any]:
        short = {
            key: value
            for key, value in document.items()
            if isinstance(value, str) and 0 < len(value) <= _LONGEST_JOINED
        }
        known = self._known()
        if len(short) < 2 or not known:
            return document
        scopes = self._scopes(known, studio_ids)
        words = {key: set(WORD.findall(in_latin(value))) for key, value in short.items()}
        hot = self._hot({word for some in words.values() for word in some}, scopes, known)
        beginning = [key for key, some in words.items() if some & hot][:LONGEST_NAME] if hot else []
        for one, other in combinations(beginning, 2):
            together = self.text(f"{document[one]} | {document[other]}", *studio_ids).split(" | ")
            if len(together) == 2:
                document |= dict(zip((one, other), together, strict=True))
        return document

    def _scopes(self, known: frozenset[str], studio_ids: Iterable[str]) -> tuple[str, ...]:
        if not known:
            return ()
        return tuple(s for s in naming.unique(studio_ids) if self._hashed(studio_mark(s)) in known)

    def _hot(self, words: set[str], scopes: Sequence[str], known: frozenset[str]) -> frozenset[str]:
        """Returns the words with which a listed name or handle begins.

        Most words are excluded by their first letters, since a text has fewer beginnings than words.
        """
        ordered = list(words)
        spelled = spelling.skeleton("\n".join(ordered)).split("\n")
        later = {word: rest for word in spelled if word.startswith(STARTS) and (rest := after_lead(word))}
        heads = {word[:HEAD] for word in spelled} | {rest[:HEAD] for rest in later.values()}
        marked = {head for head in heads if self._hashed(head_mark(head)) in known}
        if not marked:
            return frozenset()
        hot: set[str] = set()
        for word, letters in zip(ordered, spelled, strict=True):
            rest = later.get(letters, "")
            may = letters[:HEAD] in marked or rest[:HEAD] in marked
            if may and any(self._begins(letters, rest, scope, known) for scope in ("", *scopes)):
                hot.add(word)
        return frozenset(hot)

    def _begins(self, letters: str, later: str, scope: str, known: frozenset[str]) -> bool:
        """Whether a word begins a listed name or handle, or is a whole name joined to one word."""
        bare = letters.strip("0123456789")
        first = naming.unique((letters, bare, bare.removesuffix("s"), later))
        if any(self._hashed(first_word(scope, word)) in known for word in first):
            return True
        joined = (stem for word in first if len(word) >= SHORTEST_JOINED for stem in spelling.stems(word))
        return bool(scope) and any(self._hashed(spoken(scope, stem)) in known for stem in joined)

    def _is_listed(self, known: frozenset[str]) -> Callable[[str], bool]:
        verdicts: dict[str, bool] = {}

        def is_listed(identifier: str) -> bool:
            verdict = verdicts.get(identifier)
            if verdict is None:
                verdict = verdicts[identifier] = self._hashed(identifier) in known
            return verdict

        return is_listed


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for start, end in sorted(set(spans)):
        if end <= place:
            continue
        pieces += [text[place : max(start, place)], REDACTED]
        place = end
    return "".join([*pieces, text[place:]]) if pieces else text
