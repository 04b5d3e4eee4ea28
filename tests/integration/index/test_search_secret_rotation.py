"""The rotation of the search password, on Secrets Manager in memory and a server that asks for a password."""

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from opensearchpy.exceptions import AuthenticationException

from inkscout.adapters.aws.secret_rotation import DomainMasterUser, SecretsManagerVersions
from inkscout.adapters.aws.secrets import read_secret
from inkscout.adapters.opensearch.circuit_breaker import CircuitBreaker
from inkscout.adapters.opensearch.index import OpenSearchIndex, client
from inkscout.adapters.opensearch.search import OpenSearchReader
from inkscout.adapters.opensearch.search_credentials import SECRET_SECONDS, Basic
from inkscout.contracts.base import parse
from inkscout.contracts.rotate_search_secret import SecretRotationRequest
from inkscout.errors import IndexUnavailable, SecretPending, SecretUnavailable
from inkscout.usecases.rotation.rotate_search_secret import RotateSearchSecretPorts, rotate_search_secret

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
TOKEN = "00000000-0000-4000-8000-000000000001"


class Domain:
    """A domain that takes a new password after ``slow`` looks at it."""

    def __init__(self, slow: int = 0) -> None:
        self.users = {"inkscout": "first"}
        self.changes: list[str] = []
        self.asked = 0
        self._slow, self._asked = slow, ""
        domain = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                domain.asked += 1
                length = int(self.headers.get("content-length") or 0)
                self.rfile.read(length)
                domain._settle()
                proofs = {
                    "Basic " + base64.b64encode(f"{name}:{word}".encode()).decode()
                    for name, word in domain.users.items()
                }
                known = self.headers["authorization"] in proofs
                answer = b'{"count": 1, "hits": {"hits": []}}' if known else b"Unauthorized"
                self.send_response(200 if known else 401)
                self.send_header("content-type", "application/json" if known else "text/plain")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET  # noqa: N815 - the name that the standard library calls

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def update_domain_config(self, DomainName: str, AdvancedSecurityOptions: dict[str, Any]) -> None:  # noqa: N803 - AWS's names
        assert DomainName == "inkscout-test"
        self._asked = AdvancedSecurityOptions["MasterUserOptions"]["MasterUserPassword"]
        self.changes.append(self._asked)

    def _settle(self) -> None:
        self._slow -= 1
        if self._asked and self._slow < 0:
            self.users["inkscout"] = self._asked


@pytest.fixture
def domain(request: pytest.FixtureRequest) -> Iterator[Domain]:
    found = Domain(getattr(request, "param", 0))
    thread = Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


class Rotation:
    def __init__(self, domain: Domain) -> None:
        self.manager = boto3.client("secretsmanager")
        text = json.dumps({"username": "inkscout", "password": "first", "note": "kept"})
        self.arn = self.manager.create_secret(Name="search", SecretString=text)["ARN"]
        self.slept: list[float] = []
        self.versions = SecretsManagerVersions(self.manager)
        self.user = DomainMasterUser(domain, "inkscout-test", domain.url, self.slept.append)

    def step(self, name: str) -> None:
        event = {"SecretId": self.arn, "ClientRequestToken": TOKEN, "Step": name}
        rotate_search_secret(
            parse(SecretRotationRequest, event),
            deps=RotateSearchSecretPorts(secrets=self.versions, user=self.user),
        )

    def secret(self) -> dict[str, str]:
        document: dict[str, str] = json.loads(
            self.manager.get_secret_value(SecretId=self.arn, VersionStage="AWSCURRENT")["SecretString"]
        )
        return document


def test_a_rotation_ends_with_a_password_that_the_domain_takes(aws: None, domain: Domain) -> None:
    rotation = Rotation(domain)
    for name in STEPS:
        rotation.step(name)
    secret = rotation.secret()
    assert secret["password"] == domain.users["inkscout"] != "first"
    assert len(secret["password"]) == 32
    assert (secret["username"], secret["note"]) == ("inkscout", "kept")


