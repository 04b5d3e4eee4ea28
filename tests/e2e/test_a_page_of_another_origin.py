"""A website in the operator's browser neither reads nor changes the platform; it may call the HTTP API."""

import json
import signal
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from inkscout_local.platform.connection import Connection
from scraper_task.browser.chromium import find_executable
from tests.e2e.command_line import CommandLine, part_of_the_demo
from tests.support.patience import PATIENCE_SECONDS

pytestmark = [
    pytest.mark.platform,
    pytest.mark.chromium,
    pytest.mark.timeout(480),
    pytest.mark.skipif(not find_executable(""), reason="no Chromium on this machine"),
]

SECRET = "inkscout/google-maps"
FORM = "application/x-www-form-urlencoded"
TRIES = """
async ([emulator, search, world, form]) => {
  const read = [];
  const attempt = async (url, options) => {
    try {
      const answer = await fetch(url, options);
      if (answer.type !== "opaque") read.push(url + " " + answer.status + " " + (await answer.text()));
    } catch (error) { /* the browser or the server refused */ }
  };
  const socket = (url) => new Promise((done) => {
    const opened = new WebSocket(url.replace("http", "ws"));
    opened.onopen = () => { read.push("opened " + url); done(); };
    opened.onerror = () => done();
    setTimeout(done, 3000);
  });
  const post = (url, enctype, name, value) => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.name = "f" + Math.random();
    document.body.append(frame);
    const sent = document.createElement("form");
    Object.assign(sent, {method: "POST", action: url, enctype, target: frame.name});
    const field = document.createElement("input");
    Object.assign(field, {name, value});
    sent.append(field);
    document.body.append(sent);
    sent.submit();
    setTimeout(done, 700);
  });
  const picture = (url) => new Promise((done) => {
    const image = new Image();
    image.onload = image.onerror = () => done();
    image.src = url;
    setTimeout(done, 3000);
  });
  const queue = "Action=CreateQueue&QueueName=planted";
  const fault = JSON.stringify({endpoint: "*", kind: "REQUEST_DENIED", times: null});
  const planted = JSON.stringify({name: "planted"});
  const text = {"Content-Type": "text/plain"};
  const encoded = {"Content-Type": form};
  const secret = '{"SecretId": "inkscout/google-maps"}';
  const target = {...text, "X-Amz-Target": "secretsmanager.GetSecretValue"};
  await attempt(emulator + "/", {method: "POST", headers: target, body: secret});
  for (const mode of ["cors", "no-cors"]) {
    await attempt(emulator + "/2015-03-31/functions", {mode});
    await attempt(emulator + "/_ministack/health", {mode});
    await attempt(emulator + "/?" + queue, {mode});
    await attempt(emulator + "/", {mode, method: "POST", headers: encoded, body: queue});
    await attempt(emulator + "/_ministack/reset", {mode, method: "POST", headers: text, body: ""});
    await attempt(search + "/_cat/indices", {mode});
    await attempt(search + "/planted/_doc/1", {mode, method: "POST", headers: text, body: planted});
    await attempt(search + "/planted/_doc/2", {mode, method: "POST", headers: encoded, body: planted});
    await attempt(search + "/planted/_doc/3", {mode, method: "POST", body: new Blob([planted])});
    await attempt(world + "/_world/requests", {mode});
    await attempt(world + "/_world/faults", {mode, method: "POST", headers: text, body: fault});
  }
  await attempt(emulator + "/inkscout-planted", {method: "PUT"});
  await attempt(search + "/planted", {method: "PUT"});
  await attempt(world + "/_world/faults", {method: "DELETE"});
  await picture(emulator + "/?" + queue);
  for (const server of [emulator, search, world]) await socket(server + "/");
  await post(emulator + "/", form, "Action", "CreateQueue");
  await post(emulator + "/?" + queue, "text/plain", "x", "y");
  await post(search + "/planted/_doc/4", "text/plain", '{"name": "', '"}');
  await post(world + "/_world/faults", "text/plain", fault.slice(0, -1) + ', "x": "', '"}');
  return read;
}
"""
OPERATOR = """
async (api) => {
  const read = [];
  const attempt = async (url, options) => {
    try {
      const answer = await fetch(url, options);
      if (answer.type !== "opaque") read.push(answer.status + " " + (await answer.text()));
    } catch (error) { /* the browser or the server refused */ }
  };
  const run = JSON.stringify({regions: ["Leeds, UK"]});
  const signed = "AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/execute-api/aws4_request, Signature=00";
  const query = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=any&X-Amz-Signature=00";
  await attempt(api + "/v1/runs", {headers: {Authorization: signed}});
  await attempt(api + "/v1/runs" + query, {});
  for (const mode of ["cors", "no-cors"])
    for (const type of ["text/plain", "application/json"])
      for (const way of ["", query])
        await attempt(api + "/v1/runs" + way, {
          method: "POST", mode, headers: {"Content-Type": type}, body: run,
        });
  await attempt(api + "/v1/runs" + query, {method: "POST", mode: "no-cors", body: new Blob([run])});
  return read;
}
"""
API = """
async (api) => {
  const found = await fetch(api + "/v1/styles");
  const etag = found.headers.get("etag");
  const again = await fetch(api + "/v1/styles", {cache: "no-store", headers: {"If-None-Match": etag}});
  const asked = await fetch(api + "/v1/removal-requests", {
    method: "POST", headers: {"Content-Type": "application/json"},
    body: JSON.stringify({instagram: "nobody.at.all"}),
  });
  return [found.status, again.status, asked.status, (await asked.json()).status];
}
"""


