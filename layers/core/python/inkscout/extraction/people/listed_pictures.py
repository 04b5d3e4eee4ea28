"""Finds the pictures that scripts and data list: whose they are, and which of them are a row of works."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Image
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Document, Element, Picture
from inkscout.extraction.page.images import ALT, image_of
from inkscout.extraction.page.literals import (
    Literal,
    folder_before,
    folder_of_files,
    is_photo,
    literals_with_photos,
)
from inkscout.extraction.page.payloads import values_of_flight
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.text.names import name_key
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_LEAST_IN_LIST = 3
"""Minimum number of pictures of one folder in a list that is a row of works."""
_LEAST_KEYED = 2
"""Minimum number of artists by whose names lists are kept, for the names to tell whose they are."""
_MAX_PICTURES = 400
"""Maximum number of pictures looked at per script."""
_MAX_NODES = 60_000
_LONGEST_NAME = 60
_SHORTEST = 20
"""Number of characters that a program with a list of pictures exceeds."""
_AUTHORS = frozenset((
    "artist", "artista", "artistname", "artiste", "author", "autor", "by", "creator", "kunstler", "master",
    "tatoueur", "tatuador", "tatuatore", "tattooartist", "tattooer", "tattooist",
))  # fmt: skip
"""Keys under which a picture names who made it."""
_NAMES = frozenset(("fullname", "name", "nom", "nombre", "nome", "имя"))
_OF_PEOPLE = frozenset((
    "about", "bio", "biography", "descripcion", "description", "especialidad", "especialidades", "estilo",
    "estilos", "experience", "experiencia", "gallery", "handle", "ig", "insta", "instagram", "portfolio",
    "role", "social", "socials", "specialties", "specialty", "style", "styles", "tattoos", "works",
))  # fmt: skip
"""Keys of a record of a person, beside the name."""
_PRAISE = frozenset(("quote", "rating", "review", "stars"))
"""Keys of customers' words."""
_NOT_WORKS = _PRAISE | frozenset((
    "author", "avatar", "client", "cliente", "currency", "email", "excerpt", "instagram", "job", "phone",
    "position", "precio", "price", "published", "revision", "rol", "role", "sku",
))  # fmt: skip
"""Keys of people, customers' words, goods, articles and caches; lists of such records are no gallery."""
_NOT_LISTS = word_set("pictures.other_lists")
_TEXTS = ("alt", "title", "caption", "desc", "description", "titulo", "descripcion", "label", "name")


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """A picture that a script lists.

    Attributes:
        image: The picture.
        owner: Index of the artist whose it is; None if the script does not tell.
        row: Whether it is one of at least three of a folder in a list.
        other: Whether it stands among customers' words, goods, articles or people.
    """

    image: Image
    owner: int | None
    row: bool
    other: bool


@dataclass(slots=True)
class _FoundPath:
    """A path of a picture in a script, with what stands around it."""

    path: str
    text: str
    owner: int | None
    keyed: bool
    group: Literal
    is_other: bool


def listed_pictures(
    views: Sequence[PageView],
    names: Mapping[tuple[str, ...], int],
    firsts: Mapping[str, int],
) -> list[ListedPicture]:
    """Returns the pictures that the scripts of a website list, each script as of the first page with it.

    A picture is an artist's if its record names the artist as its author, if it stands inside the artist's
    own record, or if its list is kept under the artist's name, beside another artist's.

    Args:
        views: The pages.
        names: Artists of the website by the key of a name that only one has.
        firsts: The same by a first name or joined name.
    """
    found: list[ListedPicture] = []
    seen: set[str] = set()
    for view in views:
        if view.is_article:
            continue
        for program in programs_of(view.document):
            if program not in seen:
                seen.add(program)
                found.extend(_of_program(view.document, program, names, firsts))
    return found


def programs_of(document: Document) -> Iterator[str]:
    """Yields the programs of a page that may list pictures; the data of Next.js's flight rows as one."""
    is_flight = False
    for script in document.scripts:
        if "__next_f" in script.text:
            is_flight = True
        elif len(script.text) > _SHORTEST and "ld+json" not in script.kind:
            yield script.text
    if is_flight and (values := values_of_flight(document)):
        yield json.dumps(values, ensure_ascii=False)


