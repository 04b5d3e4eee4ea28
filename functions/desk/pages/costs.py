"""Costs: what runs spent on places, by month and by run."""

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import desk

_SHOWN = 50


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns the months as bars with a table, and the newest runs."""
    months, runs = desk.read_costs()()
    most = max((month.usd for month in months), default=0.0)
    return page(
        asked,
        "costs.html",
        title="Costs",
        section="/desk/costs",
        months=months,
        runs=runs[:_SHOWN],
        most=most,
    )
