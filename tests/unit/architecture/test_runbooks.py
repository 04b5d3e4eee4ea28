"""Commands of the AWS CLI in runbooks and how-tos exist, by the service models of botocore."""

import re
from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore import xform_name

from tests.support.project import ROOT
from tests.support.written_commands import aws_commands, commands

PAGES = sorted([*(ROOT / "docs" / "runbooks").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")])
GLOBAL = {"--query", "--output", "--region", "--profile", "--no-cli-pager", "--max-items"}
SERVICES = {"deploy": "codedeploy"}
"""Names of services that the AWS CLI spells otherwise than its models."""
WRITTEN_BY_HAND = {
    ("logs", "tail"): {"--since", "--filter-pattern", "--follow", "--format"},
    ("s3", "cp"): set(),
    ("s3", "ls"): {"--recursive"},
    ("s3", "rb"): {"--force"},
}
"""Commands of the AWS CLI (version 2) that no service model has, and their options."""
SESSION = botocore.session.get_session()
WRITTEN = [
    pytest.param(words, id=f"{page.stem}: {' '.join(words[:2])} {number}")
    for page in PAGES
    for number, words in enumerate(aws_commands(page))
]


@cache
def operations(service: str) -> dict[str, Any]:
    model = SESSION.get_service_model(SERVICES.get(service, service))
    return {xform_name(name, "-"): model.operation_model(name) for name in model.operation_names}


def fault(words: list[str]) -> str:
    """Fault of a command of the AWS CLI; empty if it can be typed."""
    service, operation, *rest = words
    given = {word.partition("=")[0] for word in rest if re.match(r"--[a-z]", word)} - GLOBAL
    if (service, operation) in WRITTEN_BY_HAND:
        unknown = given - WRITTEN_BY_HAND[service, operation]
        return f"{service} {operation} knows no {sorted(unknown)}" if unknown else ""
    if SERVICES.get(service, service) not in SESSION.get_available_services():
        return f"there is no service {service}"
    if operation == "wait":
        return ""
    if operation not in operations(service):
        return f"{service} has no operation {operation}"
    shape = operations(service)[operation].input_shape
    known = {f"--{xform_name(member, '-')}" for member in (shape.members if shape else {})}
    known |= {"--filter"} if "--filters" in known else set()
    unknown = given - known
    return f"{service} {operation} knows no {sorted(unknown)}" if unknown else ""


def test_there_is_something_to_type() -> None:
    assert len(WRITTEN) >= 25


@pytest.mark.parametrize("words", WRITTEN)
def test_a_command_of_the_aws_cli_can_be_typed(words: list[str]) -> None:
    assert fault(words) == ""


def test_a_command_that_is_wrong_is_seen() -> None:
    assert fault(["sqs", "recieve-message"])
    assert fault(["sqs", "receive-message", "--queue", "x"])
    assert fault(["sqss", "receive-message"])
    assert fault(["logs", "tail", "--tail"])


def test_queues_are_named_by_what_the_account_says() -> None:
    for page in PAGES:
        assert "https://sqs." not in page.read_text(), f"{page.name}: an emulator has other addresses"


def test_every_operator_s_command_of_a_runbook_names_the_stage() -> None:
    local = {"up", "deploy", "destroy", "cost"}
    for page in (ROOT / "docs" / "runbooks").glob("*.md"):
        for words in commands(page):
            if len(words) > 1 and words[0] not in local and words[:2] != ["feeds", "check"]:
                assert "--stage" in words, f"{page.name}: {' '.join(words)}"
