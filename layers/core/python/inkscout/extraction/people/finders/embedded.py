"""Finds people in data embedded in a page: inline scripts, framework payloads and element attributes.

Supports the payloads of Next.js, Nuxt, Gatsby, Astro and SvelteKit, inline JSON, and object literals.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Image
from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.image_services import original_of
from inkscout.extraction.page.images import image_hash
from inkscout.extraction.page.literals import folder_before
from inkscout.extraction.page.parts import file_words
from inkscout.extraction.page.payloads import (
    MAX_PAYLOAD,
    records_of_literals,
    values_of_attributes,
    values_of_flight,
    values_of_script,
)
from inkscout.extraction.people.literal_lists import people_lists
from inkscout.extraction.people.localized_records import in_one_language
from inkscout.extraction.people.records import MAX_BIO
from inkscout.extraction.text.handles import handle_of
from inkscout.extraction.text.names import NameGuess, is_role_text, names_other_trade, read_name, role_in
from inkscout.extraction.text.styles import styles_in
from inkscout.extraction.text.styles_meant import styles_meant
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.handles import clean_handle
from inkscout.vocabulary.loader import word_set

_TEAM = word_set("team.people")
_WRAPPERS = ("fields", "attributes", "node", "data", "acf", "frontmatter", "content", "values", "properties")
"""Keys under which content management systems store an entry's own fields."""
_LISTS = ("edges", "nodes", "items", "entries", "results", "data", "docs", "list", "records")
"""Keys of lists that carry no meaning; the key above them does."""
_MAX_NODES = 20_000
_MAX_FOUND = 80
_STAGE_NAME = 0.35
"""Score of a name of everyday words that a list of people holds."""
_MOST_WORDS, _LONGEST_STAGE_NAME = 3, 28
_NAME_KEYS = (
    "name",
    "fullname",
    "artistname",
    "artist",
    "displayname",
    "title",
    "nombre",
    "nom",
    "nome",
    "naam",
    "namn",
    "navn",
    "nimi",
    "imie",
    "jmeno",
    "meno",
    "ime",
    "isim",
    "nama",
    "nev",
    "vardas",
    "vards",
    "имя",
    "імя",
    "име",
    "nick",
    "nickname",
    "alias",
    "stagename",
    "member",
    "tattooer",
    "tatuador",
    "firstname",
)
_HINTS = ("name", "nombre", "nom", "artist", "title", "team", "crew", "staff", "equip", "people", "member")
"""Words of which a script must have one to be read."""
_HANDLE_KEYS = (
    "instagram",
    "ig",
    "insta",
    "instagramhandle",
    "instagramurl",
    "instagramusername",
    "handle",
    "iglink",
    "social",
)
_ROLE_KEYS = ("role", "position", "jobtitle", "job", "rol", "cargo", "rolle", "puesto", "title", "subtitle")
_STYLE_KEYS = (
    "style",
    "styles",
    "specialty",
    "specialties",
    "speciality",
    "specialities",
    "especialidad",
    "especialidades",
    "specializzazione",
    "stili",
    "stil",
    "estilo",
    "estilos",
    "specialite",
    "tags",
    "genres",
    "stile",
    "specialization",
)
_BIO_KEYS = (
    "bio",
    "biography",
    "description",
    "about",
    "desc",
    "descripcion",
    "descripcioncorta",
    "text",
    "biografia",
)
_IMAGE_KEYS = (
    "image",
    "photo",
    "img",
    "avatar",
    "picture",
    "imageurl",
    "src",
    "foto",
    "imagen",
    "portrait",
    "thumbnail",
)
_NOT_PEOPLE = (
    "price",
    "sku",
    "currency",
    "rating",
    "stars",
    "review",
    "quote",
    "reviewbody",
    "publisheddate",
    "datepublished",
    "cart",
)
_DATA = re.compile(
    r"^data-(?:\w+-)?(name|title|artist|instagram|insta|ig|handle|role|position|styles?|bio|description"
    r"|photo|image)$"
)
"""Matches attributes in which a person's card stores details for a script to show."""


def people_in_scripts(view: PageView) -> list[Candidate]:
    """Returns the candidates found in data embedded in a page.

    That is inline scripts, framework payloads such as Next.js's, and element attributes. JSON-LD is skipped,
    and external scripts are not fetched.
    """
    found: list[Candidate] = []
    for value in values_of_flight(view.document):
        found.extend(_candidates(view, _records(value)))
    for script in view.document.scripts:
        text = script.text[:MAX_PAYLOAD]
        if len(text) < 40 or "ld+json" in script.kind:
            continue
        lowered = fold(text[:200_000]) if len(text) < 5_000 else text.lower()
        is_data = bool(script.src) and "json" in script.kind
        if not (is_data or any(word in lowered for word in _HINTS)):
            continue
        if "__next_f" in text:
            continue
        values = values_of_script(script)
        if values is None:
            known = _candidates(view, records_of_literals(text))
            found.extend(known or _candidates(view, people_lists(text)))
        called = file_words(script.src).rpartition("/")[2] if is_data else ""
        for value in values or ():
            found.extend(_candidates(view, _records(value, called)))
    for name, value in values_of_attributes(view.document):
        found.extend(_candidates(view, _records(value, name.strip(":").removeprefix("data-"))))
    found.extend(_from_cards(view))
    return found


def _candidates(view: PageView, records: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Candidate]:
    made = (_candidate(view, record, path) for path, record in records)
    return list(islice((candidate for candidate in made if candidate is not None), _MAX_FOUND))


