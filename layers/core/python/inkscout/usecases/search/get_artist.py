"""Profiles of one artist or studio, read from the table, which is more current than the index."""

from collections.abc import Mapping

from inkscout.contracts.api.profiles import (
    ArtistProfile,
    ArtistResidency,
    EvidenceView,
    Fact,
    ResidencyView,
    StudioContact,
    StudioProfile,
)
from inkscout.contracts.api.search import StudioRef
from inkscout.domain.artist import Artist
from inkscout.domain.studio import Provenance, Studio
from inkscout.errors import NotFound
from inkscout.ports import Directory
from inkscout.search import taxonomy
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.search.search_views import as_point, image_view, style_names


class GetArtist:
    """Serves ``GET /v1/artists/{id}``."""

    def __init__(self, directory: Directory, denylist_filter: DenylistFilter) -> None:
        self._directory = directory
        self._denylist_filter = denylist_filter

    def __call__(self, artist_id: str) -> ArtistProfile:
        """Returns the profile; the old id of a merged artist returns the profile under the new id.

        Raises:
            NotFound: there is no such artist, or the artist is inactive or asked to be removed.
        """
        artist = self._directory.artist(artist_id)
        if artist is None or not artist.is_shown or not self._denylist_filter.artists([artist]):
            raise NotFound("no artist has this id")
        return _artist_profile(artist, self._contact(artist.studio_id))

    def _contact(self, studio_id: str) -> StudioContact | None:
        studio = self._directory.studio(studio_id) if studio_id else None
        if studio is None:
            return None
        return StudioContact(
            address=studio.address,
            phone=studio.phone,
            email=studio.email,
            website=studio.website,
            instagram=studio.instagram,
            opening_hours=studio.opening_hours,
            booking_policy=studio.booking_policy,
        )


class GetStudio:
    """Serves ``GET /v1/studios/{id}``."""

    def __init__(self, directory: Directory, denylist_filter: DenylistFilter) -> None:
        self._directory = directory
        self._denylist_filter = denylist_filter

    def __call__(self, studio_id: str) -> StudioProfile:
        """Returns the studio with the artists who work there now.

        Raises:
            NotFound: there is no such studio, or it closed for good.
        """
        studio = self._directory.studio(studio_id)
        if studio is None or studio.is_closed:
            raise NotFound("no studio has this id")
        return _studio_profile(studio, self._residents(studio.studio_id))

    def _residents(self, studio_id: str) -> list[ResidencyView]:
        present = [
            stay for stay in self._directory.residencies(studio_id) if stay.active and not stay.withheld
        ]
        return [
            ResidencyView(
                artist_id=residency.artist_id,
                name=residency.name,
                role=residency.role,
                kind=residency.kind,
                first_seen=residency.first_seen,
                last_seen=residency.last_seen,
                active=True,
            )
            for residency in self._denylist_filter.residents(present)
        ]


def _artist_profile(artist: Artist, contact: StudioContact | None) -> ArtistProfile:
    studio = StudioRef(studio_id=artist.studio_id, name=artist.studio_name) if artist.studio_id else None
    return ArtistProfile(
        artist_id=artist.artist_id,
        name=artist.name,
        aliases=list(artist.aliases),
        instagram=artist.instagram,
        socials=list(artist.socials),
        role=artist.role,
        styles=list(artist.styles),
        style_names=style_names(artist.styles),
        bio=artist.bio,
        email=artist.email,
        booking_url=artist.booking_url,
        page_url=artist.page_url,
        website=artist.website,
        prices=artist.prices,
        availability=artist.availability,
        followers=artist.followers,
        portfolio=[image_view(artist.artist_id, image) for image in artist.portfolio],
        studio=studio,
        studio_contact=contact,
        residencies=_residencies(artist),
        city=artist.city,
        country=artist.country,
        country_name=taxonomy.country_name(artist.country),
        location=as_point(artist.location),
        rating=artist.rating,
        rating_count=artist.rating_count,
        confidence=min(1.0, max(0.0, artist.confidence)),
        facts=_facts(artist.facts),
        evidence=[EvidenceView(url=e.url, layer=e.finder, snippet=e.snippet) for e in artist.evidence],
        updated_at=artist.updated_at,
    )


def _residencies(artist: Artist) -> list[ArtistResidency]:
    return [
        ArtistResidency(
            studio_id=residency.studio_id,
            role=residency.role,
            kind=residency.kind,
            first_seen=residency.first_seen,
            last_seen=residency.last_seen,
            active=residency.active,
        )
        for residency in artist.residencies
    ]


def _studio_profile(studio: Studio, artists: list[ResidencyView]) -> StudioProfile:
    return StudioProfile(
        studio_id=studio.studio_id,
        name=studio.name,
        aliases=list(studio.aliases),
        address=studio.address,
        city=studio.city,
        country=studio.country,
        country_name=taxonomy.country_name(studio.country),
        location=as_point(studio.location),
        phone=studio.phone,
        email=studio.email,
        website=studio.website,
        instagram=studio.instagram,
        socials=list(studio.socials),
        opening_hours=studio.opening_hours,
        booking_policy=studio.booking_policy,
        styles=list(studio.styles),
        style_names=style_names(studio.styles),
        rating=studio.rating,
        rating_count=studio.rating_count,
        business_status=studio.business_status,
        outcome=studio.outcome.value if studio.outcome else "",
        artists=artists,
        facts=_facts(studio.facts),
        updated_at=studio.updated_at,
    )


def _facts(facts: Mapping[str, Provenance]) -> list[Fact]:
    return [
        Fact(
            field=name,
            source=provenance.source,
            ref=provenance.ref,
            seen_at=provenance.seen_at,
            expires_at=provenance.expires_at,
        )
        for name, provenance in sorted(facts.items())
    ]
