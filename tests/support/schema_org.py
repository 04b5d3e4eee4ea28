"""Rules for structured data of schema.org: the types and properties that pages use, as JSON Schema.

From https://schema.org: a property that a type does not have, or a value of another kind, is a fault.
"""

from typing import Any

import jsonschema

_URL = {"type": "string", "pattern": "^https?://[^\\s<>]+$"}
_TEXT = {"type": "string", "minLength": 1}
_PLACE = {"type": "integer", "minimum": 1}
_TIME = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}


def _thing(kind: str, required: tuple[str, ...], /, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"@type": {"const": kind}, "@context": {"const": "https://schema.org"}, **properties},
        "required": ["@type", *required],
        "additionalProperties": False,
    }


def _many(reference: str) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": _one(reference)}


def _one(reference: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{reference}"}


_TYPES = {
    "WebSite": _thing(
        "WebSite",
        ("name", "url", "potentialAction"),
        name=_TEXT,
        url=_URL,
        potentialAction=_one("SearchAction"),
    ),
    "SearchAction": _thing(
        "SearchAction",
        ("target", "query-input"),
        target=_one("EntryPoint"),
        **{"query-input": {"const": "required name=query"}},
    ),
    "EntryPoint": _thing(
        "EntryPoint", ("urlTemplate",), urlTemplate={"type": "string", "pattern": "^https?://.*\\{query\\}$"}
    ),
    "BreadcrumbList": _thing("BreadcrumbList", ("itemListElement",), itemListElement=_many("Crumb")),
    "Crumb": _thing(
        "ListItem",
        ("position", "name", "item"),
        position=_PLACE,
        name=_TEXT,
        item=_URL,
    ),
    "ItemList": _thing("ItemList", ("itemListElement",), itemListElement=_many("Entry")),
    "Entry": _thing(
        "ListItem",
        ("position", "name", "url"),
        position=_PLACE,
        name=_TEXT,
        url=_URL,
    ),
    "ProfilePage": _thing(
        "ProfilePage",
        ("mainEntity",),
        mainEntity=_one("Person"),
        dateModified={"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}(T.*)?$"},
    ),
    "Person": _thing(
        "Person",
        ("name", "url"),
        name=_TEXT,
        url=_URL,
        jobTitle={"const": "Tattoo artist"},
        sameAs={"type": "array", "items": _URL},
        knowsAbout={"type": "array", "items": _TEXT},
        worksFor=_one("TattooParlor"),
    ),
    "TattooParlor": _thing(
        "TattooParlor",
        ("name", "url"),
        name=_TEXT,
        url=_URL,
        address=_one("PostalAddress"),
        telephone=_TEXT,
        sameAs={"type": "array", "items": _URL},
        employee=_many("Person"),
        geo=_one("GeoCoordinates"),
        openingHoursSpecification=_many("OpeningHoursSpecification"),
    ),
    "PostalAddress": _thing(
        "PostalAddress",
        (),
        streetAddress=_TEXT,
        addressLocality=_TEXT,
        addressCountry={"type": "string", "pattern": "^[A-Z]{2}$"},
    ),
    "GeoCoordinates": _thing(
        "GeoCoordinates",
        ("latitude", "longitude"),
        latitude={"type": "number", "minimum": -90, "maximum": 90},
        longitude={"type": "number", "minimum": -180, "maximum": 180},
    ),
    "OpeningHoursSpecification": _thing(
        "OpeningHoursSpecification",
        ("dayOfWeek", "opens", "closes"),
        dayOfWeek={
            "enum": [
                f"https://schema.org/{day}"
                for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
            ]
        },
        opens=_TIME,
        closes=_TIME,
    ),
    "FAQPage": _thing("FAQPage", ("mainEntity",), mainEntity=_many("Question")),
    "Question": _thing("Question", ("name", "acceptedAnswer"), name=_TEXT, acceptedAnswer=_one("Answer")),
    "Answer": _thing("Answer", ("text",), text=_TEXT),
}


def structured_faults(thing: dict[str, Any]) -> list[str]:
    """Lists what is wrong with the structured data of a page."""
    name = str(thing.get("@type"))
    if name not in _TYPES or thing.get("@context") != "https://schema.org":
        return [f"a page shows no {name}"]
    validator = jsonschema.Draft202012Validator({"$defs": _TYPES, "$ref": f"#/$defs/{name}"})
    faults = [f"{name} {fault.json_path}: {fault.message}" for fault in validator.iter_errors(thing)]
    items = thing.get("itemListElement", [])
    if [item["position"] for item in items] != list(range(1, len(items) + 1)):
        faults.append(f"{name} is not numbered from 1")
    return faults
