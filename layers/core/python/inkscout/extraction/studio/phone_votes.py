"""Phone numbers of a website with the weights of their evidence, of which the studio's is chosen."""

import re
from dataclasses import dataclass, field

from inkscout.domain.excerpt import shortened
from inkscout.extraction.model import SNIPPET
from inkscout.extraction.studio.contacts import FoundFact

_DIGITS = re.compile(r"\d")
_FILLER = re.compile(r"^(\d)\1+$|0{5,}|9{6,}|^(?:0|1|00\d\d)?1234567\d{0,3}$|^(?:1?555)?0100\d\d$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A phone number in a text: its value, whether it is valid in a country, and its start and end."""

    value: str
    valid: bool
    start: int
    end: int


@dataclass(slots=True)
class Votes:
    """Phone numbers with their weights, in the order in which they were found."""

    weights: dict[str, tuple[int, float]] = field(default_factory=dict)
    first: dict[str, FoundFact] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    chatted: set[str] = field(default_factory=set)

    def add(
        self,
        number: Printed,
        weight: float,
        url: str,
        snippet: str,
        *,
        spare: bool = False,
        called: bool = False,
        chatted: bool = False,
    ) -> None:
        """Adds weight to a number; ignores fillers such as 1234567. ``spare`` numbers are a last resort.

        Args:
            number: The number.
            weight: The weight.
            url: The URL of the page.
            snippet: The text around the number.
            spare: Whether the number is a last resort.
            called: Whether the site says to call it.
            chatted: Whether the site says to write to it by a messenger.
        """
        key = number.value if number.valid else "".join(_DIGITS.findall(number.value)).lstrip("0")
        if is_filler(number.value):
            return
        if called and number.valid and not spare:
            self.called.add(key)
        if chatted:
            self.chatted.add(key)
        rank = (2 if number.valid else 1) - (2 if spare else 0)
        known = self.weights.get(key, (rank, 0.0))
        if rank > known[0]:
            known = (rank, 0.0)
        self.weights[key] = (known[0], known[1] + (weight if rank == known[0] else 0.0))
        self.first.setdefault(key, FoundFact(number.value, url, shortened(snippet, SNIPPET)))

    def best(self) -> FoundFact | None:
        """Returns the number with the most weight, valid ones before others; the first of equals.

        A number that the site only says to chat with comes after one that it says to call: buttons for a
        messenger stand on every page, the telephone often on one. None if empty.
        """
        chatted = self.chatted - self.called if self.called else set()
        best = max(
            (key for key in self.weights if key not in chatted),
            key=lambda key: self.weights[key],
            default=None,
        )
        return None if best is None else self.first[best]


def is_filler(number: str) -> bool:
    """Whether a number is an example, such as 1234567 or 555-0100."""
    return _FILLER.search("".join(_DIGITS.findall(number)).lstrip("+")) is not None
