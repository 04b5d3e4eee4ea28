"""Removes people who asked not to be listed from texts, knowing only keyed hashes of their identifiers.

A text is read in up to three views (``text_view``). Nearly all words are excluded by their first letters:
each distinct beginning is hashed once and looked up among the beginnings of listed names and handles. Only
the surroundings of the other words are combined in all the ways a name is printed, and hashed in full. The
cost thus depends on the number of distinct beginnings, and a long text costs little more than finding its
words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from inkscout.domain import name_fields, naming, spelling
from inkscout.domain.name_search import (
    LONGEST_NAME,
    SHORTEST_JOINED,
    STARTS,
    Effort,
    NameSearch,
    Wanted,
    after_lead,
)
from inkscout.domain.removal import HEAD, first_word, head_mark, spoken, studio_mark
from inkscout.domain.romanise import in_latin
from inkscout.domain.text_view import WORD, LetterViews

REDACTED = "\u2026"
"""Replacement for removed text."""


DocumentT = TypeVar("DocumentT", dict[Any, Any], list[Any])


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
        in_names, in_handles = self._hot(reading.words(), scopes, known)
        if not in_names and not in_handles:
            return text
        own = frozenset(word for name in keep for word in spelling.lone(name))
        wanted = Wanted(
            in_names=in_names,
            in_handles=in_handles,
            scopes=scopes,
            own=own,
            is_listed=self._is_listed(known),
            is_ordinary=self._is_ordinary,
        )
        effort, spans = Effort(), list[tuple[int, int]]()
        for view in reading.views():
            spans += NameSearch(view, text, wanted, effort).spans()
        if not effort.is_spent and (gaps := reading.without_tags()):
            spans += NameSearch(gaps, text, wanted, effort).spans()
        return _without(text, spans)

    def document(self, document: Any, *studio_ids: str) -> Any:  # noqa: ANN401 - any JSON
        """Returns a JSON document with each string redacted; drops an entry whose key names somebody.

        A name is found even if its parts are in separate fields.
        """
        if isinstance(document, str):
            return self.text(document, *studio_ids)
        if isinstance(document, Mapping):
            kept = self._others(document, studio_ids)
            clean = {
                key: value if key in kept else self.document(value, *studio_ids)
                for key, value in document.items()
                if not self.names(str(key), *studio_ids)
            }
            return self._across_fields(clean, studio_ids)
        if isinstance(document, list | tuple):
            return self._across_fields([self.document(value, *studio_ids) for value in document], studio_ids)
        return document

    def _others(self, document: Mapping[Any, Any], studio_ids: Sequence[str]) -> set[Any]:
        """Returns the keys of a given and a family name that together name no listed person."""
        found: set[Any] = set()
        for given, family in name_fields.whole_names(document):
            if not self.names(f"{document[given]} {document[family]}", *studio_ids):
                found |= {given, family}
        return found

    def _across_fields(self, document: DocumentT, studio_ids: Sequence[str]) -> DocumentT:
        known = self._known()
        short = name_fields.short_fields(document) if known else []
        if len(short) < 2:
            return document
        scopes = self._scopes(known, studio_ids)
        words = [(path, text, set(WORD.findall(in_latin(text)))) for path, text in short]
        hot, _ = self._hot({word for _, _, some in words for word in some}, scopes, known)
        texts = {path: text for path, text, some in words if some & hot} if hot else {}
        fields = list(texts)
        if isinstance(document, dict):
            fields = fields[:LONGEST_NAME]
        for one, other in name_fields.pairs(document, fields):
            together = self.text(f"{texts[one]} | {texts[other]}", *studio_ids).split(" | ")
            if len(together) == 2 and together != [texts[one], texts[other]]:
                for path, text in zip((one, other), together, strict=True):
                    texts[path] = text
                    name_fields.replace_field(document, path, text)
        return document

    def _scopes(self, known: frozenset[str], studio_ids: Iterable[str]) -> tuple[str, ...]:
        if not known:
            return ()
        return tuple(s for s in naming.unique(studio_ids) if self._hashed(studio_mark(s)) in known)

    def _hot(
        self, words: set[str], scopes: Sequence[str], known: frozenset[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Returns the words with which a listed name begins, and those with which a handle does.

        Most words are excluded by their first letters, since a text has fewer beginnings than words.
        """
        ordered = list(words)
        spelled = spelling.skeleton("\n".join(ordered)).split("\n")
        later = {word: rest for word in spelled if word.startswith(STARTS) and (rest := after_lead(word))}
        changed = words.difference(spelled)
        brief = (word for word in spelled if len(word) <= HEAD + 2 and not word.isdigit())
        short = {word: bare for word in brief if (bare := _ending_dropped(word))}
        heads = {word[:HEAD] for word in spelled} | {word[:HEAD] for word in changed}
        heads |= {rest[:HEAD] for rest in later.values()} | set(short.values())
        marked = {head for head in heads if self._hashed(head_mark(head)) in known}
        if not marked:
            return frozenset(), frozenset()
        within = {word for word, rest in later.items() if rest[:HEAD] in marked}
        within |= {word for word, bare in short.items() if bare in marked}
        as_written = {word for word in changed if word[:HEAD] in marked}
        in_names, in_handles = set[str](), set[str]()
        for word, letters in zip(ordered, spelled, strict=True):
            if letters[:HEAD] not in marked and letters not in within and word not in as_written:
                continue
            rest = later.get(letters, "")
            if any(self._begins(word, letters, rest, scope, known) for scope in scopes):
                in_names.add(word)
            if self._begins(word, letters, rest, "", known):
                in_handles.add(word)
        return frozenset(in_names), frozenset(in_handles)

    def _begins(self, word: str, letters: str, later: str, scope: str, known: frozenset[str]) -> bool:
        """Whether a word begins a listed name or handle, or is a whole name joined to one word."""
        bare = letters.strip("0123456789")
        first = naming.unique((letters, bare, bare.removesuffix("s"), later))
        if any(self._hashed(first_word(scope, one)) in known for one in first):
            return True
        whole = (one for one in naming.unique((*first, word)) if len(one) >= SHORTEST_JOINED)
        joined = (stem for one in whole for stem in spelling.stems(one))
        return bool(scope) and any(self._hashed(spoken(scope, stem)) in known for stem in joined)

    def _is_listed(self, known: frozenset[str]) -> Callable[[str], bool]:
        verdicts: dict[str, bool] = {}

        def is_listed(identifier: str) -> bool:
            verdict = verdicts.get(identifier)
            if verdict is None:
                verdict = verdicts[identifier] = self._hashed(identifier) in known
            return verdict

        return is_listed


def _ending_dropped(word: str) -> str:
    """Returns a word shorter than a mark without digits and the s of possession; empty for others."""
    bare = word.strip("0123456789").removesuffix("s")
    return bare if len(bare) < HEAD and bare != word else ""


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for start, end in sorted(spans):
        if end <= place:
            continue
        pieces += [text[place : max(start, place)], REDACTED]
        place = end
    return "".join([*pieces, text[place:]]) if pieces else text
