"""``inkscout evaluate``: fetch and extraction over a labelled world, measured against its labels."""

import json
import logging
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from inkscout.errors import BrowserUnavailable
from inkscout_cli import common
from inkscout_cli.evaluation.scoring import Evaluation, SiteScore
from inkscout_cli.output import say
from inkscout_deploy.errors import BadInput
from inkscout_deploy.project import COMMAND
from inkscout_local.environment import LocalSettings

app = typer.Typer(add_completion=False)
_SHOWN = ("artists", "handles", "styles", "roles", "studio", "phone", "email", "instagram")


@app.command()
def evaluate(
    *,
    world: Annotated[
        Path | None, typer.Argument(help="World folder with labels.jsonl; default: the bundled demo.")
    ] = None,
    render: Annotated[bool, typer.Option("--render", help="Include the browser tier.")] = False,
    host: Annotated[list[str] | None, typer.Option("--host", help="Only this host; may be repeated.")] = None,
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, max=100, help="Pages a site.")] = 12,
    as_json: common.JsonOption = False,
) -> None:
    """Prints precision, recall and F1 per site and overall; false positives are listed."""
    from inkscout_cli.evaluation.visits import run_evaluation
    from inkscout_local.chromium import find

    folder = world or common.DEMO
    if not (folder / "world.json").is_file():
        raise BadInput(f"{folder} is not a world: it has no world.json.")
    chromium = str(find(LocalSettings().chromium_path) or "")
    if render and not chromium:
        raise BrowserUnavailable(f"--render needs a Chromium and none was found; see: {COMMAND} doctor")
    logging.disable(logging.WARNING)
    progress = common.console(errors=True)
    with progress.status("reading") as status:
        evaluation = run_evaluation(
            folder,
            render=render,
            chromium=chromium,
            hosts=tuple(host or ()),
            max_pages=max_pages,
            say=lambda name: status.update(f"reading {name}"),
        )
    if as_json:
        say(json.dumps(evaluation.as_dict(), indent=2, ensure_ascii=False))
        return
    print_report(evaluation, common.console())


def print_report(evaluation: Evaluation, console: Console) -> None:
    """One line a site, what was wrong below, then the totals."""
    for site in evaluation.sites:
        _print_site(site, console)
    overall = evaluation.overall()
    table = Table("", "precision", "recall", "F1", "right", "false", "missed")
    for name in _SHOWN:
        score: dict[str, Any] = overall.get(name, {})
        figures = [f"{score.get(key, 0):.3f}" for key in ("precision", "recall", "f1")]
        table.add_row(name, *figures, *(str(score.get(key, 0)) for key in ("right", "false", "missed")))
    console.print(table)
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
    console.print(
        f"{site.host}: {site.outcome.value}, P {artists.precision:.2f} R {artists.recall:.2f} F1 "
        f"{artists.f1:.2f}, "
        f"{site.pages} pages, {site.milliseconds:.0f} ms, {site.bytes} bytes"
        + (", browser" if site.asked_browser else "")
    )
    for label, values in (
        ("missed", site.missed),
        ("false", site.false_positives),
        ("handles", site.wrong_handles),
        ("facts", site.wrong_facts),
    ):
        if values:
            console.print(f"    {label}: {', '.join(values)}")
