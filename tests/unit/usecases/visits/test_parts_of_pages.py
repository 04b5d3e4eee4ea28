"""Scripts, pieces of HTML and data that pages load are read where the pages lack what they hold."""

from collections.abc import Mapping

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout.domain.page import Page
from inkscout.domain.site_visit import SiteToRead
from inkscout.extraction import MAX_PART, read_site
from inkscout.usecases.visits.read_website import WebsiteVisit, read_website
from tests.support.fakes.readers import HereReader
from tests.support.pages import FakeSite, page

HOME = "http://wren.test/"
WORDS = "<h1>Harbour Street Tattoo</h1><p>A small tattoo studio by the river, open since 2011.</p>"
TEAM = """<h1>Our artists</h1>
<div><h3>Anna Bell</h3><p>Tattoo artist</p></div><div><h3>Tom Finch</h3><p>Tattoo artist</p></div>"""
PEOPLE = (
    'const artists = [{name: "Anna Bell", role: "Tattoo artist", instagram: "@anna.bell.ink"},'
    ' {name: "Tom Finch", role: "Tattoo artist", instagram: "@finch.tattoo"}];'
)
CONTACT = '<p>Call 020 7946 0958 or write to hello@wrentattoo.test</p><a href="/faq">Questions</a>'


def script(text: str, url: str) -> Page:
    return page(text, url, content_type="text/javascript")


async def visited(pages: Mapping[str, str | Page], **known: object) -> tuple[WebsiteVisit, FakeSite]:
    whole = {HOME if path == "/" else f"http://wren.test{path}": held for path, held in pages.items()}
    site = FakeSite(whole)
    known = {"studio_name": "Harbour Street Tattoo", "country": "GB", **known}
    visit = await read_website(SiteToRead(url=HOME, **known), site.fetch, reader=HereReader())  # type: ignore[arg-type]
    again = read_site(visit.pages, studio_name="Harbour Street Tattoo", country="GB")
    assert again == visit.reading, "stored pages and their parts give the same reading again"
    return visit, site


def names(visit: WebsiteVisit) -> set[str]:
    return {artist.name for artist in visit.reading.artists}


@pytest.mark.parametrize(
    "include",
    [
        '<div data-include="/partials/header.html"></div>',
        '<div w3-include-html="partials/header.html"></div>',
        '<div hx-get="/partials/header.html" hx-trigger="load"></div>',
        '<div><!--#include virtual="/partials/header.html" --></div>',
        '<div id="top"></div><script>fetch("partials/header.html").then(r => r.text())'
        '.then(t => { document.getElementById("top").innerHTML = t })</script>',
        '<div id="top"></div><script>$(function () { $("#top").load("/partials/header.html"); });</script>',
    ],
)
async def test_a_menu_of_another_file_leads_to_the_people(include: str) -> None:
    header = '<nav><a href="/">Home</a><a href="/artists">Artists</a></nav>'
    visit, _ = await visited(
        {
            "/": f"{include}{WORDS}<a href='/prices'>Prices</a>",
            "/partials/header.html": header,
            "/artists": TEAM,
        }
    )
    assert names(visit) == {"Anna Bell", "Tom Finch"}


async def test_a_script_that_loads_the_menu_is_read_first() -> None:
    loads = 'put("top", "partials/header.html");\nput("end", "partials/footer.html");'
    visit, site = await visited(
        {
            "/": f'<div id="header"></div>{WORDS}<a href="/prices">Prices</a><footer id="end"></footer>'
            '<script src="js/lightbox.min.js"></script><script src="js/script.js"></script>',
            "/js/script.js": script(loads, "http://wren.test/js/script.js"),
            "/partials/header.html": '<nav><a href="/people">The people</a></nav>',
            "/partials/footer.html": CONTACT,
            "/people": TEAM,
        }
    )
    assert names(visit) == {"Anna Bell", "Tom Finch"}
    facts = visit.reading.studio
    assert (facts.phone, facts.email) == ("+442079460958", "hello@wrentattoo.test")
    assert "http://wren.test/js/lightbox.min.js" not in site.asked


async def test_people_of_a_script_are_read_where_the_pages_name_nobody() -> None:
    visit, _ = await visited(
        {
            "/": f'{WORDS}<script src="/js/artists.js"></script>',
            "/js/artists.js": script(PEOPLE, "http://wren.test/js/artists.js"),
        }
    )
    assert names(visit) == {"Anna Bell", "Tom Finch"}
    assert {artist.instagram for artist in visit.reading.artists} == {"anna.bell.ink", "finch.tattoo"}


async def test_people_of_a_data_file_are_read_where_the_pages_name_nobody() -> None:
    data = '[{"name": "Anna Bell", "role": "Tattoo artist"}, {"name": "Tom Finch", "role": "Tattoo artist"}]'
    visit, _ = await visited(
        {
            "/": f"{WORDS}<script>fetch('data/team.json').then(show)</script>",
            "/data/team.json": page(data, "http://wren.test/data/team.json", content_type="application/json"),
        }
    )
    assert names(visit) == {"Anna Bell", "Tom Finch"}


