"""Finds biographies in records of scripts that no finder took for a person's."""

from collections.abc import Iterator, Sequence

from inkscout.extraction.model import PageView
from inkscout.extraction.page.literals import Literal, literals_with_photos
from inkscout.extraction.people.listed_pictures import programs_of
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold

_NAMES = frozenset(("fullname", "name", "nom", "nombre", "nome", "imie", "имя"))
_BIOS = (
    "extendedbio", "longbio", "fullbio", "biography", "biografia", "biographie", "bio", "about", "sobre",
    "descripcion", "description", "descricao",
)  # fmt: skip
"""Keys of a biography, the fullest first."""
_LEAST = 40
_MAX_NODES = 20_000


def listed_bio(views: Sequence[PageView], name: str) -> str:
    """Returns the biography in a script's record of somebody, found by the name; empty if there is none.

    Args:
        views: The pages of a website.
        name: The person's name.
    """
    key, first = name_key(name), name.partition(" ")[0]
    seen: set[str] = set()
    for view in views if key else ():
        for program in programs_of(view.document):
            if program in seen or first not in program:
                continue
            seen.add(program)
            tree = literals_with_photos(program)
            for text in _bios(tree, key) if tree is not None else ():
                return text
    return ""


def _bios(tree: Literal, key: tuple[str, ...]) -> Iterator[str]:
    stack, count = [tree], 0
    while stack and count < _MAX_NODES:
        node = stack.pop()
        count += 1
        texts = {fold(name).replace("_", ""): value for name, value in node.entries if isinstance(value, str)}
        named = next((texts[name] for name in _NAMES if texts.get(name)), node.name)
        if name_key(named) == key:
            yield from (texts[bio] for bio in _BIOS if len(texts.get(bio, "")) >= _LEAST)
        stack.extend(value for _, value in reversed(node.entries) if isinstance(value, Literal))
