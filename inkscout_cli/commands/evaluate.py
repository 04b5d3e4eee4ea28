"""``inkscout evaluate``: visits the websites of labelled worlds and compares the results with the labels."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from inkscout.domain.outcome import VisitOutcome
from inkscout.errors import BrowserUnavailable
from inkscout_cli import common, records
from inkscout_cli.evaluation.profiles import ProfileEvaluation, read_profile_labels, score_profiles
from inkscout_cli.evaluation.scoring import Evaluation, SiteScore
from inkscout_cli.evaluation.training import is_held_out
from inkscout_cli.evaluation.visits import VisitedSite
from inkscout_cli.output import say
from inkscout_cli.report import counted
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import COMMAND
from inkscout_local.environment import LocalSettings

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_SHOWN = ("artists", "handles", "styles", "roles", "studio", "phone", "email", "instagram")


class Part(StrEnum):
    """Part of the labelled sites: a third, selected by a hash of the host, can be held out."""

    ALL = "all"
    READ = "read"
    HELD_OUT = "held-out"


@app.command()
def evaluate(
    *,
    worlds: Annotated[
        list[Path] | None, typer.Argument(help="World folders with labels.jsonl; default: the bundled demo.")
    ] = None,
    render: Annotated[bool, typer.Option("--render", help="Include the browser tier.")] = False,
    folds: Annotated[
        int,
        typer.Option(
            "--folds", min=0, max=20, help="Cross-validate: each fold by a judge trained on the others."
        ),
    ] = 0,
    part: Annotated[
        Part, typer.Option("--part", help="Only a part of the sites, drawn by a hash of the host.")
    ] = Part.ALL,
    profiles: Annotated[
        list[Path] | None,
        typer.Option(
            "--profiles",
            help="Labels of profiles: store the sites as a run does, and compare what is stored.",
        ),
    ] = None,
    host: Annotated[list[str] | None, typer.Option("--host", help="Only this host; may be repeated.")] = None,
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, max=100, help="Pages a site.")] = 12,
    as_json: common.JsonOption = False,
) -> None:
    """Prints precision, recall and F1 per site and overall; false positives are listed."""
    from inkscout_cli.evaluation.folds import cross_validate, together
    from inkscout_cli.evaluation.visits import score_sites

    logging.disable(logging.WARNING)
    progress = common.console(errors=True)
    if profiles:
        with progress.status("reading") as status:
            found = _score_profiles(
                worlds or [common.DEMO],
                profiles,
                part,
                host or (),
                render=render,
                progress=status.update,
            )
        if as_json:
            say(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
        else:
            print_profiles(found, common.console())
        return
    with progress.status("reading") as status:
        visit = partial(
            _visited,
            render=render,
            for_any_judge=bool(folds),
            max_pages=max_pages,
            progress=status.update,
        )
        sites: list[VisitedSite] = []
        for world in worlds or [common.DEMO]:
            sites.extend(visit(world, _hosts_of(world, part, host or ())))
        by_fold = cross_validate(sites, folds, status.update) if folds else []
        evaluation = together(by_fold) if folds else score_sites(sites)
    if as_json:
        document = evaluation.as_dict() | {"folds": [found.overall() for found in by_fold]}
        say(json.dumps(document, indent=2, ensure_ascii=False))
        return
    print_report(evaluation, common.console(), by_fold)


def _score_profiles(
    worlds: Sequence[Path],
    files: Sequence[Path],
    part: Part,
    hosts: Sequence[str],
    *,
    render: bool,
    progress: Callable[[str], None],
) -> ProfileEvaluation:
    from inkscout_cli.evaluation.stored import visit_and_store

    labels = [label for path in files for label in read_profile_labels(path)]
    found = ProfileEvaluation()
    for world in worlds:
        known = set(_hosts_of(world, part, hosts))
        wanted = [label for label in labels if label.host in known]
        if not wanted:
            continue
        stored = asyncio.run(
            visit_and_store(
                world,
                render=render,
                chromium=_chromium(required=render),
                hosts=[label.host for label in wanted],
                say=progress,
            )
        )
        found.add(score_profiles(stored, wanted))
    return found


def print_profiles(found: ProfileEvaluation, console: Console) -> None:
    """Prints what differs from the labels of profiles, then precision, recall and F1 of each field."""
    for line in found.differences:
        console.print(line)
    rows = []
    for name, score in found.scores.items():
        figures = [f"{value:.3f}" for value in (score.precision, score.recall, score.f1)]
        rows.append((name, *figures, score.right, score.false, score.missed))
    columns = ("Of", "Precision", "Recall", "F1", "Right", "False", "Missed")
    records.show(console, columns, rows, numbers=columns[1:])
    console.print(
        f"{counted(found.artists, 'artist')} of {counted(found.studios, 'studio')}; read again from the "
        f"stored pages, {found.changed} of {found.replayed} would change."
    )


def _chromium(*, required: bool) -> str:
    """Returns the path of a Chromium, empty for none.

    Raises:
        BrowserUnavailable: one is required and there is none.
    """
    from inkscout_local.chromium import find

    chromium = str(find(LocalSettings().chromium_path) or "")
    if required and not chromium:
        raise BrowserUnavailable(f"--render needs a Chromium and none was found; see: {COMMAND} doctor")
    return chromium


def _hosts_of(world: Path, part: Part, hosts: Sequence[str]) -> list[str]:
    """Returns the labelled hosts of a world that are in a part; only ``hosts``, if any are given.

    Raises:
        BadInput: the folder is not a world, or has no labels, or none for these hosts.
    """
    from inkscout_cli.evaluation.visits import labels_of

    if not (world / "world.json").is_file():
        raise BadInput(f"{world} is not a world: it has no world.json.")
    named = [label.host for label in labels_of(world, hosts)]
    return [name for name in named if part is Part.ALL or (part is Part.HELD_OUT) == is_held_out(name)]


def _visited(
    world: Path,
    hosts: Sequence[str],
    *,
    render: bool,
    for_any_judge: bool,
    max_pages: int,
    progress: Callable[[str], None],
) -> list[VisitedSite]:
    from inkscout_cli.evaluation.visits import visit_world

    chromium = _chromium(required=render)
    if not hosts:
        return []
    visits = visit_world(
        world,
        render=render,
        for_any_judge=for_any_judge,
        chromium=chromium,
        hosts=hosts,
        max_pages=max_pages,
        say=progress,
    )
    return asyncio.run(visits)


def print_report(evaluation: Evaluation, console: Console, by_fold: Sequence[Evaluation] = ()) -> None:
    """Prints the results of each site with its errors, then of each fold, then the totals with intervals."""
    from inkscout_cli.evaluation.folds import interval

    for site in evaluation.sites:
        _print_site(site, console)
    overall = evaluation.overall()
    rows = []
    for name in _SHOWN:
        score: dict[str, Any] = overall.get(name, {})
        figures = [f"{score.get(key, 0):.3f}" for key in ("precision", "recall", "f1")]
        rows.append((name, *figures, *(score.get(key, 0) for key in ("right", "false", "missed"))))
    columns = ("Of", "Precision", "Recall", "F1", "Right", "False", "Missed")
    records.show(console, columns, rows, numbers=columns[1:])
    if by_fold:
        parts = []
        for number, found in enumerate(by_fold, start=1):
            score = found.overall().get("artists", {})
            figures = [f"{score.get(key, 0):.3f}" for key in ("precision", "recall", "f1")]
            parts.append((number, len(found.sites), *figures))
        of_folds = ("Fold", "Sites", "Precision", "Recall", "F1")
        records.show(console, of_folds, parts, numbers=of_folds[1:], title="Artists by fold")
    ranges = interval(evaluation, "artists")
    console.print(
        "artists, 95 % interval over sites: "
        + ", ".join(f"{name} {low:.3f} to {high:.3f}" for name, (low, high) in ranges.items())
    )
    empty, browser = overall["sites_without_artists"], overall["browser"]
    pages = sum(site.pages for site in evaluation.sites)
    milliseconds = sum(site.milliseconds for site in evaluation.sites)
    size = sum(site.bytes for site in evaluation.sites)
    console.print(
        f"sites without artists kept clean: {empty['without_false_positives']} of {empty['sites']}\n"
        f"browser asked for: {browser['asked_rightly']} of {browser['sites_needing']} sites that need one, "
        f"{browser['asked_needlessly']} of {browser['other_sites']} others\n"
        f"{pages} pages, {milliseconds / max(pages, 1):.1f} ms and {size // max(pages, 1)} bytes a page"
    )


def _print_site(site: SiteScore, console: Console) -> None:
    artists = site.scores["artists"]
    left_out = site.outcome is VisitOutcome.NEEDS_BROWSER
    measured = (
        f"P {artists.precision:.2f} R {artists.recall:.2f}" if not left_out else "read with --render alone"
    )
    effort = f"{counted(site.pages, 'page')}, {site.milliseconds:.0f} ms"
    console.print(f"{site.host}: {site.outcome.value}, {measured}, {effort}")
    if left_out:
        return
    for label, values in (
        ("missed", site.missed),
        ("false", site.false_positives),
        ("handles", site.wrong_handles),
        ("facts", site.wrong_facts),
    ):
        if values:
            console.print(f"    {label}: {', '.join(values)}")
