"""Credentials by the identity of a place: exchanged, refreshed, refused in one sentence, and never told."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import botocore.credentials
import pytest
from botocore.session import Session as BotocoreSession
from moto import mock_aws

import inkscout
from inkscout import identity
from inkscout.adapters.aws import web_identity
from inkscout.adapters.aws.web_identity import AzureIdentity, claims

ROLE = "arn:aws:iam::123456789012:role/external-worker"
SIGNATURE = "the-signature-that-must-not-be-told"
HEADER = "the-header-that-must-not-be-told"


def jwt(audience: str) -> str:
    body = {"iss": "https://accounts.google.com", "aud": audience, "sub": "1234", "email": "w@example.org"}
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256"}, body)]
    encoded = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, SIGNATURE])


class Place:
    """A metadata server of both kinds on loopback, and an STS that refuses; ``asked`` are the requests."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.statuses: list[int] = []
        self.refusal = ""
        place = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = parse_qs(parts.query)
                place.asked.append((parts.path, query))
                status = place.statuses.pop(0) if place.statuses else 200
                google = parts.path.startswith("/computeMetadata/")
                allowed = (
                    self.headers.get("Metadata-Flavor") == "Google"
                    if google
                    else self.headers.get("X-IDENTITY-HEADER") == HEADER
                )
                token = jwt(query["audience" if google else "resource"][0])
                body = token if google else json.dumps({"access_token": token, "expires_on": "1"})
                self._answer(status if allowed else 403, body if status == 200 else "no")

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                fault = (
                    f"<Error><Code>{place.refusal}</Code><Message>Incorrect token audience</Message></Error>"
                )
                self._answer(400, f"<ErrorResponse>{fault}</ErrorResponse>")

            def _answer(self, status: int, body: str) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    made = Place()
    for name in ("AWS_ENDPOINT_URL", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    monkeypatch.setenv("GCE_METADATA_HOST", made.host)
    # A proxy that an operator set for websites must not see a token.
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setattr(web_identity, "_PAUSE_SECONDS", 0)
    yield made
    made.close()


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence of a refusal; nothing secret is in it, and nothing is on standard output."""
    assert identity.main() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    for secret in (SIGNATURE, HEADER, jwt("sts.amazonaws.com")):
        assert secret not in said.err
    return said.err.strip()


@mock_aws
def test_google_s_token_becomes_credentials_with_an_expiry(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert identity.main() == 0
    found = json.loads(capsys.readouterr().out)
    assert found["Version"] == 1
    assert found["AccessKeyId"]
    assert found["SecretAccessKey"]
    assert found["SessionToken"]
    assert datetime.fromisoformat(found["Expiration"]) > datetime.now(UTC) + timedelta(minutes=10)
    ((path, query),) = place.asked
    assert path.endswith("/instance/service-accounts/default/identity")
    assert query == {"audience": ["sts.amazonaws.com"], "format": ["full"]}


@mock_aws
def test_azure_s_endpoint_is_asked_where_it_is_given(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://{place.host}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", HEADER)
    monkeypatch.setenv("IDENTITY_AUDIENCE", "api://inkscout")
    monkeypatch.setenv("AZURE_CLIENT_ID", "a-client")
    assert identity.main() == 0
    assert HEADER not in capsys.readouterr().out
    assert place.asked == [
        (
            "/msi/token",
            {"api-version": ["2019-08-01"], "resource": ["api://inkscout"], "client_id": ["a-client"]},
        )
    ]


@mock_aws
def test_a_busy_metadata_server_is_asked_again(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.statuses = [503, 429]
    assert identity.main() == 0
    assert len(place.asked) == 3
    capsys.readouterr()
    place.statuses = [500, 500, 500]
    assert refused(capsys) == "Google's metadata server answered 500."


def test_a_place_that_refuses_is_asked_once(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.statuses = [401]
    assert refused(capsys).startswith("Google's metadata server answered 401: has this place")
    assert len(place.asked) == 1


def test_a_wrong_header_is_refused_without_telling_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://{place.host}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", f"not {HEADER}")
    assert refused(capsys).startswith("Azure's identity endpoint answered 403")


def test_a_machine_without_any_identity_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.close()
    assert refused(capsys) == "Google's metadata server did not answer (URLError)."
    monkeypatch.setenv("IDENTITY_PLACE", "azure")
    assert "IDENTITY_ENDPOINT is empty" in refused(capsys)


def test_missing_and_wrong_settings_are_named(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ROLE_ARN", "external-worker")
    monkeypatch.setenv("IDENTITY_PLACE", "elsewhere")
    assert refused(capsys) == "Missing or wrong: AWS_ROLE_ARN, IDENTITY_PLACE."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("InvalidIdentityToken", "issuer, audience or signature are not those that the role trusts"),
        ("AccessDenied", "the role does not trust this issuer, audience and subject"),
        ("ExpiredTokenException", "is this machine's clock right"),
        ("SomethingNew", "see its code"),
    ],
)
def test_a_refusal_of_aws_says_what_the_token_is_for(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str, words: str
) -> None:
    place.refusal = code
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{place.host}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    said = refused(capsys)
    assert said.startswith(f"AWS refused the token for {ROLE} ({code}): ")
    assert words in said
    assert "iss https://accounts.google.com, aud sts.amazonaws.com, sub 1234" in said
    assert "w@example.org" not in said


@mock_aws
def test_a_clock_that_is_hours_ahead_is_found_out(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=3)
    monkeypatch.setattr("inkscout.adapters.system_clock.SystemClock.now", lambda _self: ahead)
    assert refused(capsys).endswith("which has passed by this machine's clock: set the clock.")


def test_an_answer_without_a_token_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_identity, "_ask", lambda *_: "<html>")
    source = AzureIdentity(endpoint="http://x/", header=HEADER, audience="a")
    with pytest.raises(Exception, match="without an access token"):
        source.token()
    assert claims("nonsense") == claims("a.b.c") == {}


@mock_aws
def test_boto3_asks_again_before_credentials_expire(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file of the image, read by botocore itself; its process is this one."""

    class Process:
        returncode = 0

        def __init__(self, command: list[str], **_: Any) -> None:
            assert command == ["python", "-m", "inkscout.identity"]

        def communicate(self) -> tuple[bytes, bytes]:
            assert identity.main() == 0
            return capsys.readouterr().out.encode(), b""

    monkeypatch.setenv("AWS_CONFIG_FILE", str(Path(inkscout.__file__).with_name("identity.ini")))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setattr(botocore.credentials.ProcessProvider.__init__, "__defaults__", (Process,))
    session = BotocoreSession()
    resolver = session.get_component("credential_provider")
    for name in ("env", "container-role", "iam-role"):
        resolver.remove(name)
    found = session.get_credentials()
    assert found.method == "custom-process"
    first = found.get_frozen_credentials()
    assert found.get_frozen_credentials() == first
    assert len(place.asked) == 1
    later = datetime.now(UTC) + timedelta(minutes=52)
    monkeypatch.setattr(found, "_time_fetcher", lambda: later)
    found.get_frozen_credentials()
    assert len(place.asked) == 2


def test_the_module_runs_as_the_file_says(place: Place) -> None:
    place.statuses = [401]
    ended = subprocess.run(
        [sys.executable, "-m", "inkscout.identity"],
        env={"AWS_ROLE_ARN": ROLE, "GCE_METADATA_HOST": place.host, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Google's metadata server answered 401")
