"""Studios of one: who speaks in the first person, and an artist who goes by the studio's name."""

import re

from inkscout.domain.reading import StudioFacts
from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.languages import language_of
from inkscout.extraction.text.names import name_key, read_name
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_sets

LAYER = "solo"
_ELIDED = ("j'", "m'", "j’", "m’")
_SINGULAR = word_sets("languages.singular")
_PLURAL = word_sets("languages.plural")
_ARTIST_SELF = re.compile(
    r"tattoo artist|tattooer|tattooist|artiste tatoueu|tatoueu(?:r|se) (?:depuis|a |base|install)|tatuador"
    r"|tatuadora|tatuatore|tatuatrice|tatowierer|tatowiererin|tatuazyst|tatuerare|tatuator|tatoeeerder"
    r"|тату-мастер|татуировщи|тату мастер|тату-майстер|מקעקע|my (?:work|style|designs?|tattoos)"
    r"|mon travail|mis (?:disenos|tatuajes|clientes)|meine arbeit"
)
_SEPARATE = re.compile(
    r"\btattoos?\b|\btatuajes?\b|\btatouages?\b|\btatuagens?\b|\bink\b|\bstudio\b|\bestudio\b|\batelier\b|\bart\b|\btattooing\b|\bpiercings?\b|\bshop\b|\bparlou?r\b|тату|студия|студія|салон",
    re.I,
)


def first_person(views: list[PageView]) -> tuple[int, int, bool]:
    """Counts a site's "I" and "we", and tells whether the "I" says that they tattoo.

    Reviews and forms are left out.
    """
    singular = plural = 0
    says = False
    blocked = Zone.REVIEW | Zone.FORM | Zone.CREDIT | Zone.BLOG
    for view in views:
        if view.is_article:
            continue
        language = language_of(view)
        one, many = _SINGULAR.get(language, _SINGULAR["en"]), _PLURAL.get(language, _PLURAL["en"])
        for line in view.document.lines:
            if view.zones[line.index] & blocked or line.text.startswith(('"', "“", "«", "„")):
                continue
            said = tokens(line.text)
            mine = sum(1 for word in said if word in one or word.startswith(_ELIDED))
            singular += mine
            plural += sum(1 for word in said if word in many)
            says = says or (mine > 0 and len(said) > 6 and _ARTIST_SELF.search(fold(line.text)) is not None)
    return singular, plural, says


def speaks_alone(views: list[PageView]) -> bool:
    """Whether one artist speaks on the whole site."""
    singular, plural, says = first_person(views)
    return says and singular >= 3 and singular >= plural


def speaks_for_one(views: list[PageView]) -> bool:
    """Whether a site that names one artist speaks as that artist rather than as a house."""
    singular, plural, _ = first_person(views)
    return singular > plural


def brand_artist(views: list[PageView], facts: StudioFacts, studio_name: str) -> Candidate | None:
    """The one artist of a site written in the first person that names nobody: the brand, else the handle."""
    if not views or not speaks_alone(views):
        return None
    name = brand_name(facts.name) or name_from_handle(facts.instagram, facts.email) or brand_name(studio_name)
    if not name:
        return None
    text = " ".join(line.text for view in views[:6] for line in view.document.lines[:120])[:5000]
    return Candidate(
        name=name,
        url=views[0].document.url,
        layer=LAYER,
        confidence=0.62,
        instagram=facts.instagram,
        role="artist",
        styles=styles_in(text),
        snippet=f"{facts.name or studio_name}: written in the first person",
    )


def brand_name(brand: str) -> str:
    """A brand as the name its artist goes by: trade words dropped where something is left."""
    if not brand:
        return ""
    rest = " ".join(_SEPARATE.sub(" ", brand).split()).strip(" -–|·&")
    return rest if len(rest) >= 3 else brand.strip()


def name_from_handle(handle: str, email: str) -> str:
    """A name hidden in a handle: split where an e-mail address of the same letters has its dot."""
    if not handle:
        return ""
    local = email.split("@", maxsplit=1)[0] if email else ""
    parts = [part for part in re.split(r"[._\-]", local) if part.isalpha()]
    if len(parts) > 1 and "".join(parts) == re.sub(r"[._]", "", handle):
        return " ".join(part.capitalize() for part in parts)
    split = [part for part in re.split(r"[._]", handle) if part]
    guess = read_name(" ".join(part.capitalize() for part in split))
    return guess.name if guess is not None else handle


def is_brand_of(artist: str, handle: str, studio: str) -> bool:
    """Whether a studio is named after its one artist."""
    words = [word for word in name_key(artist) if len(word) > 2]
    plain = re.sub(r"[^a-z0-9]", "", fold(studio)) + " " + handle
    return any(word in plain for word in words)
