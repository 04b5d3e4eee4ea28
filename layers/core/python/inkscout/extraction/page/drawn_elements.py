"""The elements that a program creates, and their HTML."""

import re
from dataclasses import dataclass, field
from html import escape

from inkscout.extraction.page.program_methods import Markup, Value, as_text

_MAX_PIECES = 12_000
_VOID = frozenset(("br", "hr", "img"))
_KEPT = {
    "className": "class", "class": "class", "staticClass": "class", "href": "href", "to": "href",
    "src": "src", "alt": "alt", "id": "id", "aria-label": "aria-label", "title": "title",
}  # fmt: skip
_LAYOUT = frozenset(
    [
        "as",
        "classname",
        "color",
        "component",
        "direction",
        "duration",
        "ease",
        "font",
        "gap",
        "icon",
        "id",
        "initial",
        "key",
        "lang",
        "layout",
        "loading",
        "mode",
        "position",
        "priority",
        "ref",
        "rel",
        "size",
        "sizes",
        "style",
        "target",
        "theme",
        "transition",
        "type",
        "value",
        "variant",
    ]
)
_NAMED = ("name", "title", "artist", "fullname", "artistname", "nombre", "nome")
_PICTURE = re.compile(
    r"\.(?:jpe?g|png|webp|avif)(?:\?|$)|^https?://[^\s]{0,300}(?:image|photo)", re.IGNORECASE
)
_SAYS_NOTHING = re.compile(
    r"\s{0,99}(?:\d{0,5}(?:px|rem|em|%|vh|vw)?|\d?[sml]|[2-9]?x[sl]|[a-z]+-\d{2,3})?\s{0,99}$"
)


@dataclass(slots=True)
class DrawnElement:
    """An element that a program creates; one without a tag is its children alone."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Value] = field(default_factory=list)
    is_component: bool = False


class _Closing(str):
    """A tag that is to be closed."""

    __slots__ = ()


def element_of(tag: str, properties: dict[str, Value], children: list[Value]) -> DrawnElement:
    """Returns the element of a tag with the properties given to it, in any framework's form."""
    attributes: dict[str, str] = {}
    inner = [properties.get(key) for key in ("attrs", "props", "domProps")]
    for given in (properties, *(part for part in inner if isinstance(part, dict))):
        for key, name in _KEPT.items():
            if text := as_text(given.get(key)).strip():
                attributes[name] = text
        html = given.get("dangerouslySetInnerHTML") or given.get("innerHTML")
        html = html.get("__html") if isinstance(html, dict) else html
        if isinstance(html, str):
            children = [*children, Markup(html)]
    style = properties.get("style")
    if isinstance(style, dict) and "url(" in as_text(style.get("backgroundImage")):
        attributes["style"] = f"background-image:{as_text(style['backgroundImage'])}"
    if tag == "a" and "href" not in attributes and isinstance(properties.get("to"), dict):
        attributes["href"] = as_text(properties["to"].get("path"))
    nodes = [value for key, value in properties.items() if _holds_elements(value) and key != "children"]
    return DrawnElement(
        tag, attributes, [*([properties["children"]] if "children" in properties else children), *nodes]
    )


def _holds_elements(value: Value) -> bool:
    return isinstance(value, DrawnElement) or (
        isinstance(value, list) and any(isinstance(part, DrawnElement) for part in value)
    )


def texts_given(properties: dict[str, Value]) -> list[Value]:
    """Returns the texts given to a component whose function is not known, the name as a heading."""
    named: list[Value] = []
    said: list[Value] = []
    for key, value in properties.items():
        if isinstance(value, dict):
            said.extend(texts_given({inner: text for inner, text in value.items() if isinstance(text, str)}))
        if (
            not isinstance(value, str)
            or key == "children"
            or key.lower() in _LAYOUT
            or _SAYS_NOTHING.match(value)
        ):
            continue
        if key.lower() in _NAMED:
            named.append(DrawnElement("h3", {}, [value]))
        elif _PICTURE.search(value):
            said.append(DrawnElement("img", {"src": value, "alt": as_text(properties.get("alt"))}))
        elif value.startswith(("http", "mailto:", "tel:")):
            said.append(DrawnElement("a", {"href": value}))
        elif key not in _KEPT and not value.startswith(("/", "#")):
            said.append(DrawnElement("p", {}, [value]))
    return [*named, *said]


def write(value: Value, out: list[str]) -> None:
    """Writes a value as HTML, at most so many pieces of it."""
    waiting: list[Value] = [value]
    while waiting and len(out) < _MAX_PIECES:
        part = waiting.pop()
        if isinstance(part, _Closing):
            out.append(f"</{part}>")
        elif isinstance(part, str):
            out.append(part if isinstance(part, Markup) else escape(part))
        elif isinstance(part, list):
            waiting.extend(reversed(part))
        elif isinstance(part, DrawnElement):
            if part.tag and not (part.is_component and not part.children and "style" not in part.attributes):
                attributes = "".join(f' {key}="{escape(text)}"' for key, text in part.attributes.items())
                out.append(f"<{part.tag}{attributes}>")
                if part.tag in _VOID:
                    continue
                waiting.append(_Closing(part.tag))
            waiting.extend(reversed(part.children))
