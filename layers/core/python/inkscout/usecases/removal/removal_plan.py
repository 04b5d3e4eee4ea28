"""Plan of one removal: the people and texts it concerns, computed once and stored until it ends."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from inkscout.domain import naming, spelling
from inkscout.domain.artist import Artist
from inkscout.domain.cleared import studios_of
from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import KnownAt, listing
from inkscout.domain.removal_request import RemovalRequest
from inkscout.ports import Directory
from inkscout.usecases.directory.artist_identity import HANDLE, NAME, NOBODY
from inkscout.usecases.directory.returning import ORDINARY
from inkscout.vocabulary.handles import is_nobodys

ANYWHERE = "anywhere"
"""Placeholder for the studio of texts that concern no studio. Only whole names are removed from those."""

_PARTS = ("lone#", "capital#")
_NO_TAGS = frozenset({"profile.php", "pages", "people", "channel", "groups", "company"})
_SHORTEST_TAG = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """People and identifiers to remove; personal data, deleted when the removal ends.

    ``tags`` are user names on other networks than Instagram. ``mentions`` are studios whose texts name the
    person although the person never worked there.
    """

    artist_ids: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    studios: tuple[KnownAt, ...] = ()
    mentions: tuple[KnownAt, ...] = ()

    @property
    def studio_ids(self) -> tuple[str, ...]:
        """Ids of the studios whose texts may name the person."""
        return naming.unique(place.studio_id for place in (*self.studios, *self.mentions))

    def entries(self) -> tuple[str, ...]:
        """Returns all identifiers that the denylist must contain."""
        return listing(
            handles=self.handles,
            tags=self.tags,
            names=self.names,
            artist_ids=self.artist_ids,
            at=self.studios,
            mentioned_at=self.mentions,
        )

    def redactor(self) -> Redactor:
        """Returns a redactor of this person, independent of the cached hashes of the denylist."""
        nowhere = listing(names=self.names, at=(), mentioned_at=(KnownAt(studio_id=ANYWHERE),))
        known = frozenset((*self.entries(), *(entry for entry in nowhere if not entry.startswith(_PARTS))))
        return Redactor(lambda identifier: identifier, lambda: known, ORDINARY.__contains__)

    def document(self) -> dict[str, Any]:
        """Returns the plan in the form that the state store keeps."""
        return {
            **{name: list(getattr(self, name)) for name in ("artist_ids", "handles", "tags", "names")},
            **{name: [_place(one) for one in getattr(self, name)] for name in ("studios", "mentions")},
        }


def plan_from(document: dict[str, Any]) -> Plan:
    """Rebuilds a plan from the result of ``Plan.document``."""
    values: dict[str, Any] = {
        name: tuple(document[name]) for name in ("artist_ids", "handles", "tags", "names")
    }
    for name in ("studios", "mentions"):
        values[name] = tuple(KnownAt(**{**one, "taken": frozenset(one["taken"])}) for one in document[name])
    return Plan(**values)


def make_plan(request: RemovalRequest, directory: Directory) -> Plan:
    """Builds the plan from everything by which the directory knows the person of a request."""
    handle = _own(naming.handle_key(request.instagram))
    known = directory.find_alias(HANDLE, handle) if handle else None
    if known == NOBODY:
        handle, known = "", None
    ids = naming.unique((request.artist_id, known or ""))
    artists = [artist for artist in map(directory.artist, ids) if artist is not None]
    artist_ids = naming.unique((*ids, *(artist.artist_id for artist in artists)))
    names = [request.name, *(name for artist in artists for name in _names(artist, directory))]
    studio_ids = [request.studio_id, *(studio for artist in artists for studio in studios_of(artist))]
    plan = Plan(
        artist_ids=artist_ids,
        handles=naming.unique((handle, *(one for artist in artists for one in _handles(artist, directory)))),
        tags=naming.unique(tag for artist in artists for tag in _tags(artist.socials)),
        names=naming.unique(names),
    )
    studios = known_at(naming.unique(studio_ids), plan, directory)
    return Plan(
        artist_ids=plan.artist_ids, handles=plan.handles, tags=plan.tags, names=plan.names, studios=studios
    )


def known_at(studio_ids: Sequence[str], plan: Plan, directory: Directory) -> tuple[KnownAt, ...]:
    """Returns the studios, each with the words of the person's names that have another meaning there.

    Such a word is an ordinary word, or part of a colleague's name.
    """
    return tuple(_known_at(studio_id, plan, directory) for studio_id in studio_ids)


def _known_at(studio_id: str, plan: Plan, directory: Directory) -> KnownAt:
    studio = directory.studio(studio_id)
    colleagues = (
        stay.name for stay in directory.residencies(studio_id) if stay.artist_id not in plan.artist_ids
    )
    own = {word for name in plan.names for word in spelling.lone(name)}
    theirs = {word for name in colleagues for word in spelling.lone(name)}
    return KnownAt(
        studio_id=studio_id,
        city=studio.city if studio else "",
        country=studio.country if studio else "",
        taken=frozenset(own & (theirs | ORDINARY)),
    )


def _names(artist: Artist, directory: Directory) -> list[str]:
    aliases = directory.aliases_of(artist.artist_id)
    printed = [artist.name, *artist.aliases]
    known = {key for name in printed for key in naming.keys(name)}
    keys = [value.partition("#")[2] for kind, value in aliases if kind == NAME]
    return [*printed, *(key for key in keys if key not in known)]


def _handles(artist: Artist, directory: Directory) -> list[str]:
    aliases = directory.aliases_of(artist.artist_id)
    handles = (naming.handle_key(artist.instagram), *(value for kind, value in aliases if kind == HANDLE))
    return [_own(handle) for handle in handles]


def _own(handle: str) -> str:
    """A handle that can be one person's: a template's on the denylist would take out strangers."""
    return "" if is_nobodys(handle) else handle


def _tags(socials: Sequence[str]) -> list[str]:
    """Returns the user names in the URLs of profiles on other networks."""
    first = (urlsplit(url).path.strip("/").partition("/")[0].lstrip("@") for url in socials)
    tags = (naming.handle_key(segment) for segment in first)
    return [tag for tag in tags if len(tag) >= _SHORTEST_TAG and tag not in _NO_TAGS and not tag.isdigit()]


def _place(place: KnownAt) -> dict[str, Any]:
    return {**asdict(place), "taken": sorted(place.taken)}
