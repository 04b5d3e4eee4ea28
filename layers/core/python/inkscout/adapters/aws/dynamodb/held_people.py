"""People who are held for an operator's review, in one partition of the Operations table."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table
from inkscout.domain.held_person import HeldPerson
from inkscout.ports import Clock

PARTITION = "HELD"

KEPT_SECONDS = 90 * 86_400
"""Time for which an undecided person is kept; a website that still shows them is read again earlier."""

_FIELDS = frozenset(field.name for field in fields(HeldPerson))


class DynamoDbHeldPeople:
    """Implements ``ports.HeldPeople`` on the Operations table."""

    def __init__(self, client: Any, table: str, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table, self._clock = Table(client, table), clock

    def hold(self, person: HeldPerson) -> None:
        """Records a person; does nothing if the same person is held already."""
        item = {
            "PK": PARTITION,
            "SK": person.held_id,
            **asdict(person),
            "expires_at": self._now() + KEPT_SECONDS,
        }
        try:
            self._table.put(item, "attribute_not_exists(PK) OR expires_at <= :now", {":now": self._now()})
        except ConditionFailed:
            return

    def get(self, held_id: str) -> HeldPerson | None:
        """Returns the person held under an id; None if there is none."""
        item = self._table.get({"PK": PARTITION, "SK": held_id})
        return _of(item) if item and self._is_live(item) else None

    def waiting(self) -> Sequence[HeldPerson]:
        """Returns everybody who is held, the longest-waiting first."""
        found = [_of(item) for item in self._table.query(PARTITION) if self._is_live(item)]
        return sorted(found, key=lambda person: (person.seen_at, person.held_id))

    def forget(self, held_id: str) -> None:
        """Deletes a person after the decision; does nothing if there is none."""
        self._table.delete({"PK": PARTITION, "SK": held_id})

    def _is_live(self, item: Item) -> bool:
        return int(item["expires_at"]) > self._now()

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _of(item: Item) -> HeldPerson:
    return HeldPerson(**{name: str(value) for name, value in item.items() if name in _FIELDS})
