"""Writes of the Records table: records, their history and the counters move together or not at all."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from inkscout.adapters.aws.dynamodb.table import ConditionFailed, Item, Table, plain
from inkscout.contracts.stored import feed_items as items
from inkscout.domain.feed_run import FeedRun, FeedState, RunPart
from inkscout.domain.record import as_text
from inkscout.errors import WriteConflict
from inkscout.ports import Clock
from inkscout.ports.feeds import RecordWrite

MAX_WRITES = 45
"""Maximum number of records in one transaction, which has at most 100 actions."""

RUN_SECONDS = 90 * 86_400
"""Time for which a run is kept."""

_WRITTEN = frozenset({"new", "changed"})
_OF_A_DAY = frozenset({"new", "changed", "gone", "back", "redefined"})
_NOT_DONE = "attribute_exists(id) AND generation = :generation AND NOT contains(applied, :part)"
_NOT_NEWER = "attribute_not_exists(applied_at) OR applied_at <= :at"
_HEALTH = ("failures", "last_failure", "not_before", "paused", "rejected")


class DynamoDbRecordWriter:
    """Implements ``ports.feeds.RecordWriter`` on one table."""

    def __init__(self, client: Any, table: str, clock: Clock) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodb`` client and the table's name."""
        self._table, self._clock = Table(client, table), clock

    def begin(self, run: FeedRun) -> bool:
        """Stores a run whose answers are archived; returns False if it is stored already.

        A replay is a run of a higher generation. It keeps what the run has written, and forgets what it has
        not: the records that were the same, set aside or double are counted again.
        """
        key = items.run_key(run.source, run.run_id)
        stored = self._table.get(key)
        if stored is None:
            return self._put_run(run, "attribute_not_exists(id)", {})
        if int(stored.get("generation", 0)) >= run.generation:
            return False
        kept = {name: value for name, value in stored.items() if _is_written(name)}
        item = {**self._run_item(run), **kept}
        aside = int(stored.get("n_quarantined", 0)) if stored.get("counted") else 0
        actions = [
            self._table.put_action(item, "generation = :before", {":before": stored.get("generation", 0)})
        ]
        if aside:
            day = items.day_key(run.source, run.parts[0].captured_at)
            actions.append(self._add(day, run.source, {"n_quarantined": -aside}))
        try:
            self._table.transact(actions)
        except ConditionFailed as error:
            raise WriteConflict("another replay of the run began first") from error
        return True

    def put_run(self, run: FeedRun) -> None:
        """Stores a run that ended without parts to apply."""
        self._table.put(self._run_item(run))

    def apply(
        self, run: FeedRun, part: RunPart, writes: Sequence[RecordWrite], *, in_order: bool = True
    ) -> None:
        """Writes at most ``MAX_WRITES`` records with their versions and all counters in one transaction.

        Raises:
            WriteConflict: a record is not as it was read, the part is done, or a newer answer was applied.
        """
        counts = _counted(writes)
        written = sum(1 for write in writes if _WRITTEN & set(write.counts))
        amounts = {f"n_{name}": count for name, count in counts.items()}
        values = {":generation": run.generation, ":part": part.number}
        mark = self._add(
            items.run_key(run.source, run.run_id),
            run.source,
            {**amounts, **({f"w{part.number}": written} if written else {})},
            condition=_NOT_DONE,
            values=values,
        )
        check = [self._not_newer(run.source, part)] if in_order else []
        self._transact(run.source, part.captured_at, writes, [mark, *check])

    def apply_gone(self, run: FeedRun, writes: Sequence[RecordWrite]) -> None:
        """Writes at most ``MAX_WRITES`` records that are gone in one transaction.

        Raises:
            WriteConflict: a record is not as it was read, or a newer answer was applied.
        """
        last = max(run.parts, key=lambda part: part.captured_at)
        amounts = {f"n_{name}": count for name, count in _counted(writes).items()}
        mark = self._add(
            items.run_key(run.source, run.run_id),
            run.source,
            amounts,
            condition="attribute_exists(id) AND generation = :generation",
            values={":generation": run.generation},
        )
        self._transact(run.source, last.captured_at, writes, [mark, self._not_newer(run.source, last)])

    def finish_part(
        self, run: FeedRun, part: RunPart, *, found: int, quarantined: int, duplicates: int
    ) -> FeedRun:
        """Marks a part as applied, with its counts, once; returns the run as it is then.

        Raises:
            WriteConflict: the part's counts moved meanwhile, or another part is being finished.
        """
        key = items.run_key(run.source, run.run_id)
        stored = self._table.get(key) or {}
        if part.number in stored.get("applied", ()):
            return items.run_of(plain(stored))
        written = int(stored.get(f"w{part.number}", 0))
        amounts = {
            "n_found": found,
            "n_quarantined": quarantined,
            "n_duplicates": duplicates,
            "n_same": found - quarantined - duplicates - written,
        }
        unmoved = f"w{part.number} = :written" if written else f"attribute_not_exists(w{part.number})"
        values = {":generation": run.generation, ":part": part.number, ":parts": {part.number}}
        mark = self._add(
            key,
            run.source,
            {name: amount for name, amount in amounts.items() if amount},
            condition=f"{_NOT_DONE} AND {unmoved}",
            values={**values, **({":written": written} if written else {})},
            more=("applied :parts", "counted = :true"),
        )
        actions = [mark, self._moved(run.source, part)]
        if quarantined:
            day = items.day_key(run.source, part.captured_at)
            actions.append(self._add(day, run.source, {"n_quarantined": quarantined}))
        try:
            self._table.transact(actions)
        except ConditionFailed as error:
            raise WriteConflict("the part's counts moved meanwhile") from error
        return items.run_of(plain(self._table.get(key) or stored))

    def end(self, run: FeedRun, state: FeedState | None) -> bool:
        """Ends a run and stores the feed's state, both or neither; returns False if it had ended."""
        ended = self._table.update_action(
            items.run_key(run.source, run.run_id),
            "SET #state = :ended, ended_at = :now",
            {
                ":ended": "ended",
                ":fetched": "fetched",
                ":now": as_text(self._clock.now()),
                ":generation": run.generation,
            },
            {"#state": "state"},
            "#state = :fetched AND generation = :generation",
        )
        actions = [ended]
        if state is not None:
            newest = max(part.captured_at for part in run.parts)
            actions.append(self._set_state(state, tuple(items.state_values(state)), newest))
        try:
            self._table.transact(actions)
        except ConditionFailed:
            stored = self._table.get(items.run_key(run.source, run.run_id)) or {}
            if stored.get("state") == "ended":
                return False
            raise WriteConflict("a newer answer was applied while the run ended") from None
        return True

    def put_health(self, state: FeedState) -> None:
        """Stores failures, pauses and rejected pages of the feed's state, and nothing else of it."""
        action = self._set_state(state, _HEALTH, None)
        self._table.transact([action])

    def _transact(
        self,
        source: str,
        at: datetime,
        writes: Sequence[RecordWrite],
        marks: Sequence[Item],
    ) -> None:
        counts = _counted(writes)
        actions = [action for write in writes for action in self._actions(write)]
        day = {f"n_{name}": count for name, count in counts.items() if name in _OF_A_DAY}
        if day:
            actions.append(self._add(items.day_key(source, at), source, day))
        total = {
            "live": counts["new"] + counts["back"] - counts["gone"],
            "gone": counts["gone"] - counts["back"],
        }
        if any(total.values()):
            moved = {name: amount for name, amount in total.items() if amount}
            actions.append(self._add(items.total_key(source), source, moved))
        try:
            self._table.transact([*actions, *marks])
        except ConditionFailed as error:
            raise WriteConflict("a record or the run is not as it was read") from error

    def _actions(self, write: RecordWrite) -> list[Item]:
        condition, values = _as_read(write)
        key = items.record_key(write.record_id)
        if write.current is not None:
            actions = [self._table.put_action(items.record_item(write.current), condition, values)]
        else:
            actions = [self._table.check_action(key, condition, values)]
        if write.version is not None:
            actions.append(self._table.put_action(items.version_item(write.version)))
        return actions

    def _not_newer(self, source: str, part: RunPart) -> Item:
        return self._table.check_action(
            items.state_key(source), _NOT_NEWER, {":at": as_text(part.captured_at)}
        )

    def _moved(self, source: str, part: RunPart) -> Item:
        """Returns the action that moves ``applied_at``, or that makes the next run ask for everything.

        After a late part nothing is known to be the same as in the last answer.
        """
        key, at = items.state_key(source), as_text(part.captured_at)
        stored = self._table.get(key) or {}
        if str(stored.get("applied_at", "")) <= at:
            return self._table.update_action(
                key, "SET applied_at = :at, feed = :feed", {":at": at, ":feed": source}, None, _NOT_NEWER
            )
        return self._table.update_action(
            key, "SET pages = :none", {":none": [], ":at": at}, None, "applied_at > :at"
        )

    def _set_state(self, state: FeedState, names: Sequence[str], newest: datetime | None) -> Item:
        stored = items.state_values(state)
        values: Item = {f":v{number}": stored[name] for number, name in enumerate(names) if name in stored}
        aliases = {f"#v{number}": name for number, name in enumerate(names)}
        sets = [f"#v{n} = :v{n}" for n, name in enumerate(names) if name in stored]
        removed = [f"#v{n}" for n, name in enumerate(names) if name not in stored]
        expression = f"SET {', '.join([*sets, 'feed = :feed'])}"
        expression += f" REMOVE {', '.join(removed)}" if removed else ""
        values[":feed"] = state.source
        condition = ""
        if newest is not None:
            values[":at"], condition = as_text(newest), _NOT_NEWER
        return self._table.update_action(
            items.state_key(state.source), expression, values, aliases, condition
        )

    def _add(
        self,
        key: Item,
        source: str,
        amounts: dict[str, int],
        *,
        condition: str = "",
        values: Item | None = None,
        more: tuple[str, str] | None = None,
    ) -> Item:
        """Returns an action that adds to counters; ``more`` is another addition and another setting."""
        names = {f"#n{number}": name for number, name in enumerate(amounts)}
        all_values: Item = {f":n{number}": amount for number, amount in enumerate(amounts.values())}
        adds = [f"#n{number} :n{number}" for number in range(len(amounts))]
        sets = ["feed = :feed"]
        if more is not None:
            adds.append(more[0])
            sets.append(more[1])
            all_values[":true"] = True
        expression = f"SET {', '.join(sets)}" + (f" ADD {', '.join(adds)}" if adds else "")
        all_values |= {":feed": source, **(values or {})}
        return self._table.update_action(key, expression, all_values, names, condition)

    def _put_run(self, run: FeedRun, condition: str, values: Item) -> bool:
        try:
            self._table.put(self._run_item(run), condition, values)
        except ConditionFailed:
            return False
        return True

    def _run_item(self, run: FeedRun) -> Item:
        expires_at = int(self._clock.now().timestamp()) + RUN_SECONDS
        return {**items.run_item(run), "expires_at": expires_at}


def _counted(writes: Sequence[RecordWrite]) -> Counter[str]:
    return Counter(name for write in writes for name in write.counts)


def _as_read(write: RecordWrite) -> tuple[str, Item]:
    """Returns the condition that a record is as it was read, with its values."""
    before = write.before
    if before is None:
        return "attribute_not_exists(id)", {}
    values = {":version": before.version, ":fingerprint": before.fingerprint}
    is_gone = "attribute_not_exists(gone_at)" if before.gone_at is None else "attribute_exists(gone_at)"
    return f"version = :version AND fingerprint = :fingerprint AND {is_gone}", values


def _is_written(name: str) -> bool:
    """Whether an attribute of a run counts what it wrote."""
    kept = {"n_new", "n_changed", "n_gone", "n_back", "n_redefined", "n_late"}
    return name in kept or (name.startswith("w") and name[1:].isdigit())
