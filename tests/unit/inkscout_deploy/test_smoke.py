"""The request that a deployment makes to the API it has just deployed."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import boto3
import pytest
from botocore.stub import Stubber

from inkscout_deploy import smoke
from inkscout_deploy.errors import DeployFailed


class Api(BaseHTTPRequestHandler):
    """Answers with each status in turn, the last one for ever."""

    statuses: ClassVar[list[int]] = []
    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b'{"status": "degraded"}')

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        return


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(smoke, "_PAUSE", 0.01)
    Api.paths.clear()
    server = HTTPServer(("127.0.0.1", 0), Api)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_api_that_needs_a_moment_is_asked_again(url: str) -> None:
    Api.statuses = [502, 503, 200]
    assert "degraded" in smoke.check(url, "inkscout-dev-api", "7")
    assert Api.paths == ["/v1/health"] * 3


def test_an_api_that_does_not_answer_fails_the_deployment_and_the_way_back_is_told(url: str) -> None:
    Api.statuses = [503]
    with pytest.raises(DeployFailed) as failure:
        smoke.check(url, "inkscout-dev-api", "7", seconds=0.1)
    said = str(failure.value)
    assert "status 503" in said
    assert "update-alias --function-name inkscout-dev-api --name live --function-version 7" in said
    assert "docs/runbooks/roll-back-a-deploy.md" in said


def test_nobody_at_the_address_is_a_failure_too_and_a_first_deployment_has_no_way_back() -> None:
    with pytest.raises(DeployFailed) as failure:
        smoke.check("http://127.0.0.1:9", "inkscout-dev-api", "", seconds=0.0)
    assert "update-alias" not in str(failure.value)
    assert "api-errors.md" in str(failure.value)


def test_the_version_before_is_the_alias_and_none_before_the_first_deployment() -> None:
    client = boto3.client(
        "lambda", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    asked = {"FunctionName": "inkscout-dev-api", "Name": "live"}
    with Stubber(client) as stub:
        stub.add_response("get_alias", {"FunctionVersion": "7"}, asked)
        stub.add_client_error("get_alias", "ResourceNotFoundException", expected_params=asked)
        assert smoke.version(client, "inkscout-dev-api") == "7"
        assert smoke.version(client, "inkscout-dev-api") == ""