def test_every_step_may_be_repeated(aws: None, domain: Domain) -> None:
    rotation = Rotation(domain)
    for name in STEPS:
        rotation.step(name)
        rotation.step(name)
    for name in STEPS:
        rotation.step(name)
    assert len(set(domain.changes)) == 1
    assert rotation.secret()["password"] == domain.changes[0]


@pytest.mark.parametrize("domain", [3], indirect=True)
def test_the_password_in_use_changes_only_when_the_domain_takes_the_new_one(
    aws: None, domain: Domain
) -> None:
    rotation = Rotation(domain)
    for name in STEPS[:2]:
        rotation.step(name)
    assert rotation.secret()["password"] == "first"
    rotation.step("testSecret")
    assert len(rotation.slept) == 3


@pytest.mark.parametrize("domain", [10_000], indirect=True)
def test_a_domain_that_never_takes_it_fails_the_step(aws: None, domain: Domain) -> None:
    rotation = Rotation(domain)
    for name in STEPS[:2]:
        rotation.step(name)
    with pytest.raises(SecretPending):
        rotation.step("testSecret")
    assert sum(rotation.slept) <= 500
    assert rotation.secret()["password"] == "first"


def test_a_step_out_of_order_is_refused(aws: None, domain: Domain) -> None:
    rotation = Rotation(domain)
    for name in STEPS[1:]:
        with pytest.raises(SecretUnavailable):
            rotation.step(name)


def test_a_warm_function_learns_of_the_new_password_within_a_minute() -> None:
    now, word = [0.0], ["first"]
    proof = Basic(lambda _stage: json.dumps({"username": "u", "password": word[0]}), lambda: now[0])
    first = proof("GET", "http://x.test/", b"")
    word[0] = "second"
    now[0] = SECRET_SECONDS - 0.1
    assert proof("GET", "http://x.test/", b"") == first
    now[0] = SECRET_SECONDS
    assert proof("GET", "http://x.test/", b"") != first


class Clients:
    """Both sides of the index with a secret that they have read, as in a warm function."""

    def __init__(self, rotation: Rotation, domain: Domain) -> None:
        def read(stage: str) -> str:
            return read_secret(rotation.manager, rotation.arn, stage)

        breaker = CircuitBreaker(5, 10.0, lambda: 0.0)
        url = domain.url.rstrip("/")
        self.reader = OpenSearchReader(url, timeout_seconds=5.0, breaker=breaker, authenticate=Basic(read))
        self.writer = OpenSearchIndex(client(url, Basic(read)))

    def work(self) -> bool:
        return self.reader.ready() and self.writer.count("artists") == 1


def test_no_call_fails_while_the_password_changes(aws: None, domain: Domain) -> None:
    rotation = Rotation(domain)
    clients = Clients(rotation, domain)
    assert clients.work()
    for name in STEPS:
        rotation.step(name)
        assert clients.work(), f"after {name}"
    assert Clients(rotation, domain).work()


def test_a_function_that_starts_in_the_middle_of_a_rotation_finds_the_password(
    aws: None, domain: Domain
) -> None:
    rotation = Rotation(domain)
    for name in STEPS[:3]:
        rotation.step(name)
    assert rotation.secret()["password"] == "first" != domain.users["inkscout"]
    assert Clients(rotation, domain).work()


def test_a_password_that_is_wrong_for_good_is_tried_once_and_told(aws: None, domain: Domain) -> None:
    rotation = Rotation(domain)
    clients = Clients(rotation, domain)
    domain.users["inkscout"] = "changed by hand"
    with pytest.raises(IndexUnavailable, match="401"):
        clients.reader.search([("artists", {})])
    assert domain.asked == 1
    with pytest.raises(AuthenticationException):
        clients.writer.count("artists")
    assert domain.asked == 2


def test_of_two_threads_that_are_refused_together_both_go_on() -> None:
    word = ["first"]
    proof = Basic(lambda _stage: json.dumps({"username": "u", "password": word[0]}))
    sent = proof("GET", "http://x.test/", b"")
    word[0] = "second"
    assert proof.renew(sent)
    assert proof.renew(sent)
    assert not proof.renew(proof("GET", "http://x.test/", b""))
