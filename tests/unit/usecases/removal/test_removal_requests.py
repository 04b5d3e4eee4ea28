"""Requests to be removed: one person each, asked about once, decided by an operator."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from inkscout.contracts.api.operations import RemovalDecision, RemovalRequestInput
from inkscout.contracts.import_places import ImportedStudio
from inkscout.contracts.start_run import RunInput
from inkscout.domain import naming
from inkscout.domain.held_person import HeldPerson
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.errors import InvalidParameter, MailFailed, NotFound, TooManyRequests
from inkscout.usecases.removal.held_review import (
    ListHeldPeople,
    ReleaseHeldPerson,
    RemoveHeldPerson,
    RemoveHeldPersonPorts,
)
from inkscout.usecases.removal.removal_requests import (
    ApproveRemoval,
    ConfirmContact,
    GetRemovalRequest,
    RejectRemoval,
    RequestRemoval,
    RequestRemovalPorts,
)
from inkscout.usecases.removal.request_limit import SHARED_FACTOR, RequestLimit
from tests.support.directory_data import artist
from tests.support.fakes.clock import FakeClock
from tests.support.fakes.directory import FakeDirectory
from tests.support.fakes.operations import FakeDenylist, FakeHeldPeople, FakeStateStore


class Requests:
    """``ports.Removals`` in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, RemovalRequest] = {}

    def put(self, request: RemovalRequest) -> None:
        self.kept[request.request_id] = request

    def get(self, request_id: str) -> RemovalRequest | None:
        return self.kept.get(request_id)

    def requests(self, status: RemovalStatus | None = None) -> list[RemovalRequest]:
        return [one for one in self.kept.values() if status in (None, one.status)]


class Workflows:
    """Like Step Functions, starts nothing under a name that was used before."""

    def __init__(self) -> None:
        self.started: dict[str, Mapping[str, Any]] = {}

    def start_removal(self, request_id: str, document: Mapping[str, Any]) -> None:
        self.started.setdefault(request_id, document)

    def start_pipeline(self, run_id: str, document: Mapping[str, Any]) -> None:
        raise NotImplementedError(run_id, document)

    def start_scan(self, scan_id: str, document: Mapping[str, Any]) -> None:
        raise NotImplementedError(scan_id, document)


class Mail:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.works = True

    def send(self, to: str, subject: str, text: str) -> None:
        assert subject
        if not self.works:
            raise MailFailed("no")
        self.sent.append((to, text))


class Desk:
    """The requests over fakes, with two known artists."""

    def __init__(self) -> None:
        self.removals, self.workflows, self.clock, self.mail = Requests(), Workflows(), FakeClock(), Mail()
        self.directory, self.state_store = FakeDirectory(), FakeStateStore(self.clock)
        for number in (1, 2):
            known = artist(number)
            self.directory.put_artist(known)
            self.directory.put_alias("handle", known.instagram, known.artist_id)
        self.ids = 0
        self.request = RequestRemoval(
            RequestRemovalPorts(
                removals=self.removals,
                directory=self.directory,
                state_store=self.state_store,
                clock=self.clock,
                new_id=self.new_id,
                mail=self.mail,
            )
        )
        self.approve = ApproveRemoval(self.removals, self.directory, self.workflows, self.clock)
        self.reject = RejectRemoval(self.removals, self.state_store, self.clock)
        self.confirm = ConfirmContact(self.removals, self.clock)
        self.state = GetRemovalRequest(self.removals)

    def new_id(self) -> str:
        self.ids += 1
        return f"{self.ids:036}"

    def ask(self, **fields: str) -> str:
        return self.request(RemovalRequestInput(**fields), "https://api.test").request_id


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_removal_that_failed_is_started_again_by_approving_it_again(desk: Desk) -> None:
    request_id = desk.ask(instagram="zoe.inks")
    desk.approve(request_id, "")
    desk.clock.advance(minutes=5)
    assert desk.approve(request_id, "").status == "approved"
    assert list(desk.workflows.started.values()) == [{"request_id": request_id}] * 2
    assert all(len(name) <= 80 for name in desk.workflows.started), "Step Functions takes 80 characters"


