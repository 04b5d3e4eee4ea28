"""robots.txt by RFC 9309: one case per sentence of it."""

import pytest

from inkscout.web import robots
from inkscout.web.robots import RobotsBasis

SITE = "https://studio.example"


def allows(text: str | bytes, path: str) -> bool:
    body = text if isinstance(text, bytes) else text.encode()
    return robots.parse(body, "Inkscout").allows(SITE + path)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        # Groups and product tokens (2.2.1).
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/", True),
        ("", "/", True),
        ("Disallow: /", "/", True),
        ("User-agent: inkscout\nDisallow: /", "/", False),
        ("USER-AGENT: InkScout\nDISALLOW: /", "/", False),
        ("User-agent: Inkscout/1.0\nDisallow: /", "/", False),
        ("User-agent: ink\nDisallow: /", "/", True),
        ("User-agent: scout\nDisallow: /", "/", True),
        ("User-agent: inkscoutbot\nDisallow: /", "/", True),
        ("User-agent: other\nDisallow: /", "/", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: inkscout\nAllow: /", "/", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: inkscout\nDisallow:", "/", True),
        ("User-agent: inkscout\nDisallow: /a\n\nUser-agent: inkscout\nDisallow: /b", "/b", False),
        ("User-agent: inkscout\nDisallow: /a\n\nUser-agent: inkscout\nDisallow: /b", "/a", False),
        ("User-agent: other\nUser-agent: inkscout\nDisallow: /x", "/x", False),
        ("User-agent: other\n\nUser-agent: inkscout\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /a\nUser-agent: other\nDisallow: /b", "/b", True),
        # Matching (2.2.2): the longest match wins, allow wins a tie, paths are case-sensitive.
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /Artists", "/artists", True),
        ("User-agent: *\nDisallow: /artists", "/artists-old", False),
        ("User-agent: *\nDisallow: /artists/", "/artists", True),
        ("User-agent: *\nDisallow: /artists?", "/artists?page=2", False),
        ("User-agent: *\nDisallow: /artists?", "/artists", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        # Percent-encoding (2.2.2).
        ("User-agent: *\nDisallow: /künstler", "/k%C3%BCnstler", False),
        ("User-agent: *\nDisallow: /k%C3%BCnstler", "/künstler", False),
        ("User-agent: *\nDisallow: /k%c3%bcnstler", "/k%C3%BCnstler", False),
        ("User-agent: *\nDisallow: /a%62c", "/abc", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        # Special characters (2.2.3).
        ("User-agent: *\nDisallow: /*.php", "/x/index.php?y", False),
        ("User-agent: *\nDisallow: /*.php$", "/index.php?y", True),
        ("User-agent: *\nDisallow: /*.php$", "/index.php", False),
        ("User-agent: *\nDisallow: /a*b*c", "/aXbXc", False),
        ("User-agent: *\nDisallow: /$", "/", False),
        ("User-agent: *\nDisallow: /$", "/x", True),
        ("User-agent: *\nDisallow: /x # all of x", "/x", False),
        ("# a file\nUser-agent: * # all\nDisallow: /x", "/x", False),
        # Other records and line ends (2.2.4, 2.3).
        ("User-agent: *\rDisallow: /x\r", "/x", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("\ufeffUser-agent: *\nDisallow: /x", "/x", False),
        ("  User-agent :  *  \n  Disallow :  /x  ", "/x", False),
        ("User-agent: *\nSitemap: https://studio.example/s.xml\nDisallow: /x", "/x", False),
        ("<html>not a robots file</html>", "/", True),
    ],
)
def test_rules_are_read_as_the_rfc_says(text: str, path: str, allowed: bool) -> None:
    assert allows(text, path) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 499])
def test_a_4xx_answer_allows_everything(status: int) -> None:
    rules = robots.from_response(status, b"User-agent: *\nDisallow: /", "Inkscout")

    assert rules.basis is RobotsBasis.ABSENT
    assert rules.allows(SITE + "/")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_a_5xx_answer_forbids_everything(status: int) -> None:
    rules = robots.from_response(status, b"", "Inkscout")

    assert rules.basis is RobotsBasis.UNREACHABLE
    assert not rules.allows(SITE + "/")


def test_an_unreachable_server_forbids_everything() -> None:
    assert not robots.unreachable("no answer").allows(SITE + "/")


def test_500_kibibytes_are_read_and_what_follows_is_not() -> None:
    line = b"# " + b"x" * 97 + b"\n"
    near = b"User-agent: *\n" + line * 5_100 + b"Disallow: /near\n"
    far = near + line * 20 + b"Disallow: /far\n"

    assert len(near) >= 500 * 1024 - 2_000
    assert not allows(far, "/near")
    assert allows(far, "/far")


def test_a_rule_cut_at_the_limit_is_not_read_as_a_shorter_one() -> None:
    head = b"User-agent: *\n"
    fill = b"#" * (robots.MAX_BYTES - len(head) - len("\nDisallow: /a")) + b"\n"

    assert allows(head + fill + b"Disallow: /abc", "/ax")


def test_bytes_that_are_not_utf_8_do_not_stop_the_reading() -> None:
    assert not allows(b"User-agent: *\nDisallow: /\xff\nDisallow: /x", "/x")


def test_the_delay_and_the_sitemaps_are_told() -> None:
    text = "User-agent: *\nCrawl-delay: 2.5\nDisallow: /x\n\nSitemap: https://studio.example/s.xml"
    rules = robots.parse(text.encode(), "Inkscout")

    assert rules.crawl_delay == 2.5
    assert rules.sitemaps == ("https://studio.example/s.xml",)


@pytest.mark.parametrize("delay", ["nonsense", "-1", "inf", "nan", ""])
def test_a_delay_that_is_none_is_left_out(delay: str) -> None:
    assert robots.parse(f"User-agent: *\nCrawl-delay: {delay}".encode(), "Inkscout").crawl_delay is None


def test_the_delay_of_our_own_group_is_the_one_that_counts() -> None:
    text = b"User-agent: *\nCrawl-delay: 60\n\nUser-agent: inkscout\nCrawl-delay: 3\nDisallow: /x"

    assert robots.parse(text, "Inkscout").crawl_delay == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize(("path", "allowed"), [("/private/a", False), ("/a", True)])
def test_a_byte_order_mark_tells_the_encoding(encoding: str, path: str, allowed: bool) -> None:
    assert allows("User-agent: *\r\nDisallow: /private\r\n".encode(encoding), path) is allowed


def test_big_endian_rules_of_one_product_are_read() -> None:
    body = b"\xfe\xff" + "User-agent: Inkscout\nDisallow: /\n".encode("utf-16-be")
    assert not allows(body, "/")
