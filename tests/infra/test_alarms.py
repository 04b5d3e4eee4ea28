"""Alarms call for something: a runbook for each, a metric that somebody emits, one for each function."""

import json
import re
from typing import Any

import pytest

from inkscout.contracts.fetch_feed import FetchFeedResult
from inkscout.contracts.finish_run import RunSummary
from inkscout.observability import NAMESPACE
from inkscout.usecases.feeds import feed_metrics
from inkscout.usecases.feeds.curate_feed import Curated
from inkscout.usecases.feeds.feed_metrics import counting_errors, emit_curated, emit_fetched
from inkscout.usecases.runs.run_metrics import run_metrics
from tests.support.project import ROOT, resources, snake, templates

BOOKS = ROOT / "docs" / "runbooks"
ALARMS = resources("AWS::CloudWatch::Alarm")
CALLING = {
    name: alarm
    for name, alarm in ALARMS.items()
    if "no person is called" not in alarm["Properties"]["AlarmDescription"]
}
# Pages an operator opens without having been called.
UNCALLED = {"README", "roll-back-a-deploy"}


def book(alarm: dict[str, Any]) -> str:
    found = re.search(r"Runbook: docs/runbooks/([a-z-]+)\.md$", alarm["Properties"]["AlarmDescription"])
    assert found, alarm["Properties"]["AlarmDescription"]
    return found[1]


def name_of(alarm: dict[str, Any]) -> str:
    name = str(alarm["Properties"]["AlarmName"]["Fn::Sub"])
    return name.removeprefix("inkscout-${Stage}-").removeprefix("${ApiRegion}-")


@pytest.mark.parametrize("logical_id", sorted(CALLING))
def test_an_alarm_names_a_runbook_that_exists_and_tells_the_operators(logical_id: str) -> None:
    alarm = CALLING[logical_id]
    assert (BOOKS / f"{book(alarm)}.md").exists()
    # CloudFront's metrics are in us-east-1, and so must the topic be that an alarm of theirs tells.
    topic = "EdgeTopic" if logical_id == "EdgeErrorsAlarm" else "OperatorsTopicArn"
    assert alarm["Properties"]["AlarmActions"] == [{"Ref": topic}]
    assert alarm["Properties"]["TreatMissingData"] in {"notBreaching", "breaching"}


def test_every_runbook_is_named_by_an_alarm_and_listed_beside_it() -> None:
    called = {book(alarm) for alarm in CALLING.values()}
    assert {path.stem for path in BOOKS.glob("*.md")} == called | UNCALLED
    index = (BOOKS / "README.md").read_text()
    rows = {
        name.strip(): row
        for row in index.splitlines()
        if row.startswith("| ")
        for name in row.split("|")[1].split(",")
    }
    for alarm in CALLING.values():
        name = "errors-… (one for each function)" if name_of(alarm).startswith("errors-") else name_of(alarm)
        assert f"({book(alarm)}.md)" in rows[name]


@pytest.mark.parametrize("path", sorted(BOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_a_runbook_is_steps_with_commands(path: Any) -> None:
    text = path.read_text()
    if path.stem != "README":
        assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) >= 3
    assert "`" in text
    for link in re.findall(r"\]\(([a-z-]+\.md)\)", text):
        assert (BOOKS / link).exists(), f"{path.name} leads to {link}"


def test_every_function_has_an_error_alarm_of_its_own_name() -> None:
    watched = {
        alarm["Properties"]["Dimensions"][0]["Value"]["Fn::Sub"]
        for alarm in ALARMS.values()
        if alarm["Properties"].get("MetricName") == "Errors"
    }
    functions = resources("AWS::Serverless::Function")
    named = {function["Properties"]["FunctionName"]["Fn::Sub"] for function in functions.values()}
    assert watched == named, (
        "infra/alarms_functions.yaml must watch the errors of each function and of no other"
    )
    for logical_id, function in functions.items():
        step = snake(logical_id.removesuffix("Function")).replace("_", "-")
        assert function["Properties"]["FunctionName"]["Fn::Sub"] == f"inkscout-${{Stage}}-{step}"


def emitted() -> set[str]:
    """Names of the metrics that our code writes."""
    found = set(run_metrics(summary(outcomes={"error": 1})))
    for path in (ROOT / "functions").rglob("*.py"):
        found |= set(re.findall(r'(?:add_metric\(\s*name=|emit\(\{)"(\w+)"', path.read_text()))
    found |= set(emitted_by_feeds(failures=0))
    return found | {f"Index{name.capitalize()}" for name in ("applied", "stale", "rejected")}


def emitted_by_feeds(*, failures: int) -> dict[str, float]:
    """Metrics of a run of a feed, of its curating and of an error in it."""
    found: dict[str, float] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed_metrics, "emit", found.update)
        emit_fetched(
            FetchFeedResult(feed="f", run="r", outcome="refused", is_failure=True, failures=failures)
        )
        emit_curated(Curated(source="f", processed=3, quarantined=1))
        with pytest.raises(ValueError, match="odd"), counting_errors("f"):
            raise ValueError("odd")
    return found


