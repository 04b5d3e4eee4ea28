"""Tests how paths resolve to files, and that no path leaves its host."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkscout_local.simulator.sites import SiteFolder, content_type


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "sites" / "studio.test"
    for name, text in {
        "index.html": "home",
        "team.html": "team",
        "artists/index.html": "artists",
        "größe.html": "size",
        "artist@id=3.html": "third",
        "style.css": "body{}",
        "404.html": "lost",
        "sub/x.html": "x",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    return root


def body(site: SiteFolder, path: str, query: str = "") -> str | None:
    found = site.find(path, query)
    return found.body.decode() if found else None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "home"),
        ("", "home"),
        ("/team", "team"),
        ("/team.html", "team"),
        ("/team/", "team"),
        ("/artists", "artists"),
        ("/artists/", "artists"),
        ("//artists//", "artists"),
        ("/gr%C3%B6%C3%9Fe", "size"),
        ("/nothing", None),
        ("/%FF", None),
    ],
)
def test_paths_answer_as_static_hosts_do(folder: Path, path: str, expected: str | None) -> None:
    assert body(SiteFolder(folder), path) == expected


def test_a_query_chooses_the_file_saved_for_it(folder: Path) -> None:
    assert body(SiteFolder(folder), "/artist", "id=3") == "third"


def test_a_query_nobody_saved_is_ignored(folder: Path) -> None:
    assert body(SiteFolder(folder), "/team", "utm_source=x") == "team"


@pytest.mark.parametrize(
    "path",
    [
        "/../../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/..%5c..%5csecret.txt",
        "/sub/../../secret.txt",
        "/a\0b",
        "/link.txt",
        "//etc/passwd",
        "/....//secret.txt",
    ],
)
def test_no_path_leaves_the_document_root(folder: Path, path: str) -> None:
    assert SiteFolder(folder).find(path) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(["..", ".", "", "%2e", "%2e%2e", "\\", "secret.txt", "link.txt", "%00", "sub"]),
        max_size=8,
    )
)
def test_no_made_up_path_reads_the_secret(folder: Path, parts: list[str]) -> None:
    assert body(SiteFolder(folder), "/" + "/".join(parts)) != "secret"


def test_a_single_page_host_answers_unknown_paths_with_its_entry_page(folder: Path) -> None:
    site = SiteFolder(folder, single_page_fallback=True)
    assert body(site, "/artists/unknown") == "home"
    assert body(site, "/missing.js") is None


def test_text_in_utf8_says_so_and_other_text_does_not() -> None:
    assert content_type(Path("a.html"), "é".encode()) == "text/html; charset=utf-8"
    assert content_type(Path("a.html"), "é".encode("windows-1252")) == "text/html"
    assert content_type(Path("a.js"), b"1") == "text/javascript; charset=utf-8"
    assert content_type(Path("a.jpg"), b"\xff\xd8") == "image/jpeg"
    assert content_type(Path("noext"), b"<!doctype html>") == "text/html; charset=utf-8"
    assert content_type(Path("noext"), b"\0\1") == "application/octet-stream"


def test_the_validator_changes_with_the_content(folder: Path) -> None:
    site = SiteFolder(folder)
    before = site.find("/team").etag
    (folder / "team.html").write_text("new team")
    assert site.find("/team").etag != before
