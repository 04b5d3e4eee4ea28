"""Places that run the browser workers in Fargate's stead, with their prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inkscout_deploy.errors import BadInput

FARGATE = "fargate"
PLACES = (FARGATE, "gke", "aks", "cloud-run", "container-apps")
"""Values of ``--place``."""


@dataclass(frozen=True)
class WorkerPlace:
    """Prices of a place in US dollars.

    Attributes:
        name: The place, one of ``PLACES``.
        as_of: Date of the prices.
        source: Where they were read, and for which regions they hold.
        vcpu_hour: Price of one vCPU for an hour.
        gb_hour: Price of one GiB of memory for an hour.
        standing_month: What stands still there costs a month, such as a cluster.
    """

    name: str
    as_of: date
    source: str
    vcpu_hour: float
    gb_hour: float
    standing_month: float

    def worker_hours(self, hours: float) -> float:
        """Returns the price of so many hours of a worker, which has one vCPU and 2 GiB."""
        return hours * (self.vcpu_hour + 2 * self.gb_hour)


def worker_place(table: Mapping[str, Any], name: str, file: str) -> WorkerPlace | None:
    """Returns the prices of a place from a price table; None for Fargate, which the AWS regions price.

    ``file`` is the table's name, for the message.

    Raises:
        BadInput: there is no such place, or the table has no prices of it, or not all of them.
    """
    if name not in PLACES:
        raise BadInput(f"--place takes {', '.join(PLACES)}, not {name}.")
    if name == FARGATE:
        return None
    needed = f"[places.{name}] with as_of, source, worker_vcpu_hour and worker_gb_hour"
    found = table.get("places", {}).get(name)
    if found is None:
        raise BadInput(
            f"{file} has no price of {name}, as none could be sourced: give your own by --prices, a file of "
            f"the same form with {needed}."
        )
    try:
        place = WorkerPlace(
            name=name,
            as_of=found["as_of"],
            source=str(found["source"]),
            vcpu_hour=float(found["worker_vcpu_hour"]),
            gb_hour=float(found["worker_gb_hour"]),
            standing_month=float(found.get("standing_month", 0.0)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{file} needs {needed}.") from error
    if not isinstance(place.as_of, date) or not place.source:
        raise BadInput(f"{file} needs {needed}.")
    return place
