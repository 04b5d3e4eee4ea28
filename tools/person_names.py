"""Writes the lists of given and family names out of Faker's locales, as folded words, one a line.

The names are facts about languages; Faker (MIT licence, pinned below) is their source. Run by hand:
``uv run --with faker==40.63.0 tools/person_names.py``.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers/core/python"))
FOLDER = ROOT / "layers/core/python/inkscout/vocabulary"


def main() -> int:
    """Writes both lists; returns a process exit code."""
    import faker.providers.person as persons

    providers = [
        importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for module in pkgutil.iter_modules(persons.__path__)
    ]
    for prefix, name in (("first_name", "given_names"), ("last_name", "family_names")):
        words = sorted({word for provider in providers for word in _words(provider, prefix)})
        (FOLDER / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
        print(f"{name}: {len(words)} words")
    return 0


def _words(provider: Any, prefix: str) -> Iterator[str]:  # noqa: ANN401 - Faker's classes are untyped
    from inkscout.vocabulary.folding import tokens

    for attribute in dir(provider):
        listed = getattr(provider, attribute)
        if attribute.startswith(prefix) and isinstance(listed, tuple | list | dict | set | frozenset):
            for entry in listed:
                for printed in entry if isinstance(entry, tuple | list) else (entry,):
                    for token in tokens(str(printed)):
                        yield from (part for part in token.split("-") if len(part) > 1 and part.isalpha())


if __name__ == "__main__":
    raise SystemExit(main())
