"""Studios of one: who speaks in the first person, and an artist who goes by the studio's name."""

import re

from inkscout.domain.reading import StudioFacts
from inkscout.extraction.candidates import Candidate, View
from inkscout.extraction.names import name_key, read_name
from inkscout.extraction.styles import styles_in
from inkscout.extraction.zones import Zone
from inkscout.vocabulary.folding import fold

LAYER = "solo"
_I = re.compile(
    r"\b(?:i|i'm|i've|my|me|mine|ich|mein|meine|meinen|meiner|mir|je|j'ai|moi|mon|mes|soy|mi|mis|yo|mio|mia|sono|eu|meu|minha|meus|minhas|sou|jestem|moje|moja|moj|ik|mijn|jag|min|mina"
    r"|я|мой|моя|мои|мне|меня|моє|мої|мене|אני|שלי)\b|\b(?:j|m)'|\b(?:trabajo|comence|disfruto|busco|concois|pratique|cree|realise|trabalho|arbeite|gestalte|tatowiere)\b"
)
_WE = re.compile(
    r"\b(?:we|we're|our|ours|us|wir|unser|unsere|unserem|unseren|nous|notre|nos|nosotros|nosotras|nuestro|nuestra|nuestros|nuestras|somos|contamos|noi|nostro|nostra|nostri|siamo|nossa|nosso|nossos|nossas"
    r"|jestesmy|nasz|nasza|nasze|wij|onze|ons|vi|var|vara|мы|наш|наша|наши|нас|ми|наші|אנחנו|שלנו)\b"
)
_ARTIST_SELF = re.compile(
    r"tattoo artist|tattooer|tattooist|artiste tatoueu|tatoueu(?:r|se) (?:depuis|a |base|install)|tatuador|tatuadora|tatuatore|tatuatrice|tatowierer|tatowiererin|tatuazyst|tatuerare|tatuator|tatoeeerder"
    r"|тату-мастер|татуировщи|тату мастер|тату-майстер|מקעקע|my (?:work|style|designs?|tattoos)|mon travail|mis (?:disenos|tatuajes|clientes)|meine arbeit"
)
_SEPARATE = re.compile(
    r"\btattoos?\b|\btatuajes?\b|\btatouages?\b|\btatuagens?\b|\bink\b|\bstudio\b|\bestudio\b|\batelier\b|\bart\b|\btattooing\b|\bpiercings?\b|\bshop\b|\bparlou?r\b|тату|студия|студія|салон",
    re.I,
)


def first_person(views: list[View]) -> tuple[int, int, bool]:
    """How often a site says "I" and "we", and whether the "I" says to tattoo; reviews and forms are left out."""
    singular = plural = 0
    says = False
    blocked = Zone.REVIEW | Zone.FORM | Zone.CREDIT | Zone.NAV | Zone.BLOG
    for view in views:
        if view.is_article:
            continue
        for line in view.document.lines:
            if (
                len(line.text) < 40
                or view.zones[line.index] & blocked
                or line.text.startswith(('"', "“", "«", "„"))
            ):
                continue
            text = fold(line.text)
            mine = len(_I.findall(text))
            singular += mine
            plural += len(_WE.findall(text))
            says = says or (mine > 0 and _ARTIST_SELF.search(text) is not None)
    return singular, plural, says


def speaks_alone(views: list[View]) -> bool:
    """Whether one artist speaks on the whole site."""
    singular, plural, says = first_person(views)
    return says and singular >= 3 and singular > 1.5 * plural


def brand_artist(views: list[View], facts: StudioFacts, studio_name: str) -> Candidate | None:
    """The one artist of a site written in the first person that names nobody: the brand, else the handle."""
    if not views or not speaks_alone(views):
        return None
    name = brand_name(facts.name or studio_name)
    if not name:
        name = name_from_handle(facts.instagram, facts.email)
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
