"""Proposes people as on websites whose words no list has: in a process that lacks half of the words.

The lists of words and names grew with the labelled sites, so that nearly every word of these sites is in
them. A judge trained only with full lists trusts them too much on other sites, whose words are often in none.
Run as ``python -m inkscout_cli.evaluation.word_loss SEED``: reads pickled sites from standard input, and
writes the pickled people to standard output. Nothing of extraction is imported before words are left out.
"""

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inkscout_cli.evaluation.training import Proposed

_FILES = ("names", "not_names", "phrases", "places", "roles", "styles", "team")
"""Word lists that lose words; those of pages, countries and trades do not bear on the judge."""
_SHARES = 2
_MODULE = "inkscout_cli.evaluation.word_loss"


def with_fewer_words(
    seed: int, propose: "Callable[[Any], list[Proposed]]", sites: Sequence[object]
) -> "list[list[Proposed]]":
    """Returns what a function proposes for each site if half of the words of all lists are missing.

    Args:
        seed: Draws the words: the same seed leaves out the same words.
        propose: A function of a module, which is called in another process.
        sites: Arguments for it, one per call.

    Raises:
        subprocess.CalledProcessError: the function failed; its error is on standard error.
    """
    call = pickle.dumps((propose.__module__, propose.__name__, pickle.dumps(sites)))
    done = subprocess.run(
        [sys.executable, "-m", _MODULE, str(seed)], input=call, stdout=subprocess.PIPE, check=True
    )
    found: list[list[Proposed]] = pickle.loads(done.stdout)  # noqa: S301 - written by this module
    return found


def lose_words(seed: int) -> None:
    """Leaves half of the words out of all lists; must be called before anything of extraction is imported."""
    from inkscout.vocabulary import loader

    load_toml, long_list = loader.load_toml.__wrapped__, loader.long_list.__wrapped__

    @lru_cache(maxsize=64)
    def fewer_entries(name: str) -> Any:  # noqa: ANN401 - a parsed file
        return _without(load_toml(name), seed) if name in _FILES else load_toml(name)

    @lru_cache(maxsize=8)
    def fewer_words(name: str) -> frozenset[str]:
        return frozenset(word for word in long_list(name) if is_kept(word, seed))

    loader.load_toml = fewer_entries
    loader.long_list = fewer_words


def is_kept(word: str, seed: int) -> bool:
    """Whether a word is in the half that a seed keeps."""
    return hashlib.sha256(f"{seed}{word}".encode()).digest()[0] % _SHARES == 0


def _without(entry: Any, seed: int) -> Any:  # noqa: ANN401 - a part of a parsed file
    """Returns a part of a parsed file with half of the words of each list, at least one."""
    if isinstance(entry, dict):
        return {key: _without(value, seed) for key, value in entry.items()}
    if not isinstance(entry, list):
        return entry
    return [word for word in entry if not isinstance(word, str) or is_kept(word, seed)] or entry[:1]


def main() -> int:
    """Reads a call from standard input, and writes what it returns; returns the exit code."""
    lose_words(int(sys.argv[1]))
    from importlib import import_module

    module, name, sites = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by this module
    propose = getattr(import_module(module), name)
    pickle.dump([propose(site) for site in pickle.loads(sites)], sys.stdout.buffer)  # noqa: S301
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
