"""A sitemap names pages of its site; a hostile one names nothing and costs nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkscout.extraction.crawl.sitemaps import MAX_PAGES, Sitemap, best_sitemaps, read_sitemap
from tests.support.cpu_growth import LINEAR, growth

START = "https://wren.test/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _urlset(*urls: str, head: str = _HEAD) -> str:
    entries = "".join(f"<url><loc>{url}</loc><priority>0.5</priority></url>" for url in urls)
    return f"{head}<urlset {_NAMESPACE}>{entries}</urlset>"


def test_the_pages_of_a_sitemap_are_read_in_order_and_once() -> None:
    text = _urlset("https://wren.test/a", " https://wren.test/b?x=1&amp;y=2 ", "https://wren.test/a")
    assert read_sitemap(text).pages == ("https://wren.test/a", "https://wren.test/b?x=1&y=2")


def test_an_index_names_sitemaps_and_no_pages() -> None:
    text = (
        f"{_HEAD}<sitemapindex {_NAMESPACE}><sitemap><loc><![CDATA[https://wren.test/page-sitemap.xml]]></loc></sitemap>"
        "<sitemap><loc>https://wren.test/post-sitemap.xml</loc></sitemap></sitemapindex>"
    )
    read = read_sitemap(text)
    assert read.pages == ()
    assert read.sitemaps == ("https://wren.test/page-sitemap.xml", "https://wren.test/post-sitemap.xml")


def test_a_list_of_lines_is_a_sitemap_too() -> None:
    text = "\ufeffhttps://wren.test/team\r\nhttps://wren.test/faq\njavascript:alert(1)\nnot an address\n"
    assert read_sitemap(text).pages == ("https://wren.test/team", "https://wren.test/faq")


@pytest.mark.parametrize("cut", [40, 150, 230])
def test_a_sitemap_cut_short_is_read_as_far_as_it_goes(cut: int) -> None:
    text = _urlset("https://wren.test/team", "https://wren.test/faq")
    assert set(read_sitemap(text[:cut]).pages) <= {"https://wren.test/team", "https://wren.test/faq"}
    assert read_sitemap(text[:-20]).pages[0] == "https://wren.test/team"


def test_a_declaration_of_another_encoding_does_no_harm() -> None:
    text = _urlset("https://wren.test/équipe", head='<?xml version="1.0" encoding="UTF-16"?>')
    assert read_sitemap(text).pages == ("https://wren.test/équipe",)


def _laughs(levels: int) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels + 1))
    return (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "ha">{entities}]>'
        f"<urlset><url><loc>https://wren.test/&l{levels};</loc></url></urlset>"
    )


HOSTILE: dict[str, Callable[[int], str]] = {
    "entities that grow": lambda size: _laughs(size // 10_000),
    "one long entity often": lambda size: (
        f'<!DOCTYPE u [<!ENTITY a "{"a" * (size // 10)}">]>'
        f"<urlset><url><loc>{'&a;' * (size // 100)}</loc></url></urlset>"
    ),
    "a file of the machine": lambda _size: (
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>'
    ),
    "a type from elsewhere": lambda _size: (
        '<!DOCTYPE u SYSTEM "http://127.0.0.1:9/x.dtd"><urlset><url><loc>https://wren.test/a</loc></url></urlset>'
    ),
    "a page instead": lambda _size: "<!DOCTYPE html><html><body><h1>Not found</h1></body></html>",
    "depth": lambda size: "<urlset>" + "<url>" * (size * 2 // 5),
    "attributes": lambda size: "<urlset " + " ".join(f"a{n}='1'" for n in range(size // 5)) + "/>",
    "nothing": lambda _size: "",
    "marks": lambda size: "<" * size,
}
"""Sitemaps by size, in about as many characters."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sitemap_names_nothing_and_takes_no_longer_than_its_size(name: str) -> None:
    texts = {size: HOSTILE[name](size) for size in (125_000, 500_000)}
    assert read_sitemap(texts[500_000]) == Sitemap()
    assert growth(lambda size: read_sitemap(texts[size]), 500_000) < LINEAR


def test_a_sitemap_without_end_is_read_to_its_bound() -> None:
    text = _urlset(*(f"https://wren.test/p{n}" for n in range(50_000)))
    assert len(read_sitemap(text).pages) == MAX_PAGES


@pytest.mark.parametrize(
    ("loc", "address"),
    [
        ("https://wren.test/?page=4&lang=de", "https://wren.test/?page=4&lang=de"),
        ("https://wren.test/?id=1&copy=2&amp;x=3", "https://wren.test/?id=1&copy=2&x=3"),
        ("https://wren.test/?a=1&amp;amp;b=2", "https://wren.test/?a=1&b=2"),
        ("https://wren.test/?a=1&#38;b=2", "https://wren.test/?a=1&b=2"),
        ("https://wren.test/k&uuml;nstler", "https://wren.test/künstler"),
        ("<![CDATA[https://wren.test/?a=1&b=2]]>", "https://wren.test/?a=1&b=2"),
        ("https://wren.test/te\x0bam", "https://wren.test/team"),
    ],
)
def test_a_small_fault_of_xml_leaves_the_address_whole(loc: str, address: str) -> None:
    assert read_sitemap(_urlset(loc)).pages == (address,)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200).map(lambda text: "<urlset><url><loc>" + text) | st.text(max_size=200))
def test_no_text_makes_a_sitemap_raise(text: str) -> None:
    for url in read_sitemap(text).pages:
        assert url.startswith(("http://", "https://"))


def test_sitemaps_of_pages_come_before_others_and_posts_never() -> None:
    named = (
        "https://wren.test/post-sitemap.xml",
        "https://wren.test/sitemap-misc.xml",
        "https://wren.test/artist-sitemap.xml",
        "https://wren.test/product_cat-sitemap.xml",
        "https://elsewhere.test/page-sitemap.xml",
        "https://wren.test/a.xml",
    )
    assert best_sitemaps(named, START, 3) == [
        "https://wren.test/sitemap-misc.xml",
        "https://wren.test/artist-sitemap.xml",
        "https://wren.test/a.xml",
    ]
