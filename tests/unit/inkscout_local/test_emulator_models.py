"""Descriptions of services, of which the emulator reads the metadata alone."""

from types import SimpleNamespace

import botocore.session
import pytest

from inkscout_local.platform.emulator_models import metadata, read_briefly

ASKED = (
    *("apigatewayv2", "cloudformation", "dynamodb", "dynamodbstreams", "ecs", "events", "iam", "lambda"),
    *("logs", "s3", "scheduler", "secretsmanager", "sns", "sqs", "stepfunctions"),
)


@pytest.mark.parametrize("service", ASKED)
def test_metadata_that_are_read_alone_are_those_of_the_whole_description(service: str) -> None:
    assert metadata(service) == botocore.session.get_session().get_service_model(service).metadata


def test_a_service_has_the_metadata_of_botocore_s_name_and_an_unknown_one_is_asked_for_as_before() -> None:
    module = SimpleNamespace(_service_model=lambda name: f"whole {name}", _BOTOCORE_NAME={"states": "sfn-x"})
    read_briefly(module)  # type: ignore[arg-type]
    assert module._service_model("sqs").metadata["protocol"] == "json"
    assert module._service_model("states") == "whole states"


def test_another_release_is_refused() -> None:
    with pytest.raises(RuntimeError, match="install the pinned one"):
        read_briefly(SimpleNamespace())  # type: ignore[arg-type]