def _from_cards(view: PageView) -> list[Candidate]:
    """Returns the people described by an element's own attributes, such as ``data-name``."""
    cards: list[tuple[str, Mapping[str, Any]]] = []
    details = {
        name: match.group(1)
        for name in view.document.attributes()
        if (match := _DATA.match(name)) is not None
    }
    for element in view.document.having(details):
        record = {details[name]: value for name, value in element.attrs.items() if value and name in details}
        if len(record) > 1:
            cards.append((element.label().replace("-", " "), record))
    return _candidates(view, cards)


def _records(data: object, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields the objects in lists within nested JSON data, each with the key of its list."""
    stack: list[tuple[str, Any, bool]] = [(path, data, False)]
    count = 0
    while stack and count < _MAX_NODES:
        path, node, listed = stack.pop()
        count += 1
        if isinstance(node, dict):
            if listed:
                yield path, node
            for key, value in node.items():
                if isinstance(value, dict | list):
                    wrapped = listed and key in _WRAPPERS
                    stack.append((path if wrapped or key in _LISTS else str(key), value, wrapped))
        elif isinstance(node, list):
            for value in node[:300]:
                if isinstance(value, dict | list):
                    stack.append((path, value, True))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        for key in (
            "rendered",
            "text",
            "url",
            "src",
            "value",
            "name",
            "title",
            "label",
            "en",
            "current",
            "slug",
        ):
            if isinstance(value.get(key), str):
                return str(value[key]).strip()
    return ""


def _paragraphs(value: object) -> str:
    """Returns a text, also one that is given as a list of sentences or paragraphs."""
    if isinstance(value, list):
        return " ".join(text for item in value if (text := _text(item)))
    return _text(value)


def _pick(record: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        if key in record and (text := _text(record[key])):
            return text
    return ""


def _list(record: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    parts: list[str] = []
    for key in keys:
        value = record.get(key)
        if isinstance(value, list):
            parts.extend(filter(None, (_text(item) for item in value)))
        elif text := _text(value):
            parts.append(text)
    return ", ".join(parts)


def _candidate(view: PageView, raw: Mapping[str, Any], path: str) -> Candidate | None:
    raw = in_one_language(raw, view.document.language)
    record = {fold(str(key)).replace("_", "").replace("-", ""): value for key, value in raw.items()}
    name_text = _pick(record, _NAME_KEYS)
    last = _pick(record, ("lastname", "surname", "apellido"))
    if "firstname" in record and last:
        name_text = f"{_pick(record, ('firstname',))} {last}"
    if not name_text or len(name_text) > 60 or any(key in record for key in _NOT_PEOPLE):
        return None
    role_text = next(
        (text for key in _ROLE_KEYS if (text := _text(record.get(key))) and text != name_text), ""
    )
    team = any(word in _TEAM for word in _key_words(path)) or str(raw.get("type", "")).lower() in (
        "artist",
        "person",
    )
    handle = _handle(record)
    role = role_in(role_text) if len(role_text) < 60 else ""
    if not role:
        texts = [_text(value) for value in record.values()]
        role = next((role_in(text) for text in texts if len(text) < 40 and is_role_text(text)), "")
    bio = next((text for key in _BIO_KEYS if len(text := _paragraphs(record.get(key))) > 12), "")
    if (role_text and names_other_trade(role_text)) or not (team or role or handle):
        return None
    guess = read_name(name_text, lenient=team)
    if guess is None and team and (handle or bio or role) and _may_be_stage_name(name_text):
        guess = NameGuess(name=name_text, score=_STAGE_NAME)
    if guess is None:
        return None
    if not team and not role and guess.score < 0.5:
        return None
    styles = styles_in(_list(record, _STYLE_KEYS), listed=True) or styles_meant(bio)
    confidence = 0.3 + 0.3 * guess.score
    for evidence, weight in (
        (team, 0.25),
        (bool(role), 0.15),
        (bool(handle), 0.15),
        (bool(styles), 0.1),
        (bool(bio), 0.05),
    ):
        confidence += weight if evidence else 0.0
    source = _pick(record, _IMAGE_KEYS)
    if source and "/" not in source:
        source = (
            folder_before(
                view.document, next((str(key) for key, value in raw.items() if _text(value) == source), "")
            )
            + source
        )
    image = original_of(view.document.absolute(source)) if source else ""
    return Candidate(
        name=guess.name,
        nickname=guess.nickname,
        url=view.document.url,
        confidence=min(0.95, confidence),
        instagram=handle,
        role=guess.role or role,
        styles=styles,
        bio=shortened(re.sub(r"<[^<>]+>", " ", bio), MAX_BIO),
        portfolio=(Image(url=image, hash=image_hash(image)),)
        if image.startswith("http") and "." in image[-6:]
        else (),
        snippet=f"{path}: {name_text}",
    )


def _may_be_stage_name(text: str) -> bool:
    """Whether a text of a list of people is short enough for a stage name, and neither a role nor a style."""
    is_short = len(text.split()) <= _MOST_WORDS and len(text) <= _LONGEST_STAGE_NAME
    return is_short and text[:1].isalnum() and not (is_role_text(text) or styles_in(text, listed=True))


def _key_words(path: str) -> list[str]:
    return tokens(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", path))


def _handle(record: Mapping[str, Any]) -> str:
    for key in _HANDLE_KEYS:
        text = _text(record.get(key))
        if not text:
            continue
        found = handle_of(text) or (clean_handle(text) if "/" not in text and " " not in text else "")
        if found:
            return found
    for key in ("socials", "social", "links", "socialmedia", "redes"):
        value = record.get(key)
        if isinstance(value, dict):
            inner = {fold(str(k)): v for k, v in value.items()}
            text = _text(inner.get("instagram"))
            if text:
                return handle_of(text) or clean_handle(text)
        if isinstance(value, list):
            for item in value:
                if handle := handle_of(_text(item)):
                    return handle
    return ""
