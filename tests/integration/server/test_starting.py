"""A wrong configuration ends the server with one sentence; a denylist that fails makes it unready."""

import subprocess

import boto3
import pytest

from tests.support.api_server import command, running, surroundings
from tests.support.emulator import CREDENTIALS
from tests.support.patience import PATIENCE_SECONDS, until
from tests.support.project import ROOT

WRONG = {
    "no number": ({"THREADS": "abc"}, "THREADS: input should be a valid integer"),
    "no port": ({"PORT": "70000"}, "PORT: input should be less than or equal to 65535"),
    "a short key": ({"CURSOR_KEY": "short"}, "CURSOR_KEY: "),
    "no table": ({"DIRECTORY_TABLE": "not-there"}, "DIRECTORY_TABLE names 'not-there'"),
    "no secret": ({"DENYLIST_SECRET_ARN": "not-there"}, "DENYLIST_TABLE names"),
    "no emulator": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "AWS_ENDPOINT_URL does not answer"),
    "no index": ({"OPENSEARCH_URL": "http://127.0.0.1:9"}, "OPENSEARCH_URL does not answer"),
    "no address": ({"OPENSEARCH_URL": "search:9200"}, "OPENSEARCH_URL must begin with http"),
    "no queue": ({"JOBS_QUEUE_URL": "{endpoint}/000000000000/not-there"}, "JOBS_QUEUE_URL names a queue"),
    "no host": ({"BIND_HOST": "192.0.2.1"}, "the server cannot start: "),
}
CHEAP = ("no number", "no table", "no index")
"""Cases of the ordinary run: one of the settings, one of AWS, one of another server; each is a process."""


@pytest.mark.parametrize(
    "case", [pytest.param(name, marks=[] if name in CHEAP else pytest.mark.slow) for name in WRONG]
)
def test_a_wrong_setting_ends_in_one_sentence(variables: dict[str, str], case: str) -> None:
    changed, said = WRONG[case]
    endpoint = variables["AWS_ENDPOINT_URL"]
    wrong = variables | {name: value.replace("{endpoint}", endpoint) for name, value in changed.items()}
    done = subprocess.run(
        command(),
        env=surroundings(wrong),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith(f"inkscout: {said}")
    assert sentence.endswith(".")


def test_the_server_is_unready_while_the_denylist_fails(variables: dict[str, str]) -> None:
    dynamodb = boto3.client("dynamodb", endpoint_url=variables["AWS_ENDPOINT_URL"], **CREDENTIALS)
    table = "inkscout-failing-denylist"
    definition = dynamodb.describe_table(TableName=variables["DENYLIST_TABLE"])["Table"]
    kept = {name: definition[name] for name in ("AttributeDefinitions", "KeySchema")}
    made = {"TableName": table, "BillingMode": "PAY_PER_REQUEST", **kept}
    dynamodb.create_table(**made)
    with running(variables | {"DENYLIST_TABLE": table}) as server:
        assert server.get("/health/ready").status == 200
        dynamodb.delete_table(TableName=table)
        for path in ("/health/ready", "/health", "/v1/health"):
            answer = server.get(path)
            checks = {check["name"]: check["ok"] for check in answer.json()["checks"]}
            assert (answer.status, answer.json()["status"]) == (503, "down")
            assert checks == {"table": True, "denylist": False, "index": True}
        assert server.get("/health/live").status == 200
        dynamodb.create_table(**made)
        until(lambda: server.get("/health/ready").status == 200)
