"""Actions of the desk: each asks for confirmation, acts once, and leaves an entry in the audit trail."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from inkscout.adapters.aws.execution_history import ExecutionHistories
from inkscout.bootstrap import desk, stores
from inkscout.contracts.scrape_jobs import ScrapeJob, ScrapeJobs
from inkscout.desk.sessions import DeskSession
from inkscout.domain.artist import Artist
from inkscout.domain.audit_entry import AuditEntry, AuditOutcome
from inkscout.domain.job import JobKind
from inkscout.domain.removal_request import RemovalRequest, RemovalStatus
from inkscout.domain.state_progress import ExecutionRecord
from inkscout.errors import StoreThrottled
from tests.support.desk import DeskAccount, confirm, fields, visit
from tests.support.stores import REGION
from tests.support.website import faults


def trail() -> list[AuditEntry]:
    return desk.list_audit_entries()(100)


def asked(request_id: str, **more: Any) -> RemovalRequest:
    """A pending request, stored."""
    request = RemovalRequest(
        request_id=request_id, **{"created_at": datetime.now(UTC).isoformat(), "instagram": "ada.ink", **more}
    )
    stores.removals().put(request)
    return request


def test_a_request_is_approved_once(account: DeskAccount, operator: DeskSession) -> None:
    asked("approved-1")
    path = "/desk/removals/approved-1/approve"
    page = visit(path, operator)
    assert not faults(page)
    assert "cannot be undone" in page.said()
    form = {**fields(page), "note": "wrote from their own address"}
    done = visit(path, operator, form=form)
    assert done.status == 303, done.said()
    request = stores.removals().get("approved-1")
    assert request is not None
    assert (request.status, request.note) == (RemovalStatus.APPROVED, "wrote from their own address")
    shown = visit(done.headers["location"], operator)
    assert "removal.approve: done" in shown.said()
    before = len(trail())
    assert visit(path, operator, form=form).status == 409, "its state is another one by now"
    assert len(trail()) == before
    (entry,) = [one for one in trail() if one.subject == "approved-1"]
    assert (entry.who, entry.action, entry.outcome) == (
        "ada@desk.example",
        "removal.approve",
        AuditOutcome.DONE,
    )
    assert "ada.ink" not in str(entry), "the trail outlives the request, so it names nobody"


def test_a_form_that_is_sent_twice_acts_once(account: DeskAccount, operator: DeskSession) -> None:
    """Starting a scan expects no state, so that only the id of the form tells a repetition."""
    page = visit("/desk/scan/start?url=http://studio.test/", operator)
    form = fields(page)
    assert form["url"] == "http://studio.test/"
    first = visit("/desk/scan/start", operator, form=form)
    second = visit("/desk/scan/start", operator, form=form)
    assert first.status == second.status == 303
    assert first.headers["location"] == second.headers["location"]
    assert first.headers["location"].startswith("/desk/scan/scan-")


def test_a_decision_of_somebody_else_is_not_made_again(account: DeskAccount, operator: DeskSession) -> None:
    asked("decided-1")
    page = visit("/desk/removals/decided-1/approve", operator)
    confirm("/desk/removals/decided-1/reject", operator, note="not the person")
    late = visit("/desk/removals/decided-1/approve", operator, form=fields(page))
    assert late.status == 409
    request = stores.removals().get("decided-1")
    assert request is not None
    assert request.status is RemovalStatus.REJECTED


def test_the_queue_is_oldest_first_and_says_who_is_late(account: DeskAccount, operator: DeskSession) -> None:
    now = datetime.now(UTC)
    asked("queue-new", created_at=now.isoformat())
    asked("queue-old", created_at=(now - timedelta(days=12)).isoformat())
    page = visit("/desk/removals", operator)
    assert not faults(page)
    rows = [
        row for row in page.page.xpath("//section[1]//tbody/tr") if "queue-" in str(row.xpath("string()"))
    ]
    said = [" ".join(row.text_content().split()) for row in rows]
    assert [text.split()[0] for text in said] == ["queue-ol…", "queue-ne…"]
    assert "late" in said[0]
    assert "late" not in said[1]


def test_the_profile_stands_beside_the_request(account: DeskAccount, operator: DeskSession) -> None:
    stores.directory().put_artist(
        Artist(artist_id="a-beside", name="Ada <Lovelace>", instagram="ada.beside", email="ada@ink.example")
    )
    asked("beside-1", artist_id="a-beside", instagram="ada.beside", contact="ada@ink.example")
    page = visit("/desk/removals/beside-1", operator)
    assert not faults(page)
    said = page.said("//section[@aria-labelledby='matched']")
    assert "Ada <Lovelace>" in said
    assert "the same" in said
    assert "the contact" in said
    unknown = visit("/desk/removals/approved-unknown", operator)
    assert unknown.status == 404


def dead_letter(account: DeskAccount, run_id: str, number: int = 1) -> str:
    """Puts a message with one job into the dead-letter queue; returns its id."""
    job = ScrapeJob(scrape_id=f"{run_id}-{number}", url=f"http://s{number}.test/", studio_id=f"s-{number}")
    message = ScrapeJobs(run_id=run_id, kind=JobKind.RENDER_SITE, jobs=[job])
    return send(account, message.model_dump_json())


def send(account: DeskAccount, body: str) -> str:
    sqs = boto3.client("sqs", region_name=REGION)
    return str(sqs.send_message(QueueUrl=account.dead_letters_url, MessageBody=body)["MessageId"])


def waiting(queue_url: str) -> list[str]:
    """Takes every message out of a queue; returns the runs that they belong to."""
    sqs, found = boto3.client("sqs", region_name=REGION), []
    while batch := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", []):
        for message in batch:
            known = "run_id" in message["Body"]
            found.append(json.loads(message["Body"])["run_id"] if known else message["Body"])
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)


def test_dead_letters_are_redriven_one_by_run_and_all(account: DeskAccount, operator: DeskSession) -> None:
    one = dead_letter(account, "run-1", 1)
    dead_letter(account, "run-1", 2)
    dead_letter(account, "run-2")
    send(account, "<broken>")
    page = visit("/desk/dead-letters", operator)
    assert not faults(page)
    assert "<broken>" not in page.text
    assert "cannot be read" in page.said()
    assert "less than a minute" in page.said("//dt[.='Age']/following-sibling::dd[1]")
    confirm(f"/desk/dead-letters/{one}/redrive", operator)
    assert waiting(account.jobs_url) == ["run-1"]
    confirm("/desk/dead-letters/runs/run-1/redrive", operator)
    assert waiting(account.jobs_url) == ["run-1"]
    confirm("/desk/dead-letters/redrive", operator)
    assert waiting(account.jobs_url) == ["run-2"]
    assert waiting(account.dead_letters_url) == ["<broken>"], "it would only come back"
    details = [entry.detail for entry in trail() if entry.action == "dead-letters.redrive"]
    assert details[:3] == ["Put back into the queue: 1 message."] * 3


def test_a_dead_letter_that_is_gone_is_said_to_be_gone(account: DeskAccount, operator: DeskSession) -> None:
    gone = confirm("/desk/dead-letters/no-such-message/redrive", operator)
    assert gone.status == 404
    assert trail()[0].outcome is AuditOutcome.REFUSED


def test_a_run_is_started_with_what_the_form_says(account: DeskAccount, operator: DeskSession) -> None:
    started = confirm(
        "/desk/runs/start", operator, regions="Leeds, UK\n Otley, UK ", budget_usd="2.5", force="yes"
    )
    run_id = started.headers["location"].split("/")[3].partition("?")[0]
    execution = account.machines["pipeline"].replace("stateMachine", "execution") + f":{run_id}"
    given = boto3.client("stepfunctions", region_name=REGION).describe_execution(executionArn=execution)
    assert json.loads(given["input"]) == {
        "regions": ["Leeds, UK", "Otley, UK"],
        "force": True,
        "budget_usd": 2.5,
    }


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"regions": ""}, "Please fill this in."),
        ({"regions": "Leeds, UK", "budget_usd": "lots"}, "is not valid"),
        ({"regions": "Leeds, UK", "budget_usd": "-1"}, "is not valid"),
        ({"regions": "x" * 500}, "is not valid"),
    ],
)
def test_a_run_with_bad_input_is_not_started(
    account: DeskAccount, operator: DeskSession, filled: dict[str, str], said: str
) -> None:
    page = confirm("/desk/runs/start", operator, **filled)
    assert page.status == 400
    assert not faults(page)
    assert said in page.said("//main")
    for name, value in filled.items():
        assert value in page.text, f"{name} must be filled in again"


def test_a_run_is_stopped_and_cannot_be_stopped_twice(account: DeskAccount, operator: DeskSession) -> None:
    stores.ledger().start_run("run-to-stop", {"regions": ["Leeds, UK"], "execution_arn": "arn:none"})
    confirm("/desk/runs/run-to-stop/stop", operator)
    run = stores.ledger().run("run-to-stop")
    assert run is not None
    assert run["status"] == "failed"
    assert run["summary"]["cause"] == "stopped on the desk by ada@desk.example"
    assert stores.ledger().active_run() is None, "the next run may start"
    assert visit("/desk/runs/run-to-stop/stop", operator).status == 409
    assert visit("/desk/runs/no-such-run/stop", operator).status == 404


def test_a_run_that_is_not_recorded_yet_is_to_be_stopped_later(
    account: DeskAccount, operator: DeskSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = stores.clock().now()
    execution = ExecutionRecord(status="RUNNING", started_at=now, stopped_at=None, definition={"States": {}})
    monkeypatch.setattr(ExecutionHistories, "read", lambda self, arn: execution)
    page = visit("/desk/runs/run-of-this-second/stop", operator)
    assert (page.status, "not recorded yet" in page.said("//main")) == (409, True)


def test_a_failure_is_recorded_as_such(
    account: DeskAccount, operator: DeskSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(self: object, task: str, kind: object) -> None:
        raise StoreThrottled("Lambda did not take the call")

    monkeypatch.setattr("inkscout.usecases.index.desk_index.StartIndexTask.__call__", throttled)
    assert confirm("/desk/index/artist/audit", operator).status == 503
    newest = trail()[0]
    assert (newest.action, newest.outcome) == ("index.audit", AuditOutcome.FAILED)
    assert newest.detail == "Lambda did not take the call"


def test_a_website_that_is_no_address_is_not_scanned(account: DeskAccount, operator: DeskSession) -> None:
    page = confirm("/desk/scan/start?url=ftp://files.test/", operator)
    assert page.status == 400
    assert "must be an http or https address" in page.said()
    assert 'value="ftp://files.test/"' in page.text


def test_a_scan_shows_its_state_until_it_has_ended(account: DeskAccount, operator: DeskSession) -> None:
    begun = confirm("/desk/scan/start?url=http://studio.test/", operator)
    path = begun.headers["location"]
    page = visit(path, operator)
    assert page.page.xpath("//*[@id='scan']/@data-poll") == ["2"]
    scan_id = path.split("/")[3].partition("?")[0]
    ended = {"scan_id": scan_id, "url": "http://studio.test/", "status": "succeeded", "outcome": "no_artists"}
    stores.state_store().put("scan", scan_id, {**ended, "started_at": "2026-01-02T03:04:05", "artists": []})
    page = visit(path, operator)
    assert not page.page.xpath("//*[@id='scan']/@data-poll")
    assert "no artists" in page.said()


def test_the_trail_is_paged_and_shows_no_text_as_markup(account: DeskAccount, operator: DeskSession) -> None:
    for number in range(60):
        entry = AuditEntry(
            entry_id=f"paged-{number:03}-0123456789", at=f"2030-01-01T00:00:{number:02}.000+00:00",
            who="<b>mallory</b>", action="scan.start", subject="website",
        )  # fmt: skip
        assert desk.audit_trail().begin(entry)
        assert not desk.audit_trail().begin(entry)
    first = visit("/desk/audit", operator)
    assert not faults(first)
    assert "<b>mallory" not in first.text
    assert len(first.page.xpath("//tbody/tr")) == 50
    (older,) = first.page.xpath("//p[@class='more']/a/@href")
    second = visit(older, operator)
    assert len(second.page.xpath("//tbody/tr")) >= 10
    assert "2030-01-01 00:00:09" in second.said()


def test_exports_lead_to_signed_addresses(account: DeskAccount, operator: DeskSession) -> None:
    assert "Nothing was exported yet" in visit("/desk/exports", operator).said()
    bucket = stores.store_settings().data_bucket
    boto3.client("s3", region_name=REGION).put_object(
        Bucket=bucket, Key="exports/latest/artists.csv", Body=b"x"
    )
    page = visit("/desk/exports", operator)
    assert page.page.xpath("//main//a/@href") == ["/desk/exports/artists.csv"]
    led = visit("/desk/exports/artists.csv", operator)
    assert led.status == 303
    assert "X-Amz-Signature=" in led.headers["location"]
    assert visit("/desk/exports/passwords.txt", operator).status == 404


def test_costs_are_summed_by_month(account: DeskAccount, operator: DeskSession) -> None:
    for run_id, usd in (("cost-1", 1.25), ("cost-2", 2.5)):
        stores.ledger().start_run(run_id, {"regions": ["Leeds, UK"]})
        summary = {"discovery": {"spend_usd": usd}, "studios": 3, "new_artists": 2}
        stores.ledger().finish_run(run_id, "succeeded", summary)
    page = visit("/desk/costs", operator)
    assert not faults(page)
    month = f"{datetime.now(UTC):%Y-%m}"
    row = next(row for row in page.page.xpath("//tbody/tr") if month in str(row.xpath("string(th)")))
    assert "3.75" in " ".join(row.text_content().split())
