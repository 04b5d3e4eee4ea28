"""Page tokens."""

from inkscout_local.simulator.google.paging import Pager


class HandClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def pages() -> tuple[Pager[int], HandClock]:
    clock = HandClock()
    return Pager(delay=2.0, ttl=600.0, clock=clock), clock


def test_sixty_results_come_in_three_pages_and_the_last_has_no_token() -> None:
    pager, clock = pages()
    first = pager.first(range(60), "text")
    clock.now = 3
    second = pager.next(first.token, "text")
    clock.now = 6
    third = pager.next(second.token, "text")
    assert [list(page.items) for page in (first, second, third)] == [
        list(range(20)),
        list(range(20, 40)),
        list(range(40, 60)),
    ]
    assert third.token == ""


def test_a_token_is_not_valid_at_once() -> None:
    pager, clock = pages()
    token = pager.first(range(30), "text").token
    clock.now = 1.9
    assert pager.next(token, "text") is None
    clock.now = 2.0
    assert pager.next(token, "text") is not None


def test_a_token_expires() -> None:
    pager, clock = pages()
    token = pager.first(range(30), "text").token
    clock.now = 601
    assert pager.next(token, "text") is None


def test_a_token_belongs_to_its_request() -> None:
    pager, clock = pages()
    token = pager.first(range(30), "text").token
    clock.now = 3
    assert pager.next(token, "nearby") is None


def test_an_unknown_token_is_refused() -> None:
    assert pages()[0].next("made-up", "text") is None


def test_expired_tokens_are_forgotten() -> None:
    pager, clock = pages()
    for _ in range(100):
        pager.first(range(30), "text")
    clock.now = 1000
    pager.first(range(30), "text")
    assert len(pager._cursors) == 1
