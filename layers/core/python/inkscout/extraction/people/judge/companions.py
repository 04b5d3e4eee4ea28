"""Features from the text lines that share the smallest block of a page with a name."""

import re
from collections.abc import Sequence

from inkscout.extraction.page.document import Line
from inkscout.extraction.people.judge.mentions import Mention
from inkscout.extraction.text.names import names_other_trade, role_in
from inkscout.vocabulary.folding import tokens
from inkscout.vocabulary.loader import word_set

_CLIENTS = word_set("pages.clients")
_BODY = word_set("trade.body")
_TATTOOING = ("tatt", "tatu", "tato", "tatw", "taetow", "tetov", "dovme", "тату", "ink")
_MAX_MENTIONS = 10
_MAX_BLOCK = 8
"""Maximum number of text lines in a block that is taken to be one person's."""
_LONGEST_LABEL = 70
_LABEL_WORDS = 6
_AGO = re.compile(
    r"\b(?:ago|vor \d|il y a|hace \d|há \d|\d+ (?:giorni|mesi|settimane) fa|geleden|temu|назад|тому)\b",
    re.IGNORECASE,
)


def of_companions(mentions: Sequence[Mention]) -> dict[str, float]:
    """Returns features from the short text lines that stand in one block with a name set apart.

    ``other_trade`` is set where one of them states another trade and none a role of this one, ``role_near``
    where one states such a role among other words, ``client`` where one is a customer's label or the age of a
    review, and ``body`` where one names a part of the body, as below pictures of works.
    """
    found = {"other_trade": 0.0, "role_near": 0.0, "client": 0.0, "body": 0.0}
    trades = roles = 0
    for mention in [mention for mention in mentions if mention.is_alone][:_MAX_MENTIONS]:
        labels = [line.text for line in companions(mention) if len(line.text) <= _LONGEST_LABEL]
        labels.append(" ".join(mention.rest))
        has_role = any(map(_states_role, labels))
        roles += has_role
        trades += not has_role and any(map(_is_other_trade, labels))
        words = [set(tokens(label)) for label in labels if label]
        short = [said for said in words if len(said) <= _LABEL_WORDS]
        if any(said & _CLIENTS for said in short) or any(map(_AGO.search, labels)):
            found["client"] = 1.0
        if any(said & _BODY for said in short):
            found["body"] = 1.0
    found["other_trade"] = float(trades > roles)
    found["role_near"] = float(roles > 0)
    return found


def companions(mention: Mention) -> list[Line]:
    """Returns the other text lines of the smallest element that holds a name's line and another one.

    Where that element is larger than one person's block, only the next text line is returned.
    """
    lines = mention.view.document.lines
    at = mention.line.index
    for element in (mention.line.element, *mention.line.element.ancestors()):
        if element.end - element.start > 1:
            if element.end - element.start > _MAX_BLOCK:
                break
            return [line for line in lines[element.start : element.end] if line.index != at]
    return list(lines[at + 1 : at + 2])


def _states_role(label: str) -> bool:
    """Whether a label states a role at a studio; "Hairdresser, owner" states none."""
    role = role_in(label)
    return bool(role) and not (role in ("manager", "owner") and _is_other_trade(label))


def _is_other_trade(label: str) -> bool:
    """Whether a label states another trade, and no word of tattooing ("Tattoo designer")."""
    return names_other_trade(label) and not any(word.startswith(_TATTOOING) for word in tokens(label))
