"""Finds the only artist of a site that is written in the first person and names nobody."""

import re

from inkscout.extraction.model import Candidate, SiteContext
from inkscout.extraction.people.first_person import speaks_alone
from inkscout.extraction.text.brand import brand_name
from inkscout.extraction.text.names import read_name
from inkscout.extraction.text.names_in_labels import signers
from inkscout.extraction.text.styles_meant import styles_meant


def artist_named_as_brand(site: SiteContext) -> list[Candidate]:
    """Returns the artist of a site in the first person: who signs it, else under its brand's name or handle.

    Empty if the site is not written by one artist, or has none of these.
    """
    views, facts, studio_name = site.views, site.facts, site.studio_name
    if not views or not speaks_alone(views):
        return []
    signer = next((guess.name for guess in signers(views[0].document)), "")
    name = (
        signer
        or brand_name(facts.name)
        or name_from_handle(facts.instagram, facts.email)
        or brand_name(studio_name)
    )
    if not name:
        return []
    text = " ".join(line.text for view in views[:6] for line in view.document.lines[:120])[:5000]
    artist = Candidate(
        name=name,
        url=views[0].document.url,
        confidence=0.62,
        instagram=facts.instagram,
        role="artist",
        styles=styles_meant(text),
        snippet=f"{facts.name or studio_name}: written in the first person",
    )
    return [artist]


def name_from_handle(handle: str, email: str) -> str:
    """Returns the name in an Instagram handle, split at dots and underscores; empty without a handle.

    If the e-mail address has the same letters, the handle is split as that is. If the parts are not a name,
    the handle itself is returned.
    """
    if not handle:
        return ""
    local = email.split("@", maxsplit=1)[0] if email else ""
    parts = [part for part in re.split(r"[._\-]", local) if part.isalpha()]
    if len(parts) > 1 and "".join(parts) == re.sub(r"[._]", "", handle):
        return " ".join(part.capitalize() for part in parts)
    split = [part for part in re.split(r"[._]", handle) if part]
    guess = read_name(" ".join(part.capitalize() for part in split))
    return guess.name if guess is not None else handle
