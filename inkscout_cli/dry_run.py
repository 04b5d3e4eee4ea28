"""Dry run: prices the regions of a run by free requests, and changes nothing."""

import json
from typing import Any

from rich.text import Text

from inkscout.contracts.base import parse
from inkscout.contracts.start_run import RunInput
from inkscout.usecases.discovery.price_regions import RegionPrice
from inkscout_cli import common, places, records, report
from inkscout_cli.choice import Reached
from inkscout_cli.output import say
from inkscout_deploy.project import COMMAND


def price(connection: Reached, document: dict[str, Any], *, as_json: bool) -> None:
    """Prints what the discovery of a run's regions would cost.

    Args:
        connection: Platform or stage whose sources, memory of places and budgets count.
        document: Input of the run.
        as_json: Whether to print one JSON document.
    """
    from inkscout.bootstrap import pipeline
    from inkscout.usecases.discovery.plan_areas import resolve_region
    from inkscout.usecases.discovery.price_regions import price_regions

    wanted = parse(RunInput, document)
    places.use_places(connection)
    sources = pipeline.place_sources()
    progress = common.console(errors=True)
    found: list[RegionPrice] = []
    regions = [resolve_region(asked, sources) for asked in wanted.regions]
    for one in price_regions(regions, deps=pipeline.price_regions_ports(), force=wanted.force):
        progress.print(Text(f"{one.region}: priced by {one.requests} free requests"))
        found.append(one)
    limits = [wanted.budget_usd, sources.settings.run_budget_usd]
    budget = min((limit for limit in limits if limit is not None), default=None)
    _print(found, budget, sources.prices.as_of.isoformat(), as_json=as_json)


def _print(found: list[RegionPrice], budget: float | None, as_of: str, *, as_json: bool) -> None:
    total = sum(one.usd for one in found)
    exact = all(one.exact for one in found)
    if as_json:
        document = {
            "regions": [
                {name: getattr(one, name) for name in RegionPrice.__dataclass_fields__} for one in found
            ],
            "usd": round(total, 4),
            "exact": exact,
            "budget_usd": budget,
            "prices_as_of": as_of,
        }
        say(json.dumps(document, indent=2))
        return
    console = common.console()
    rows = [
        (
            one.region,
            one.known + one.new,
            one.known,
            one.new,
            f"{'' if one.exact else 'at least '}{one.usd:.2f}",
        )
        for one in found
    ]
    columns = ("Region", "Places", "Known", "To buy", "US dollars")
    records.show(console, columns, rows, numbers=columns[1:], title="What discovery would cost")
    if skipped := sum(one.skipped_cells for one in found):
        left = report.counted(skipped, "part")
        console.print(
            Text(f"Left out, as a run would: {left} searched in the last days; --force prices all.")
        )
    least = "" if exact else "at least "
    console.print(Text(f"Together {least}{total:.2f} US dollars, at Google's list prices of {as_of}."))
    console.print(Text(f"They are the same in every AWS region; what AWS charges: {COMMAND} cost."))
    if not exact:
        console.print(Text("A source charges for every search: the true price depends on what it finds."))
    if budget is not None:
        within = "within" if total <= budget else "above"
        console.print(Text(f"That is {within} the run's budget of {budget:.2f}. Nothing was bought."))
