"""``inkscout cost``: estimates the monthly cost of a stage on AWS."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from inkscout_cli import common
from inkscout_cli.output import say
from inkscout_deploy import cost as model
from inkscout_deploy import templates
from inkscout_deploy.json_input import read_object
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_deploy.stages import read_stage
from inkscout_deploy.worker_places import FARGATE

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def cost(
    *,
    studios: Annotated[int, typer.Option("--studios", min=1, help="Studios in the directory.")],
    artists: Annotated[int, typer.Option("--artists", min=1, help="Artists in the directory.")],
    cadence: Annotated[str, typer.Option("--cadence", help="daily, weekly or monthly runs.")] = "daily",
    region: Annotated[str, typer.Option("--region", help="AWS region.")] = "eu-west-1",
    stage: Annotated[str, typer.Option("--stage", help="Stage whose sizes count.")] = "dev",
    searches: Annotated[int, typer.Option("--searches", min=0, help="API requests a month.")] = 100_000,
    page_views: Annotated[
        int, typer.Option("--page-views", min=0, help="Pages of the website opened a month.")
    ] = 0,
    feed_runs: Annotated[
        int,
        typer.Option("--feed-runs", min=0, help="Runs of feeds a month: 8760 for one every five minutes."),
    ] = 0,
    feed_changes: Annotated[
        int, typer.Option("--feed-changes", min=0, help="Records of feeds that are new or changed a month.")
    ] = 0,
    run: Annotated[
        Path | None, typer.Option("--run", help="JSON that `run --json` printed, to measure usage by.")
    ] = None,
    place: Annotated[
        str,
        typer.Option("--place", help="Where workers run: fargate, gke, aks, cloud-run or container-apps."),
    ] = FARGATE,
    prices: Annotated[
        Path, typer.Option("--prices", help="Price table, for regions and prices of your own.")
    ] = model.PRICES,
    as_json: common.JsonOption = False,
) -> None:
    """Estimates the monthly cost by service, and the cost of a run, a studio and an artist."""
    usage = model.Usage.measured(_summary(run)) if run else model.Usage()
    found = model.estimate(
        studios,
        artists,
        cadence,
        region,
        stage_sizes(stage),
        usage=usage,
        searches=searches,
        page_views=page_views,
        feeds=model.FeedUsage(runs=feed_runs, changes=feed_changes),
        place=place,
        path=prices,
    )
    if as_json:
        document = {
            "as_of": found.as_of.isoformat(), "region": region, "stage": stage, "cadence": cadence,
            "by_service": found.by_service, "total": round(found.total, 2), "fixed": found.fixed,
            "run": found.run, "studio": found.studio, "artist": found.artist,
            "feeds": found.feeds,
            "place": {"name": place, **_named(found)},
            "assumptions": model.assumptions(usage),
        }  # fmt: skip
        say(json.dumps(document, indent=2))
        return
    console = common.console()
    console.print(f"US dollars a month at the list prices of {region}, {found.as_of.isoformat()}")
    table = Table("Service", "USD", box=box.SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for name, usd in found.by_service.items():
        table.add_row(name, f"{usd:.2f}")
    table.add_section()
    table.add_row("Total", f"{found.total:.2f}")
    console.print(table)
    if found.place:
        console.print(f"Workers on {place} at {found.place.source}, {found.place.as_of.isoformat()}.")
        console.print("Not in it: free tiers there, and traffic from there to AWS.")
    console.print(f"Standing still {found.fixed:.2f} a month; a run {found.run:.2f}.")
    console.print(f"A month: {found.studio:.4f} a studio, {found.artist:.4f} an artist.")
    if feed_runs:
        console.print(f"Feeds {found.feeds:.2f} a month.")
    measured = "measured by the run" if run else "estimated; --run FILE measures them"
    console.print(f"What a run uses is {measured}:")
    for name, number in model.assumptions(usage).items():
        console.print(f"  {name.replace('_', ' ')}: {number:g}")


def _named(found: model.CostEstimate) -> dict[str, str]:
    place = found.place
    return {"as_of": place.as_of.isoformat(), "source": place.source} if place else {}


def stage_sizes(name: str) -> model.Sizes:
    """Returns the sizes of a stage of ``infra/stages``, with the number of alarms in its templates.

    Raises:
        BadInput: there is no such stage.
    """
    stage = read_stage(PROJECT_ROOT / "infra", name, {})
    alarms = sum(
        _alarms(templates.read(PROJECT_ROOT / "infra" / f"{spec.name}.yaml").body["Resources"])
        for spec in stage.stacks
    )
    optional = frozenset(spec.name for spec in stage.stacks if spec.optional)
    return model.Sizes.of(stage.parameters, optional, alarms)


def _alarms(resources: Mapping[str, Any]) -> int:
    """Returns the number of CloudWatch alarms in resources; a loop (Fn::ForEach) counts for each value."""
    count = 0
    for resource in resources.values():
        if isinstance(resource, list):
            count += len(resource[1]) * _alarms(resource[2])
        else:
            count += resource["Type"] == "AWS::CloudWatch::Alarm"
    return count


def _summary(path: Path) -> dict[str, object]:
    document = read_object(path)
    summary = document.get("summary", document)
    return summary if isinstance(summary, dict) else document
