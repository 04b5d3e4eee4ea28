"""HTML that a program would draw into an empty page: JSX, Vue's templates, and calls that create elements.

Nothing is run: expressions are left out, and only what stands in the program as text is read. Each character
is read a bounded number of times.
"""

import re
from collections.abc import Iterable
from html import escape

MOUNTS = ("#root", "#app", "#__next", "#__nuxt", "#main", "#content", "#site")
"""Elements into which programs usually draw."""
_MAX_TEXT = 300_000
_MAX_DRAWN = 200_000
_MAX_DEPTH = 200
_LONGEST_CALL = 900
_MAX_CALLS = 2_000
_CODE = re.compile(
    r"[{}]|<(?=[A-Za-z>])"
    r"|\"(?:[^\"\\\n]|\\.){0,4000}\"|'(?:[^'\\\n]|\\.){0,4000}'|`(?:[^`\\]|\\.){0,4000}`"
    r"|(?<![:\\])//[^\n]{0,2000}|/\*(?:[^*]|\*(?!/)){0,4000}\*/",
    re.DOTALL,
)
"""Matches what matters in code: braces, a tag, and what is skipped, which are strings and comments."""
_TAG_PART = re.compile(r"/?>|\{|\"[^\"]{0,2000}\"|'[^']{0,2000}'")
_TEXT_END = re.compile(r"[<{]")
_OPENED = re.compile(r"<([A-Za-z][\w.-]{0,60})?")
_BEGINS = re.compile(r"(?:[(\[?:,=>&|{]|return)\s{0,200}$")
"""Matches code after which a tag begins, and no comparison."""
_CONSTANT = re.compile(r"\{\s{0,20}(?:\"([^\"{}]{0,2000})\"|'([^'{}]{0,2000})'|`([^`{}]{0,2000})`)\s{0,20}\}")
_NAME_BEFORE = re.compile(r"([A-Za-z][\w-]{0,40})\s{0,9}=\s{0,9}$")
_KEPT = {
    "className": "class",
    "class": "class",
    "href": "href",
    "to": "href",
    "src": "src",
    "alt": "alt",
    "id": "id",
}
_NAMED = ("name", "title", "artist", "fullname", "artistname")
_VOID = ("br", "hr", "img", "input", "source")
_TEMPLATE = re.compile(
    r"\btemplate\s{0,9}:\s{0,9}(?:`([^`]{40,40000})`|'(<[^'\n]{40,8000})'|\"(<[^\"\n]{40,8000})\")"
)
_MUSTACHE = re.compile(r"\{\{[^{}]{0,300}\}\}")
_CALL = re.compile(
    r"[\w$)]\s?\(\s?[\"'](a|article|b|div|em|figcaption|footer|h[1-6]|header|img|li|main|nav|p|section|span|strong|ul)[\"']\s?,"
)
"""Matches a call that creates an element: ``React.createElement("h3",``, ``jsx("h3",``, ``h('h3',``."""
_ARGUMENT = re.compile(
    r"(?:([A-Za-z]{1,40})\s?:\s?(\[?)\s?)?(?:\"((?:[^\"\\\n]|\\.){1,2000})\"|'((?:[^'\\\n]|\\.){1,2000})')"
)
_SAID = re.compile(r"[{,]\s?[\"']?([A-Za-z]\w{2,40})[\"']?\s?:\s?\"((?:[^\"\\\n]|\\.){2,2000})\"")
"""Matches a text of a translation, which elements name by its key."""
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")


def drawn_by(texts: Iterable[str]) -> str:
    """Returns the HTML that programs would draw into a page, as far as it stands in them; often empty."""
    drawn: list[str] = []
    for whole in texts:
        text = whole[:_MAX_TEXT]
        if "className=" in text or "</" in text:
            drawn.append(_JsxReader(text).markup())
        if "template" in text:
            drawn.extend(_MUSTACHE.sub("", "".join(found)) for found in _TEMPLATE.findall(text))
        drawn.extend(_created(text))
    return "".join(drawn)[:_MAX_DRAWN]


def _created(text: str) -> list[str]:
    """Returns the elements with constant text that a program's calls create, one after another."""
    calls = list(_CALL.finditer(text))[:_MAX_CALLS]
    said = dict(reversed(_SAID.findall(text)[:_MAX_CALLS])) if calls else {}
    out: list[str] = []
    for at, call in enumerate(calls):
        end = min(calls[at + 1].start() if at + 1 < len(calls) else len(text), call.end() + _LONGEST_CALL)
        attributes, children = "", []
        for key, _, double, single in _ARGUMENT.findall(text[call.end() : end]):
            value = _plain(double or single)
            if key in _KEPT:
                attributes += f' {_KEPT[key]}="{escape(value)}"'
            elif key in ("", "children"):
                children.append(escape(_plain(said.get(value.rpartition(".")[2], value))))
        tag = call.group(1)
        inside = " ".join(children)
        out.append(f"<{tag}{attributes}>" if tag in _VOID else f"<{tag}{attributes}>{inside}</{tag}>")
    return out


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else (found[2] or ""), text)


