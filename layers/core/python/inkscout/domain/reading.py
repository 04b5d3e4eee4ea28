"""Models of a website's reading: people, studio facts, an outcome, and the evidence for each."""

from dataclasses import dataclass, field

from inkscout.domain.outcome import VisitOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Source of a value: the page's URL, the finder that extracted it, and the surrounding text."""

    url: str
    finder: str
    snippet: str = ""


PORTRAIT, WORK = "portrait", "work"
"""Kinds of images in an artist's portfolio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image by its URL; the file itself is never stored.

    ``width`` and ``height`` are CSS pixels, 0 if unknown; ``hash`` is a SHA-256 hex digest of the URL without
    its volatile query, to recognise the same image again. ``kind`` is ``portrait`` for a likeness of the
    artist, ``work`` for a tattoo or drawing, or empty if unknown; ``page_url`` is the page that showed it.
    ``origin`` is set in an artist's portfolio: ``profile``, or the id of the studio whose site showed it.
    """

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0
    hash: str = ""
    kind: str = ""
    page_url: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArtist:
    """One person read from a studio's website; ``instagram`` is a bare lower-case handle without ``@``.

    ``role`` is one of ``artist, guest, apprentice, piercer, owner, manager`` or empty; ``residency`` is
    ``resident`` or ``guest``, with ISO dates where printed; ``styles`` are keys of the taxonomy;
    ``confidence`` is 0 to 1.
    """

    name: str
    instagram: str = ""
    socials: tuple[str, ...] = ()
    role: str = ""
    residency: str = "resident"
    guest_from: str = ""
    guest_to: str = ""
    styles: tuple[str, ...] = ()
    bio: str = ""
    email: str = ""
    booking_url: str = ""
    page_url: str = ""
    website: str = ""
    portfolio: tuple[Image, ...] = ()
    aliases: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioFacts:
    """Facts from the studio's own website; empty where it gives none."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    instagram: str = ""
    socials: tuple[str, ...] = ()
    opening_hours: str = ""
    styles: tuple[str, ...] = ()
    booking_policy: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReading:
    """The result of reading one website.

    ``browser_reason`` says why a browser would be worth its cost (empty when it would not); ``reason`` states
    the evidence for ``outcome`` in one sentence.
    """

    outcome: VisitOutcome
    artists: tuple[FoundArtist, ...] = ()
    studio: StudioFacts = field(default_factory=StudioFacts)
    reason: str = ""
    browser_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileReading:
    """Facts about one artist from a public profile or the artist's own page."""

    name: str = ""
    bio: str = ""
    email: str = ""
    booking_url: str = ""
    instagram: str = ""
    followers: int | None = None
    styles: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    portfolio: tuple[Image, ...] = ()
    prices: str = ""
    availability: str = ""
    evidence: tuple[Evidence, ...] = ()
