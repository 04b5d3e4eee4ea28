"""Tests the requests that a browser may send to the egress proxy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.errors import EgressRefused, InvalidInput
from inkscout.web.egress import EgressRule
from inkscout.web.proxy_request import read_request
from tests.support.hostile import LITERALS

RULE = EgressRule()


def read(head: str) -> object:
    return read_request(head.encode("latin-1"), RULE)


def test_a_tunnel_names_host_and_port() -> None:
    request = read_request(b"CONNECT Studio.Example:443 HTTP/1.1\r\nHost: x", RULE)

    assert (request.tunnel, request.host, request.port) == (True, "studio.example", 443)


def test_a_plain_request_is_rewritten_for_the_origin() -> None:
    head = (
        b"GET http://studio.example/a?b=c HTTP/1.1\r\nHost: evil.example\r\nProxy-Connection: keep-alive\r\n"
        b"Proxy-Authorization: Basic eDp5\r\nConnection: keep-alive\r\nAccept: */*"
    )
    rewritten = read_request(head, RULE).origin_head()

    assert rewritten.startswith(b"GET /a?b=c HTTP/1.1\r\nHost: studio.example\r\nConnection: close\r\n")
    assert b"accept: */*\r\n" in rewritten
    assert b"evil" not in rewritten
    assert b"roxy" not in rewritten


def test_a_websocket_handshake_keeps_its_upgrade() -> None:
    head = b"GET http://studio.example/s HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade"
    request = read_request(head, RULE)

    assert request.upgrade
    assert b"Connection: Upgrade\r\nUpgrade: websocket" in request.origin_head()


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nHost: studio.example",
        "GET studio.example/ HTTP/1.1",
        "GET https://studio.example/ HTTP/1.1",
        "get http://studio.example/ HTTP/1.1",
        "GET http://studio.example/ HTTP/2",
        "GET  http://studio.example/ HTTP/1.1",
        "GET http://studio.example/ x HTTP/1.1",
        "\x16\x03\x01\x02",
        "",
        "GET http://studio.example/ HTTP/1.1\r\n folded: x",
        "GET http://studio.example/ HTTP/1.1\r\nno colon",
        "GET http://studio.example/ HTTP/1.1\r\nspace : x",
        "GET http://studio.example/ HTTP/1.1\r\nx: a\nb: c",
        "POST http://studio.example/ HTTP/1.1\r\nTransfer-Encoding: chunked",
        "POST http://studio.example/ HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4",
        "POST http://studio.example/ HTTP/1.1\r\nContent-Length: +3",
        "POST http://studio.example/ HTTP/1.1\r\nContent-Length: 99999999999999999",
        "GET http://studio.example/ HTTP/1.1" + "\r\nx: y" * 101,
    ],
)
def test_ambiguous_requests_are_refused(head: str) -> None:
    with pytest.raises(InvalidInput):
        read(head)


@pytest.mark.parametrize(
    "asked", ["studio.example", "studio.example:", "studio.example:99999", "studio.example:22", ":443"]
)
def test_a_tunnel_needs_an_allowed_port(asked: str) -> None:
    with pytest.raises(EgressRefused):
        read(f"CONNECT {asked} HTTP/1.1")


@pytest.mark.parametrize(
    "destination", [url for url in LITERALS.values() if url.isascii() and url.startswith("http:")]
)
def test_no_hostile_destination_is_read_as_a_request(destination: str) -> None:
    url = destination.format(port=80)
    with pytest.raises((EgressRefused, InvalidInput)):
        read(f"GET {url} HTTP/1.1")
    authority = url.split("//")[-1].split("/")[0]
    with pytest.raises((EgressRefused, InvalidInput)):
        read(f"CONNECT {authority if ':' in authority.rpartition(']')[2] else authority + ':80'} HTTP/1.1")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_refused(head: bytes) -> None:
    for start in (b"", b"CONNECT ", b"GET http://"):
        try:
            read_request(start + head, RULE)
        except (EgressRefused, InvalidInput):
            continue
