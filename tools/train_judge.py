"""Trains the judge of people on labelled worlds and page cases, and writes its weights into the package.

Run by ``make train-judge WORLDS="DIR ..."``; needs what ``make setup-train`` installs. Equal worlds give an
equal file to the byte.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from inkscout.extraction import proposals
from inkscout_cli.evaluation.folds import proposed_people
from inkscout_cli.evaluation.scoring import is_name
from inkscout_cli.evaluation.training import Proposed, train
from inkscout_cli.evaluation.visits import VisitedSite, visit_world
from inkscout_local.chromium import find
from tests.support.pages import page_cases

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "layers/core/python/inkscout/extraction/people/judge/judge.json"
CASE_WEIGHT = 0.25
"""Weight of a page case, which was written for a test, beside a person of a real site."""


def main(worlds: list[str]) -> int:
    """Visits the worlds, trains, writes the weights; returns a process exit code."""
    if not worlds:
        print("Name at least one labelled world.", file=sys.stderr)
        return 2
    chromium = str(find("") or "")
    sites: list[VisitedSite] = []
    for world in worlds:
        sites += asyncio.run(
            visit_world(Path(world), render=bool(chromium), for_any_judge=True, chromium=chromium)
        )
    people = [person for site in sites for person in proposed_people(site)]
    people += _cases()
    document = train(people, sum(len(site.label.artists) for site in sites))
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")
    right = sum(person.right for person in people)
    print(
        f"{len(people)} people, {right} of them artists; threshold {document['threshold']}; {len(text)} bytes"
    )
    return 0


def _cases() -> Iterator[Proposed]:
    for case in page_cases():
        labelled = [str(artist["name"]) for artist in case.expected.get("artists", ())]
        if "artists" not in case.expected and case.expected.get("outcome") == "artists_found":
            continue
        for proposal in proposals(case.pages, studio_name=case.studio_name, country=case.country):
            right = any(is_name(name, proposal.names[0]) for name in labelled)
            yield Proposed(
                f"case:{case.name}", proposal.names[0], proposal.features, proposal.groups, right, CASE_WEIGHT
            )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
