"""Approving a removal starts it, and approving it again starts it again under a name of its own."""

from collections.abc import Mapping
from typing import Any

import pytest

from inkscout.contracts.api.operations import RemovalRequestInput
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import InvalidParameter
from inkscout.usecases.removal.removal_requests import RemovalRequests
from tests.support.fakes.clock import FakeClock


class Requests:
    def __init__(self, request: RemovalRequest) -> None:
        self.request = request

    def get(self, request_id: str) -> RemovalRequest | None:
        return self.request if request_id == self.request.request_id else None

    def put(self, request: RemovalRequest) -> None:
        self.request = request


class Workflows:
    """Like Step Functions, starts nothing under a name that was used before."""

    def __init__(self) -> None:
        self.started: dict[str, Mapping[str, Any]] = {}

    def start_removal(self, name: str, document: Mapping[str, Any]) -> None:
        self.started.setdefault(name, document)


@pytest.mark.parametrize("handle", ["wix", "@username", "explore", "no handle"])
def test_a_request_for_a_handle_that_is_nobodys_is_refused(handle: str) -> None:
    requests = Requests(
        RemovalRequest(request_id="x" * 43, status=RemovalStatus.PENDING, created_at="2026-01-01T00:00:00")
    )
    removals = RemovalRequests(requests, Workflows(), FakeClock(), lambda: "unused")  # type: ignore[arg-type]  # parts of ports
    wanted = RemovalRequestInput(instagram=handle, contact="somebody@wren.test")
    with pytest.raises(InvalidParameter, match="instagram"):
        removals.ask(wanted)
    assert requests.request.instagram == ""


def test_a_removal_that_failed_is_started_again_by_approving_it_again() -> None:
    requests = Requests(
        RemovalRequest(request_id="x" * 43, status=RemovalStatus.PENDING, created_at="2026-01-01T00:00:00")
    )
    workflows, clock = Workflows(), FakeClock()
    removals = RemovalRequests(requests, workflows, clock, lambda: "unused")  # type: ignore[arg-type]  # parts of ports
    removals.approve("x" * 43, "")
    clock.advance(minutes=5)
    assert removals.approve("x" * 43, "").status == "approved"
    assert list(workflows.started.values()) == [{"request_id": "x" * 43}] * 2
    assert all(len(name) <= 80 for name in workflows.started), "Step Functions takes 80 characters"
