"""Finds where a program defines a name, by the blocks around definition and use."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from inkscout.extraction.page.program_tokens import SIGN, WORD, Tokens

KEYWORDS = frozenset(
    [
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "default",
        "delete",
        "do",
        "else",
        "export",
        "extends",
        "finally",
        "for",
        "from",
        "function",
        "if",
        "import",
        "in",
        "instanceof",
        "let",
        "new",
        "of",
        "return",
        "switch",
        "throw",
        "try",
        "typeof",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ]
)
_MAX_NAMES = 60
_MAX_PATH = 3
_MODULE = -1


@dataclass(frozen=True, slots=True)
class Binding:
    """A place that gives a name its value.

    Attributes:
        at: The position of the value's first token.
        block: The position of the brace around it, -1 for none.
        path: The keys that lead from the value to what the name means; indexes of lists are numbers.
    """

    at: int
    block: int
    path: tuple[str | int, ...] = ()


@dataclass(slots=True)
class Scope:
    """All definitions of a program by name, in the order of the program."""

    tokens: Tokens
    by_name: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))

    def visible(self, name: str, at: int) -> Binding | None:
        """Returns the definition that holds where a name is used: of the innermost block, the last before."""
        best: Binding | None = None
        found = self.by_name.get(name, ())
        before = bisect_right(found, at, key=lambda definition: definition.at)
        for definition in (
            *found[max(0, before - _MAX_NAMES) : before],
            *found[before : before + _MAX_NAMES],
        ):
            block = definition.block
            if block != _MODULE and not block < at <= self.tokens.match.get(block, -1):
                continue
            if best is None or block > best.block or (block == best.block and definition.at <= at):
                best = definition
        return best


def scope_of(tokens: Tokens) -> Scope:
    """Returns the definitions of a program: constants, functions, classes, and parts of lists and objects."""
    scope = Scope(tokens)
    kinds, texts, blocks = tokens.kinds, tokens.texts, tokens.block
    last = len(texts) - 1
    for at, text in enumerate(texts[:last]):
        if kinds[at] == WORD and text not in KEYWORDS and texts[at + 1] == "=" and kinds[at + 1] == SIGN:
            if not at or texts[at - 1] not in (".", "?."):
                scope.by_name[text].append(Binding(at + 2, blocks[at]))
        elif kinds[at] == WORD and text in ("function", "class"):
            if kinds[at + 1] == WORD and texts[at + 1] not in KEYWORDS:
                scope.by_name[texts[at + 1]].append(Binding(at, blocks[at]))
        elif kinds[at] == SIGN and text in ("{", "["):
            end = tokens.match.get(at, last)
            if end < last and texts[end + 1] == "=" and kinds[end + 1] == SIGN:
                for name, path in parts_of_pattern(tokens, at):
                    scope.by_name[name].append(Binding(end + 2, blocks[at], path))
    for found in scope.by_name.values():
        found.sort(key=lambda definition: definition.at)
    return scope


def parts_of_pattern(tokens: Tokens, at: int) -> list[tuple[str, tuple[str | int, ...]]]:
    """Returns the names that a pattern such as ``{name: n, links: {ig}}`` defines, each with its path."""
    out: list[tuple[str, tuple[str | int, ...]]] = []
    waiting: list[tuple[int, tuple[str | int, ...]]] = [(at, ())]
    while waiting and len(out) < _MAX_NAMES:
        start, path = waiting.pop()
        end = min(tokens.match.get(start, start), len(tokens.texts))
        is_list = tokens.texts[start] == "["
        place, index = start + 1, 0
        while place < end and len(out) < _MAX_NAMES:
            text, kind = tokens.texts[place], tokens.kinds[place]
            key: str | int = index if is_list else text
            if is_list and text == ",":
                index += 1
                place += 1
                continue
            if not is_list and place + 1 < end and tokens.texts[place + 1] == ":":
                place += 2
                text, kind = (tokens.texts[place], tokens.kinds[place]) if place < end else ("", "")
            if kind == WORD and text not in KEYWORDS:
                out.append((text, (*path, key)))
            elif text in ("{", "[") and kind == SIGN and len(path) < _MAX_PATH:
                waiting.append((place, (*path, key)))
            place = after_element(tokens, place, end)
            if not is_list:
                place += 1
    return out


def after_element(tokens: Tokens, at: int, end: int) -> int:
    """Returns the position of the comma that ends an element of a list, or of the end."""
    while at < end and not (tokens.texts[at] == "," and tokens.kinds[at] == SIGN):
        at = max(at, tokens.match.get(at, at)) + 1
    return min(at, end)
