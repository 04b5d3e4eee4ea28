"""``inkscout show``: shows one artist or one studio in full."""

import re
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer
from rich.console import Console

from inkscout.contracts.api.common import Point
from inkscout.contracts.api.profiles import ArtistProfile, StudioProfile
from inkscout.domain import public_paths
from inkscout_cli import common, records, report
from inkscout_cli.api_client import ApiClient, ApiProblem
from inkscout_cli.choice import Choice, Reached, on_a_platform
from inkscout_cli.follow_run.api import api_of
from inkscout_cli.output import plain, say
from inkscout_deploy.errors import BadInput

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_ID = re.compile(r"(?:^|/(?:artists|studios)/)([as]-[A-Za-z0-9_-]{6,80})(?:[/?#]|$)")
_NOT_HERE = frozenset({404, 410})
_CANDIDATES = 10
_SHOWN_PICTURES = 5


class _Named(NamedTuple):
    entry_id: str
    name: str
    city: str
    handle: str


@app.command()
@on_a_platform
def show(
    platform: Choice,
    *,
    which: Annotated[
        list[str],
        typer.Argument(metavar="ARTIST|STUDIO", help="An id, a handle, a name, or a page of the website."),
    ],
    as_json: common.JsonOption = False,
) -> None:
    """Shows everything that the directory knows of one artist or studio."""
    wanted = " ".join(which).strip()
    if not wanted:
        raise BadInput("Whom? Give an id, a handle, a name, or a page of the website.")

    def found(connection: Reached) -> tuple[ArtistProfile | StudioProfile, str]:
        given = _ID.search(wanted)
        with api_of(connection, searches=not given) as api:
            entry_id = given.group(1) if given else _id_named(api, wanted)
            return _profile(api, entry_id, wanted), connection.website

    profile, website = platform.read(found)
    if as_json:
        say(profile.model_dump_json(indent=2))
    elif isinstance(profile, ArtistProfile):
        _show_artist(profile, website, common.console())
    else:
        _show_studio(profile, website, common.console())


def _profile(api: ApiClient, entry_id: str, wanted: str) -> ArtistProfile | StudioProfile:
    try:
        return api.artist(entry_id) if entry_id.startswith("a-") else api.studio(entry_id)
    except ApiProblem as problem:
        if problem.status not in _NOT_HERE:
            raise
        raise BadInput(f"The directory does not list {wanted}.") from problem


def _id_named(api: ApiClient, wanted: str) -> str:
    """Returns the id of the artist or studio that a text names.

    Raises:
        BadInput: nobody bears the name, or several do; the message lists them.
    """
    artists = api.search_artists(wanted, limit=_CANDIDATES).items
    near = [_Named(a.artist_id, a.name, a.city, a.instagram) for a in artists]
    if not wanted.startswith("@"):
        studios = api.search_studios(wanted, limit=_CANDIDATES).items
        near += [_Named(s.studio_id, s.name, s.city, s.instagram) for s in studios]
    name = wanted.removeprefix("@").casefold()
    exact = [one for one in near if name in {one.handle.casefold(), one.name.casefold()}]
    if len(exact) == 1:
        return exact[0].entry_id
    if not near:
        raise BadInput(f"Nobody and no studio is called {wanted}.")
    raise BadInput(_choose(wanted, exact or near, several=bool(exact)))


def _choose(wanted: str, found: Sequence[_Named], *, several: bool) -> str:
    begin = f"Several are called {wanted}" if several else f"Nobody is called exactly {wanted}"
    shown = [f"  {one.entry_id}  {', '.join(filter(None, [one.name, one.city]))}" for one in found]
    return "\n".join([f"{begin}. Show one by its id:", *shown[:_CANDIDATES]])


def _show_artist(profile: ArtistProfile, website: str, console: Console) -> None:
    console.print(plain(profile.name, "bold"), soft_wrap=True)
    console.print(
        records.lines(
            ("id", profile.artist_id),
            ("page", _page(website, public_paths.artist_path(profile.artist_id, profile.name))),
            ("role", profile.role),
            ("studio", f"{profile.studio.name} ({profile.studio.studio_id})" if profile.studio else ""),
            ("city", ", ".join(filter(None, [profile.city, profile.country]))),
            ("styles", ", ".join(style.replace("-", " ") for style in profile.styles)),
            ("instagram", _instagram(profile.instagram)),
            ("website", profile.website),
            ("booking", profile.booking_url),
            ("mail", profile.email),
            ("networks", "\n".join(profile.socials)),
            ("found on", profile.page_url),
            ("prices", profile.prices),
            ("availability", profile.availability),
            ("about", profile.bio),
            ("pictures", _pictures([image.url for image in profile.portfolio])),
            ("also called", ", ".join(profile.aliases)),
            ("worked at", _worked_at(profile)),
            ("confidence", f"{profile.confidence:.2f}"),
            ("updated", profile.updated_at[:16]),
        )
    )


def _show_studio(profile: StudioProfile, website: str, console: Console) -> None:
    console.print(plain(profile.name, "bold"), soft_wrap=True)
    rating = ""
    if profile.rating is not None:
        rating = f"{profile.rating:.1f} of {report.counted(profile.rating_count or 0, 'rating')}"
    console.print(
        records.lines(
            ("id", profile.studio_id),
            ("page", _page(website, public_paths.studio_path(profile.studio_id, profile.name))),
            ("address", report.place(profile.address, profile.city, profile.country)),
            ("position", _position(profile.location)),
            ("phone", profile.phone),
            ("mail", profile.email),
            ("website", profile.website),
            ("instagram", _instagram(profile.instagram)),
            ("networks", "\n".join(profile.socials)),
            ("hours", profile.opening_hours),
            ("booking", profile.booking_policy),
            ("rating", rating),
            ("styles", ", ".join(style.replace("-", " ") for style in profile.styles)),
            ("status", profile.business_status),
            ("last visit", profile.outcome.replace("_", " ")),
            ("updated", profile.updated_at[:16]),
        )
    )
    if profile.artists:
        rows = [
            (one.name, one.role, "yes" if one.active else "no longer", one.artist_id)
            for one in profile.artists
        ]
        records.show(console, ("Artist", "Role", "Works there", "Id"), rows)


def _page(website: str, path: str) -> str:
    return f"{website}{path}" if website else ""


def _instagram(handle: str) -> str:
    return f"@{handle}  https://www.instagram.com/{handle}/" if handle else ""


def _position(point: Point | None) -> str:
    return f"{point.lat:.5f},{point.lng:.5f}" if point else ""


def _pictures(addresses: Sequence[str]) -> str:
    shown = "\n".join(addresses[:_SHOWN_PICTURES])
    left = len(addresses) - _SHOWN_PICTURES
    return f"{shown}\nand {left} more" if left > 0 else shown


def _worked_at(profile: ArtistProfile) -> str:
    past = [one for one in profile.residencies if not one.active]
    return "; ".join(f"{one.studio_id} until {one.last_seen}" for one in past)
