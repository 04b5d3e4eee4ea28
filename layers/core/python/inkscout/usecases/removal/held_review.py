"""An operator's look at people who may have asked to be removed: another person, or the same again.

Decided people are forgotten, since all that is kept of them is personal.
"""

from dataclasses import asdict, dataclass

from inkscout.contracts.api.operations import HeldPeopleList, HeldPersonView, RemovalRequestView
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal import released
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import NotFound
from inkscout.ports import Clock, Denylist, HeldPeople, NewId, Removals, Workflows


class ListHeldPeople:
    """``GET /v1/held-people``."""

    def __init__(self, held_people: HeldPeople) -> None:
        self._held_people = held_people

    def __call__(self, limit: int) -> HeldPeopleList:
        """Returns those who are held, the longest first."""
        people = self._held_people.waiting()[:limit]
        return HeldPeopleList(items=[HeldPersonView(**asdict(person)) for person in people])


class ReleaseHeldPerson:
    """``POST /v1/held-people/{id}/release``."""

    def __init__(self, held_people: HeldPeople, denylist: Denylist) -> None:
        self._held_people = held_people
        self._denylist = denylist

    def __call__(self, held_id: str) -> None:
        """Lets a person be listed, who is another one; the next visit of the website stores them.

        Raises:
            NotFound: nobody is held under this id.
        """
        person = _person(held_id, self._held_people)
        other = released(handle=person.instagram, name=person.name, studio_id=person.studio_id)
        self._denylist.add([other])
        self._held_people.forget(held_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveHeldPersonPorts:
    """Ports of removing a held person."""

    held_people: HeldPeople
    removals: Removals
    workflows: Workflows
    clock: Clock
    new_id: NewId


class RemoveHeldPerson:
    """``POST /v1/held-people/{id}/remove``."""

    def __init__(self, ports: RemoveHeldPersonPorts) -> None:
        self._ports = ports

    def __call__(self, held_id: str) -> RemovalRequestView:
        """Removes a person who asked before, under the name and handle they have now, for good.

        Raises:
            NotFound: nobody is held under this id.
        """
        person = _person(held_id, self._ports.held_people)
        now = self._ports.clock.now().isoformat()
        request = RemovalRequest(
            request_id=self._ports.new_id(),
            status=RemovalStatus.APPROVED,
            instagram=person.instagram,
            name=person.name,
            studio_id=person.studio_id,
            created_at=now,
            decided_at=now,
        )
        self._ports.removals.put(request)
        started = {"request_id": request.request_id}
        self._ports.workflows.start_removal(f"removal-{request.request_id}", started)
        self._ports.held_people.forget(held_id)
        return RemovalRequestView(
            request_id=request.request_id,
            status=request.status.value,
            created_at=request.created_at,
            decided_at=request.decided_at,
        )


def _person(held_id: str, held_people: HeldPeople) -> HeldPerson:
    person = held_people.get(held_id)
    if person is None:
        raise NotFound("nobody is held under this id")
    return person
