"""Takes people who asked to be removed out of answers of feeds about people, before anything is stored."""

import json
from collections.abc import Callable
from dataclasses import replace

from inkscout.domain.feed_run import RunOutcome
from inkscout.feeds import json_text, people
from inkscout.feeds.definition import Definition
from inkscout.ports import Denylist
from inkscout.ports.feeds import JsonAnswer

NAMED_OUTSIDE = "the answer names a person who was removed outside its records, and is not kept"


class Withholding:
    """Replaces removed people in answers by a mark; an answer that would still name one loses its body."""

    def __init__(self, denylist: Callable[[], Denylist]) -> None:
        """Takes a factory of the denylist, called only for feeds about people."""
        self._denylist = denylist

    def __call__(self, definition: Definition, request: int, answer: JsonAnswer) -> JsonAnswer:
        """Returns the answer as it may be stored.

        Raises:
            TransientError: the denylist did not respond.
        """
        if not definition.records.personal or not answer.body:
            return answer
        try:
            document = json_text.read(answer.body)
        except json_text.NotJson:
            named = self._removed(people.addresses_in_bytes(answer.body))
            return _without_body(answer) if named else answer
        removed = self._removed(people.addresses(document))
        if not removed:
            return answer
        body = cleared(definition, request, answer.body, removed)
        return replace(answer, body=body) if body is not None else _without_body(answer)

    def _removed(self, addresses: frozenset[str]) -> frozenset[str]:
        known = {people.identifier(address): address for address in addresses}
        matching = self._denylist().matching(known) if known else frozenset[str]()
        return frozenset(known[identifier] for identifier in matching)


def cleared(definition: Definition, request: int, body: bytes, removed: frozenset[str]) -> bytes | None:
    """Returns an answer without the elements that have one of the addresses; None if it still has one.

    Raises:
        NotJson: the body is no JSON.
    """
    document = json_text.read(body)
    people.clear(definition, request, document, removed)
    if removed & people.addresses(document):
        return None
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _without_body(answer: JsonAnswer) -> JsonAnswer:
    outcome = RunOutcome.NOT_JSON if answer.outcome is RunOutcome.READ else answer.outcome
    return replace(answer, body=b"", outcome=outcome, detail=NAMED_OUTSIDE)
