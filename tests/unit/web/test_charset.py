"""Charsets: the text a reader of the page would see, whatever the labels say."""

import pytest

from inkscout.domain.garbled import is_garbled
from inkscout.web.charset import decode

GERMAN = "Künstlerin Zoë aus Köln — „Fineline“ für 80 €"
POLISH = "Zażółć gęślą jaźń, tatuażysta Łukasz Święty zaprasza do studia tatuażu w Łodzi. " * 4
RUSSIAN = "Мастера татуировки: Алёна, Дмитрий и Егор. Запишитесь на сеанс в нашей студии. " * 4
JAPANESE = "アーティスト：山田太郎。和彫り、ファインライン、予約はこちらまで。" * 4
CHINESE = "纹身师王小明，擅长水墨与线条，欢迎预约咨询。我们的工作室位于上海。" * 4
GREEK = "Οι καλλιτέχνες μας: Ελένη, Γιώργος και Δημήτρης. Κλείστε ραντεβού σήμερα. " * 4


@pytest.mark.parametrize(
    ("text", "encoding", "header", "markup"),
    [
        (GERMAN, "utf-8", "text/html; charset=utf-8", ""),
        (GERMAN, "utf-8", "text/html", ""),
        (GERMAN, "utf-8", "text/html", "<meta charset=utf-8>"),
        # A label the bytes contradict.
        (GERMAN, "utf-8", "text/html; charset=iso-8859-1", ""),
        (GERMAN, "utf-8", "text/html", "<meta charset=windows-1252>"),
        (GERMAN, "cp1252", "text/html; charset=utf-8", "<meta charset=windows-1252>"),
        (GERMAN, "cp1252", "text/html; charset=iso-8859-1", ""),
        (GERMAN, "cp1252", 'text/html; charset="ISO-8859-1"', "<meta charset=utf-8>"),
        (POLISH, "iso8859-2", "text/html; charset=iso-8859-2", ""),
        (
            POLISH,
            "cp1250",
            "text/html",
            '<meta http-equiv=Content-Type content="text/html; charset=windows-1250">',
        ),
        (RUSSIAN, "cp1251", "text/html; charset=windows-1251", ""),
        (RUSSIAN, "koi8-r", "text/html", "<meta charset='koi8-r'>"),
        (RUSSIAN, "cp1251", "text/html", ""),
        (JAPANESE, "shift_jis", "text/html; charset=Shift_JIS", ""),
        (JAPANESE, "euc_jp", "text/html", "<meta charset=euc-jp>"),
        (JAPANESE, "iso2022_jp", "text/html; charset=iso-2022-jp", ""),
        (CHINESE, "gb18030", "text/html", "<meta charset=gb2312>"),
        (GREEK, "iso8859-7", "text/html; charset=iso-8859-7", ""),
        (GREEK, "cp1253", "text/html", "<meta charset=windows-1253>"),
        (GERMAN, "utf-8-sig", "text/html; charset=iso-8859-1", ""),
        (GERMAN, "utf-16", "text/html", ""),
        (GERMAN, "utf-16-le", "text/html; charset=utf-16le", ""),
        (GERMAN, "utf-8", "text/html; charset=no-such-thing", ""),
        (GERMAN, "utf-8", "text/html; charset=", ""),
        (GERMAN, "utf-8", "application/xml", '<?xml version="1.0" encoding="UTF-8"?>'),
        ("plain ascii", "ascii", "text/html; charset=utf-16", ""),
        (GERMAN, "utf-8", "text/html", "<meta charset=utf-16>"),
    ],
)
def test_a_page_is_read_as_it_was_written(text: str, encoding: str, header: str, markup: str) -> None:
    page = f"<html><head>{markup}</head><body>{text}</body></html>"

    assert text in decode(page.encode(encoding), header)


def test_a_utf_8_page_with_a_broken_byte_keeps_the_rest() -> None:
    body = GERMAN.encode() + b"\xff" + GERMAN.encode()

    assert decode(body, "text/html; charset=utf-8").count(GERMAN) == 2


def test_an_empty_body_is_an_empty_text() -> None:
    assert decode(b"", "text/html") == ""


