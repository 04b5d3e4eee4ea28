"""An artist's profile: the place of work, pictures, contacts, and the source of each fact."""

from dataclasses import dataclass

from functions.web import links, seo, words
from functions.web.answers import WebAnswer, kept, moved
from functions.web.asked import PageRequest
from functions.web.maps import point_view
from functions.web.rendering import render
from inkscout.bootstrap import api, web
from inkscout.contracts.api.parameters import ArtistParameters
from inkscout.contracts.api.profiles import ArtistProfile, StudioProfile
from inkscout.contracts.api.search import ArtistHit
from inkscout.errors import InkscoutError

_SECONDS = 60
_MOST_STAYS = 6
_OTHERS = 4


@dataclass(frozen=True, slots=True)
class Stay:
    """A time at a studio; ``name`` is empty if the studio is no longer in the directory."""

    studio_id: str
    name: str
    city: str
    kind: str
    since: str
    until: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the artist."""

    label: str
    href: str
    shown: str


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns the profile; another spelling of its address, or a merged id, is redirected.

    Raises:
        NotFound: nobody has the id, or the person asked to be removed: the answer is the same.
    """
    artist = api.get_artist()(segments[1])
    path = links.artist_path(artist.artist_id, artist.name)
    if request.path != path:
        return moved(path)
    studio = _studio(artist.studio.studio_id) if artist.studio else None
    place = artist.city or (studio.city if studio else "")
    body = render(
        "artist.html",
        request,
        title=_title(artist, place),
        description=_description(artist, place),
        canonical=path,
        card=links.card("artists", artist.artist_id),
        noindex=not _is_worth_finding(artist),
        section="artists",
        structured=(
            seo.profile(request.site, artist),
            seo.breadcrumbs(request.site, _trail(artist, path)),
        ),
        artist=artist,
        trail=_trail(artist, path),
        studio=studio,
        stays=_stays(artist, studio),
        contacts=_contacts(artist),
        colleagues=[one for one in studio.artists if one.artist_id != artist.artist_id] if studio else [],
        others=_others(artist),
        confidence=words.confidence(artist.confidence),
        map=point_view(artist.location, artist.studio.name if artist.studio else artist.name)
        if artist.location and _may_show_place(studio)
        else None,
    )
    return WebAnswer(body=body, cache=kept(_SECONDS), noindex=not _is_worth_finding(artist))


def _title(artist: ArtistProfile, place: str) -> str:
    styles = words.listed([words.inside(links.style_name(style)) for style in artist.styles[:2]])
    return f"{artist.name[:80]}, {styles or 'tattoo'} artist" + (f" in {place}" if place else "")


def _description(artist: ArtistProfile, place: str) -> str:
    styles = words.listed([words.inside(links.style_name(style)) for style in artist.styles[:4]])
    where = f" at {artist.studio.name}" if artist.studio else ""
    return (
        f"{artist.name[:80]} tattoos {styles or 'in styles not named'}{where}{f', {place}' if place else ''}."
    )


def _is_worth_finding(artist: ArtistProfile) -> bool:
    return bool(artist.studio and (artist.styles or artist.bio or artist.portfolio))


def _may_show_place(studio: StudioProfile | None) -> bool:
    """Whether the position may be on a map: only Google's may not, unless the operator settled that."""
    said = {fact.field: fact.source for fact in studio.facts} if studio else {}
    return web.settings().map_places == "all" or said.get("location", "google") != "google"


def _trail(artist: ArtistProfile, path: str) -> list[tuple[str, str]]:
    trail = [("Artists", "/artists")]
    if artist.city and artist.country:
        trail.append((artist.city, links.city(artist.country, artist.city)))
    return [*trail, (artist.name, path)]


def _studio(studio_id: str) -> StudioProfile | None:
    try:
        return api.get_studio()(studio_id)
    except InkscoutError:
        return None


def _stays(artist: ArtistProfile, current: StudioProfile | None) -> list[Stay]:
    """Returns the times at studios, the newest first."""
    stays = []
    for residency in artist.residencies[-_MOST_STAYS:][::-1]:
        is_current = current is not None and residency.studio_id == current.studio_id
        studio = current if is_current else _studio(residency.studio_id)
        stays.append(
            Stay(
                residency.studio_id,
                studio.name if studio else "",
                studio.city if studio else "",
                residency.kind,
                words.day(residency.first_seen),
                "" if residency.active else words.day(residency.last_seen),
                residency.active,
            )
        )
    return stays


def _contacts(artist: ArtistProfile) -> list[Contact]:
    """Returns the ways to reach an artist, those that lead to a booking first."""
    ways = [
        ("Book", artist.booking_url),
        ("Website", artist.website),
        ("At the studio", artist.page_url),
    ]
    contacts = [
        Contact(label, address, words.shown_address(address))
        for label, address in ways
        if words.is_web_address(address)
    ]
    if artist.instagram:
        href = f"https://www.instagram.com/{artist.instagram}/"
        contacts.insert(1 if artist.booking_url else 0, Contact("Instagram", href, f"@{artist.instagram}"))
    if artist.email:
        contacts.append(Contact("E-mail", f"mailto:{artist.email}", artist.email))
    shown: dict[str, Contact] = {}
    for contact in contacts:
        shown.setdefault(contact.href, contact)
    return list(shown.values())


def _others(artist: ArtistProfile) -> list[ArtistHit]:
    """Returns artists of the first style in the same city; none while the search does not answer."""
    if not artist.styles:
        return []
    try:
        wanted = ArtistParameters(style=[artist.styles[0]], city=artist.city, limit=_OTHERS + 1)
        found = api.search_artists()(wanted).items
    except (InkscoutError, ValueError):  # a stored city may be longer than a search takes
        return []
    return [one for one in found if one.artist_id != artist.artist_id][:_OTHERS]
