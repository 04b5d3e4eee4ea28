"""A person on a website who may have asked to be removed, held until an operator decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPerson:
    """A person who is not published until an operator decides; ``seen_at`` is ISO 8601 in UTC.

    All of it is personal: it is deleted with the decision, or after some time without one.
    """

    held_id: str
    name: str
    instagram: str = ""
    studio_id: str
    studio_name: str = ""
    city: str = ""
    page_url: str = ""
    seen_at: str = ""