@dataclass(frozen=True)
class Up:
    """A platform that is up, and a browser's page on a website of another origin."""

    connection: Connection
    page: Page
    site: str

    @property
    def world(self) -> str:
        return str(self.connection.record["world_addresses"]["google_url"])


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><title>Elsewhere</title><body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("page")
    part_of_the_demo(folder / "few", "copperbeechtattoo.test")
    cli = CommandLine(folder)
    process = cli.forked("up", "--world", "few", "--json")
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        yield Connection(json.loads(line))
    finally:
        # The terminal is closed, and the platform must leave nothing running.
        process.send_signal(signal.SIGHUP)
        process.communicate()
    assert cli.left_running() == []


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def up(connection: Connection, site: str) -> Iterator[Up]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=find_executable("") or None,
            # Without these the browser would itself refuse what must be refused by the servers.
            args=[
                "--no-sandbox",
                "--host-resolver-rules=MAP rebound.test 127.0.0.1",
                "--disable-features=PrivateNetworkAccessSendPreflights,LocalNetworkAccessChecks,"
                "BlockInsecurePrivateNetworkRequests,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
            ],
        )
        page = browser.new_context().new_page()
        page.goto(site)
        yield Up(connection, page, site)
        browser.close()


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as response:
        return json.load(response)


def test_the_servers_are_neither_read_nor_changed(up: Up) -> None:
    connection = up.connection
    queues = connection.client("sqs").list_queues().get("QueueUrls", [])
    buckets = [bucket["Name"] for bucket in connection.client("s3").list_buckets()["Buckets"]]
    indexes = set(_get(f"{connection.search_url}/_settings"))
    read = up.page.evaluate(TRIES, [connection.endpoint, connection.search_url, up.world, FORM])
    assert read == []
    assert connection.client("sqs").list_queues().get("QueueUrls", []) == queues
    assert [bucket["Name"] for bucket in connection.client("s3").list_buckets()["Buckets"]] == buckets
    assert set(_get(f"{connection.search_url}/_settings")) == indexes
    assert connection.client("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"]
    answer = _get(f"{up.world}/maps/api/geocode/json?address=Leeds,%20UK&key=any")
    assert answer["status"] == "OK"


def test_a_name_that_is_pointed_at_this_machine_reaches_nothing(up: Up) -> None:
    connection = up.connection
    page = up.page.context.new_page()
    for server, path in (
        (connection.endpoint, "/_ministack/health"),
        (connection.api_url, "/v1/styles"),
        (connection.search_url, "/_cat/indices"),
        (up.world, "/_world/requests"),
    ):
        address = urlsplit(server)
        answer = page.goto(f"http://rebound.test:{address.port}{address.path}{path}")
        assert answer
        assert answer.status == 403, server
        assert "under its own address" in answer.text()
    page.close()


def test_an_operators_routes_are_closed_to_a_page(up: Up) -> None:
    read = up.page.evaluate(OPERATOR, up.connection.api_url)
    assert all(answer.startswith(("403", "415")) for answer in read), read
    machine = up.connection.state_machine
    states = up.connection.client("stepfunctions")
    assert states.list_executions(stateMachineArn=machine)["executions"] == []


def test_a_page_calls_the_public_api_with_preflights_and_revalidation(up: Up) -> None:
    assert up.page.evaluate(API, up.connection.api_url) == [200, 304, 202, "pending"]


def test_the_gateway_answers_preflights_as_configured(up: Up) -> None:
    request = urllib.request.Request(
        f"{up.connection.api_url}/v1/removal-requests",
        method="OPTIONS",
        headers={
            "Origin": up.site,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
        allowed = {name.lower(): value.lower() for name, value in response.headers.items()}
    assert allowed["access-control-allow-origin"] == "*"
    assert "post" in allowed["access-control-allow-methods"]
    assert "content-type" in allowed["access-control-allow-headers"]
    assert "authorization" not in allowed["access-control-allow-headers"]


def test_an_answer_varies_by_what_it_depends_on(up: Up) -> None:
    request = urllib.request.Request(f"{up.connection.api_url}/v1/styles", headers={"Origin": up.site})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
        assert {part.strip().lower() for part in response.headers["Vary"].split(",")} >= {"accept-encoding"}
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_head_is_answered_like_a_get(up: Up) -> None:
    request = urllib.request.Request(f"{up.connection.api_url}/v1/styles", method="HEAD")
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
        assert response.status == 200
        assert response.headers["ETag"]
        assert response.read() == b""
