"""Records what a running demo answers, as examples of the OpenAPI document.

``python -m tests.support.record_examples STATE`` asks the platform of the state folder ``STATE``, which holds
a finished run of the demo world; ``python -m tests.support.publish_openapi`` then writes the document.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from inkscout_local.platform.connection import Connection
from inkscout_local.platform.state import StateFolder
from tests.support.project import ROOT

EXAMPLES = ROOT / "functions" / "api" / "examples.json"
SHOWN = 2
"""Entries of a list that an example shows."""

HELD = {
    "held_id": "5f1c2b7a90de4c11",
    "name": "Ines Marlowe",
    "instagram": "",
    "studio_id": "s-7d86c5088343dfe703a9",
    "studio_name": "Copper Beech Tattoo, Headingley",
    "city": "Leeds",
    "page_url": "http://copperbeechtattoo.test/artists",
    "seen_at": "2026-01-15T09:30:00+00:00",
}
"""A person held for review, of whom the demo has none."""


class Demo:
    """The API of a running demo, as its gateway serves it to an operator."""

    def __init__(self, state: Path) -> None:
        self._api = Connection(StateFolder(state).record()).api_url

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The answer as JSON, shortened."""
        pairs = [(name, one) for name, values in query.items() for one in _several(values)]
        url = f"{self._api}{path}" + (f"?{urlencode(pairs)}" if pairs else "")
        data = json.dumps(body).encode() if body is not None else None
        signed = AWSRequest(
            method, url, data=data, headers={"Content-Type": "application/json"} if data else {}
        )
        SigV4Auth(Credentials("test", "test"), "execute-api", "eu-west-1").add_auth(signed)
        answer = urllib3.request(
            method, url, body=data, headers=dict(signed.headers), timeout=60, redirect=False
        )
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.data.decode()}")
        return _short(json.loads(answer.data)) if answer.data else None


def main(state: Path) -> None:
    """Writes the examples."""
    made = dict(examples(Demo(state)))
    EXAMPLES.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def examples(demo: Demo) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the id of each operation with the values of its parameters, its body and its answer."""

    def read(path: str, **query: Any) -> dict[str, Any]:
        example = {"answer": demo.ask("GET", path, **query)}
        return example | ({"parameters": query} if query else {})

    found = read("/v1/artists", q="fine line leeds", limit=20)
    yield "searchArtists", found
    artist_id = found["answer"]["items"][0]["artist_id"]
    yield "getArtist", read(f"/v1/artists/{artist_id}") | {"parameters": {"artist_id": artist_id}}
    studios = read("/v1/studios", near="Leeds", radius_km=10, style=["fine-line"])
    yield "searchStudios", studios
    studio_id = studios["answer"]["items"][0]["studio_id"]
    yield "getStudio", read(f"/v1/studios/{studio_id}") | {"parameters": {"studio_id": studio_id}}
    yield "suggest", read("/v1/suggest", q="mar")
    yield "listStyles", read("/v1/styles")
    yield "mapClusters", read("/v1/map", bbox="-1.9,53.7,-1.3,53.95", zoom=11, style=["fine-line"])
    yield "getAnalytics", read("/v1/analytics")
    for operation, path in (
        ("getHealth", "/v1/health"),
        ("getReadiness", "/health/ready"),
        ("getLiveness", "/health/live"),
    ):
        example = read(path)
        checks = [check | {"ok": check["name"] != "table"} for check in example["answer"]["checks"]]
        down = {"failure": example["answer"] | {"status": "down", "checks": checks}} if checks else {}
        yield operation, example | down
    yield (
        "getOpenApi",
        {"answer": {"openapi": "3.1.0", "info": {"title": "Inkscout", "version": "1.1.0"}, "paths": {}}},
    )
    yield from _removals(demo)
    yield from _scans(demo)
    yield from _runs(demo)
    started = {"feed": "ski-lifts", "run": "2026-03-01T10:00:00Z"}
    yield "startFeedRun", {"answer": started, "parameters": {"name": "ski-lifts"}}
    yield "getExport", {"parameters": {"file": "artists.csv"}}
    yield "listHeldPeople", {"answer": {"items": [HELD]}, "parameters": {"limit": 100}}
    yield "releaseHeldPerson", {"answer": {"items": []}, "parameters": {"held_id": HELD["held_id"]}}


def _removals(demo: Demo) -> Iterator[tuple[str, dict[str, Any]]]:
    body = {"instagram": "https://www.instagram.com/nobody.of.the.demo/", "contact": "me@mail.example"}
    asked = demo.ask("POST", "/v1/removal-requests", body)
    named = {"parameters": {"request_id": asked["request_id"]}}
    state = demo.ask("GET", f"/v1/removal-requests/{asked['request_id']}")
    yield "requestRemoval", {"body": body, "answer": asked}
    yield "getRemovalRequest", {**named, "answer": state}
    confirmed = {"parameters": named["parameters"] | {"token": "c2VudC1ieS1tYWls"}}
    yield "confirmRemovalRequest", {**confirmed, "answer": state | {"confirmed": True}}
    yield (
        "listRemovalRequests",
        {"answer": demo.ask("GET", "/v1/removal-requests"), "parameters": {"status": "pending"}},
    )
    note = {"note": "Nobody of this name is in the directory."}
    rejected = demo.ask("POST", f"/v1/removal-requests/{asked['request_id']}/reject", note)
    yield "rejectRemoval", {**named, "body": note, "answer": rejected}
    approved = rejected | {"status": "approved"}
    yield "approveRemoval", {**named, "body": {"note": "Confirmed by mail."}, "answer": approved}
    yield "removeHeldPerson", {"answer": approved, "parameters": {"held_id": HELD["held_id"]}}


def _scans(demo: Demo) -> Iterator[tuple[str, dict[str, Any]]]:
    body = {"url": "http://copperbeechtattoo.test/"}
    started = demo.ask("POST", "/v1/scans", body)
    yield "startScan", {"body": body, "answer": started}
    scan = started
    while scan["status"] == "running":
        time.sleep(1)
        scan = demo.ask("GET", f"/v1/scans/{started['scan_id']}")
    named = {"scan_id": started["scan_id"]}
    yield "getScan", {"parameters": named, "answer": scan}
    results = demo.ask("GET", f"/v1/scans/{started['scan_id']}/results")
    yield "getScanResults", {"parameters": named, "answer": results}


def _runs(demo: Demo) -> Iterator[tuple[str, dict[str, Any]]]:
    listed = demo.ask("GET", "/v1/runs")
    run = listed["items"][0]
    yield "listRuns", {"answer": listed}
    detail = demo.ask("GET", f"/v1/runs/{run['run_id']}")
    yield "getRun", {"parameters": {"run_id": run["run_id"]}, "answer": detail}
    started = {"run_id": run["run_id"], "status": "running"}
    yield "startRun", {"body": {"regions": ["Leeds, UK"], "budget_usd": 5}, "answer": started}


def _several(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _short(value: Any) -> Any:
    """A JSON value with the first entries of its lists of objects."""
    if isinstance(value, dict):
        return {name: _short(part) for name, part in value.items()}
    if isinstance(value, list):
        cut = value[:SHOWN] if value and isinstance(value[0], dict) else value[:8]
        return [_short(part) for part in cut]
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