async def test_contacts_of_another_file_are_read_where_the_pages_lack_them() -> None:
    files = {"/": f"{WORDS}{TEAM}<div data-include='footer.html'></div>", "/footer.html": CONTACT}
    visit, _ = await visited(files)
    assert (visit.reading.studio.phone, visit.reading.studio.email) == (
        "+442079460958",
        "hello@wrentattoo.test",
    )


@pytest.mark.parametrize("path", ["/js/tattoo-booking.js", "/termin.js", "/assets/reserva-cita.js"])
async def test_handles_of_a_booking_script_are_read_where_contacts_are_lacking(path: str) -> None:
    program = (
        'const artistProfiles = { "Anna Bell": { phone: "020 7946 0958", instagramUrl: '
        '"https://www.instagram.com/needle.folk?igsh=x" }, "Tom Finch": { phone: "020 7946 0959", '
        'instagramUrl: "https://www.instagram.com/quiet.ravens/" } };'
    )
    pages = {"/": f"{WORDS}{TEAM}<script src='{path}'></script>"}
    visit, site = await visited({**pages, path: script(program, f"http://wren.test{path}")})
    assert f"http://wren.test{path}" in site.asked
    handles = {artist.name: artist.instagram for artist in visit.reading.artists}
    assert handles == {"Anna Bell": "needle.folk", "Tom Finch": "quiet.ravens"}


async def test_no_part_is_asked_for_where_nothing_is_lacking() -> None:
    files = '<script src="/js/team.js"></script><script src="/js/config.js"></script>'
    visit, site = await visited({"/": f"{WORDS}{TEAM}{CONTACT}{files}"})
    assert names(visit) == {"Anna Bell", "Tom Finch"}
    assert not [url for url in site.asked if url.endswith(".js")]


async def test_no_part_is_asked_for_where_a_browser_will_be() -> None:
    shell = '<div id="root"></div><script src="/js/artists.js"></script>'
    visit, site = await visited(
        {"/": shell, "/js/artists.js": script(PEOPLE, "http://wren.test/js/artists.js")}
    )
    assert visit.reading.outcome is VisitOutcome.NEEDS_BROWSER
    assert site.asked == [HOME]


async def test_few_parts_are_asked_for_and_none_of_other_hosts_or_twice() -> None:
    endless = "".join(f'put("x{n}", "partials/team{n}.html");' for n in range(50))
    cyclic = '<div data-include="/partials/team0.html"></div><nav></nav>'
    outside = (
        '<div data-include="http://other.test/team.html"></div><script src="//cdn.test/team.js"></script>'
    )
    traversal = '<div data-include="../../../../etc/team.html"></div>'
    pages = {f"/partials/team{n}.html": cyclic for n in range(50)}
    visit, site = await visited(
        {"/": f"<nav></nav>{WORDS}{outside}{traversal}<script>{endless}</script>", **pages}
    )
    assert len(site.asked) == len(set(site.asked))
    assert sum(1 for item in visit.pages if item.part_of) == 3
    assert all(url.startswith(HOME) and ".." not in url for url in site.asked)
    assert visit.reading.outcome is VisitOutcome.NO_ARTISTS_NAMED


async def test_parts_that_are_too_long_or_of_another_kind_are_not_read() -> None:
    long = PEOPLE + "x" * MAX_PART
    visit, _ = await visited(
        {
            "/": f'{WORDS}<script src="/js/artists.js"></script><script src="/js/team.js"></script>',
            "/js/artists.js": script(long, "http://wren.test/js/artists.js"),
            "/js/team.js": page(f"<!doctype html>{TEAM}", "http://wren.test/js/team.js"),
        }
    )
    assert not names(visit)


async def test_a_part_that_another_host_answers_is_not_read() -> None:
    moved = page(PEOPLE, "http://wren.test/js/artists.js", final_url="http://other.test/js/artists.js")
    visit, _ = await visited({"/": f'{WORDS}<script src="/js/artists.js"></script>', "/js/artists.js": moved})
    assert not names(visit)


@pytest.mark.parametrize(
    ("place", "program"),
    [
        ('<footer id="end"></footer>', "document.getElementById('end').innerHTML = `{}`;"),
        ("<footer></footer>", "const f = document.querySelector('footer');\nf.innerHTML = `{}`;"),
        ("<footer></footer>", "let inner = `{}`;\ndocument.querySelector('footer').innerHTML = inner;"),
        ('<div class="end"></div>', "$('.end').html('{}');"),
        ('<div id="end"></div>', "function end() {{ return `{}` }}\nend.innerHTML = end();$('#end')"),
        (
            "<site-footer></site-footer>",
            "class Foot extends HTMLElement {{ connectedCallback() {{ this.innerHTML = `{}` }} }}\n"
            "customElements.define('site-footer', Foot);",
        ),
    ],
)
async def test_markup_that_scripts_write_is_read_in_its_place(place: str, program: str) -> None:
    text = program.format(CONTACT)
    visit, _ = await visited({"/": f"{WORDS}{TEAM}{place}<script>{text}</script>"})
    assert (visit.reading.studio.phone, visit.reading.studio.email) == (
        "+442079460958",
        "hello@wrentattoo.test",
    )
    elsewhere, site = await visited(
        {
            "/": f'{WORDS}{TEAM}{place}<script src="/js/footer.js"></script>',
            "/js/footer.js": script(text, "http://wren.test/js/footer.js"),
        }
    )
    assert elsewhere.reading.studio.email == "hello@wrentattoo.test"
    assert "http://wren.test/js/footer.js" in site.asked


