"""Finds what the only artist of a website says about themselves, where no finder saw a biography."""

from collections.abc import Iterator, Mapping, Sequence

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.urls import path_words
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.languages import language_of
from inkscout.extraction.people.records import MAX_BIO
from inkscout.extraction.text.names import name_key
from inkscout.extraction.text.scripts import is_running_text, reading_length, script_of
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set, word_sets

_SINGULAR, _PLURAL = word_sets("languages.singular"), word_sets("languages.plural")
_NOT_ABOUT = Zone.NAV | Zone.FOOTER | Zone.REVIEW | Zone.FORM | Zone.CREDIT | Zone.BLOG | Zone.SHOP
_ABOUT = word_set("pages.about")
_HEADS = _ABOUT | word_set("pages.about_person")
_SIGNED = ("cite", "footer")
"""Elements in which a quotation names whom it quotes."""
_CONTACT = word_set("pages.contact")
_LEAST = 40
"""Minimum number of characters of a line of running text."""
_BETWEEN = 2
"""Maximum number of short lines between two paragraphs of one text."""
_INTRODUCING = 2
"""Number of short lines before a text that may introduce it."""
_LEAST_SAID = 2
"""Minimum weight of a text about a person: two words such as "my", or the name."""
_QUOTED = ('"', "“", "«", "„", "[")


def own_words(views: Sequence[PageView], name: str, *, headed: bool = False) -> str:
    """Returns the text of a website in which its only artist says "I" or is named; empty if there is none.

    Of several, the one that says so most; a heading such as "About me" or the name counts too. Texts that say
    "we" as often are the house's.

    Args:
        views: The pages of the website.
        name: The artist's name.
        headed: Whether only texts under such a heading count that say "I" or the name, and introduce no form.
    """
    best, most = "", 0
    known = set(name_key(name))
    for view in views:
        if view.is_article or _CONTACT.intersection(path_words(view.document.url)):
            continue
        language = language_of(view)
        for heading, block in _blocks(view):
            text = " ".join(line.text for line in block)
            words = tokens(text)
            heads = known | _ABOUT | _SINGULAR.get(language, frozenset())
            is_below = not heads.isdisjoint(tokens(heading))
            is_said = (
                not known.isdisjoint(words)
                or _is_inside(name, text)
                or _count(words, _SINGULAR, language) > 0
            )
            if headed and not (is_below and is_said and not _leads_to_form(view, block[-1])):
                continue
            is_headed = is_below or not known.isdisjoint(_introduction(view, block[0]))
            said = _count(words, _SINGULAR, language) + _LEAST_SAID * len(known.intersection(words))
            said += _LEAST_SAID * (is_headed + _is_inside(name, text))
            if said >= _LEAST_SAID and said > most and said > _count(words, _PLURAL, language):
                best, most = text, said
    return shortened(best, MAX_BIO)


def _is_inside(name: str, text: str) -> bool:
    """Whether a name stands in a text of a script that parts no words by spaces."""
    return bool(name) and not name.isascii() and script_of(name) == "CJK" and name in text


def _blocks(view: PageView) -> Iterator[tuple[str, list[Line]]]:
    """Yields runs of paragraphs that follow each other without a heading between them, with the one above."""
    block: list[Line] = []
    heading = above = ""
    for line in view.document.lines:
        is_text = (
            reading_length(line.text) >= _LEAST
            and is_running_text(line.text)
            and not line.heading
            and (not view.zones[line.index] & _NOT_ABOUT or _quotes_oneself(view, line, heading))
            and not line.text.startswith(_QUOTED)
        )
        if block and (line.heading or line.index - block[-1].index > _BETWEEN):
            yield above, block
            block = []
        if line.heading:
            heading = line.text
        elif is_text:
            above = above if block else heading
            block.append(line)
    if block:
        yield above, block


def _quotes_oneself(view: PageView, line: Line, heading: str) -> bool:
    """Whether a line is set as a quotation right below "About me", and so is the artist's own."""
    if view.zones[line.index] & _NOT_ABOUT != Zone.REVIEW or "-".join(tokens(heading)) not in _HEADS:
        return False
    quotation = next((node for node in line.element.ancestors() if node.tag == "blockquote"), None)
    return quotation is not None and not any(node.tag in _SIGNED for node in quotation.descendants())


def _introduction(view: PageView, first: Line) -> list[str]:
    """Returns the words of the short lines right before a text, such as "Hola, soy Dulce"."""
    before = view.document.lines[max(0, first.index - _INTRODUCING) : first.index]
    short = (line for line in before if len(line.text) < _LEAST and not view.zones[line.index] & _NOT_ABOUT)
    return [word for line in short for word in tokens(line.text)]


def _leads_to_form(view: PageView, last: Line) -> bool:
    """Whether a form follows a text before the next heading; the text then tells customers what to write."""
    for line in view.document.lines[last.index + 1 : last.index + 1 + _INTRODUCING]:
        if line.heading:
            return False
        if view.zones[line.index] & Zone.FORM:
            return True
    return False


def _count(words: Sequence[str], pronouns: Mapping[str, frozenset[str]], language: str) -> int:
    known = pronouns.get(language, pronouns["en"])
    return sum(word in known for word in words)