def _of_program(
    document: Document, program: str, names: Mapping[tuple[str, ...], int], firsts: Mapping[str, int]
) -> Iterator[ListedPicture]:
    tree = literals_with_photos(program)
    if tree is None:
        return
    found = _found(document, program, tree, names, firsts)[:_MAX_PICTURES]
    keyed = {one.owner for one in found if one.keyed}
    folders: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one in found:
        folders[id(one.group), one.path.rpartition("/")[0]].add(one.path)
    for one in found:
        image = image_of(document, Picture(one.path, one.text, Element("img", {}, None, 0), 0))
        if image is None:
            continue
        owner = None if one.keyed and len(keyed) < _LEAST_KEYED else one.owner
        in_row = len(folders[id(one.group), one.path.rpartition("/")[0]]) >= _LEAST_IN_LIST
        yield ListedPicture(image, owner, in_row and not one.is_other, one.is_other)


def _found(
    document: Document,
    program: str,
    tree: Literal,
    names: Mapping[tuple[str, ...], int],
    firsts: Mapping[str, int],
) -> list[_FoundPath]:
    """Returns the pictures in a tree in the order in which the program names them."""
    found: list[_FoundPath] = []
    folder = folder_of_files(program)
    stack: list[tuple[Literal, Literal, int | None, bool, bool]] = [(tree, tree, None, False, False)]
    count = 0
    while stack and count < _MAX_NODES:
        node, group, owner, keyed, is_other = stack.pop()
        count += 1
        keys = {_key(key) for key, _ in node.entries if key} if node.bracket else set()
        here = _owner_by_entries(node, keys, names, firsts)
        if here is not None:
            owner, keyed = here, False
        elif node.name and (by_key := firsts.get(_key(node.name))) is not None:
            owner, keyed = by_key, True
        is_strange = here is None and bool(keys & _AUTHORS) and _is_by_somebody(node)
        is_other = is_other or is_strange or bool(keys & _NOT_WORKS) or _names_others(node.name)
        if node.bracket == "[":
            group = node
        inner: list[tuple[Literal, Literal, int | None, bool, bool]] = []
        for key, value in node.entries:
            if isinstance(value, Literal):
                inner.append((value, group, owner, keyed, is_other))
            elif is_photo(value) and (owner is not None or not _names_others(key)):
                if "/" not in value and _stands_in_address(value, node):
                    continue
                path = value if "/" in value else (folder_before(document, key) or folder) + value
                found.append(_FoundPath(path, _text_of(node, keys), owner, keyed, group, is_other))
        stack.extend(reversed(inner))
    return found


def _stands_in_address(file: str, node: Literal) -> bool:
    """Whether a record has a file's address beside its bare name, which leads nowhere by itself."""
    return any(isinstance(value, str) and value.endswith("/" + file) for _, value in node.entries)


def _is_by_somebody(node: Literal) -> bool:
    """Whether a record names an author: a program's own constant "artist" is no key of a record."""
    has_photo = any(isinstance(value, str) and is_photo(value) for _, value in node.entries)
    return any(
        _key(key) in _AUTHORS and (has_photo or (isinstance(value, str) and bool(value)))
        for key, value in node.entries
    )


def _owner_by_entries(
    node: Literal, keys: set[str], names: Mapping[tuple[str, ...], int], firsts: Mapping[str, int]
) -> int | None:
    """Returns the artist whom a record names as an author, or whose own record it is; None if neither."""
    if not keys & (_AUTHORS | _NAMES) or keys & _PRAISE:
        return None
    is_person = bool(keys & _NAMES) and bool(keys & _OF_PEOPLE)
    for key, value in node.entries:
        if not isinstance(value, str) or len(value) > _LONGEST_NAME:
            continue
        plain = _key(key)
        if plain in _AUTHORS or (is_person and plain in _NAMES):
            at = names.get(name_key(value))
            if at is None and len(words := tokens(value)) == 1:
                at = firsts.get(words[0])
            if at is not None:
                return at
    return None


def _key(text: str) -> str:
    return fold(text).replace("_", "").replace("-", "") if text else ""


def _names_others(name: str) -> bool:
    """Whether a list is named after what is nobody's work: customers, goods, icons, the team itself."""
    return bool(name) and not _NOT_LISTS.isdisjoint(path_words(name))


def _text_of(node: Literal, keys: set[str]) -> str:
    if keys.isdisjoint(_TEXTS):
        return ""
    texts = {_key(key): value for key, value in node.entries if isinstance(value, str)}
    return next((shortened(text, ALT) for key in _TEXTS if (text := texts.get(key))), "")
