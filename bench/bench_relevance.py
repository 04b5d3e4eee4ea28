"""Precision and recall of the relevance rules on labelled names of real businesses.

The first list was used to write the rules. The second one is a held-out list, assembled and labelled before
its first run. Its types are the generic ones that Google gives most studios, so that only the name, and the
website if known, decides. Accepted counts as a studio; a studio that is kept for review or rejected counts as
missed.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout.discovery.relevance import Relevance, Verdict, judge
from inkscout.domain.place import Place
from tests.support.project import ROOT

LISTS = ROOT / "tests" / "relevance"
NAMES, HELD_OUT = LISTS / "names.jsonl", LISTS / "held_out.jsonl"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over a list.

    Attributes:
        right: Studios that were accepted.
        false: Other businesses that were accepted.
        missed: Studios that were not accepted.
        review: Records that were kept for review.
        faults: Wrongly judged records with their judgements.
    """

    right: int
    false: int
    missed: int
    review: int
    faults: tuple[tuple[dict[str, Any], Relevance], ...]

    @property
    def precision(self) -> float:
        """Share of the accepted records that are studios."""
        return self.right / (self.right + self.false)

    @property
    def recall(self) -> float:
        """Share of the studios that were accepted."""
        return self.right / (self.right + self.missed)


def labelled_names(path: Path = NAMES) -> list[dict[str, Any]]:
    """Returns the records of a list: name, studio or not, kind, language, types, website and source."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def score(records: list[dict[str, Any]]) -> Score:
    """Judges every record and counts the results."""
    right = false = missed = review = 0
    faults = []
    for record in records:
        place = Place(
            source="google",
            source_id=record["name"],
            name=record["name"],
            types=tuple(record["types"]),
            website=record.get("website", ""),
        )
        relevance = judge(place)
        accepted = relevance.verdict is Verdict.ACCEPT
        review += relevance.verdict is Verdict.REVIEW
        right += accepted and record["studio"]
        false += accepted and not record["studio"]
        missed += record["studio"] and not accepted
        if accepted != record["studio"]:
            faults.append((record, relevance))
    return Score(right, false, missed, review, tuple(faults))


def show(title: str, records: list[dict[str, Any]]) -> None:
    """Prints the score of a list, in total and by language, and every wrong judgement with its reason."""
    kinds = Counter(record["kind"] for record in records)
    result = score(records)
    print(f"{title}: {len(records)} names, {kinds['tattoo studio']} of tattoo studios")
    print(
        "others: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items() if kind != "tattoo studio")
    )
    print(f"precision {result.precision:.3f}  recall {result.recall:.3f}  kept for review {result.review}")
    for language, count in Counter(record["language"] for record in records).most_common():
        part = score([record for record in records if record["language"] == language])
        print(f"  {language:>3} {count:>4} names, {len(part.faults)} wrong")
    for record, relevance in result.faults:
        label = "studio" if record["studio"] else record["kind"]
        print(f"  {record['name']} ({label}): {relevance.verdict}, {relevance.reason}")


def main() -> None:
    """Prints the scores of both lists."""
    show("first list", labelled_names())
    show("\nheld out", labelled_names(HELD_OUT))


if __name__ == "__main__":
    main()
