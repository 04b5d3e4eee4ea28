"""Reads names that a line break divides (``Anna<br>Bell``), where the page has them in one line too."""

from collections.abc import Iterator
from itertools import pairwise

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.text.names import is_role_text, read_name
from inkscout.vocabulary.folding import fold

_BASE = 0.05
_MAX_LINES = 600
_DESCRIBING = ("description", "og:title", "og:description")


def names_over_two_lines(view: PageView) -> Iterator[Candidate]:
    """Yields the names of two words on two lines of one element, if title or description have them whole."""
    document = view.document
    pairs = [pair for pair in pairwise(document.lines[:_MAX_LINES]) if _is_divided(*pair)]
    if not pairs:
        return
    texts = (document.title, *(document.meta.get(name, "") for name in _DESCRIBING))
    said = f" {fold(' '.join(texts))} "
    for first, second in pairs:
        whole = f"{first.text.strip()} {second.text.strip()}"
        guess = read_name(whole) if f" {fold(whole)} " in said else None
        if guess is not None:
            yield Candidate(
                name=guess.name,
                url=document.url,
                confidence=_BASE,
                name_score=guess.score,
                snippet=whole,
            )


def _is_divided(first: Line, second: Line) -> bool:
    """Whether two lines stand in one element and are a capitalised word each, no role."""
    if first.element is not second.element:
        return False
    words = (first.text.strip(), second.text.strip())
    return all(word[:1].isupper() and " " not in word and not is_role_text(word) for word in words)
