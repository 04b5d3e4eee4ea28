"""Proposes names that a page contains but does not show: in labels, strings of scripts, and URLs.

A proposal is weak evidence; the judge decides with all evidence of the site. Proposals for people whom
another finder names are ignored.
"""

import re
from collections.abc import Iterator
from itertools import islice

from inkscout.extraction.model import Candidate, PageView
from inkscout.extraction.page.urls import same_host
from inkscout.extraction.text.names import read_name
from inkscout.vocabulary.folding import fold
from inkscout.vocabulary.loader import long_list

_BASE = 0.03
_LONGEST = 40
_MOST_WORDS = 3
_LABELS = ("aria-label", "title", "data-name", "data-title", "data-artist", "data-author")
_MAX_LABELS = 40
_MAX_SCRIPT = 100_000
_STRING = re.compile(r"[\"'`]((?:[^\"'`\\<>{}\n]|\\u[0-9a-fA-F]{4}){2,40})[\"'`]")
_OTHER_LIST = re.compile(
    r"(?<![a-z])(?:reviews?|testimonials?|opinion(?:s|es|i)|rese(?:n|ñ)as|avis|bewertungen|recensioni|customers?|clients?|kunden"
    r"|products?|items|prices?|services|faqs?|partners?|sponsors?|posts?|articles?|quotes?|comments?|brands?|designs?)"
    r"(?:data|list|items)?[\"']?\s{0,9}[:=]\s{0,9}\[[^\[\]]{0,20000}(?:\[[^\[\]]{0,2000}\][^\[\]]{0,20000}){0,40}",
    re.IGNORECASE,
)
"""Matches a program's list of customers, goods or other things that may have a name."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp)$")
_SLUG = re.compile(r"[^\W\d_]+")


def people_unseen(view: PageView) -> list[Candidate]:
    """Returns a candidate for each name in a label, a string of an inline script or a linked URL."""
    document = view.document
    texts: dict[str, None] = {}
    for source in (_labels(view), _strings(view), _slugs(view)):
        texts.update(dict.fromkeys(islice(source, _MAX_LABELS)))
    return [
        Candidate(
            name=guess.name,
            url=document.url,
            confidence=_BASE,
            name_score=guess.score,
            role=guess.role,
            snippet=text,
        )
        for text in texts
        if (guess := read_name(text)) is not None
    ]


def _labels(view: PageView) -> Iterator[str]:
    """Yields labels of elements, such as those of links around images."""
    for element in view.document.having(_LABELS):
        for name in _LABELS:
            text = (element.attrs.get(name) or "").strip()
            if 2 <= len(text) <= _LONGEST:
                yield text


def _strings(view: PageView) -> Iterator[str]:
    """Yields strings in inline scripts that begin with a listed given name, without lists of other things."""
    for script in view.document.scripts:
        text = "" if script.src else script.text[:_MAX_SCRIPT]  # data of a file has a finder of its own
        found = list(_names_in(text))
        rest = _OTHER_LIST.sub("", text) if found else ""
        yield from _names_in(rest) if rest != text else found


def _names_in(program: str) -> Iterator[str]:
    for string in _STRING.findall(program):
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), string) if "\\" in string else string
        if _begins_with_given_name(text.split()):
            yield text


def _slugs(view: PageView) -> Iterator[str]:
    """Yields the names in URLs of linked pages ("/artists/anna-bell")."""
    document = view.document
    for link in document.links:
        last = link.href.rstrip("/").rpartition("/")[2].lower()
        last = _SUFFIX.sub("", last) if "." in last else last
        words = [part.capitalize() for part in _SLUG.findall(last)]
        if len(words) not in (2, 3) or not _begins_with_given_name(words):
            continue
        if same_host(document.absolute(link.href), document.url):
            yield " ".join(words)


def _begins_with_given_name(words: list[str]) -> bool:
    return 1 <= len(words) <= _MOST_WORDS and fold(words[0]) in long_list("given_names")
