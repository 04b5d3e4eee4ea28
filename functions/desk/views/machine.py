"""Drawing of a state machine: places of its states and the lines between them, from its ASL and progress."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inkscout.contracts.api.operations import StateView

_WIDTH, _SIDE_WIDTH = 232, 160
_LEFT, _GAP, _TOP = 52, 34, 8
_SPACE = 16
_HEIGHTS = {"Choice": 30, "Map": 56}
_USUAL = 40
_LANE = 10
_ASIDE = frozenset({"Fail", "Wait"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One state as a box; ``share`` is the part of a Map's items that have ended, None if it is not known."""

    name: str
    kind: str
    status: str
    x: int
    y: int
    width: int
    height: int
    seconds: float
    is_running: bool
    visits: int
    retries: int
    comment: str
    items: str = ""
    share: float | None = None

    @property
    def middle(self) -> int:
        """Vertical middle of the box."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class MachineLine:
    """A line between two states, as the data of an SVG path; ``kind`` is ``next`` or ``catch``."""

    path: str
    kind: str
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Boxes and lines of a state machine, in pixels."""

    width: int
    height: int
    nodes: Sequence[Node]
    lines: Sequence[MachineLine]


def drawing(definition: Mapping[str, Any], states: Iterable[StateView]) -> Drawing | None:
    """Returns the drawing of a state machine with the progress of its states; None without a definition.

    States of the usual way stand in one column in the order of the definition. States that wait or fail, and
    those that are reached by an error alone, stand beside it.
    """
    if not definition.get("States"):
        return None
    defined: Mapping[str, Mapping[str, Any]] = definition["States"]
    known = {state.name: state for state in states}
    usual = _reached(defined, str(definition["StartAt"]))
    main = [name for name in defined if name in usual and defined[name]["Type"] not in _ASIDE]
    nodes = _column(main, defined, known)
    nodes |= _beside([name for name in defined if name not in main], defined, known, nodes)
    height = max(node.y + node.height for node in nodes.values()) + _TOP
    lines = [*_usual_lines(main, defined, nodes), *_catch_lines(main, defined, nodes)]
    width = _LEFT + _WIDTH + _GAP + _SIDE_WIDTH + 4
    return Drawing(width=width, height=height, nodes=tuple(nodes.values()), lines=tuple(lines))


