"""HTML that a program would draw into an empty page: calls that create elements, JSX, and templates.

Supports React and Preact, compiled or not, Vue's render functions and templates, and the templates of lit,
Solid and Svelte. Nothing is run: constants are put in where they are used (:mod:`.program_values`), and
whatever else a program works out is left out.
"""

import re
from collections.abc import Iterable

from inkscout.extraction.page.drawn_by_steps import drawn_by_steps
from inkscout.extraction.page.drawn_elements import element_of, texts_given, write
from inkscout.extraction.page.jsx import has_jsx, without_jsx
from inkscout.extraction.page.program_methods import Environment, Function, Markup, Value, as_text
from inkscout.extraction.page.program_tokens import SIGN, STRING, WORD, unescaped
from inkscout.extraction.page.program_values import Program

MOUNTS = ("#root", "#app", "#__next", "#__nuxt", "#main", "#content", "#site")
"""Elements into which programs usually draw."""
_MAX_TEXT = 300_000
"""Number of characters of a program that are read, at its end: bundles begin with libraries."""
_MAX_READ = 160_000
"""Number of characters of all programs that are drawn, up to the last element that they create."""
_AFTER = 20_000
_MAX_DRAWN = 200_000
_MAX_DEPTH = 80
_MAX_SAID = 2_000
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "b",
        "blockquote",
        "br",
        "button",
        "cite",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "iframe",
        "img",
        "label",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "picture",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "video",
    ]
)
_CREATES = frozenset(
    [
        "jsx",
        "jsxs",
        "jsxDEV",
        "createElement",
        "h",
        "createVNode",
        "createElementVNode",
        "createElementBlock",
        "createBlock",
        "createComponent",
        "c",
    ]
)
"""Names of functions that create elements, without underscores before them."""
_OF_PROPERTIES = ("jsx", "jsxs", "jsxDEV")
"""Functions whose third argument is no child."""
_LIKE = {
    "image": "img", "photo": "img", "picture": "img", "link": "a", "navlink": "a", "text": "span",
    "heading": "h2", "subtitle": "p", "paragraph": "p", "fragment": "", "suspense": "", "transition": "",
}  # fmt: skip
"""Elements as which components without a definition are drawn, by their name in lower case."""
_UNSEEN = frozenset(("head", "helmet", "meta", "script", "seo", "style", "title"))
_TEMPLATE = re.compile(
    r"\btemplate\s{0,9}:\s{0,9}(?:`([^`]{40,40000})`|'(<[^'\n]{40,8000})'|\"(<[^\"\n]{40,8000})\")"
)
_MUSTACHE = re.compile(r"\{\{[^{}]{0,300}\}\}")
_SAID = re.compile(r"[{,]\s?[\"']?([A-Za-z]\w{2,40})[\"']?\s?:\s?\"((?:[^\"\\\n]|\\.){2,2000})\"")
"""Matches a text of a translation, which elements name by its key."""
_TRANSLATES = frozenset(("t", "$t", "_t", "translate", "formatMessage", "tr"))
_KEY = re.compile(r"[\w.:-]{1,80}$")
_LAST_CALL = re.compile(
    r"(?:jsxs?|createElement|createElementVNode|createElementBlock|\bh|_c)\)?\(|\([\"'`](?:h[1-6]|p)[\"'`],"
)
_WRITTEN_TAG = re.compile(r"\s{0,40}<[a-z][a-z0-9]{0,12}[\s>]")


def drawn_by(texts: Iterable[str]) -> str:
    """Returns the HTML that programs would draw into a page, as far as it stands in them; often empty."""
    parts = [text[-_MAX_TEXT:] for text in texts]
    drawn = ["".join(found) for text in parts if "template" in text for found in _TEMPLATE.findall(text)]
    program = ";\n".join(without_jsx(text) if has_jsx(text) else text for text in parts)
    last = max((match.end() for match in _LAST_CALL.finditer(program)), default=0)
    program = program[max(0, last + _AFTER - _MAX_READ) : last + _AFTER] if last else program[:_MAX_READ]
    markup = _Renderer(program).markup() or drawn_by_steps(program)
    return _MUSTACHE.sub("", markup or "".join(drawn))[:_MAX_DRAWN]


