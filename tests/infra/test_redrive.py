"""A redrive goes on from the state that failed, so no runbook may send one where that is a Fail state."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.project import MACHINES, ROOT, machine

DOCUMENTS = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
_SENT = re.compile(r"redrive-execution|RedriveExecution|\[re-?driv\w*\]\((?!dead-letter)", re.IGNORECASE)


def ends(definition: dict[str, Any], start: str) -> set[str]:
    """The types of the states in which a machine can end from ``start`` on."""
    states, seen, found, ahead = definition["States"], set[str](), set[str](), [start]
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        state = states[name]
        choices = [choice["Next"] for choice in state.get("Choices", [])]
        catches = [catch["Next"] for catch in state.get("Catch", [])]
        following = [state[key] for key in ("Next", "Default") if key in state]
        if state["Type"] in {"Fail", "Succeed"} or state.get("End"):
            found.add(state["Type"])
        ahead += choices + catches + following
    return found


def ends_failures_in_a_fail_state(definition: dict[str, Any]) -> bool:
    caught = {
        catch["Next"]
        for state in definition["States"].values()
        for catch in state.get("Catch", [])
        if "States.ALL" in catch["ErrorEquals"]
    }
    return bool(caught) and all("Fail" in ends(definition, name) for name in caught)


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_every_machine_ends_a_failure_in_a_fail_state(path: Path) -> None:
    """Holds the premise: a machine that a redrive can continue may be redriven in a runbook again."""
    assert ends_failures_in_a_fail_state(machine(path))


def test_no_document_sends_an_operator_to_redrive_an_execution() -> None:
    sent = {
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in DOCUMENTS
        for found in _SENT.finditer(path.read_text(encoding="utf-8"))
    }
    assert sent == set()
