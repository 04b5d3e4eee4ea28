"""Replaces the tags of JSX in a program by calls that create elements, as a compiler does.

``<b className="x">Hi {name}</b>`` becomes ``createElement("b",{"className":"x"},"Hi ",(name))``. Each
character is read a bounded number of times.
"""

import json
import re

_MAX_DEPTH = 200
_CODE = re.compile(
    r"[{}]|<(?=[A-Za-z>])"
    r"|\"(?:[^\"\\\n]|\\.){0,4000}\"?|'(?:[^'\\\n]|\\.){0,4000}'?|`(?:[^`\\]|\\.){0,8000}`?"
    r"|(?<![:\\])//[^\n]{0,2000}|/\*(?:[^*]|\*(?!/)){0,4000}(?:\*/)?",
    re.DOTALL,
)
"""Matches what matters in code: braces, a tag, and what is skipped, which are strings and comments."""
_BEGINS = re.compile(r"(?:[(\[?:,=>&|{;]|return)\s{0,200}$")
"""Matches code after which a tag begins, and no comparison."""
_OPENED = re.compile(r"<([A-Za-z][\w.:-]{0,60})?")
_ATTRIBUTE = re.compile(
    r"\s{0,400}(?:(/?>)|(\{\s{0,20}\.\.\.)|([A-Za-z_$@:][\w:.-]{0,60})"
    r"(?:\s{0,9}=\s{0,9}(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'|(\{)))?)"
)
_TEXT_END = re.compile(r"[<{]")
_LINE = re.compile(r"\s{0,400}\n\s{0,400}")
_COMMENT = re.compile(r"\{\s{0,40}/\*(?:[^*]|\*(?!/)){0,4000}(?:\*/\s{0,40}\}?)?")
_CALL = "createElement"


def has_jsx(text: str) -> bool:
    """Whether a program holds tags of JSX, which a compiler has not replaced."""
    return "</" in text and (
        "className=" in text or bool(re.search(r"(?:\(|return|=>)\s{0,200}<[A-Za-z>]", text))
    )


def without_jsx(text: str) -> str:
    """Returns a program with calls in the place of its tags."""
    return _Compiler(text).compiled()


class _Compiler:
    """Reads the tags of JSX in a program, with the text between them.

    ``stack`` holds what is open: code with the number of open braces and what closes it, the attributes of a
    tag, or the content of an element.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.stack: list[tuple[str, int, str]] = [("code", 0, "")]

    def compiled(self) -> str:
        """Returns the whole program; what is nested too deeply stays as it is."""
        while self.at < len(self.text) and len(self.stack) < _MAX_DEPTH:
            mode = self.stack[-1][0]
            if mode == "code":
                self._read_code()
            elif mode == "tag":
                self._read_attribute()
            else:
                self._read_content()
        return "".join(self.out)

    def _read_code(self) -> None:
        _, depth, closing = self.stack[-1]
        found = _CODE.search(self.text, self.at)
        if found is None:
            self.out.append(self.text[self.at :])
            self.at = len(self.text)
            return
        self.out.append(self.text[self.at : found.start()])
        self.at = found.end()
        sign = found[0]
        if sign == "<" and _BEGINS.search(self.text[max(0, found.start() - 220) : found.start()]):
            self._open(found.start())
        elif sign == "}" and not depth and closing:
            self.stack.pop()
            self.out.append(closing)
        else:
            if sign in "{}":
                self.stack[-1] = ("code", max(0, depth + (1 if sign == "{" else -1)), closing)
            self.out.append("" if sign[:2] in ("//", "/*") else sign)

    def _open(self, start: int) -> None:
        opened = _OPENED.match(self.text, start)
        name = (opened[1] if opened is not None else "") or ""
        self.at = opened.end() if opened is not None else start + 1
        is_element = name[:1].islower() and "." not in name
        self.out.append(f"{_CALL}({json.dumps(name) if is_element or not name else name},{{")
        self.stack.append(("tag", 0, ""))

    def _read_attribute(self) -> None:
        found = _ATTRIBUTE.match(self.text, self.at)
        if found is None:
            self.at += 1
            return
        self.at = found.end()
        end, spread, name, double, single, brace = found.groups()
        if end == "/>":
            self._close("})")
        elif end:
            self.out.append("},")
            self.stack[-1] = ("content", 0, "")
        elif spread:
            self.out.append("...(")
            self.stack.append(("code", 0, "),"))
        elif brace:
            self.out.append(f"{json.dumps(name)}:(")
            self.stack.append(("code", 0, "),"))
        else:
            self.out.append(f"{json.dumps(name)}:{json.dumps(double or single or '')},")

    def _read_content(self) -> None:
        found = _TEXT_END.search(self.text, self.at)
        end = found.start() if found is not None else len(self.text)
        said = _LINE.sub("\n", self.text[self.at : end])
        said = said.strip("\n").replace("\n", " ")
        if said.strip() or (said and "\n" not in self.text[self.at : end]):
            self.out.append(f"html({json.dumps(said)}),")
        self.at = end
        if found is None:
            return
        if found[0] == "{":
            comment = _COMMENT.match(self.text, self.at)
            if comment is not None:
                self.at = comment.end()
                return
            self.at += 1
            self.out.append("(")
            self.stack.append(("code", 0, "),"))
        elif self.text.startswith("</", self.at):
            closed = self.text.find(">", self.at, self.at + 100)
            self.at = closed + 1 if closed >= 0 else self.at + 2
            self._close(")")
        else:
            self._open(self.at)

    def _close(self, sign: str) -> None:
        self.stack.pop()
        self.out.append(sign)
        if self.stack[-1][0] == "content":
            self.out.append(",")
