"""Works out the values that stand in a program: its constants, its lists, and the elements that it creates.

Nothing is run. Constants are put where their names stand, lists into the functions that are mapped over them,
and what is given to a component into its function. Whatever depends on anything else has no value. The number
of steps is bounded.
"""

from collections.abc import Callable

from inkscout.extraction.page.program_methods import (
    MAX_MAPPED,
    MAX_TEXT,
    Environment,
    Function,
    Markup,
    Value,
    as_text,
    at_path,
    either,
    is_element,
    joined,
    member,
    method_value,
)
from inkscout.extraction.page.program_scope import (
    KEYWORDS,
    Binding,
    after_element,
    parts_of_pattern,
    scope_of,
)
from inkscout.extraction.page.program_tokens import NUMBER, SIGN, STRING, TEMPLATE, WORD, tokens_of

_MAX_STEPS = 60_000
_MAX_DEPTH = 90
_MAX_CALLED = 12
_SCANNED = 8
"""Number of tokens passed over that count as a step."""
_UNARY = frozenset(("!", "-", "+", "~", "++", "--", "..."))
_UNARY_WORDS = frozenset(("typeof", "void", "await", "new", "delete", "async", "yield"))
_NOTHING = frozenset(("null", "undefined", "true", "false", "NaN"))
_BINARY = frozenset(
    ["===", "!==", "==", "!=", "<", ">", "<=", ">=", "-", "*", "/", "%", "|", "&", "^", "instanceof", "in"]
)
_ASSIGNS = frozenset(("=", "+=", "-=", "*=", "/=", "%="))
_MAPS = ("map", "flatMap", "forEach", "renderList", "_l")
_ENDS = frozenset((")", "]", "}", ",", ";", ":"))


Maker = Callable[["Program", str, int, Environment], tuple[bool, Value]]
"""Makes what a call gives, of its name and the place of its arguments; False if it makes nothing."""


