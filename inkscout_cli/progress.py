"""Displays of a run's progress: a live table on a terminal, else a line for each change."""

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from inkscout.domain.state_progress import StateProgress, StateStatus
from inkscout_cli.follow_run.execution import ExecutionView

_MARKS = {
    StateStatus.WAITING: ("·", "dim"),
    StateStatus.RUNNING: ("▸", "bold cyan"),
    StateStatus.DONE: ("✓", "green"),
    StateStatus.FAILED: ("✗", "bold red"),
    StateStatus.STOPPED: ("■", "bold red"),
}
Counts = Callable[[], Mapping[str, int | str]]
"""Returns the current counts of a run by name; called only when they are shown."""

_FAILURE_STATES = frozenset({"RecordFailure"})


class Display(Protocol):
    """Context manager that shows a run's progress."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def say(self, text: str) -> None:
        """Shows a message, such as a step of the preparation."""
        ...

    def show(self, snapshot: ExecutionView, counts: Counts) -> None:
        """Shows the progress of the run with its current counts."""
        ...

    def close(self) -> None:
        """Ends the display, so that other output can follow; may be called twice."""
        ...


class LiveDisplay:
    """Display with a table that is redrawn in place."""

    def __init__(self, console: Console, title: str) -> None:
        self._title = title
        self._live = Live(console=console, refresh_per_second=8, transient=True)
        self._spinner = Spinner("dots", text=Text(f" {title}"), style="cyan")

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del kind, error, trace
        self._live.stop()

    def say(self, text: str) -> None:
        """Shows a message beside the spinner."""
        self._spinner.update(text=Text(f" {text}"))
        self._live.update(self._spinner)

    def show(self, snapshot: ExecutionView, counts: Counts) -> None:
        """Shows the table of states with the counts below it."""
        table = Table.grid(padding=(0, 2))
        for state in visible(snapshot.states):
            mark, style = _MARKS[state.status]
            table.add_row(Text(mark, style), Text(state.name, style), Text(took(state), "dim"))
        self._spinner.update(text=Text(f" {self._title}  {snapshot.seconds:.0f} s", "bold"))
        self._live.update(Group(self._spinner, table, Text(counted(counts()), "cyan")))

    def close(self) -> None:
        """Removes the table."""
        self._live.stop()


class PlainDisplay:
    """Display that prints a line for each change."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: dict[str, StateStatus] = {}
        self._counted = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del kind, error, trace

    def say(self, text: str) -> None:
        """Prints a message as one line."""
        self._console.print(Text(text))

    def show(self, snapshot: ExecutionView, counts: Counts) -> None:
        """Prints a line for each state that started or ended since the last call.

        States that are entered again, as while a fleet is waited for, are passed over until a count changes.
        """
        for state in snapshot.states:
            if state.status is self._said.get(state.name, StateStatus.WAITING):
                continue
            self._said[state.name] = state.status
            if state.status is StateStatus.RUNNING:
                if state.visits <= 1:
                    self._console.print(f"{state.name} …")
            else:
                tail = counted(counts())
                if state.visits > 1 and tail == self._counted:
                    continue
                self._counted = tail
                line = f"{state.name} {state.status} after {state.seconds:.1f} s"
                self._console.print(f"{line} ({tail})" if tail else line)

    def close(self) -> None:
        """Does nothing; lines stay."""


def visible(states: Iterable[StateProgress]) -> list[StateProgress]:
    """Returns the states to show: all but the failure path's, unless it was taken."""
    return [s for s in states if s.visits or s.name not in _FAILURE_STATES]


def took(state: StateProgress) -> str:
    """Returns a state's time, and its rounds if there were several, as text; empty before it starts."""
    if not state.visits:
        return ""
    rounds = f"  ({state.visits} rounds)" if state.visits > 1 else ""
    return f"{state.seconds:5.1f} s{rounds}"


def counted(counts: Mapping[str, int | str]) -> str:
    """Returns the non-zero counts as one line of text."""
    return " · ".join(f"{number} {name}" for name, number in counts.items() if number)
