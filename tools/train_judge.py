"""Trains the judge (classifier of people) on labelled worlds and page cases, and writes its weights.

Run it with ``make train-judge WORLDS="DIR ..." WHOLE="DIR ..."``, which provides the training's dependencies.
The held-out third of ``WORLDS`` (see ``inkscout evaluate --part held-out``) is not used; worlds in ``WHOLE``
are used whole. The same worlds give a byte-identical file.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from inkscout.domain.site_visit import SiteToRead
from inkscout.extraction import read_site
from inkscout.usecases.visits.read_website import WebsiteVisit
from inkscout_cli.evaluation.proposing import all_proposed
from inkscout_cli.evaluation.scoring import SiteLabel
from inkscout_cli.evaluation.training import CASE, is_held_out, train
from inkscout_cli.evaluation.visits import VisitedSite, labels_of, visit_world
from inkscout_local.chromium import find
from tests.support.pages import page_cases

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "layers/core/python/inkscout/extraction/people/judge/judge.json"
CASE_WEIGHT = 0.5
"""Training weight of a person in a page case written for tests; one on a real site has 1."""


def main() -> int:
    """Visits the worlds, trains the judge and writes its weights; returns the exit code."""
    parser = argparse.ArgumentParser(description="Train the judge of people.")
    parser.add_argument("worlds", nargs="*", type=Path, help="worlds without their held-out third")
    parser.add_argument("--whole", nargs="*", type=Path, default=[], help="worlds used whole")
    given = parser.parse_args()
    if not given.worlds and not given.whole:
        parser.error("name at least one labelled world")
    sites = [site for world in given.whole for site in _visited(world, labels_of(world))]
    for world in given.worlds:
        sites += _visited(world, [label for label in labels_of(world) if not is_held_out(label.host)])
    found = all_proposed(sites) | all_proposed(list(_cases()), CASE_WEIGHT)
    people = [person for listed in found.values() for person in listed]
    document = train(people, [site.label for site in sites])
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")
    right = sum(person.right for person in people)
    print(
        f"{len(people)} people, {right} of them artists; threshold {document['threshold']}; {len(text)} bytes"
    )
    return 0


def _visited(world: Path, labels: Sequence[SiteLabel]) -> list[VisitedSite]:
    chromium = str(find("") or "")
    hosts = [label.host for label in labels]
    visits = visit_world(world, render=bool(chromium), for_any_judge=True, chromium=chromium, hosts=hosts)
    return asyncio.run(visits)


def _cases() -> Iterator[VisitedSite]:
    """Yields the page cases as sites that were visited; those without labelled people are left out."""
    for case in page_cases():
        if "artists" not in case.expected and case.expected.get("outcome") == "artists_found":
            continue
        known = {"studio_name": case.studio_name, "country": case.country}
        yield VisitedSite(
            label=SiteLabel(
                host=f"{CASE}{case.name}",
                entry="/",
                needs_js=False,
                studio={},
                artists=case.expected.get("artists", ()),
            ),
            site=SiteToRead(url=case.pages[0].url, **known),
            plain=WebsiteVisit(pages=case.pages, reading=read_site(case.pages, **known)),
            rendered=None,
            milliseconds=0.0,
        )


if __name__ == "__main__":
    raise SystemExit(main())