def test_a_feed_that_failed_three_times_in_a_row_crosses_the_threshold_of_its_alarm() -> None:
    threshold = ALARMS["FeedLateAlarm"]["Properties"]["Threshold"]
    assert [emitted_by_feeds(failures=count)["FeedsLate"] >= threshold for count in (0, 2, 3, 9)] == [
        False,
        False,
        True,
        True,
    ]


def test_every_metric_of_ours_that_the_dashboard_shows_is_emitted() -> None:
    (dashboard,) = resources("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["Properties"]["DashboardBody"]["Fn::Sub"])["widgets"]
    shown = set()
    for widget in widgets:
        namespace = ""
        for metric in widget["properties"].get("metrics", []):
            namespace = namespace if metric[0] in {".", "..."} else metric[0]
            if namespace == NAMESPACE:
                shown.add(metric[1])
    assert len(shown) >= 5
    assert shown <= emitted()


def test_every_metric_of_ours_that_an_alarm_looks_at_is_emitted() -> None:
    filtered = {
        transformation["MetricName"]
        for metric_filter in resources("AWS::Logs::MetricFilter").values()
        for transformation in metric_filter["Properties"]["MetricTransformations"]
    }
    looked_at = {
        (str(alarm["Properties"]["Namespace"]), alarm["Properties"]["MetricName"])
        for alarm in ALARMS.values()
        if "Inkscout" in str(alarm["Properties"].get("Namespace"))
    }
    assert looked_at
    for namespace, metric in looked_at:
        assert metric in (emitted() if namespace == NAMESPACE else filtered), f"nobody emits {metric}"


WANTED = {
    "a run failed": {"run-failed"},
    "a removal does not end": {"removal-failed", "removals-overdue"},
    "a run missed its schedule": {"run-missed"},
    "visits fail": {"visits-failing"},
    "a dead-letter queue is not empty": {"jobs-dead", "index-dead", "feeds-dead", "undelivered"},
    "a feed gives nothing": {"feed-late", "feed-not-started"},
    "records of a feed are set aside": {"feed-quarantine"},
    "the stream is read late": {"iterator-age"},
    "the index lags": {"index-lag"},
    "the API fails": {"api-errors"},
    "the API is slow": {"api-slow"},
    "something is throttled": {"throttled"},
    "a breaker is open": {"provider-paused"},
    "spend is beyond the budget": {"spend"},
    "NAT ports run out": {"nat-ports", "nat-ports-second"},
    "a run finds nobody where one found some before": {"no-artists"},
}
"""What operators are woken for, and the alarms that do it."""

VISIBLE = "ApproximateNumberOfMessagesVisible"
EXACTLY = {
    # name: namespace, metric, statistic, threshold, comparison
    "removals-overdue": ("Inkscout", "RemovalsOverdue", "Maximum", 1, "GreaterThanOrEqualToThreshold"),
    "visits-failing": ("Inkscout", "VisitSuccessPercent", "Minimum", 80, "LessThanThreshold"),
    "jobs-dead": (
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "Maximum",
        1,
        "GreaterThanOrEqualToThreshold",
    ),
    "index-dead": (
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "Maximum",
        1,
        "GreaterThanOrEqualToThreshold",
    ),
    "iterator-age": ("AWS/Lambda", "IteratorAge", "Maximum", 300_000, "GreaterThanThreshold"),
    "index-lag": ("Inkscout", "IndexLag", "p95", 300_000, "GreaterThanThreshold"),
    "api-slow": ("AWS/ApiGateway", "Latency", "p95", 1000, "GreaterThanThreshold"),
    "provider-paused": ("Inkscout", "ProvidersPaused", "Sum", 1, "GreaterThanOrEqualToThreshold"),
    "no-artists": ("Inkscout", "BarrenRuns", "Sum", 1, "GreaterThanOrEqualToThreshold"),
    "nat-ports": ("AWS/NATGateway", "ErrorPortAllocation", "Sum", 1, "GreaterThanOrEqualToThreshold"),
}


def test_operators_are_woken_for_each_reason_they_asked_for() -> None:
    named = {name_of(alarm): alarm["Properties"] for alarm in CALLING.values()}
    for reason, names in WANTED.items():
        assert names <= named.keys(), reason
    for name, wanted in EXACTLY.items():
        alarm = named[name]
        threshold = alarm["Threshold"]
        if isinstance(threshold, dict):
            parameters = [t["Parameters"].get(threshold["Ref"]) for t in templates().values()]
            threshold = int(next(found for found in parameters if found)["Default"])
        statistic = alarm.get("Statistic") or alarm["ExtendedStatistic"]
        found = (alarm["Namespace"], alarm["MetricName"], statistic, threshold, alarm["ComparisonOperator"])
        assert found == wanted, name


def summary(**values: Any) -> RunSummary:
    """A run's summary that says these things alone."""
    known: dict[str, Any] = {"outcomes": {}, "discovery": {}, "seconds": 1.0, "artists": 0}
    return RunSummary.model_construct(**{**known, "artists_before": 0, "new_artists": 0, **values})


@pytest.mark.parametrize(
    ("said", "alarm"),
    [
        ({"outcomes": {"artists_found": 7, "error": 3}}, "visits-failing"),
        ({"outcomes": {"no_artists_named": 3}, "artists_before": 5}, "no-artists"),
        ({"discovery": {"outcomes": ["provider_paused"]}}, "provider-paused"),
    ],
)
def test_a_run_that_went_wrong_crosses_the_threshold_of_its_alarm(said: dict[str, Any], alarm: str) -> None:
    _, metric, _, threshold, comparison = EXACTLY[alarm]
    bad, good = run_metrics(summary(**said)), run_metrics(summary(outcomes={"artists_found": 10}, artists=9))
    crosses = (lambda v: v < threshold) if comparison == "LessThanThreshold" else (lambda v: v >= threshold)
    assert crosses(bad[metric])
    assert not crosses(good[metric])


def test_metrics_carry_the_deployment_that_the_alarms_ask_for() -> None:
    emitting = [
        name for name, document in templates().items() if "POWERTOOLS_METRICS_NAMESPACE" in str(document)
    ]
    assert {"pipeline", "sync"} <= set(emitting)
    for name in emitting:
        assert "'POWERTOOLS_SERVICE_NAME': {'Fn::Sub': 'inkscout-${Stage}'}" in str(templates()[name]), name


@pytest.mark.parametrize("machine", sorted(resources("AWS::Serverless::StateMachine")))
def test_an_execution_that_does_not_succeed_calls_however_it_ended(machine: str) -> None:
    counted = {"ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"}
    metrics = [
        metric["MetricStat"]["Metric"]
        for alarm in CALLING.values()
        for metric in alarm["Properties"].get("Metrics", [])
        if "MetricStat" in metric and alarm["Properties"]["Metrics"][-1]["Expression"] == "SUM(METRICS())"
    ]
    of_this = {"Name": "StateMachineArn", "Value": {"Ref": f"{machine}Arn"}}
    assert {one["MetricName"] for one in metrics if of_this in one.get("Dimensions", [])} >= counted


@pytest.mark.parametrize(
    "metric",
    [
        "CPUUtilization",
        "JVMMemoryPressure",
        "ClusterIndexWritesBlocked",
        "AutomatedSnapshotFailure",
        "KMSKeyError",
    ],
)
def test_a_search_domain_in_need_calls(metric: str) -> None:
    assert metric in {alarm["Properties"].get("MetricName") for alarm in CALLING.values()}


def test_no_alarm_is_made_of_a_search_which_cloudwatch_refuses() -> None:
    assert "SEARCH(" not in str(ALARMS)