@pytest.mark.parametrize("body", [b"\x00" * 100, bytes(range(256)) * 10, b"\xfe\xff\x00", b"\xff\xfe\x41"])
def test_any_bytes_give_a_text(body: bytes) -> None:
    assert isinstance(decode(body, "text/html"), str)


@pytest.mark.parametrize(
    ("text", "encoding", "label", "bad"),
    [
        (JAPANESE, "shift_jis", "Shift_JIS", b"\xff"),
        (JAPANESE, "euc_jp", "euc-jp", b"\xff"),
        ("타투이스트 김민수와 이서연의 작업실입니다", "cp949", "euc-kr", b"\xff"),
        ("刺青師 陳大文 與 林小美 的工作室", "big5", "big5", b"\xff"),
        ("紋身師 墨影 與 陳龍", "gb18030", "gb2312", b"\x80"),
        (RUSSIAN, "cp1251", "windows-1251", b"\x98"),
        ("Τατουάζ από την Ελένη", "cp1253", "windows-1253", b"\xaa"),
        ("Künstlerin Zoë aus Köln", "utf-8", "windows-1252", b"\xff"),
        ("Zoë", "utf-8", "utf-8", b"\x92"),
    ],
)
@pytest.mark.parametrize("in_header", [True, False])
def test_one_bad_byte_changes_no_encoding(
    text: str, encoding: str, label: str, bad: bytes, *, in_header: bool
) -> None:
    markup = b"" if in_header else f'<meta charset="{label}">'.encode()
    body = markup + b"<p>" + text.encode(encoding) + b"</p><p>" + bad + b" </p>"

    assert text in decode(body, f"text/html; charset={label}" if in_header else "text/html")


@pytest.mark.parametrize(
    "markup",
    [
        "<!-- <meta charset=windows-1251> -->",
        "<!-- > <meta charset='windows-1251'> --><!-- charset=koi8-r -->",
        "<script>var meta = '<meta charset=windows-1251>';</script>",
        "<style>/* <meta charset=windows-1251> */</style>",
        "<title><meta charset=windows-1251></title>",
        '<meta name="description" content="how to set charset=windows-1251">',
        '<meta property="og:title" content="text/html; charset=windows-1251">',
        '<meta charset="no-such-thing">',
        '<div data-charset="windows-1251">',
        '<link rel="stylesheet" charset="windows-1251" href="a.css">',
    ],
)
def test_text_that_declares_nothing_is_no_label(markup: str) -> None:
    page = f'<html><head>{markup}<meta charset="windows-1250"></head><body>Łukasz Święty</body></html>'

    assert "Łukasz Święty" in decode(page.encode("cp1250"), "text/html")


def test_a_label_behind_a_long_head_is_read() -> None:
    page = f"<html><head><style>{'a{}' * 4_000}</style><meta charset=windows-1250></head>Łukasz Święty"

    assert "Łukasz Święty" in decode(page.encode("cp1250"), "text/html")


def test_a_header_that_garbles_the_text_yields_to_the_markup() -> None:
    page = f"<html><head><meta charset=gbk></head><body>{CHINESE}</body></html>"

    assert CHINESE in decode(page.encode("gbk"), "text/html; charset=iso-8859-1")


@pytest.mark.parametrize("text", [GERMAN, POLISH, RUSSIAN, JAPANESE, CHINESE, GREEK, "Nguyễn Hồng Ánh"])
def test_languages_are_not_garbled(text: str) -> None:
    assert not is_garbled(text * 3)


@pytest.mark.parametrize(
    "text",
    [
        (GERMAN * 2).encode().decode("cp1252", errors="replace"),
        RUSSIAN.encode().decode("cp1251", errors="replace"),
        RUSSIAN.encode("cp1251").decode("latin-1"),
        CHINESE.encode("gbk").decode("latin-1"),
        CHINESE.encode("gbk").decode("ascii", errors="replace"),
        POLISH.encode("cp1250").decode("utf-8", errors="replace"),
    ],
)
def test_text_of_a_wrong_encoding_is_garbled(text: str) -> None:
    assert is_garbled(text)
