"""Whatever is asked for, a visitor gets a page that helps: no stack, no blank, and no JSON."""

from urllib.parse import quote

import pytest

from tests.integration.api.conftest import World
from tests.support.website import SITE, Visited, faults, visit
from tests.support.website_server import handler_of

TEXTS = {
    "nothing": "%00%ff", "a long text": "a%20" * 250, "one long word": "x" * 500, "Arabic": quote("وشم رقيق"),
    "Chinese": quote("刺青"), "Hebrew and Latin": quote("קעקוע blackwork"), "emoji": quote("💉" * 80),
    "markup": quote("<script>alert(1)</script>"),
    "an attribute": quote("\" autofocus onfocus=alert(1) x=\""),
    "a template": quote("{{ 7*7 }}{% raw %}"), "SQL": quote("' OR 1=1 --"),
    "a path": quote("../../etc/passwd"),
    "reversed letters": quote("\u202eoknI\u202c \u2066x\u2069 \u200f"),
    "controls": quote("a\x00b\x07\x1b[31mc\r\nd"),
    "half a character": "%c3%28%e2%82", "a lone surrogate": "%ed%a0%80", "blanks": "+%09+%e2%80%8b+%c2%a0",
}  # fmt: skip
QUERIES = [
    "utm_source=x&fbclid=1", "near=atlantis", "near=999,999", "near=53.8,-1.5&radius_km=soon",
    "near=nan,inf", "radius_km=-1", "radius_km=1e999&near=53.8,-1.5", "bbox=1,2,3", "bbox=9,9,1,1",
    "bbox=nan,nan,nan,nan", "bbox=-999,-99,999,99", "sort=price", "sort=distance", "role=king",
    "has_portfolio=maybe", "country=Britain", "country=XX", "style=unheard-of&style=blackwork",
    "studio=%2F..%2F", "match=some", "cursor=expired", "cursor=" + "A" * 2000, "radius_km=5",
    "style=" + "&style=".join(f"x{n}" for n in range(30)), "q=blackwork+near+me", "q=near+me",
    "view=hologram", "limit=100000", "limit=-1", "=&==&&", "&".join(f"a{n}=1" for n in range(500)),
    "q=blackwork&q=realism", "city=leeds&city=york", "sort=updated&sort=rating", "view=map&view=grid",
    "near=53.8,-1.5&near=51.5,0", "bbox=1,1,2,2&bbox=3,3,4,4", "has_portfolio=true&has_portfolio=false",
]  # fmt: skip
NOTED = {"near=atlantis", "sort=price", "role=king", "cursor=expired", "bbox=9,9,1,1", "near=999,999"}


def helps(page: Visited, wanted: set[int]) -> None:
    """Asserts that an answer is a sound page with a way on."""
    assert page.status in wanted, page.text[:200]
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert faults(page) == []
    assert page.page.xpath("//main//h1")
    assert page.page.xpath("//main//a[@href]|//main//form")
    for markup in ("<script>alert", 'onfocus=alert(1) x=""', "Traceback"):
        assert markup not in page.text
    assert not page.page.xpath("//@onfocus|//@autofocus")
    assert "49" not in page.said("//h1")


@pytest.mark.parametrize("kind", ["artists", "studios"])
@pytest.mark.parametrize("query", QUERIES, ids=[one[:30] for one in QUERIES])
def test_a_parameter_that_makes_no_sense_is_left_out_and_said(site: World, kind: str, query: str) -> None:
    page = visit(f"/{kind}?{query}")
    helps(page, {200})
    if query in NOTED and (kind, query) != ("studios", "role=king"):
        assert page.page.xpath("//div[@class='note']"), page.said("//main")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_any_kind_is_searched_for(site: World, name: str) -> None:
    for path in ("/artists?q=", "/studios?q=", "/artists?city=", "/artists?view=map&q=", "/artists?near="):
        helps(visit(path + TEXTS[name]), {200})
    helps(visit(f"/removal?artist={TEXTS[name]}"), {200})
    helps(visit(f"/shortlist?ids={TEXTS[name]}"), {200})


@pytest.mark.parametrize("name", TEXTS)
def test_an_id_of_any_kind_is_not_found(site: World, name: str) -> None:
    text = TEXTS[name].replace("+", "%20")
    for path in (
        "/artists/",
        "/studios/",
        "/styles/",
        "/gb/",
        "/gb/leeds/",
        "/removal/",
        "/cards/artists/",
        "/x",
    ):
        page = visit(path + text)
        assert page.status in (301, 404), path
        if page.status == 404:
            helps(page, {404})


@pytest.mark.parametrize(
    "path",
    [
        "//", "///evil.example", "/artists//", "/artists/a/b/c/d", "/.env", "/wp-login.php", "/v1x",
        "/GB/Leeds/", "/artists/..%2f..%2f", "/static/", "/static/x/../../handler.py", "/sitemaps/99999.xml",
        "/" + "a/" * 400, "/zz/nowhere", "/about/more", "/status/x", "/map/x",
    ],
)  # fmt: skip
def test_a_path_that_does_not_exist_has_a_page(site: World, path: str) -> None:
    page = visit(path)
    if page.status in (301, 302):
        assert page.headers["location"].startswith("/")
        assert not page.headers["location"].startswith("//")
        return
    helps(page, {200, 404})


@pytest.mark.parametrize("name", TEXTS)
def test_the_form_takes_any_text_or_says_what_is_wrong(site: World, name: str) -> None:
    form = f"who={TEXTS[name]}&contact={TEXTS[name]}&reason={TEXTS[name]}&opened={TEXTS[name]}&who=x"
    helps(visit("/removal", method="POST", form=form), {400})


def test_a_form_of_ten_megabytes_is_refused_without_being_read(site: World) -> None:
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "",
    ):
        page = visit(
            "/removal", method="POST", form="who=" + "x" * 10_000_000, headers={"content-type": kind}
        )
        helps(page, {413})


def test_another_kind_of_body_is_an_empty_form(site: World) -> None:
    for body in ('{"who": "@a.b"}', "", "&&&=", "%zz=%zz"):
        helps(
            visit("/removal", method="POST", form=body, headers={"content-type": "application/json"}), {400}
        )
    broken = {"rawPath": "/removal", "body": "not base64!", "isBase64Encoded": True}
    made = handler_of("/removal")({**broken, "requestContext": {"http": {"method": "POST"}}}, None)
    assert made["statusCode"] == 400


@pytest.mark.parametrize("event", [{}, {"requestContext": None, "headers": None, "rawPath": None}])
def test_an_event_without_anything_is_the_home_page(site: World, event: dict[str, object]) -> None:
    made = handler_of("/")(dict(event), None)
    assert made["statusCode"] == 200


def test_a_host_name_of_a_visitor_is_no_markup(site: World) -> None:
    page = visit("/", headers={"host": 'x"><script>alert(1)</script>', "x-viewer-host": "evil.example"})
    assert "evil.example" not in page.text
    assert page.page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/"]