@pytest.mark.parametrize(
    ("written", "handle"),
    [
        ("zoe.inks", "zoe.inks"),
        (" @Zoe.Inks ", "zoe.inks"),
        ("https://www.instagram.com/zoe.inks/?hl=en", "zoe.inks"),
        ("http://instagram.com/zoe.inks", "zoe.inks"),
        ("instagram.com/Zoe.Inks/", "zoe.inks"),
        ("www.instagram.com/zoe.inks?igsh=abc==", "zoe.inks"),
        ("https://m.instagram.com/_u/zoe.inks#x", "zoe.inks"),
        ("https://www.instagram.com/stories/zoe.inks/123/", "zoe.inks"),
        ("https://instagram.com/@zoe.inks", "zoe.inks"),
        ("https://www.instagram.com/p/C1x2y3/", ""),
        ("https://www.instagram.com/explore/tags/ink/", ""),
        ("https://www.tiktok.com/@zoe", ""),
        ("https://evil.test/instagram.com/zoe", ""),
        ("zoe inks", ""),
    ],
)
def test_a_pasted_address_is_understood(desk: Desk, written: str, handle: str) -> None:
    assert naming.handle_in(written) == handle
    if handle:
        assert desk.removals.kept[desk.ask(instagram=written)].instagram == handle
    else:
        with pytest.raises(InvalidParameter, match="instagram"):
            desk.ask(instagram=written)


@pytest.mark.parametrize("handle", ["wix", "@username", "explore", "no handle"])
def test_a_request_for_a_handle_that_is_nobodys_is_refused(desk: Desk, handle: str) -> None:
    with pytest.raises(InvalidParameter, match="instagram"):
        desk.ask(instagram=handle, contact="somebody@wren.test")
    assert desk.removals.kept == {}


def test_an_id_and_a_handle_of_two_people_are_refused(desk: Desk) -> None:
    one, other = artist(1), artist(2)
    with pytest.raises(InvalidParameter, match="one at a time"):
        desk.ask(artist_id=one.artist_id, instagram=other.instagram)
    assert desk.removals.kept == {}
    assert desk.ask(artist_id=one.artist_id, instagram=one.instagram)
    assert desk.ask(artist_id=one.artist_id, instagram="new.handle")
    assert desk.ask(artist_id="a-unknown", instagram=other.instagram)


def test_two_people_are_refused_at_the_approval_too(desk: Desk) -> None:
    request_id = desk.ask(artist_id=artist(1).artist_id, instagram="later.known")
    desk.directory.put_alias("handle", "later.known", artist(2).artist_id)
    with pytest.raises(InvalidParameter):
        desk.approve(request_id, "")
    assert desk.workflows.started == {}


def test_asking_again_answers_with_the_pending_request(desk: Desk) -> None:
    first = desk.ask(instagram="zoe.inks")
    assert {desk.ask(instagram="https://instagram.com/Zoe.Inks/") for _ in range(50)} == {first}
    assert len(desk.removals.kept) == 1
    assert desk.ask(instagram="another") != first
    assert desk.ask(instagram="zoe.inks", contact="zoe@mail.test", reason="I left") == first
    assert (desk.removals.kept[first].contact, desk.removals.kept[first].reason) == (
        "zoe@mail.test",
        "I left",
    )
    assert desk.ask(instagram="zoe.inks", contact="thief@mail.test", reason="changed") == first
    assert (desk.removals.kept[first].contact, desk.removals.kept[first].reason) == (
        "zoe@mail.test",
        "I left",
    )
    desk.reject(first, "")
    assert desk.ask(instagram="zoe.inks") != first


def test_a_contact_is_confirmed_by_the_link_that_was_mailed(desk: Desk) -> None:
    request_id = desk.ask(instagram="zoe.inks", contact="zoe@mail.test")
    ((to, text),) = desk.mail.sent
    assert to == "zoe@mail.test"
    (link,) = [line for line in text.splitlines() if line.startswith("https://")]
    assert link.startswith(f"https://api.test/v1/removal-requests/{request_id}/confirmation?token=")
    token = link.partition("token=")[2]
    assert not desk.state(request_id).confirmed
    for wrong in ("", "x" * len(token)):
        with pytest.raises(NotFound):
            desk.confirm(request_id, wrong)
    for _ in range(2):
        assert desk.confirm(request_id, token).confirmed
    assert desk.state(request_id).confirmed
    desk.ask(instagram="zoe.inks", contact="zoe@mail.test")
    assert len(desk.mail.sent) == 1


def test_a_request_without_a_contact_has_nothing_to_confirm(desk: Desk) -> None:
    request_id = desk.ask(instagram="zoe.inks")
    assert desk.mail.sent == []
    with pytest.raises(NotFound):
        desk.confirm(request_id, "")