class _JsxReader:
    """Reads the tags of JSX in a program, with the text between them.

    ``stack`` holds the tags that are open, and for code within them the number of open braces.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.stack: list[str | int] = [0]

    def markup(self) -> str:
        """Returns the tags and texts as HTML, without the code around and within them."""
        while self.at < len(self.text) and len(self.stack) < _MAX_DEPTH:
            if isinstance(self.stack[-1], int):
                self._read_code(self.stack[-1])
            else:
                self._read_text()
        return "".join(self.out)

    def _read_code(self, depth: int) -> None:
        found = _CODE.search(self.text, self.at)
        if found is None:
            self.at = len(self.text)
            return
        self.at = found.end()
        sign = found[0]
        if sign == "{":
            self.stack[-1] = depth + 1
        elif sign == "}" and depth:
            self.stack[-1] = depth - 1
        elif sign == "}" and len(self.stack) > 1:
            self.stack.pop()
        elif sign == "<" and _BEGINS.search(self.text[max(0, found.start() - 220) : found.start()]):
            self._open(found.start())

    def _read_text(self) -> None:
        found = _TEXT_END.search(self.text, self.at)
        if found is None:
            self.at = len(self.text)
            return
        self.out.append(self.text[self.at : found.start()])
        self.at = found.start()
        if found[0] == "{":
            constant = _CONSTANT.match(self.text, self.at)
            if constant is not None:
                self.out.append(escape("".join(filter(None, constant.groups()))))
                self.at = constant.end()
                return
            self.at += 1
            self.stack.append(0)
        elif self.text.startswith("</", self.at):
            end = self.text.find(">", self.at, self.at + 100)
            self.at = end + 1 if end >= 0 else self.at + 2
            self._close()
        else:
            self._open(self.at)

    def _close(self) -> None:
        tag = self.stack.pop()
        if tag:
            self.out.append(f"</{tag}>")

    def _open(self, start: int) -> None:
        """Reads a tag with its attributes; a component is an article with the texts given to it."""
        opened = _OPENED.match(self.text, start)
        name = (opened[1] if opened is not None else "") or ""
        self.at = opened.end() if opened is not None else start + 1
        given: dict[str, str] = {}
        is_empty = False
        while part := _TAG_PART.search(self.text, self.at, self.at + 4000):
            key = _NAME_BEFORE.search(self.text[max(self.at, part.start() - 60) : part.start()])
            self.at = part.end()
            if part[0] in (">", "/>"):
                is_empty = part[0] == "/>"
                break
            if part[0] != "{":
                value = part[0][1:-1]
            elif (constant := _CONSTANT.match(self.text, part.start())) is not None:
                value = "".join(filter(None, constant.groups()))
                self.at = constant.end()
            else:
                self._skip_braces()
                continue
            if key is not None:
                given[key[1]] = value
        is_component = name[:1].isupper()
        tag = "article" if is_component else name.lower()
        if tag:
            self.out.append(_start_tag(tag, given) + (_properties(given) if is_component else ""))
        if is_empty and tag not in _VOID and tag:
            self.out.append(f"</{tag}>")
        elif not is_empty and tag not in _VOID:
            self.stack.append(tag)

    def _skip_braces(self) -> None:
        depth = 1
        while depth and (found := _CODE.search(self.text, self.at)) is not None:
            self.at = found.end()
            depth += {"{": 1, "}": -1}.get(found[0], 0)


def _start_tag(tag: str, given: dict[str, str]) -> str:
    kept = "".join(f' {_KEPT[key]}="{escape(value)}"' for key, value in given.items() if key in _KEPT)
    return f"<{tag}{kept}>"


def _properties(given: dict[str, str]) -> str:
    """Returns the texts given to a component as lines, the name as a heading."""
    out: list[str] = []
    for key, value in given.items():
        text = escape(value)
        if key.lower() in _NAMED:
            out.insert(0, f"<h3>{text}</h3>")
        elif key not in _KEPT and not value.startswith(("/", "#", "http")):
            out.append(f"<p>{text}</p>")
        elif value.startswith("http"):
            out.append(f'<a href="{text}"></a>')
    return "".join(out)
