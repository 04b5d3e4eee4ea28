"""Review of people who may have asked to be removed: an operator releases or removes each of them.

The record of a person is deleted after the decision, since all of it is personal.
"""

from dataclasses import asdict, dataclass

from inkscout.contracts.api.operations import HeldPeopleList, HeldPersonView, RemovalRequestView
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal import release
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import NotFound
from inkscout.ports import Clock, Denylist, HeldPeople, NewId, Removals, Workflows


class ListHeldPeople:
    """Serves ``GET /v1/held-people``."""

    def __init__(self, held_people: HeldPeople) -> None:
        self._held_people = held_people

    def __call__(self, limit: int) -> HeldPeopleList:
        """Returns at most ``limit`` people who are held, the longest-waiting first."""
        people = self._held_people.waiting()[:limit]
        return HeldPeopleList(items=[HeldPersonView(**asdict(person)) for person in people])


class ReleaseHeldPerson:
    """Serves ``POST /v1/held-people/{id}/release``."""

    def __init__(self, held_people: HeldPeople, denylist: Denylist) -> None:
        self._held_people = held_people
        self._denylist = denylist

    def __call__(self, held_id: str) -> None:
        """Releases a held person who is not the one who asked to be removed.

        The next visit of the website stores them.

        Raises:
            NotFound: nobody is held under this id.
        """
        person = _person(held_id, self._held_people)
        self._denylist.add(release(handle=person.instagram, name=person.name, studio_id=person.studio_id))
        self._held_people.forget(held_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveHeldPersonPorts:
    """Ports of RemoveHeldPerson."""

    held_people: HeldPeople
    removals: Removals
    workflows: Workflows
    clock: Clock
    new_id: NewId


class RemoveHeldPerson:
    """Serves ``POST /v1/held-people/{id}/remove``."""

    def __init__(self, ports: RemoveHeldPersonPorts) -> None:
        self._ports = ports

    def __call__(self, held_id: str) -> RemovalRequestView:
        """Removes a held person who had asked to be removed before, under their present name and handle.

        Stores an approved removal request and starts the removal.

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
        raise NotFound("nobody is held under this id; people who are listed are removed by a request")
    return person