async def test_templates_that_scripts_fill_do_not_hide_that_a_browser_is_needed() -> None:
    fill = "people.forEach(p => { grid.innerHTML += `<li><h3>${p.name}</h3><p>Tattoo artist</p></li>` })"
    visit, _ = await visited(
        {
            "/": f"{WORDS}<h2>Our artists</h2><div id='grid'></div><script>const grid = "
            f"document.getElementById('grid'); fetch('/api/people').then(show); {fill};"
            f"{'wait();' * 9}</script>"
        }
    )
    assert visit.reading.outcome is VisitOutcome.NEEDS_BROWSER


GALLERY = 'const tattoos = [{artist: "Anna Bell", src: "i/1.jpg"}, {artist: "Tom Finch", src: "i/2.jpg"}];'


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("/js/gallery-data.js", '<script src="js/gallery-data.js"></script>'),
        ("/portfolio.js", '<script type="module" src="portfolio.js"></script>'),
        ("/script.js", '<div class="portfolio-grid"></div><script src="script.js"></script>'),
        (
            "/assets/index-Ba31kQ9x.js",
            '<div id="root"></div><script src="/assets/index-Ba31kQ9x.js"></script>',
        ),
    ],
)
async def test_pictures_of_people_who_are_named_come_from_scripts(path: str, html: str) -> None:
    visit, _ = await visited(
        {"/": f"{WORDS}{TEAM}{CONTACT}{html}", path: script(GALLERY, f"http://wren.test{path}")}
    )
    pictures = {
        artist.name: [image.url[-7:] for image in artist.portfolio] for artist in visit.reading.artists
    }
    assert pictures == {"Anna Bell": ["i/1.jpg"], "Tom Finch": ["i/2.jpg"]}


@pytest.mark.parametrize(
    "html",
    [
        '<script src="js/lightgallery.min.js"></script>',
        '<script src="js/script.js"></script>',
        '<script src="https://cdn.other.test/gallery.js"></script>',
    ],
)
async def test_scripts_that_promise_no_pictures_are_not_requested(html: str) -> None:
    _, site = await visited({"/": f"{WORDS}{TEAM}{CONTACT}{html}"})
    assert not [url for url in site.asked if url.endswith(".js")]


async def test_at_most_two_scripts_are_requested_for_pictures() -> None:
    scripts = "".join(f'<script src="gallery-{n}.js"></script>' for n in "abcd")
    held = {f"/gallery-{n}.js": script("go()", f"http://wren.test/gallery-{n}.js") for n in "abcd"}
    _, site = await visited({"/": f"{WORDS}{TEAM}{CONTACT}{scripts}", **held})
    assert len([url for url in site.asked if url.endswith(".js")]) == 2


BIOS = {
    "Anna": "Anna has drawn since school, learned to tattoo by the sea, and works in blackwork and dotwork.",
    "Tom": "Tom came here from a print shop in 2016, and does blackwork and dotwork on the days with rain.",
}
CHUNK = "/_next/static/chunks/app/{0}/page-5b45d83ef9bb5190.js"


@pytest.mark.parametrize("folder", ["artists", "(site)/team", "%5Blocale%5D/artistas"])
async def test_the_program_of_a_team_page_tells_what_its_cards_show_on_a_click(folder: str) -> None:
    kept = ",".join(
        f'{name}:{{bio:"{bio}",images:["/{name}/1.jpg","/{name}/2.jpg"]}}' for name, bio in BIOS.items()
    )
    program = f"(self.c=self.c||[]).push([[917],{{4521:function(e,t,a){{let d={{{kept}}};return d[t]}}}}]);"
    cards = "".join(f"<li><h3>{name}</h3><p>@{name}.ink</p><div>{name} ↓</div></li>" for name in BIOS)
    path = CHUNK.format(folder)
    html = f"{WORDS}<h2>Meet the artists</h2><ul>{cards}</ul>{CONTACT}<script src='{path}' async></script>"
    visit, _ = await visited({"/": html, path: script(program, f"http://wren.test{path}")})
    assert {artist.name: artist.bio for artist in visit.reading.artists} == BIOS
    assert [len(artist.portfolio) for artist in visit.reading.artists] == [2, 2]
    assert [set(artist.styles) for artist in visit.reading.artists] == [{"blackwork", "dotwork"}] * 2


@pytest.mark.parametrize("path", [CHUNK.format("prices"), "/_next/static/chunks/artists-5b45d83ef9bb5190.js"])
async def test_programs_of_other_pages_are_not_requested(path: str) -> None:
    _, site = await visited({"/": f"{WORDS}{TEAM}{CONTACT}<script src='{path}' async></script>"})
    assert not [url for url in site.asked if url.endswith(".js")]
