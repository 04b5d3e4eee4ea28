"""Writes the everyday words of many languages, and a model of the letters by which names differ from them.

Word frequencies come from wordfreq (pinned below; its data is CC BY-SA 4.0, see THIRD_PARTY.md), names from
the lists that ``tools/person_names.py`` writes. Run by hand: ``uv run --with wordfreq==3.1.1 --with
scikit-learn==1.9.1 tools/everyday_words.py``. The same versions write the same files.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers/core/python"))
FOLDER = ROOT / "layers/core/python/inkscout/vocabulary"
UNSPACED = ("bn", "ja", "ko", "ta", "zh")
"""Languages left out: they are written without spaces, or in scripts in which no names are listed."""
EVERYDAY = 6_000
"""Words of each language, the most frequent ones, that are listed as everyday words."""
LEARNED = 12_000
"""Words of each language, the most frequent ones, from which the model learns."""
_PENALTY = 0.3
_STEPS = 32


def main() -> int:
    """Writes ``everyday_words.txt`` and ``name_letters.json``; returns a process exit code."""
    from inkscout.vocabulary.loader import long_list

    names = long_list("given_names") | long_list("family_names")
    ranks = _ranks()
    listed = sorted(word for word, rank in ranks.items() if rank < EVERYDAY and word not in names)
    (FOLDER / "everyday_words.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    likely = sorted(name for name in names if ranks.get(name, LEARNED) >= EVERYDAY)
    others = sorted(word for word in ranks if word not in names)
    model = _learn(likely, others)
    text = json.dumps(model, separators=(",", ":"))
    (FOLDER / "name_letters.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(listed)} everyday words; letters of {len(likely)} names and {len(others)} other words")
    return 0


def _ranks() -> dict[str, int]:
    """Returns the best rank of each folded word in any language, from 0."""
    from wordfreq import available_languages, top_n_list

    from inkscout.vocabulary.folding import fold

    ranks: dict[str, int] = {}
    for language in sorted(set(available_languages("small")) - set(UNSPACED)):
        words = map(fold, top_n_list(language, LEARNED, wordlist="small"))
        spelled = dict.fromkeys(filter(_is_word, words))
        for rank, word in enumerate(spelled):
            ranks[word] = min(rank, ranks.get(word, rank))
    return ranks


def _is_word(word: str) -> bool:
    from inkscout.vocabulary.folding import fold

    return word.isalpha() and len(word) > 1 and fold(word) == word


def _learn(names: Sequence[str], others: Sequence[str]) -> dict[str, Any]:
    """Returns the weights of groups of letters: a logistic regression, both classes weighing the same."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    from inkscout.vocabulary.name_letters import BUCKETS, buckets_of

    starts, columns = [0], []
    for word in (*names, *others):
        columns += sorted(buckets_of(word))
        starts.append(len(columns))
    table = csr_matrix((numpy.ones(len(columns)), columns, starts), shape=(len(starts) - 1, BUCKETS))
    right = [1] * len(names) + [0] * len(others)
    weight = [1.0] * len(names) + [len(names) / len(others)] * len(others)
    fitted = LogisticRegression(C=_PENALTY, max_iter=300).fit(table, right, sample_weight=weight)
    return {
        "bias": round(float(fitted.intercept_[0]), 3),
        "steps": _STEPS,
        "weights": [round(float(value) * _STEPS) for value in fitted.coef_[0]],
    }


if __name__ == "__main__":
    raise SystemExit(main())