class _Renderer:
    """Creates the elements of one program."""

    def __init__(self, text: str) -> None:
        self.said = dict(reversed(_SAID.findall(text)[:_MAX_SAID]))
        self.program = Program(text, self._made)
        self.depth = 0

    def markup(self) -> str:
        """Returns what the program draws: first its pages with their components, then unused components."""
        calls = self._calls()
        bodies = self._bodies_of_components(calls)
        out: list[str] = []
        covered = -1
        waiting: list[int] = []
        for at in calls:
            if at <= covered:
                continue
            if any(start < at < end for start, end in bodies):
                waiting.append(at)
                continue
            covered = self.program.end_of(at)
            write(self._create(at, Environment()), out)
        covered = -1
        for at in waiting:
            is_drawn = any(start < at < end for start, end in bodies if start in self.program.used)
            if at > covered and not is_drawn:
                covered = self.program.end_of(at)
                write(self._create(at, Environment()), out)
        if not calls:
            out.extend(self._templates())
        return "".join(out)

    def _calls(self) -> list[int]:
        """Returns the positions of the arguments of calls that create elements."""
        tokens = self.program.tokens
        return [
            at
            for at, text in enumerate(tokens.texts)
            if text == "(" and at and tokens.kinds[at] == SIGN and self._creates(self._callee(at), at)
        ]

    def _callee(self, at: int) -> str:
        before = at - 2 if self.program.is_sign(at - 1, ")") else at - 1
        return self.program.text_at(before) if self.program.kind_at(before) == WORD else ""

    def _creates(self, name: str, at: int) -> bool:
        """Whether the call with these arguments creates an element."""
        kind, tag = self.program.kind_at(at + 1), self.program.text_at(at + 1)
        after = self.program.text_at(at + 2)
        if kind == STRING and tag in _TAGS:
            return after == "," and name not in ("getAttribute", "setAttribute", "addEventListener", "on")
        if name.lstrip("_$") not in _CREATES:
            return False
        return (kind == STRING and not tag) or (kind == WORD and after in (",", ".", ")"))

    def _bodies_of_components(self, calls: list[int]) -> list[tuple[int, int]]:
        """Returns the bounds of the functions that calls name as components."""
        program = self.program
        out: dict[int, int] = {}
        for at in calls:
            if program.kind_at(at + 1) == WORD and program.text_at(at + 2) in (",", ")"):
                found = program.named(program.text_at(at + 1), at + 1, Environment())
                if isinstance(found, Function):
                    end = program.end_of(found.body)
                    out[found.body] = end if end > found.body else self._end_of_expression(found.body)
        return list(out.items())

    def _end_of_expression(self, at: int) -> int:
        texts = self.program.tokens.texts
        while at < len(texts) and texts[at] not in (",", ";", ")", "}", "]"):
            at = self.program.end_of(at) + 1
        return at

    def _made(self, _: Program, name: str, at: int, environment: Environment) -> tuple[bool, Value]:
        if self._creates(name, at):
            return True, self._create(at, environment, name)
        if name in _TRANSLATES and self.program.kind_at(at + 1) == STRING:
            key = self.program.text_at(at + 1)
            said = self.said.get(key.rpartition(".")[2].rpartition(":")[2])
            return True, unescaped(said) if said else ("" if _KEY.match(key) else key)
        if name == "html" and self.program.kind_at(at + 1) == STRING:
            return True, Markup(self.program.text_at(at + 1))
        return False, None

    def _create(self, at: int, environment: Environment, name: str = "") -> Value:
        name = (name or self._callee(at)).lstrip("_$")
        given = self.program.arguments(at, environment)
        properties: dict[str, Value] = {}
        children: list[Value] = []
        for index, (start, value) in enumerate(given[1:]):
            if index == 0 and isinstance(value, dict):
                properties = value
            elif self.program.kind_at(start) == "number" or (name in _OF_PROPERTIES and index):
                break
            elif value is None:
                continue
            elif isinstance(value, dict) and "default" in value:
                slot = value["default"]
                children.append(self.program.called(slot, []) if isinstance(slot, Function) else slot)
            else:
                children.append(value)
        if self.program.kind_at(at + 1) == STRING:
            return element_of(self.program.text_at(at + 1), properties, children)
        return self._component(at, given[0][1] if given else None, properties, children)

    def _component(
        self, at: int, made_by: Value, properties: dict[str, Value], children: list[Value]
    ) -> Value:
        path = at + 1
        while self.program.text_at(path + 1) == "." and self.program.kind_at(path + 2) == WORD:
            path += 2
        name = self.program.text_at(path)
        if name.lower() in _UNSEEN:
            return None
        if isinstance(made_by, dict):
            made_by = next((made_by[key] for key in ("render", "setup") if key in made_by), None)
        if isinstance(made_by, Function) and self.depth < _MAX_DEPTH and not self.program.is_spent():
            self.depth += 1
            try:
                drawn = self.program.called(made_by, [{"children": children, **properties}])
                drawn = self.program.called(drawn, []) if isinstance(drawn, Function) else drawn
            finally:
                self.depth -= 1
            if drawn is not None:
                return drawn
        tag = name.lower() if name.lower() in _TAGS else _LIKE.get(name.lower())
        if tag is None and properties.get("src") and not children and "children" not in properties:
            tag = "img"
        if tag is not None:
            return element_of(tag, properties, children)
        drawn = element_of("article", properties, children)
        drawn.attributes["class"] = f"{name} {drawn.attributes.get('class', '')}".strip()
        drawn.children[:0] = texts_given(properties)
        drawn.is_component = True
        return drawn

    def _templates(self) -> list[str]:
        """Returns the constant HTML of a program that creates no elements by calls."""
        program = self.program
        out: list[str] = []
        covered = -1
        for at, kind in enumerate(program.tokens.kinds):
            if at <= covered or kind not in ("template", STRING) or program.is_spent():
                continue
            if not _WRITTEN_TAG.match(program.text_at(at)):
                continue
            if kind == STRING:
                out.append(program.text_at(at))
            else:
                value, after = program.expression(at, Environment())
                covered = after - 1
                out.append(as_text(value))
        return out
