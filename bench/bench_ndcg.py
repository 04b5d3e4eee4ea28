"""Search quality on the embedded server: NDCG@10, and hits of suggestions, over the relevance set."""

from collections import Counter

from tests.support import api_client as api
from tests.support.loaded_index import embedded_index, load
from tests.support.relevance_set import floors, score
from tests.support.relevance_set.generator import Generated, directory, documents

WORST = 8


def main() -> None:
    """Prints both figures for the embedded server."""
    generated = directory()
    with embedded_index() as url:
        load(url, documents(generated))
        report("embedded", url, generated)


def report(server: str, url: str, generated: Generated) -> None:
    """Prints the scores of the search server at ``url``, called ``server`` in the output."""
    with api.index_only(url):
        scored = score.ndcg(generated)
        cases = score.suggestion_cases(generated)
        misses = score.suggestion_misses(cases, lambda typed: api.get("/v1/suggest", {"q": typed}).json())
    print(f"{server}: {len(scored)} queries over {len(generated.artists)} artists")
    print(f"  NDCG@10            {score.mean(scored):.4f}  (floor {floors.NDCG})")
    share = 1 - len(misses) / len(cases)
    print(f"  suggested in five  {share:.1%} of {len(cases)}  (floor {floors.SUGGESTED:.0%})")
    missed = Counter((case.kind, "typo" if case.typo else "exact") for case in misses)
    print("  missed             " + ", ".join(f"{kind} {how}: {n}" for (kind, how), n in missed.items()))
    for one in scored[:WORST]:
        print(f"  {one.ndcg:.3f}  {one.query.text}  ({one.query.about}) {one.grades}")
