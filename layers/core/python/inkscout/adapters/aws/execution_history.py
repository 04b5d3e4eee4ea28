"""Reads executions of Step Functions: status, definition, history and the items of Distributed Maps."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.domain.state_progress import ExecutionRecord, HistoryEvent, ItemCounts, MapRun, history_event
from inkscout.errors import StoreThrottled

_UNKNOWN = frozenset({"ExecutionDoesNotExist", "InvalidArn", "ResourceNotFound", "StateMachineDoesNotExist"})
_BUSY = frozenset({"ThrottlingException", "Throttling", "TooManyRequestsException"})
_EVENTS_A_REQUEST = 1000
_KEPT = 4


@dataclass
class _Known:
    """Parts of an execution that do not change: its definition, and the history read so far."""

    definition: Mapping[str, Any]
    events: list[HistoryEvent] = field(default_factory=list)


class ExecutionHistories:
    """Implements ``ports.executions.ExecutionReader``.

    A history only grows, so a process that is asked again reads the events that are new. Histories of the
    last few executions are kept.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``stepfunctions`` client."""
        self._client = client
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def read(self, execution_arn: str) -> ExecutionRecord | None:
        """Returns an execution as it is now; None if Step Functions does not know it, or no longer.

        Raises:
            StoreThrottled: Step Functions limited the rate of requests, or did not answer.
        """
        if not execution_arn:
            return None
        with _translated():
            try:
                described = self._client.describe_execution(executionArn=execution_arn)
                known = self._known_of(execution_arn)
                self._read_on(execution_arn, known)
                runs = tuple(self._map_runs(execution_arn, known))
            except ClientError as error:
                if error.response["Error"]["Code"] in _UNKNOWN:
                    return None
                raise
        return ExecutionRecord(
            status=str(described["status"]),
            started_at=described["startDate"],
            stopped_at=described.get("stopDate"),
            definition=known.definition,
            events=tuple(known.events),
            map_runs=runs,
            error=str(described.get("error") or ""),
            cause=str(described.get("cause") or ""),
        )

    def _known_of(self, execution_arn: str) -> _Known:
        known = self._known.get(execution_arn)
        if known is None:
            machine = self._client.describe_state_machine_for_execution(executionArn=execution_arn)
            known = self._known[execution_arn] = _Known(json.loads(machine["definition"]))
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(execution_arn)
        return known

    def _read_on(self, execution_arn: str, known: _Known) -> None:
        """Adds the events that came since the last call, which are read from the newest backwards."""
        last = known.events[-1].id if known.events else 0
        new: list[HistoryEvent] = []
        request: dict[str, Any] = {
            "executionArn": execution_arn,
            "maxResults": _EVENTS_A_REQUEST,
            "reverseOrder": True,
            "includeExecutionData": False,
        }
        while True:
            page = self._client.get_execution_history(**request)
            events = [history_event(raw) for raw in page["events"]]
            new += [event for event in events if event.id > last]
            if not page.get("nextToken") or any(event.id <= last for event in events):
                break
            request["nextToken"] = page["nextToken"]
        known.events += reversed(new)

    def _map_runs(self, execution_arn: str, known: _Known) -> Iterator[MapRun]:
        """Yields the Distributed Maps of an execution, if its history can have started one."""
        states = known.definition.get("States", {})
        distributed = {name for name, state in states.items() if state.get("Label")}
        if not any(event.state in distributed for event in known.events):
            return
        for listed in self._client.list_map_runs(executionArn=execution_arn)["mapRuns"]:
            counts = self._client.describe_map_run(mapRunArn=listed["mapRunArn"])["itemCounts"]
            yield MapRun(
                label=str(listed["stateMachineArn"]).rpartition("/")[2],
                items=ItemCounts(
                    total=int(counts["total"]),
                    running=int(counts["running"]),
                    succeeded=int(counts["succeeded"]),
                    failed=sum(int(counts.get(name, 0)) for name in ("failed", "timedOut", "aborted")),
                ),
            )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _BUSY:
            raise StoreThrottled(f"Step Functions: {code}") from error
        raise
    except BotoCoreError as error:
        raise StoreThrottled(f"Step Functions did not answer: {type(error).__name__}") from error
