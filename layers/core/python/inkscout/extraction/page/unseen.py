"""Text that a page hides inside visible text, as spam traps for e-mail harvesters are."""

import re
from itertools import islice

from inkscout.extraction.page.document import Element
from inkscout.extraction.page.text_runs import INLINE

_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|(?:left|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<style\b[^>]{0,200}>([^<]{0,50000})", re.IGNORECASE)
_HIDING_RULE = re.compile(r"(?:^|[},;/\s])\.([\w-]+)\s*\{[^{}]{0,300}?display\s*:\s*none", re.IGNORECASE)
_STYLES = 300_000
"""Number of characters at the beginning of a page that are searched for style sheets."""
_MOST_SHEETS = 20


def is_unseen(element: Element) -> bool:
    """Whether inline text is hidden inside visible text, as spam traps for e-mail harvesters are.

    Hidden blocks are text lines of their own, marked ``hidden``.
    """
    node: Element | None = element
    while node is not None and node.tag in INLINE:
        attrs = node.attrs
        if "hidden" in attrs or ("style" in attrs and _UNSEEN_STYLE.search(attrs["style"] or "")):
            return not (node.parent is not None and node.parent.hidden)
        node = node.parent
    return False


def unseen_classes(html: str) -> frozenset[str]:
    """Returns the classes that a page's style elements hide.

    Used to drop spam traps from text lines with an ``@``.
    """
    if "<style" not in html or "@" not in html:
        return frozenset()
    sheets = (sheet.group(1) for sheet in islice(_STYLE.finditer(html[:_STYLES]), _MOST_SHEETS))
    return frozenset(name for sheet in sheets for name in _HIDING_RULE.findall(sheet))
