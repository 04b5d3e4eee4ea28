"""The whole pipeline on the bundled demo world, as a person runs it and as AWS would start it."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psutil
import pytest
import requests

from inkscout.adapters.aws.dynamodb.removals import DynamoDbRemovals
from inkscout.domain.removal_request import RemovalRequest
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_local import chromium
from inkscout_local.environment import emulator_credentials
from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import Answer, CommandLine
from tests.e2e.demo_platform import DemoPlatform
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.project import ROOT, happy_path, machine
from tests.support.website_browser import launched
from tests.support.written_commands import commands

RUN_SECONDS = 600
"""More than a run ever takes on a busy machine; ``make bench`` measures how long it does take."""

NOT_WALKED = {"deploy", "destroy", "up", "backup", "restore", "worker"}
"""Commands that build what the others are tried on, or have whole tests of their own."""

READING = [
    *(["runs", *more] for more in ([], ["--json"], ["nothing-of-that-name"])),
    *(["search", *more, "--json"] for more in (["fine", "line"], ["blakwork leads"], ["--near", "Otley"])),
    ["search", "--city", "Leeds", "--limit", "3", "--page", "2", "--sort", "name"],
    ["search", "--near", "Atlantis"],
    ["studios", "headingley", "--json"],
    ["show", "@cleofarsley.tattoo", "--json"],
    ["show", "nobody of that name"],
    *(["coverage", "otley", *more] for more in ([], ["--json"])),
    ["removals", "list"],
    ["feeds", "runs", "jsonplaceholder", "--json"],
    ["feeds", "show", "jsonplaceholder-1"],
    *(["feeds", *more] for more in (["list", "--json"], ["quarantine", "ski-lifts"], ["dead"])),
    *(["dlq", *more] for more in (["list", "--json"], ["show", "nothing-of-that-name"])),
    *(["logs", *more] for more in ([], ["scraper", "--since", "1d", "--json"], ["nothing-of-that-name"])),
    ["export", "--to", "copies"],
]
"""Commands that change nothing, and so are answered from the saved state where no platform runs."""

TOOK = re.compile(r'"took_ms": [\d.]+|in \d+ ms')

INPUTS = PROJECT_ROOT / "statemachines" / "inputs"
pytestmark = [
    pytest.mark.platform,
    pytest.mark.timeout(RUN_SECONDS + 60),
]
needs_chromium = pytest.mark.skipif(chromium.find() is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def first(cli: CommandLine) -> Answer:
    return cli.run("run", "--json", seconds=RUN_SECONDS)


@pytest.fixture(scope="module")
def second(cli: CommandLine, first: Answer) -> Answer:
    assert first.code == 0, first.err
    return cli.run_forked("run", seconds=RUN_SECONDS)


@pytest.fixture(scope="module")
def from_saved_state(cli: CommandLine, second: Answer) -> list[dict[str, Any]]:
    """Answers of the commands that read, from the state that the two runs left, with no platform running."""
    assert second.code == 0, second.err
    before = _files(cli.state)
    answers = cli.run_all(READING)
    assert _files(cli.state) == before
    return answers


@pytest.fixture(scope="module")
def demo(cli: CommandLine, second: Answer, from_saved_state: list[dict[str, Any]]) -> Iterator[DemoPlatform]:
    """The platform of the two runs, up again on the state they left."""
    assert second.code == 0, second.err
    process = cli.forked("up", "--json")
    try:
        assert process.stdout
        assert json.loads(process.stdout.readline())["ready"]
        yield DemoPlatform(StateFolder(cli.state / "demo"))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert cli.left_running() == []


def _files(folder: Path) -> dict[str, int]:
    """Files below a folder with the times of their last change."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_run_ends_well_and_accounts_for_every_studio(first: Answer, cli: CommandLine) -> None:
    assert first.code == 0, first.err
    result = first.document
    summary = result["summary"]
    assert result["status"] == "SUCCEEDED"
    assert summary["status"] == "succeeded"
    assert sum(summary["outcomes"].values()) == summary["studios"] >= 25
    assert "error" not in summary["outcomes"]
    assert cli.left_running() == []


def test_a_run_meets_every_kind_of_ending(first: Answer) -> None:
    met = set(first.document["summary"]["outcomes"])
    wanted = {"artists_found", "no_artists_named", "closed", "robots_forbidden", "parked", "no_website"}
    assert wanted <= met