def _reached(defined: Mapping[str, Mapping[str, Any]], start: str) -> set[str]:
    """Returns the states that are reached without an error."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in defined and name not in found:
            found.add(name)
            waiting += _followers(defined[name])
    return found


def _followers(state: Mapping[str, Any]) -> list[str]:
    chosen = [str(choice["Next"]) for choice in state.get("Choices", ()) if "Next" in choice]
    return [*chosen, *(str(state[key]) for key in ("Next", "Default") if key in state)]


def _column(
    names: Sequence[str], defined: Mapping[str, Mapping[str, Any]], known: Mapping[str, StateView]
) -> dict[str, Node]:
    nodes, y = {}, _TOP
    for name in names:
        nodes[name] = _node(name, defined[name], known.get(name), at=(_LEFT, y), width=_WIDTH)
        y += nodes[name].height + _SPACE
    return nodes


def _beside(
    names: Sequence[str],
    defined: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, StateView],
    main: Mapping[str, Node],
) -> dict[str, Node]:
    """Places the other states beside the first state that leads to them, below one another."""
    nodes: dict[str, Node] = {}
    x, free = _LEFT + _WIDTH + _GAP, _TOP
    wanted = {name: _place_beside(name, defined, main) for name in names}
    for name in sorted(names, key=lambda one: (wanted[one], names.index(one))):
        y = max(free, wanted[name])
        nodes[name] = _node(name, defined[name], known.get(name), at=(x, y), width=_SIDE_WIDTH)
        free = y + nodes[name].height + _SPACE
    return nodes


def _place_beside(name: str, defined: Mapping[str, Mapping[str, Any]], main: Mapping[str, Node]) -> int:
    leading = [main[other].y for other in main if name in _followers(defined[other])]
    if leading:
        return min(leading)
    return max(node.y for node in main.values()) - 3 * (_USUAL + _SPACE)


def _node(
    name: str, state: Mapping[str, Any], progress: StateView | None, *, at: tuple[int, int], width: int
) -> Node:
    kind = str(state["Type"])
    items, share = _items(progress)
    return Node(
        name=name,
        kind=kind,
        status=progress.status if progress else "waiting",
        x=at[0],
        y=at[1],
        width=width,
        height=_HEIGHTS.get(kind, _USUAL),
        seconds=progress.seconds if progress else 0.0,
        is_running=progress is not None and progress.status == "running",
        visits=progress.visits if progress else 0,
        retries=progress.retries if progress else 0,
        comment=str(state.get("Comment", "")),
        items=items,
        share=share,
    )


def _items(progress: StateView | None) -> tuple[str, float | None]:
    if progress is None or progress.items is None:
        return "", None
    items = progress.items
    ended = items.succeeded + items.failed
    text = f"{ended:,} of {items.total:,}" if items.total is not None else f"{ended:,} done"
    if items.running:
        text += f", {items.running:,} at work"
    if items.failed:
        text += f", {items.failed:,} failed"
    share = min(1.0, ended / items.total) if items.total else None
    return text, share


def _usual_lines(
    main: Sequence[str], defined: Mapping[str, Mapping[str, Any]], nodes: Mapping[str, Node]
) -> list[MachineLine]:
    lines, lane = [], 0
    order = {name: number for number, name in enumerate(main)}
    for name, state in defined.items():
        for target in dict.fromkeys(_followers(state)):
            here, there = nodes[name], nodes[target]
            if name in order and target in order and order[target] != order[name] + 1:
                lane += 1
                path = _around(here, there, _LEFT - 6 - lane * _LANE)
            elif name in order and target in order:
                path = f"M{here.x + 60} {here.y + here.height}V{there.y}"
            else:
                path = _across(here, there)
            lines.append(MachineLine(path, "next", bool(here.visits and there.visits)))
    return lines


def _catch_lines(
    main: Sequence[str], defined: Mapping[str, Mapping[str, Any]], nodes: Mapping[str, Node]
) -> list[MachineLine]:
    """Returns one line for each state that errors lead to, past all the states that catch them."""
    catching: dict[str, list[str]] = {}
    for name in main:
        for caught in defined[name].get("Catch", ()):
            catching.setdefault(str(caught["Next"]), []).append(name)
    lines = []
    for target, names in catching.items():
        there = nodes[target]
        x = there.x - 12
        levels = [nodes[name].middle for name in names]
        path = "".join(f"M{nodes[name].x + nodes[name].width} {nodes[name].middle}H{x}" for name in names)
        path += (
            f"M{x} {min([*levels, there.middle])}V{max([*levels, there.middle])}M{x} {there.middle}H{there.x}"
        )
        taken = bool(there.visits)
        lines.append(MachineLine(path, "catch", taken))
    return lines


def _around(here: Node, there: Node, x: int) -> str:
    """Returns a line on the left, past the states between two."""
    return f"M{here.x} {here.middle}H{x}V{there.middle}H{there.x}"


def _across(here: Node, there: Node) -> str:
    """Returns a line between the columns, or between two states of the right one."""
    if here.x == there.x:
        return f"M{here.x + 40} {min(here.y + here.height, there.y + there.height)}V{max(here.y, there.y)}"
    if here.x < there.x:
        x = there.x - 22
        return f"M{here.x + here.width} {here.middle}H{x}V{there.middle}H{there.x}"
    x = here.x - 22
    return f"M{here.x} {here.middle}H{x}V{there.middle}H{there.x + there.width}"
