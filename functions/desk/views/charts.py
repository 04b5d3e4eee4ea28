"""Geometry of charts: bars, a stacked bar and columns, which templates draw as SVG beside their table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; ``width`` is 0 to 100."""

    key: str
    label: str
    value: float
    width: float
    href: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a stacked bar; ``x`` and ``width`` are 0 to 100."""

    key: str
    label: str
    value: int
    x: float
    width: float
    tone: str
    meaning: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day of a timeline; ``parts`` are pairs of top and height of its pieces, in pixels."""

    label: str
    x: float
    width: float
    values: Sequence[int]
    parts: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A timeline of columns with the names of its series and the largest total."""

    series: Sequence[str]
    columns: Sequence[Column]
    largest: int
    height: int
    width: int = 600
    ticks: Sequence[int] = field(default_factory=tuple)


def bars(
    values: Iterable[tuple[str, str, float]], *, hrefs: Mapping[str, str] | None = None, most: int = 12
) -> list[Bar]:
    """Returns a bar for each (key, label, value), the largest first; the shortest visible one is 0.5 wide."""
    chosen = sorted(values, key=lambda one: (-one[2], one[1]))[:most]
    largest = max((value for _, _, value in chosen), default=0)
    links = hrefs or {}
    return [
        Bar(key=key, label=label, value=value, width=_share(value, largest), href=links.get(key, ""))
        for key, label, value in chosen
    ]


def stacked(pieces: Iterable[tuple[str, str, int, str, str, str]]) -> list[Piece]:
    """Returns the pieces of one bar from (key, label, value, tone, meaning, address), in the given order."""
    given = [piece for piece in pieces if piece[2] > 0]
    total = sum(piece[2] for piece in given)
    found, x = [], 0.0
    for key, label, value, tone, meaning, href in given:
        width = 100 * value / total
        found.append(
            Piece(
                key=key,
                label=label,
                value=value,
                x=round(x, 3),
                width=round(width, 3),
                tone=tone,
                meaning=meaning,
                href=href,
            )
        )
        x += width
    return found


def columns(
    series: Sequence[str], days: Sequence[tuple[str, Sequence[int]]], *, height: int = 120
) -> Columns:
    """Returns a timeline; each day has one value of each series, which are put on one another."""
    largest = max((sum(values) for _, values in days), default=0)
    step = 600 / max(1, len(days))
    found = []
    for number, (label, values) in enumerate(days):
        top, parts = float(height), []
        for value in values:
            tall = height * value / largest if largest else 0.0
            top -= tall
            parts.append((round(top, 2), round(tall, 2)))
        found.append(
            Column(
                label=label,
                x=round(number * step + step * 0.12, 2),
                width=round(step * 0.76, 2),
                values=tuple(values),
                parts=tuple(parts),
            )
        )
    return Columns(series=tuple(series), columns=tuple(found), largest=largest, height=height)


def _share(value: float, largest: float) -> float:
    if value <= 0 or largest <= 0:
        return 0.0
    return max(0.5, round(100 * value / largest, 2))