@needs_chromium
def test_a_run_finds_the_artists_and_their_portfolios_with_a_real_browser(first: Answer) -> None:
    summary = first.document["summary"]
    assert summary["artists"] >= 80
    assert summary["new_artists"] == summary["artists"]
    assert summary["jobs"]["render_site"]["artists_found"] >= 3
    assert summary["jobs"]["read_profile"]["read"] >= 20
    assert "needs_browser" not in summary["outcomes"]
    assert "browser_unavailable" not in summary["outcomes"]


def test_a_run_passes_through_the_states_in_order(first: Answer) -> None:
    pipeline = machine(ROOT / "statemachines" / "directory_pipeline.asl.json")
    assert [state["name"] for state in first.document["states"]] == happy_path(pipeline)
    assert all(state["status"] == "done" for state in first.document["states"])


def test_the_search_after_a_run_finds_what_it_found(first: Answer) -> None:
    search = first.document["search"]
    assert search["total"] >= len(search["items"]) >= 3
    for item in search["items"]:
        assert item["name"]
        assert item["studio"]["name"]
    assert len(first.document["artists"]) == 12


def test_a_second_run_visits_again_writes_nothing_and_says_so(first: Answer, second: Answer) -> None:
    assert second.code == 0, second.err
    assert "nothing was written" in second.out
    for outcome, number in first.document["summary"]["outcomes"].items():
        assert any(line.split()[:2] == [outcome, str(number)] for line in second.out.splitlines()), outcome


def test_a_report_for_people_has_every_part(second: Answer) -> None:
    for part in (
        "States",
        "Studios by outcome",
        "Artists:",
        "Jobs, ",
        "Some of the artists",
        "A search for ",
    ):
        assert part in second.out
    assert "Where to go next" in second.out
    assert "FindArtists done after" in second.err  # progress in plain lines where there is no terminal


def test_commands_use_the_platform_that_runs(demo: DemoPlatform, cli: CommandLine) -> None:
    status = cli.run_forked("status", "--json").document
    assert [(platform["name"], platform["status"]) for platform in status] == [("demo", "running")]
    runs = cli.run_forked("runs", "--json").document
    assert len(runs) >= 2
    assert all(record["status"] == "succeeded" for record in runs)
    found = cli.run_forked("search", "blackwork", "--json").document
    assert found["total"] >= 3


def test_saved_state_is_answered_from_as_a_platform_answers(
    demo: DemoPlatform, cli: CommandLine, from_saved_state: list[dict[str, Any]]
) -> None:
    website = re.compile(re.escape(demo.connection.website) + r"|http://127\.0\.0\.1:\d+(?=/)")
    for before, now in zip(from_saved_state, cli.run_all(READING), strict=True):
        told = [
            {name: TOOK.sub("", website.sub("", str(value))) for name, value in answer.items()}
            for answer in (before, now)
        ]
        assert told[0] == told[1]
        assert before["code"] == 0 or before["err"], before
    assert [answer["code"] for answer in from_saved_state].count(0) >= 10


def test_a_replay_of_what_a_run_stored_changes_nothing(demo: DemoPlatform, cli: CommandLine) -> None:
    changes = cli.run_forked("replay", "--json").document
    assert len(changes) >= 25
    for change in changes:
        assert [change["added"], change["gone"], change["changed"]] == [[], [], {}], change
        assert change["outcome_before"] == change["outcome_now"], change


def test_the_commands_of_the_runbooks_work_on_a_stage_that_is_found_by_its_stacks(
    demo: DemoPlatform, cli: CommandLine
) -> None:
    request = RemovalRequest(request_id="walked-through", instagram="nobody.of.that.name", created_at="2026")
    table = demo.connection.outputs["OperationsTable"]
    DynamoDbRemovals(demo.connection.client("dynamodb"), table).put(request)
    [newest, *_] = demo.ledger.runs(1)
    named = {"RUN": str(newest["run_id"]), "REQUEST": request.request_id, "$STAGE": "dev"}
    written = [
        tuple(named.get(word, word) for word in words)
        for page in sorted((ROOT / "docs" / "runbooks").glob("*.md"))
        for words in commands(page)
        if "--stage" in words and words[0] not in NOT_WALKED
        if not any(stands_for in word for word in words for stands_for in ("MESSAGE", "NAME", "FILE", "ID"))
        if words[0] != "run" or "--dry-run" in words
        if words[:2] != ["logs", "recovery"]  # a stack for AWS Backup, which the emulator has not
    ]
    # One kind of index stands for both.
    walked = sorted({*written} - {("index", "rebuild", "--stage", "dev")})
    assert {words[0] for words in walked} == {"runs", "logs", "dlq", "feeds", "index", "removals", "run"}
    answers = cli.run_all(walked, **emulator_credentials(demo.connection.endpoint), INKSCOUT_HOME="/nowhere")
    assert [answer for answer in answers if answer["code"]] == []
    told = {" ".join(answer["arguments"]): answer["out"] for answer in answers}
    assert str(newest["run_id"]) in told["runs --stage dev"]
    assert "walked-through: approved" in told["removals approve walked-through --stage dev"]
    assert "artists-v" in told["index rebuild --kind artist --stage dev"]


