"""Regions and place providers for commands, with the settings of the platform's functions."""

from collections.abc import Iterable, Mapping
from typing import Any

from inkscout.contracts.base import describe
from inkscout.contracts.start_run import PolygonRegion, RegionInput
from inkscout.domain.place import Region
from inkscout_cli.choice import Reached
from inkscout_deploy.errors import BadInput
from inkscout_local.environment import use_variables

_SETTINGS = ("GOOGLE_", "PLACES_", "OVERPASS_", "RUN_BUDGET_", "DAY_BUDGET_", "CRAWLER_CONTACT")


def use_places(connection: Reached) -> None:
    """Sets this process's environment to the place provider settings of the function that starts a run."""
    variables = connection.function_variables(connection.outputs["StartRunFunctionArn"])
    use_variables({name: str(value) for name, value in variables.items() if name.startswith(_SETTINGS)})


def regions_of(record: Mapping[str, Any]) -> list[str]:
    """Returns the names of the regions that a run was asked for."""
    found = record.get("regions") or (record.get("summary") or {}).get("regions") or []
    return [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in found]


def named_in_part(asked: str, searched: Iterable[str]) -> str:
    """Returns the searched region that a text names: in full, by its first part, or by some of its words.

    "leeds" is "Leeds, UK" rather than "Headingley, Leeds, UK". A text that names none is returned as it is.

    Raises:
        BadInput: it names several equally well.
    """
    names = list({name.casefold(): name for name in searched}.values())
    wanted = asked.casefold().strip()
    words = set(wanted.replace(",", " ").split())
    kinds = (
        [name for name in names if name.casefold() == wanted],
        [name for name in names if name.casefold().partition(",")[0].strip() == wanted],
        [name for name in names if words and words <= set(name.casefold().replace(",", " ").split())],
    )
    found = next((kind for kind in kinds if kind), [asked])
    if len(found) > 1:
        raise BadInput(f"{asked} may be {'; '.join(found)}. Give more of the name.")
    return found[0]


def resolve(text: str) -> Region:
    """Returns the region that a name, or the path of a GeoJSON file, means.

    Raises:
        BadInput: the file cannot be read, or is not GeoJSON.
        InvalidInput: the file contains no polygon.
        RegionNotFound: no region of this name is found.
    """
    from inkscout.bootstrap import pipeline
    from inkscout.usecases.discovery.plan_areas import resolve_region

    return resolve_region(_asked(text), pipeline.place_sources())


def _asked(text: str) -> RegionInput:
    from pathlib import Path

    from pydantic import ValidationError

    from inkscout_deploy.json_input import read_object

    path = Path(text)
    if path.suffix.lower() not in {".geojson", ".json"}:
        return text
    try:
        return PolygonRegion(name=path.stem, geojson=read_object(path))
    except ValidationError as error:
        raise BadInput(f"{path} is not GeoJSON: {describe(error)}.") from error