@pytest.mark.parametrize("contact", ["+49 221 000", "a@b.test, c@d.test", "a@b.test\tx"])
def test_no_mail_goes_to_what_is_no_single_address(desk: Desk, contact: str) -> None:
    if "\t" in contact:
        with pytest.raises(ValidationError):
            desk.ask(instagram="zoe.inks", contact=contact)
    else:
        desk.ask(instagram="zoe.inks", contact=contact)
    assert desk.mail.sent == []


def test_a_request_stands_also_where_the_mail_fails(desk: Desk) -> None:
    desk.mail.works = False
    assert desk.ask(instagram="zoe.inks", contact="zoe@mail.test") in desk.removals.kept


@pytest.mark.parametrize(
    "steering", ["\x1b[2J", "\x00", "\x07", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028"]
)
def test_texts_that_steer_a_terminal_are_refused(steering: str) -> None:
    for fields in (
        {"contact": f"a{steering}b"},
        {"reason": f"a{steering}b"},
        {"instagram": f"zoe{steering}"},
    ):
        with pytest.raises(ValidationError):
            RemovalRequestInput(**fields)
    with pytest.raises(ValidationError):
        RemovalDecision(note=steering)
    for field in ("name", "id", "address", "city", "phone", "website"):
        place: dict[str, Any] = {"name": "Harbour", "lat": 1, "lng": 1, field: f"a{steering}b"}
        with pytest.raises(ValidationError):
            ImportedStudio.model_validate(place)
    for region in (f"Leeds{steering}x", {"name": f"L{steering}x", "lat": 1, "lng": 1, "radius_km": 1}):
        with pytest.raises(ValidationError):
            RunInput.model_validate({"regions": [region]})
    assert RemovalRequestInput(reason="two\nlines,\ta tab, Zoë, 王, 👩🏽‍🎨").reason


def test_an_address_may_ask_so_often_in_an_hour() -> None:
    clock = FakeClock()
    store = FakeStateStore(clock)
    limit = RequestLimit(store, clock, b"key", 3)
    for _ in range(3):
        limit("198.51.100.7")
    with pytest.raises(TooManyRequests) as refused:
        limit("198.51.100.7")
    assert 0 < refused.value.retry_after <= 3600
    limit("198.51.100.8")
    assert not any("198.51" in str(key) for key in store.values)
    clock.advance(seconds=refused.value.retry_after)
    limit("198.51.100.7")


def test_a_household_is_one_address_and_a_forged_one_is_bounded_by_the_real_one() -> None:
    clock = FakeClock()
    limit = RequestLimit(FakeStateStore(clock), clock, b"key", 2)
    limit("2001:db8::1")
    limit("2001:db8::ffff")
    with pytest.raises(TooManyRequests):
        limit("2001:db8:0:0:9::2")
    limit("2001:db8:0:1::1")
    for number in range(2 * SHARED_FACTOR):
        limit(f"203.0.113.{number}", ["198.51.100.7"])
    with pytest.raises(TooManyRequests):
        limit("203.0.113.250", ["198.51.100.7"])


def test_any_number_of_requests_where_the_limit_is_off() -> None:
    clock = FakeClock()
    limit = RequestLimit(FakeStateStore(clock), clock, b"key", 0)
    for _ in range(100):
        limit("198.51.100.7")


HELD = HeldPerson(held_id="h1", name="Zoë B.", instagram="zoe.new", studio_id="s-1", seen_at="2026-03-01")


def test_a_held_person_is_released_and_forgotten() -> None:
    held, denylist = FakeHeldPeople(), FakeDenylist()
    held.hold(HELD)
    held.hold(replace(HELD, held_id="h2"))
    waiting, release = ListHeldPeople(held), ReleaseHeldPerson(held, denylist)
    assert [one.name for one in waiting(10).items] == ["Zoë B.", "Zoë B."]
    release("h1")
    assert [one.held_id for one in waiting(10).items] == ["h2"]
    assert len(denylist.kept) == 2  # the person, and the first name that is theirs too
    with pytest.raises(NotFound):
        release("h1")


def test_a_held_person_is_removed_by_a_request_of_their_own(desk: Desk) -> None:
    held = FakeHeldPeople()
    held.hold(HELD)
    ports = RemoveHeldPersonPorts(
        held_people=held,
        removals=desk.removals,
        workflows=desk.workflows,
        clock=desk.clock,
        new_id=desk.new_id,
    )
    view = RemoveHeldPerson(ports)("h1")
    request = desk.removals.kept[view.request_id]
    assert (request.status, request.name, request.studio_id) == (RemovalStatus.APPROVED, "Zoë B.", "s-1")
    assert list(desk.workflows.started.values()) == [{"request_id": view.request_id}]
    assert held.people == {}