def test_the_index_is_rebuilt_from_the_table_at_start(demo: DemoPlatform, cli: CommandLine) -> None:
    names = {item["name"] for item in cli.run_forked("search", "blackwork", "--json").document["items"]}
    assert names
    assert names <= set(demo.artists().values())


def test_nobody_from_a_business_that_is_no_tattoo_studio_is_listed(demo: DemoPlatform) -> None:
    labels = (
        (PROJECT_ROOT / "inkscout_local/worlds/demo/labels.jsonl").read_text(encoding="utf-8").splitlines()
    )
    not_artists = {
        name if isinstance(name, str) else name["name"]
        for line in map(json.loads, labels)
        for name in line.get("not_artists", [])
        if line["kind"] != "tattoo_studio"
    }
    assert not_artists.isdisjoint(demo.artists().values())


@pytest.mark.parametrize(
    "name", ["discover-only.json", pytest.param("several-regions.json", marks=pytest.mark.slow)]
)
def test_a_manual_start_with_an_example_input_works_as_in_the_console(demo: DemoPlatform, name: str) -> None:
    before = demo.artists()
    arn = demo.start((INPUTS / name).read_text(encoding="utf-8"))
    ended = demo.ended(arn)
    assert ended["status"] == "SUCCEEDED", ended
    summary = demo.summary(arn)
    assert summary["status"] == "succeeded"
    assert summary["studios"] >= 25
    assert demo.artists() == before


def test_a_schedule_starts_the_same_machine(demo: DemoPlatform) -> None:
    before = demo.newest_execution()["executionArn"]
    demo.schedule_once(3, (INPUTS / "discover-only.json").read_text(encoding="utf-8"))
    arn = str(
        until(
            lambda: e["executionArn"] if (e := demo.newest_execution())["executionArn"] != before else None,
            60,
        )
    )
    assert demo.ended(arn)["status"] == "SUCCEEDED"
    assert demo.summary(arn)["studios"] >= 25


RAW_KEY = re.compile(r"raw/source=[a-z-]+/date=\d{4}-\d\d-\d\d/\d{8}T\d{6}Z-[0-9a-f]{12}\.json")
FEEDS = {"jsonplaceholder": 100, "randomuser": 10, "ski-lifts": 18}


def test_feeds_are_added_run_and_served_while_the_platform_runs(demo: DemoPlatform, cli: CommandLine) -> None:
    for name, expected in FEEDS.items():
        assert cli.run_forked("feeds", "add", name).code == 0
        answer = cli.run_forked("feeds", "run", name, "--force", "--json")
        assert answer.code == 0, answer.err
        records = answer.document["records"]
        assert (answer.document["outcome"], records["new"], records["found"]) == ("read", expected, expected)
    objects = demo.feed_objects()
    raws = [key for key in objects if key.startswith("raw/")]
    assert len(raws) == 4
    assert all(RAW_KEY.fullmatch(key) for key in raws), raws
    for export in ("status", "wait_time"):
        assert [key for key in objects if re.fullmatch(rf"data/{export}_\d{{8}}T\d{{6}}Z\.csv", key)]

    again = cli.run_forked("feeds", "run", "jsonplaceholder", "--json")
    assert again.document["outcome"] == "unchanged"
    assert demo.feed_objects() == objects
    listed = {one["name"]: one["records"] for one in cli.run_forked("feeds", "list", "--json").document}
    assert listed == FEEDS


def test_the_schedule_of_a_feed_fires_while_the_platform_runs(
    demo: DemoPlatform, cli: CommandLine, tmp_path: Path
) -> None:
    """Adds a source by writing one file; the emulator counts a rate from the time the schedule was made."""
    text = (PROJECT_ROOT / "feeds" / "jsonplaceholder.toml").read_text(encoding="utf-8")
    file = tmp_path / "posts-of-a-minute.toml"
    file.write_text(text.replace("rate(5 minutes)", "rate(1 minute)"), encoding="utf-8")
    assert cli.run_forked("feeds", "add", str(file)).code == 0
    assert until(lambda: demo.feed_runs(file.stem), 120)
    assert cli.run_forked("feeds", "remove", file.stem).code == 0


