"""Structured data for search engines (schema.org), without ratings and e-mail addresses."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from functions.web import hours, links
from inkscout.contracts.api.profiles import ArtistProfile, StudioProfile
from inkscout.contracts.api.search import ArtistHit

Thing = dict[str, Any]

_ESCAPED = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def as_script(thing: Mapping[str, Any]) -> Markup:
    """Returns structured data for a script element; no text in it can end the element."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))  # noqa: S704 - everything that HTML reads is escaped above


def website(site: str) -> Thing:
    """Returns the website with its search."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{site}/artists?q={{query}}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=query"}
    return {"@type": "WebSite", "name": "Inkscout", "url": f"{site}/", "potentialAction": action}


def breadcrumbs(site: str, trail: Sequence[tuple[str, str]]) -> Thing:
    """Returns the way from the home page to a page; ``trail`` has name and path of each step."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": f"{site}{path}"}
        for position, (name, path) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def artist_list(site: str, artists: Iterable[ArtistHit]) -> Thing:
    """Returns the artists of a page in their order."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": artist.name,
            "url": f"{site}{links.artist_path(artist.artist_id, artist.name)}",
        }
        for position, artist in enumerate(artists, 1)
    ]
    return {"@type": "ItemList", "itemListElement": items}


def profile(site: str, artist: ArtistProfile) -> Thing:
    """Returns an artist's profile page."""
    instagram = f"https://www.instagram.com/{artist.instagram}/" if artist.instagram else ""
    known = [address for address in (instagram, artist.website, *artist.socials) if address]
    person: Thing = {
        "@type": "Person",
        "name": artist.name,
        "jobTitle": "Tattoo artist",
        "url": f"{site}{links.artist_path(artist.artist_id, artist.name)}",
        "sameAs": known,
        "knowsAbout": [links.style_name(style) for style in artist.styles],
    }
    if artist.studio:
        path = links.studio_path(artist.studio.studio_id, artist.studio.name)
        person["worksFor"] = {"@type": "TattooParlor", "name": artist.studio.name, "url": f"{site}{path}"}
    page = {"@type": "ProfilePage", "mainEntity": _filled(person)}
    return page | ({"dateModified": artist.updated_at} if artist.updated_at else {})


def studio(site: str, known: StudioProfile, *, places: bool) -> Thing:
    """Returns a studio with its artists; ``places`` says whether its position may be shown."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": known.address,
        "addressLocality": known.city,
        "addressCountry": known.country,
    }
    made: Thing = {
        "@type": "TattooParlor",
        "name": known.name,
        "url": f"{site}{links.studio_path(known.studio_id, known.name)}",
        "address": _filled(address),
        "telephone": known.phone,
        "sameAs": [one for one in (known.website, *known.socials) if one],
        "employee": [
            {
                "@type": "Person",
                "name": artist.name,
                "url": f"{site}{links.artist_path(artist.artist_id, artist.name)}",
            }
            for artist in known.artists
        ],
    }
    plain = hours.week(known.opening_hours)
    if plain:
        made["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{day}",
                "opens": opens,
                "closes": closes,
            }
            for day, opens, closes in hours.spans(plain)
        ]
    if places and known.location:
        made["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": known.location.lat,
            "longitude": known.location.lng,
        }
    return _filled(made)


def questions(answers: Iterable[tuple[str, str]]) -> Thing:
    """Returns questions with their answers."""
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in answers
        ],
    }


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", [], None)}
