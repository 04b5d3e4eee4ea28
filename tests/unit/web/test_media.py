"""Media types and the wish not to be indexed."""

import pytest

from inkscout.web.media import asks_noindex, is_readable, may_be_readable, media_type, refresh_target


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("text/html; charset=utf-8", "text/html"),
        ("TEXT/HTML", "text/html"),
        (" text/html ;x", "text/html"),
        ("text/html, text/html", "text/html"),
        ("", ""),
    ],
)
def test_the_media_type_is_told_without_parameters(header: str, kind: str) -> None:
    assert media_type(header) == kind


@pytest.mark.parametrize(
    ("kind", "first", "readable"),
    [
        ("text/html", b"<p>x", True),
        ("application/xhtml+xml", b"<html>", True),
        ("application/xml", b"<urlset>", True),
        ("text/plain", b"hello", True),
        ("", b"  <!DOCTYPE html>", True),
        ("application/octet-stream", b"<html>", True),
        ("application/octet-stream", b"MZ", False),
        ("text/html", b"%PDF-1.7", False),
        ("text/html", b"\x89PNG\r\n", False),
        ("text/html", b"\xff\xd8\xff\xe0", False),
        ("image/png", b"\x89PNG", False),
        ("application/pdf", b"%PDF", False),
        ("video/mp4", b"\x00\x00\x00 ftyp", False),
        ("", b"anything", False),
    ],
)
def test_text_is_read_and_everything_else_is_not(kind: str, first: bytes, readable: bool) -> None:
    assert is_readable(kind, first) is readable


@pytest.mark.parametrize("kind", ["text/javascript", "application/javascript"])
def test_scripts_are_read_only_where_the_address_ends_as_theirs_do(kind: str) -> None:
    assert is_readable(kind, b"var a = 1", "http://wren.test/js/artists.js?v=2#x")
    assert may_be_readable(kind, "http://wren.test/people.mjs")
    assert not is_readable(kind, b"var a = 1", "http://wren.test/artists")
    assert not may_be_readable(kind, "http://wren.test/?file=a.js")


@pytest.mark.parametrize(
    ("header", "html", "noindex"),
    [
        ("noindex", "", True),
        ("NoIndex, nofollow", "", True),
        ("none", "", True),
        ("nofollow", "", False),
        ("googlebot: noindex", "", False),
        ("inkscout: noindex", "", True),
        ("googlebot: nofollow, noindex", "", False),
        ("googlebot: nofollow, inkscout: noindex", "", True),
        ("unavailable_after: 25 Jun 2030 15:00:00 GMT, noindex", "", True),
        ("", '<meta name="robots" content="noindex">', True),
        ("", "<META NAME=ROBOTS CONTENT=NOINDEX>", True),
        ("", "<meta content='follow, noindex' name='robots'>", True),
        ("", '<meta name="inkscout" content="noindex">', True),
        ("", '<meta name="googlebot" content="noindex">', False),
        ("", '<meta name="robots" content="index, follow">', False),
        ("", '<meta name="robots" content="max-image-preview:large">', False),
        ("", "<p>robots and noindex in a text</p>", False),
        ("", "", False),
    ],
)
def test_the_wish_not_to_be_indexed_is_heard(header: str, html: str, noindex: bool) -> None:
    assert asks_noindex(header, html, "Inkscout") is noindex


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=/two.html">', "/two.html"),
        ("<META HTTP-EQUIV=Refresh CONTENT=\"0; URL='/two.html'\">", "/two.html"),
        ('<meta content="1;/two.html" http-equiv="refresh">', "/two.html"),
        (
            '<meta http-equiv="refresh" content="0,url=http://a.example/?a=1&amp;b=2">',
            "http://a.example/?a=1&b=2",
        ),
        ('<meta http-equiv="refresh" content="0.5; url=x">', "x"),
        ('<meta http-equiv="refresh" content="30; url=/next">', ""),
        ('<meta http-equiv="refresh" content="0">', ""),
        ('<meta http-equiv="refresh" content="0;url=">', ""),
        ('<meta http-equiv="refresh" content="0; URL = ">', ""),
        ("<meta http-equiv=refresh content=\"0;url=''\">", ""),
        ('<meta http-equiv="refresh" content="0;">', ""),
        ('<meta http-equiv="refresh" content="">', ""),
        ('<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript>', ""),
        ('<!-- <meta http-equiv="refresh" content="0;url=/old"> -->', ""),
        ('<script>\'<meta http-equiv="refresh" content="0;url=/x">\'</script>', ""),
        ('<meta name="refresh" content="0;url=/x">', ""),
        ("<p>a refreshing studio</p>", ""),
        ("", ""),
    ],
)
def test_a_page_that_sends_its_reader_on_says_where(html: str, target: str) -> None:
    assert refresh_target(html) == target