class Program:
    """The values of one program.

    ``used`` are the positions of the bodies of functions that were called.
    """

    def __init__(self, text: str, make: Maker) -> None:
        self.tokens = tokens_of(text)
        self.scope = scope_of(self.tokens)
        self.make = make
        self.used: set[int] = set()
        self._steps = 0
        self._depth = 0
        self._known: dict[tuple[Binding, int], Value] = {}
        self._held: list[Environment] = []

    def is_spent(self) -> bool:
        """Whether the program has had all its steps."""
        return self._steps >= _MAX_STEPS

    def text_at(self, at: int) -> str:
        """Returns the text of a token; empty beyond the end."""
        return self.tokens.texts[at] if 0 <= at < len(self.tokens.texts) else ""

    def kind_at(self, at: int) -> str:
        """Returns the kind of a token; empty beyond the end."""
        return self.tokens.kinds[at] if 0 <= at < len(self.tokens.kinds) else ""

    def is_sign(self, at: int, sign: str) -> bool:
        """Whether a token is a certain sign."""
        return self.text_at(at) == sign and self.kind_at(at) == SIGN

    def end_of(self, at: int) -> int:
        """Returns the position of the bracket that closes the one at a position."""
        return self.tokens.match.get(at, at)

    def arguments(self, at: int, environment: Environment) -> list[tuple[int, Value]]:
        """Returns position and value of each element between two brackets."""
        out: list[tuple[int, Value]] = []
        end = self.end_of(at)
        at += 1
        while at < end and not self.is_spent():
            start = at
            value = None if self.is_sign(at, ",") else self.expression(at, environment)[0]
            if self.is_sign(start, "...") and isinstance(value, list):
                out.extend((start, part) for part in value[:MAX_MAPPED])
            else:
                out.append((start, value))
            at = after_element(self.tokens, start, end) + 1
        return out

    def expression(self, at: int, environment: Environment) -> tuple[Value, int]:
        """Returns the value of the expression at a position, and the position after it."""
        self._steps += 1
        if self._steps >= _MAX_STEPS or self._depth >= _MAX_DEPTH:
            return None, at + 1
        self._depth += 1
        try:
            return self._chain(at, environment)
        finally:
            self._depth -= 1

    def _chain(self, at: int, environment: Environment) -> tuple[Value, int]:
        value, at = self._operand(at, environment)
        while self.kind_at(at) == SIGN or self.text_at(at) in ("instanceof", "in"):
            sign = self.text_at(at)
            if sign == "&&" or sign in _ASSIGNS:
                value, at = self._operand(at + 1, environment)
            elif sign in ("||", "??"):
                other, at = self._operand(at + 1, environment)
                value = other if value is None or value == "" else value
            elif sign == "+":
                other, at = self._operand(at + 1, environment)
                value = joined(value, other)
            elif sign == "?":
                first, at = self.expression(at + 1, environment)
                second, at = self.expression(at + 1, environment) if self.is_sign(at, ":") else (None, at)
                value = either(first, second)
            elif sign in _BINARY:
                _, at = self._operand(at + 1, environment)
                value = None
            else:
                break
        return value, at

    def _operand(self, at: int, environment: Environment) -> tuple[Value, int]:
        is_negated = False
        while (self.text_at(at) in _UNARY and self.kind_at(at) == SIGN) or (
            self.text_at(at) in _UNARY_WORDS and self.kind_at(at) == WORD and not self.is_sign(at + 1, "=>")
        ):
            is_negated = is_negated or self.text_at(at) in ("!", "void", "typeof", "delete")
            at += 1
        value, after = self._primary(at, environment)
        if after <= at:
            return None, at if self.text_at(at) in _ENDS else at + 1
        return (None if is_negated else value), after

    def _primary(self, at: int, environment: Environment) -> tuple[Value, int]:
        kind, text = self.kind_at(at), self.text_at(at)
        name = ""
        value: Value = None
        if kind == STRING:
            value, after = text, at + 1
        elif kind == TEMPLATE:
            value, after = self._template(at, environment)
        elif kind == NUMBER:
            value, after = (text if text.isdigit() else None), at + 1
        elif kind == WORD:
            if text == "function" or self.is_sign(at + 1, "=>"):
                return self._function(at, environment)
            if text == "class":
                return self._class(at, environment)
            name, after = text, at + 1
            value = None if text in _NOTHING or text in KEYWORDS else self.named(text, at, environment)
        elif text == "(":
            if self.is_sign(self.end_of(at) + 1, "=>"):
                return self._function(at, environment)
            inner = self.arguments(at, environment)
            value = inner[-1][1] if inner else None
            name = self._last_word(at)
            after = self.end_of(at) + 1
        elif text == "[":
            value, after = [part for _, part in self.arguments(at, environment)], self.end_of(at) + 1
        elif text == "{":
            value, after = self._object(at, environment), self.end_of(at) + 1
        else:
            return None, at
        return self._members(value, name, after, environment)

    def _members(self, value: Value, name: str, at: int, environment: Environment) -> tuple[Value, int]:
        """Returns the value after its members, indexes and calls."""
        base: Value = None
        while True:
            text, kind = self.text_at(at), self.kind_at(at)
            if kind == SIGN and text in (".", "?.") and self.kind_at(at + 1) == WORD:
                base, name = value, self.text_at(at + 1)
                value = member(value, name)
                at += 2
            elif kind == SIGN and text == "?.":
                at += 1
            elif kind == SIGN and text == "[":
                inner = self.arguments(at, environment)
                value = member(value, inner[-1][1] if inner else None)
                base, name, at = None, "", self.end_of(at) + 1
            elif kind == SIGN and text == "(":
                value = self._call(name, base, value, at, environment)
                base, name, at = None, "", self.end_of(at) + 1
            elif kind == TEMPLATE:
                said, at = self._template(at, environment)
                value = Markup(said) if name in ("html", "svg", "jsx") and isinstance(said, str) else None
                base, name = None, ""
            elif kind == SIGN and text in ("++", "--"):
                at += 1
            else:
                return value, at

    def _last_word(self, at: int) -> str:
        """Returns the name of the function in ``(0, x.jsx)``; empty for any other expression."""
        end = self.end_of(at)
        return self.text_at(end - 1) if end - at < 8 and self.kind_at(end - 1) == WORD else ""

    def _template(self, at: int, environment: Environment) -> tuple[str, int]:
        said = [self.text_at(at)]
        at += 1
        while self.is_sign(at, "${") and not self.is_spent():
            inner = self.arguments(at, environment)
            said.append(as_text(inner[-1][1] if inner else None))
            at = self.end_of(at) + 1
            if self.kind_at(at) == TEMPLATE:
                said.append(self.text_at(at))
                at += 1
        return "".join(said)[:MAX_TEXT], at

    def _function(self, at: int, environment: Environment) -> tuple[Value, int]:
        """Returns the function that begins at a position: an arrow, or with the word for functions."""
        if self.text_at(at) == "function":
            while at < len(self.tokens.texts) and not self.is_sign(at, "("):
                at += 1
            body = self.end_of(at) + 1
            return Function(at, body, environment), self.end_of(body) + 1
        body = (self.end_of(at) if self.text_at(at) == "(" else at) + 2
        function = Function(at, body, environment)
        if self.is_sign(body, "{"):
            return function, self.end_of(body) + 1
        while body < len(self.tokens.texts) and not (
            self.kind_at(body) == SIGN and self.text_at(body) in _ENDS
        ):
            body = self.end_of(body) + 1
        self._steps += (body - at) // _SCANNED
        return function, body

    def _class(self, at: int, environment: Environment) -> tuple[Value, int]:
        while at < len(self.tokens.texts) and not self.is_sign(at, "{"):
            at += 1
        return Function(at, at, environment), self.end_of(at) + 1

    def _object(self, at: int, environment: Environment) -> dict[str, Value]:
        out: dict[str, Value] = {}
        end = self.end_of(at)
        at += 1
        while at < end and not self.is_spent():
            kind, text = self.kind_at(at), self.text_at(at)
            if self.is_sign(at, "..."):
                value = self.expression(at + 1, environment)[0]
                out.update(value if isinstance(value, dict) else {})
            elif kind in (WORD, STRING, NUMBER) and self.is_sign(at + 1, ":"):
                out[text] = self.expression(at + 2, environment)[0]
            elif kind in (WORD, STRING) and self.is_sign(at + 1, "("):
                out[text] = Function(at + 1, self.end_of(at + 1) + 1, environment)
            elif kind == WORD and text not in KEYWORDS:
                out[text] = self.named(text, at, environment)
            at = after_element(self.tokens, at, end) + 1
        return out

    def named(self, name: str, at: int, environment: Environment) -> Value:
        """Returns the value of a name where it is used."""
        definition = self.scope.visible(name, at)
        seen: Environment | None = environment
        while seen is not None and name not in seen.values:
            seen = seen.outer
        if seen is not None and (definition is None or definition.block <= seen.start):
            return seen.values[name]
        if definition is None:
            return None
        key = (definition, id(environment))
        if key not in self._known:
            self._held.append(environment)
            self._known[key] = None
            self._known[key] = at_path(self.expression(definition.at, environment)[0], definition.path)
        return self._known[key]

    def called(self, function: Function, arguments: list[Value]) -> Value:
        """Returns what a function gives: its expression, or all that it may return."""
        values: dict[str, Value] = {}
        for index, (start, end) in enumerate(self._parameters(function.parameters)):
            value = arguments[index] if index < len(arguments) else None
            if self.text_at(start) in ("{", "["):
                values.update(
                    (name, at_path(value, path)) for name, path in parts_of_pattern(self.tokens, start)
                )
            elif self.is_sign(start, "...") and end > start + 1:
                values[self.text_at(start + 1)] = arguments[index:]
            else:
                values[self.text_at(start)] = value
        inner = Environment(function.parameters, values, function.environment)
        self.used.add(function.body)
        if not self.is_sign(function.body, "{"):
            return self.expression(function.body, inner)[0]
        given = [self.expression(at, inner)[0] for at in self._returns(function.body)[:_MAX_CALLED]]
        given = [value for value in given if value is not None]
        return given[0] if len(given) == 1 else (given or None)

    def _parameters(self, at: int) -> list[tuple[int, int]]:
        if not self.is_sign(at, "("):
            return [(at, at + 1)] if self.kind_at(at) == WORD else []
        out: list[tuple[int, int]] = []
        end = self.end_of(at)
        at += 1
        while at < end and len(out) < _MAX_CALLED:
            after = after_element(self.tokens, at, end)
            out.append((at, after))
            at = after + 1
        return out

    def _returns(self, body: int) -> list[int]:
        """Returns the positions of what a function returns, without that of functions within it."""
        out: list[int] = []
        at, end = body + 1, self.end_of(body)
        self._steps += (end - at) // _SCANNED
        while at < end:
            if self.is_sign(at, "=>") and self.is_sign(at + 1, "{"):
                at = self.end_of(at + 1)
            elif self.kind_at(at) == WORD and self.text_at(at) == "function":
                at = self._function(at, Environment())[1] - 1
            elif self.kind_at(at) == WORD and self.text_at(at) == "return":
                out.append(at + 1)
            at += 1
        return out

    def _call(self, name: str, base: Value, function: Value, at: int, environment: Environment) -> Value:
        is_made, made = self.make(self, name, at, environment)
        if is_made:
            return made
        given = [value for _, value in self.arguments(at, environment)]
        first = given[0] if given else None
        if name in ("renderList", "_l", "each") and len(given) > 1:
            base, first = first, given[1]
        if isinstance(first, Function) and (isinstance(base, list) or name in ("renderList", "_l", "map")):
            return self._mapped(base, first) if name in _MAPS else base
        if isinstance(function, Function):
            return self.called(function, given)
        if isinstance(first, list) and len(given) > 1 and isinstance(given[1], Function):
            drawn = self._mapped(first, given[1])
            if any(is_element(part) for part in drawn):
                return drawn
        if name in ("useMemo", "computed", "createMemo") and isinstance(first, Function):
            return self.called(first, [])
        return method_value(name, base, given)

    def _mapped(self, entries: Value, function: Function) -> Value:
        if isinstance(entries, dict):
            entries = [*entries.values()]
        if not isinstance(entries, list):
            return None
        return [self.called(function, [entry, None]) for entry in entries[:MAX_MAPPED]]
