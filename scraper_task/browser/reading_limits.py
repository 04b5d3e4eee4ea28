"""Limits of the page scripts, in milliseconds and counts."""

from dataclasses import asdict, dataclass
from typing import Any

from scraper_task.browser import button_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """Limits for reading one page; ``scripts/read_page.js`` says what each means."""

    quiet_ms: int = 250
    calm_ms: int = 100
    settle_ms: int = 6000
    slow_ms: int = 1500
    empty_ms: int = 4000
    total_ms: int = 12000
    little_text: int = 200
    scrolls: int = 15
    jumps: int = 6
    scroll_ms: int = 50
    look_ms: int = 25
    idle_timers: int = 8
    clicks: int = 5
    nodes: int = 60_000
    characters: int = 5_000_000
    inner_trees: int = 200
    foreign_frames: int = 4

    def as_argument(self) -> dict[str, Any]:
        """Returns the argument of the page scripts: the limits, with button labels and selectors."""
        bounds = {_camel(name): value for name, value in asdict(self).items()}
        return bounds | {
            "refuseWords": button_words.REFUSE_COOKIES,
            "acceptWords": button_words.ACCEPT_COOKIES,
            "moreWords": button_words.LOAD_MORE,
            "consentButtons": button_words.CONSENT_BUTTONS,
            "consentBanners": button_words.CONSENT_BANNERS,
        }


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
