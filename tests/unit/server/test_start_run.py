"""The scheduled job that starts a run: its settings, its identity, and its exit codes."""

from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, UnauthorizedSSOTokenError

from inkscout.adapters.aws.identity import check_identity
from inkscout.bootstrap import schedule, stores
from inkscout.errors import IdentityRefused, StoreThrottled
from server import start_run

ROLE = "arn:aws:iam::000000000000:role/inkscout-prod-external-schedule"
GOOD = {
    "DIRECTORY_PIPELINE_ARN": "arn:aws:states:eu-west-1:000000000000:stateMachine:pipeline",
    "REGIONS": '["Leeds, UK"]',
    "RUN_NAME": "inkscout-schedule-29012345",
}


class Session:
    """A session of boto3 whose credentials raise an error when they are asked for."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    def get_credentials(self) -> "Session":
        return self

    def get_frozen_credentials(self) -> None:
        if self._error:
            raise self._error


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "AssumeRoleWithWebIdentity")


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (refusal("InvalidIdentityToken"), IdentityRefused, "InvalidIdentityToken"),
        (refusal("AccessDenied"), IdentityRefused, "AccessDenied"),
        (refusal("IDPCommunicationError"), StoreThrottled, "IDPCommunicationError"),
        (EndpointConnectionError(endpoint_url="https://sts"), StoreThrottled, "did not answer"),
        (UnauthorizedSSOTokenError(), IdentityRefused, "no identity"),
        (FileNotFoundError("/var/run/token"), IdentityRefused, "/var/run/token"),
    ],
)
def test_an_identity_that_is_refused_is_told_from_an_aws_that_does_not_answer(
    error: Exception, kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind, match=says) as caught:
        check_identity(Session(error), ROLE)
    assert ROLE in str(caught.value)


def test_no_credentials_at_all_are_said_and_good_ones_pass() -> None:
    class Nobody:
        def get_credentials(self) -> None:
            return None

    with pytest.raises(IdentityRefused, match="neither a role"):
        check_identity(Nobody(), "")
    check_identity(Session(None), ROLE)


class Pipeline:
    """A starter that keeps what it was asked to start."""

    def __init__(self) -> None:
        self.started: list[tuple[str, dict[str, Any]]] = []

    def start_pipeline(self, name: str, document: dict[str, Any]) -> None:
        self.started.append((name, document))


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    made = Pipeline()
    monkeypatch.setattr(schedule, "pipeline", lambda _arn: made)
    monkeypatch.setattr(stores, "check_identity", lambda: None)
    return made


def test_a_run_bears_the_name_of_the_job(pipeline: Pipeline) -> None:
    assert start_run.main() == start_run.DONE
    assert pipeline.started == [("inkscout-schedule-29012345", {"regions": ["Leeds, UK"]})]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGIONS", "Leeds"),
        ("REGIONS", "[]"),
        ("REGIONS", '[{"name": "x"}]'),
        ("RUN_NAME", "a name of words"),
        ("DIRECTORY_PIPELINE_ARN", ""),
    ],
)
def test_a_wrong_setting_ends_in_one_sentence_and_is_not_tried_again(
    name: str,
    value: str,
    pipeline: Pipeline,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The level of the process's own logger is that of whoever made it first, which may be another test.
    log = Mock()
    monkeypatch.setattr(start_run, "logger", lambda: log)
    monkeypatch.setenv(name, value)
    assert start_run.main() == start_run.MISCONFIGURED
    [(sentence,)] = [call.args for call in log.error.call_args_list]
    assert name in sentence.upper()
    assert not pipeline.started


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (IdentityRefused("AWS refused the identity"), start_run.MISCONFIGURED),
        (StoreThrottled("AWS did not answer"), start_run.TRY_AGAIN),
    ],
)
def test_a_job_is_tried_again_where_a_second_try_may_help(
    error: Exception, code: int, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        raise error

    monkeypatch.setattr(stores, "check_identity", refused)
    assert start_run.main() == code
    assert not pipeline.started
