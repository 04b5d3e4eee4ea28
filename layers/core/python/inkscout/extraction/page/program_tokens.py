"""Splits a JavaScript program into tokens, with the place of the bracket that closes each open one."""

import re
from dataclasses import dataclass, field

STRING, TEMPLATE, NUMBER, WORD, SIGN = "string", "template", "number", "word", "sign"
_MAX_TOKENS = 120_000
_MAX_FAILED = 200
"""Number of divisions that may be no regular expressions; after so many none is looked for."""
_TOKEN = re.compile(
    r"\s{1,4000}|//[^\n]{0,4000}|/\*(?:[^*]|\*(?!/)){0,8000}(?:\*/)?"
    r"|\"(?P<double>(?:[^\"\\\n]|\\[\s\S]){0,8000})\"?"
    r"|'(?P<single>(?:[^'\\\n]|\\[\s\S]){0,8000})'?"
    r"|(?P<word>[^\W\d][\w$]{0,100}|\$[\w$]{0,100})"
    r"|(?P<number>\d[\w.]{0,40})"
    r"|(?P<sign>=>|\.\.\.|\?\.(?!\d)|\?\?|&&|\|\||[=!]==?|<=|>=|\+\+|--|[-+*/%]=|[\[\]{}(),:;=.<>?!&|+\-*/%~^@#\\])"
    r"|(?P<back>`)"
)
_REGEX = re.compile(r"/(?![*/])(?:[^\\/\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,400}\]){1,400}/[a-z]{0,8}")
_TEMPLATE_PART = re.compile(r"((?:[^`\\$]|\\[\s\S]|\$(?!\{)){0,20000})(`|\$\{)?")
_BEFORE_REGEX = frozenset(
    [
        "(",
        ",",
        "=",
        ":",
        "[",
        "!",
        "&",
        "|",
        "?",
        "{",
        "}",
        ";",
        "&&",
        "||",
        "??",
        "=>",
        "+",
        "-",
        "*",
        "===",
        "==",
        "!==",
        "!=",
        "return",
        "typeof",
        "case",
    ]
)
_BEFORE_STRING = frozenset(("return", "case", "typeof", "of", "in", "await", "void", "default", "else"))
"""Words of the language before a template that is a text of its own."""
_OPENS, _CLOSES = frozenset("([{"), {")": "(", "]": "[", "}": "{"}
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_LAST = 0x10FFFF
_WRITTEN = {"n": "\n", "t": "\t", "r": " ", "\n": ""}


@dataclass(slots=True)
class Tokens:
    """A program's tokens.

    Attributes:
        kinds: The kind of each token. A template with expressions or with a function before it is
            ``template`` tokens, its constant parts, with the code of its expressions between brackets ``${``
            and ``}`` after each but the last; any other is a string.
        texts: The text of each token; of a string its value.
        match: The position of the closing bracket of each opening one; of those that are not closed the end.
        block: The position of the brace that is open around each token, -1 for none.
    """

    kinds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    match: dict[int, int] = field(default_factory=dict)
    block: list[int] = field(default_factory=list)


def tokens_of(text: str) -> Tokens:
    """Returns the tokens of a program, at most 120,000; what cannot be read is passed over."""
    out = Tokens()
    kinds, texts, blocks = out.kinds, out.texts, out.block
    open_: list[tuple[str, int, int]] = []
    block, at, end = -1, 0, len(text)
    resumes, failed = False, 0

    def add(kind: str, value: str) -> None:
        kinds.append(kind)
        texts.append(value)
        blocks.append(block)

    while at < end and len(kinds) < _MAX_TOKENS:
        if resumes:
            part = _TEMPLATE_PART.match(text, at)
            at = part.end() if part is not None else end
            add(TEMPLATE, unescaped(part[1] if part is not None else ""))
            resumes = False
            if part is not None and part[2] == "${":
                open_.append(("${", len(kinds), block))
                add(SIGN, "${")
            continue
        found = _TOKEN.match(text, at)
        kind = found.lastgroup if found is not None else None
        if found is None or kind is None:
            at = found.end() if found is not None else at + 1
            continue
        value = found[kind]
        at = found.end()
        if kind == "sign" and value[0] == "/" and failed < _MAX_FAILED and texts[-1:] != [")"]:
            regex = _REGEX.match(text, found.start()) if not texts or texts[-1] in _BEFORE_REGEX else None
            failed += regex is None
            if regex is not None:
                at, kind, value = regex.end(), NUMBER, ""
        if kind == "back":
            part = _TEMPLATE_PART.match(text, at)
            resumes = part is None or part[2] != "`" or _is_tagged(kinds, texts)
            if part is not None and not resumes:
                add(STRING, unescaped(part[1]))
                at = part.end()
        elif kind != "sign":
            add(*((STRING, unescaped(value)) if kind in ("double", "single") else (kind, value)))
        elif value in _OPENS:
            open_.append((value, len(kinds), block))
            add(SIGN, value)
            block = len(kinds) - 1 if value == "{" else block
        elif value in _CLOSES:
            resumes, block = _close(out, open_, value, block)
            add(SIGN, value)
        else:
            add(SIGN, value)
    out.match.update((start, len(kinds)) for _, start, _ in open_)
    return out


def _is_tagged(kinds: list[str], texts: list[str]) -> bool:
    """Whether a template after these tokens is an argument of the function before it."""
    return bool(kinds) and ((kinds[-1] == WORD and texts[-1] not in _BEFORE_STRING) or texts[-1] == ")")


def _close(out: Tokens, open_: list[tuple[str, int, int]], value: str, block: int) -> tuple[bool, int]:
    """Closes a bracket; returns whether a template goes on after it, and the brace that is open around it."""
    wanted = _CLOSES[value]
    for back in range(1, min(4, len(open_)) + 1):
        sign = open_[-back][0]
        if sign == wanted or (sign == "${" and wanted == "{"):
            break
    else:
        return False, block
    for _ in range(back):
        sign, start, block = open_.pop()
        out.match[start] = len(out.kinds)
    return sign == "${", block


def unescaped(text: str) -> str:
    """Returns the value of a string's text, without backslashes."""
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        number = int(code, 16)
        return "" if number > _LAST or 0xD800 <= number <= 0xDFFF else chr(number)
    return _WRITTEN.get(found[4], found[4])
