"""Dead messages: nothing is used up by looking, nothing is put back that would only return."""

from collections.abc import Callable

from inkscout.contracts.scrape_jobs import messages
from inkscout.domain.job import Delivery, Job, JobKind
from inkscout.domain.outcome import JobStatus
from inkscout.usecases.visits.dead_letters import list_dead_letters, redrive_dead_letters
from tests.support.fakes.operations import FakeRunLedger


class FakeDeadLetters:
    def __init__(self, *bodies: str) -> None:
        self.kept = [
            Delivery(message_id=f"m{n}", handle=f"h{n}", body=body, receives=3, sent_at=1_772_359_200.5 - n)
            for n, body in enumerate(bodies)
        ]
        self.sent: list[str] = []

    def messages(self, limit: int | None = None) -> list[Delivery]:
        return self.kept[:limit]

    def redrive(self, wanted: Callable[[Delivery], bool]) -> int:
        moved = [one for one in self.kept if wanted(one)]
        self.kept = [one for one in self.kept if one not in moved]
        self.sent += [one.body for one in moved]
        return len(moved)


def job(run_id: str, number: int) -> Job:
    return Job(
        scrape_id=f"{run_id}-{number}",
        run_id=run_id,
        kind=JobKind.RENDER_SITE,
        url=f"http://site-{number}.example/",
        studio_id="s",
    )


def body(*jobs: Job) -> str:
    [message] = messages(jobs)
    return message.model_dump_json()


def test_a_dead_message_is_listed_with_the_reasons_of_its_jobs() -> None:
    ledger = FakeRunLedger()
    ledger.add_jobs("r-1", [job("r-1", 1), job("r-1", 2)])
    ledger.finish_job("r-1", "r-1-1", JobStatus.DONE, {"outcome": "artists_found", "reason": "two named"})
    ledger.finish_job(
        "r-1", "r-1-2", JobStatus.FAILED, {"outcome": "error", "reason": "the job outlasted its time"}
    )
    letters = FakeDeadLetters(body(job("r-1", 1), job("r-1", 2)), "no message")
    [broken, letter] = list_dead_letters(letters, ledger)
    assert (letter.sent_at, broken.sent_at) == ("2026-03-01T10:00:00+00:00", "2026-03-01T09:59:59+00:00")
    assert letter.reason == "the job outlasted its time"
    assert [(one.scrape_id, one.status) for one in letter.jobs] == [("r-1-1", "done"), ("r-1-2", "failed")]
    assert broken.fault == "the message is not JSON"
    assert len(letters.kept) == 2


def test_messages_of_one_run_or_one_id_are_put_back() -> None:
    letters = FakeDeadLetters(body(job("r-1", 1)), body(job("r-2", 1)), body(job("r-2", 2)))
    assert redrive_dead_letters(letters, run_id="r-1") == 1
    assert redrive_dead_letters(letters, message_id="m2") == 1
    assert [one.message_id for one in letters.kept] == ["m1"]
    assert redrive_dead_letters(letters) == 1


def test_a_body_that_breaks_its_contract_stays_where_it_is() -> None:
    letters = FakeDeadLetters("no message")
    assert redrive_dead_letters(letters) == 0
    assert len(letters.kept) == 1
