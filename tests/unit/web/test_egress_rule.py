"""The egress rule on text alone: what is refused, what passes, and in which form it passes."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.errors import EgressRefused
from inkscout.web.addresses import check_address, embedded_v4
from inkscout.web.egress import EgressRule
from tests.support.hostile import LITERALS

RULE = EgressRule()


@pytest.mark.parametrize("destination", LITERALS.values(), ids=LITERALS.keys())
@pytest.mark.parametrize("port", [80, 443])
def test_no_hostile_literal_passes(destination: str, port: int) -> None:
    with pytest.raises(EgressRefused):
        RULE.check_url(destination.format(port=port))


@pytest.mark.parametrize(
    ("asked", "rebuilt"),
    [
        ("http://example.com", "http://example.com/"),
        ("HTTPS://Example.COM:443/A?b=C#d", "https://example.com/A?b=C"),
        ("http://example.com.:80/", "http://example.com/"),
        ("https://müller.de/über uns?q=ä", "https://xn--mller-kva.de/%C3%BCber%20uns?q=%C3%A4"),
        ("https://тату.рф/", "https://xn--80a9abe.xn--p1ai/"),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ("http://example.com/a%20b%2Fc", "http://example.com/a%20b%2Fc"),
        ("http://example.com/a\\b", "http://example.com/a/b"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:2800:220:1:248:1893:25c8:1946]/", "http://[2606:2800:220:1:248:1893:25c8:1946]/"),
        ("http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b::808:808]/"),
        ("http://a_b.example.com/", "http://a_b.example.com/"),
        ("http://1.example.com/", "http://1.example.com/"),
        ("http://example.com?x", "http://example.com/?x"),
        ("https://example.com:80/", "https://example.com:80/"),
    ],
)
def test_a_public_destination_passes_in_one_form(asked: str, rebuilt: str) -> None:
    assert RULE.check_url(asked).url == rebuilt


@pytest.mark.parametrize(
    "odd",
    [
        "",
        " ",
        "example.com",
        "//example.com/",
        "http://",
        "http:///x",
        "http://?",
        "http://exa mple.com/",
        "http://example.com:0x50/",
        "http://example.com:80:80/",
        "http://example.com:-1/",
        "http://[::1",
        "http://[example.com]/",
        "http://exam\tple.com/",
        "http://example.com/\nHost: x",
        "http://example..com/",
        "http://-a.example.com/",
        f"http://{'a' * 64}.com/",
        f"http://{'a.' * 130}com/",
        f"http://example.com/{'a' * 5000}",
        "http://exa%6dple.com/",
        "http://example.com%00.evil.com/",
        "http://\ud800.com/",
        "http://example.com/\ud800",
        "javascript:alert(1)",
        "data:text/html,x",
        "about:blank",
        "ws://example.com/",
        "chrome://settings",
    ],
)
def test_ambiguous_addresses_are_refused(odd: str) -> None:
    with pytest.raises(EgressRefused):
        RULE.check_url(odd)


def test_ports_are_80_and_443_and_those_allowed() -> None:
    assert EgressRule(frozenset({8080})).check_url("http://example.com:8080/").port == 8080
    for port in (0, 22, 8080, 65_535):
        with pytest.raises(EgressRefused):
            RULE.check_url(f"http://example.com:{port}/")


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_passes_only_where_the_library_calls_it_global_too(number: int) -> None:
    address = ipaddress.IPv4Address(number)
    if _passes(str(address)):
        assert address.is_global
        assert not address.is_multicast


@settings(deadline=None)
@given(st.sampled_from(["127.0.0.1", "10.0.0.1", "169.254.170.2", "192.168.0.1"]), st.integers(0, 2**16 - 1))
def test_a_private_ipv4_address_never_passes_inside_ipv6(inner: str, noise: int) -> None:
    low = int(ipaddress.IPv4Address(inner))
    wraps = [
        low,
        (0xFFFF << 32) | low,
        (0xFFFF << 48) | low,
        (0x64FF9B << 96) | low,
        (0x2002 << 112) | (low << 80) | noise,
        (0x20010000 << 96) | (low << 64) | noise,
        (0x20010000 << 96) | (noise << 64) | (low ^ 0xFFFFFFFF),
        (0x2A001450 << 96) | (noise << 64) | (0x5EFE << 32) | low,
        (0x2A001450 << 96) | (noise << 64) | (0x02005EFE << 32) | low,
    ]
    for wrapped in wraps:
        address = ipaddress.IPv6Address(wrapped)
        assert ipaddress.IPv4Address(inner) in embedded_v4(address)
        assert not _passes(str(address))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_passes_or_is_refused_and_what_passes_is_stable(text: str) -> None:
    try:
        target = RULE.check_url(text)
    except EgressRefused:
        return
    assert RULE.check_url(target.url) == target


@settings(deadline=None)
@given(st.text(alphabet="0123456789abcdefx.:[]%@/\\ ⓛ１。", max_size=24))
def test_no_mix_of_digits_and_dots_leads_inside(text: str) -> None:
    try:
        target = RULE.check_url(f"http://{text}/")
    except EgressRefused:
        return
    last = target.host.rsplit(".", 1)[-1]
    assert target.is_literal or not last.isdigit()
    if target.is_literal:
        assert ipaddress.ip_address(target.host.strip("[]")).is_global


def _passes(address: str) -> bool:
    try:
        check_address(address)
    except EgressRefused:
        return False
    return True