@needs_chromium
@pytest.mark.slow  # tests/e2e/test_worker_killed_once.py is the short one
def test_a_worker_killed_in_mid_run_loses_no_job(demo: DemoPlatform) -> None:
    before = demo.artists()
    arn = demo.start((INPUTS / "one-city.json").read_text(encoding="utf-8"))
    run_id = arn.rsplit(":", 1)[-1]

    def in_mid_work() -> list[psutil.Process] | None:
        jobs = [job["status"] for job in demo.ledger.jobs(run_id)]
        workers = demo.workers()
        return workers if workers and "done" in jobs and jobs.count("queued") >= 5 else None

    victims = until(in_mid_work, RUN_SECONDS)
    for victim in victims:
        victim.kill()
    ended = demo.ended(arn)
    assert ended["status"] == "SUCCEEDED", ended
    workers = {worker.pid for worker in demo.workers()}
    assert workers.isdisjoint(victim.pid for victim in victims)
    jobs = list(demo.ledger.jobs(run_id))
    assert {job["status"] for job in jobs} == {"done"}
    assert demo.artists() == before
    again = [e for e in demo.ledger.entries(run_id, "worker") if str(e["worker"]).startswith("2-")]
    assert again, "no second round"


@needs_chromium
@pytest.mark.slow  # tests/integration/website/test_removal.py is the short one
def test_a_person_who_asks_on_the_website_is_gone_from_all_of_it(
    demo: DemoPlatform, cli: CommandLine
) -> None:
    """Comes last of those on the platform: it removes a person."""
    site = demo.connection.website
    with launched() as browser:
        visitor = browser.new_page()
        visitor.set_default_timeout(PATIENCE_SECONDS * 1000)
        visitor.goto(f"{site}/artists?has_portfolio=true", wait_until="commit")
        visitor.locator("[data-list] h3 a").first.click()
        visitor.wait_for_url("**/artists/*/*")
        profile = urlsplit(visitor.url).path
        name = visitor.locator("h1").inner_text()
        picture = str(visitor.locator("[data-gallery] a").first.get_attribute("href"))
        card = f"/cards/artists/{profile.split('/')[2]}.png"
        assert {page_of(site, path)[0] for path in (profile, picture, card)} == {200}
        assert profile in page_of(site, "/sitemaps/1.xml")[1]
        visitor.get_by_role("link", name="Correct or remove").first.click()
        visitor.get_by_label("Where an answer reaches you").fill("me@there.example")
        visitor.wait_for_timeout(1100)  # the form takes nothing that was sent in less than a second
        visitor.get_by_role("button", name="Send").click()
        visitor.wait_for_url("**/removal/*")
        request_id = visitor.url.rpartition("/")[2]
        approved = cli.run("removals", "approve", request_id)
        assert approved.code == 0, approved.err
        until(lambda: page_of(site, profile)[0] == 404, PATIENCE_SECONDS)
        until(lambda: "nothing about you is left" in page_of(site, f"/removal/{request_id}")[1], RUN_SECONDS)
    assert page_of(site, profile) == page_of(site, "/artists/a-nobody/nobody")
    assert page_of(site, picture) == page_of(site, "/images/a-nobody/0123456789abcdef-1280.webp")
    assert page_of(site, card) == page_of(site, "/cards/artists/a-nobody.png")
    suggested = json.loads(page_of(site, f"/v1/suggest?q={quote(name)}")[1])
    assert name not in {one["text"] for one in suggested["artists"]}
    for page in ("/sitemaps/1.xml", f"/artists?q={quote(name)}", "/artists?sort=updated"):
        assert profile not in page_of(site, page)[1], page


def page_of(site: str, path: str) -> tuple[int, str]:
    """Status and text of an address; the number of the request, which pages name, is always the same."""
    answer = requests.get(
        f"{site}{path}", headers={"X-Correlation-Id": "same-for-all"}, allow_redirects=False, timeout=60
    )
    return answer.status_code, answer.text


def test_the_example_inputs_are_all_tried() -> None:
    assert {path.name for path in Path(INPUTS).glob("*.json")} == {
        "discover-only.json",
        "several-regions.json",
        "one-city.json",
    }
