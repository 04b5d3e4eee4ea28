"""Pages as a visitor sees them: built by scripts, folded away, in frames, behind banners."""

import asyncio
import os
import socket
from dataclasses import replace

import pytest
from aiohttp import web

from inkscout.domain.page import FetchStatus
from inkscout.giving_way import LARGE_PAGE, on_slow
from scraper_task.browser import processes
from scraper_task.browser.browser_fetcher import BrowserFetcher
from scraper_task.browser.pool import VIEWPORT, BrowserPool
from tests.integration.scraper_task.conftest import QUICK
from tests.support.fakes.clock import FakeClock
from tests.support.loopback_site import loopback_site
from tests.support.patience import until_async

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="module")]

BUILT_LATE = """<!doctype html><title>Studio</title><div id=app></div><script>
setTimeout(() => fetch('/artists.json').then(r => r.json()).then(names => {
  const card = n => `<h2>${n}</h2><img src="/pieces/${n}.jpg">`;
  document.getElementById('app').innerHTML = names.map(card).join('');
}), 300);
</script>"""

ROUTES = """<!doctype html><title>App</title><nav><a href="#/artists">Artists</a></nav><main></main><script>
const show = () => setTimeout(() => {
  const team = location.hash === '#/artists';
  const text = team ? '<h1>Our artists</h1><p>Mara Voss</p>' : '<h1>Welcome</h1>';
  document.querySelector('main').innerHTML = text;
}, 120);
addEventListener('hashchange', show); show();
</script>"""

MEASURED = """<title>Size</title><p></p><script>
const wide = matchMedia('(min-width: 1000px) and (min-device-width: 1000px)').matches;
document.querySelector('p').textContent = `${innerWidth} ${innerHeight} ${wide}`;</script>"""

LAZY = """<!doctype html><title>Wall</title><div id=list></div><div id=end style="height:20px"></div><script>
let count = 0;
const list = document.getElementById('list');
const add = () => list.insertAdjacentHTML('beforeend', `<p style="height:200px">Artist ${++count}</p>`);
const more = () => { for (let i = 0; i < 10 && count < 40; i++) add(); };
more();
new IntersectionObserver(seen => { if (seen[0].isIntersecting) setTimeout(more, 30); }).observe(
  document.getElementById('end'));
</script>"""

ENOUGH_TEXT = "<p>" + "A studio for drawings on skin. " * 10
"""More than the text below which a page is given longer to build itself."""

BODY_COMES_LATE = (
    ENOUGH_TEXT
    + """<div id=app></div><script>
fetch('/artists.json').then(r => r.json()).then(names => { app.textContent = names.join(' and '); });
</script>"""
)

PART_COMES_LATE = (
    ENOUGH_TEXT
    + """<div id=app></div><script>
addEventListener('load', () => setTimeout(() => {
  const part = document.createElement('script'); part.src = '/part.js'; document.head.append(part); }, 20));
</script>"""
)

FILLED = """<ul></ul><script>let count = 0; const list = document.querySelector('ul');
const add = () => { if (count < 5) list.insertAdjacentHTML('beforeend', `<li>Person ${++count}</li>`); };
setInterval(add, 140);
</script>"""

GROWING = """<script>
setInterval(() => document.body.insertAdjacentHTML('beforeend', '<b>ink</b>'.repeat(99)));
</script>"""

HEAVY = ENOUGH_TEXT + "<script>window.kept = Array.from({length: 400_000}, (_, n) => ({n}));</script>"
"""Page whose scripts hold more than ten megabytes."""

MORE = """<!doctype html><title>Team</title><ul></ul><button onclick="more()">Mehr laden</button><script>
let count = 0;
function more() { setTimeout(() => { for (let i = 0; i < 3 && count < 9; i++)
  document.querySelector('ul').insertAdjacentHTML('beforeend', `<li>Person ${++count}</li>`); }, 50); }
more();
</script>"""

CONSENT = """<!doctype html><title>Gate</title><div class="cookie-banner"><p>We use cookies</p>
<a href="/privacy">Accept our policy page</a>
<button id=yes>Accept all</button><button id=no>Nur notwendige</button></div>
<main></main><script>
document.getElementById('no').onclick = () => { document.querySelector('.cookie-banner').remove();
  document.querySelector('main').innerHTML = '<p>Refused, and shown all the same</p>'; };
document.getElementById('yes').onclick = () => { document.title = 'accepted'; };
</script>"""

SHADOW = """<!doctype html><title>Parts</title><team-list></team-list>
<iframe srcdoc="<p>Framed Person</p>"></iframe>
<script>customElements.define('team-list', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode: 'open'}).innerHTML = '<h3>Shadow Person</h3>'; } });</script>"""


async def test_content_that_arrives_late_is_waited_for_and_images_keep_their_addresses(
    fetcher: BrowserFetcher,
) -> None:
    async def names(_: web.Request) -> web.StreamResponse:
        return web.json_response(["Mara", "Ivo"])

    async with loopback_site({"/": BUILT_LATE, "/artists.json": names}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert page.status is FetchStatus.OK
    assert page.rendered
    assert "<h2>Mara</h2>" in page.html
    assert '<img src="/pieces/Ivo.jpg">' in page.html
    assert not [path for path in site.asked if path.startswith("/pieces/")]


@pytest.mark.parametrize("said", ["", "<p>Loading</p>"])
async def test_a_page_of_next_to_no_text_is_waited_for_while_its_request_is_under_way(
    pool: BrowserPool, said: str
) -> None:
    asked = asyncio.Event()

    async def names(_: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.sleep(1.0)  # longer than the page is otherwise given to rest
        return web.json_response(["Mara", "Ivo"])

    reading = replace(QUICK.reading, empty_ms=30_000, slow_ms=300)
    built_late = BUILT_LATE.replace("<div id=app>", f"<div id=app>{said}")
    async with pool.session() as session, loopback_site({"/": built_late, "/artists.json": names}) as site:
        patient = BrowserFetcher(session, clock=FakeClock(), bounds=replace(QUICK, reading=reading))
        page = await patient.fetch(site.url("/"))
    assert asked.is_set()
    assert "<h2>Ivo</h2>" in page.html


async def test_a_page_that_holds_little_text_and_rests_is_not_waited_for(pool: BrowserPool) -> None:
    # An empty page would be waited for until the bound of the page, and end in a timeout.
    reading = replace(QUICK.reading, empty_ms=600_000, settle_ms=600_000, total_ms=600_000)
    bounds = replace(QUICK, reading=reading, page_seconds=30)
    async with pool.session() as session, loopback_site({"/": ROUTES}) as site:
        page = await BrowserFetcher(session, clock=FakeClock(), bounds=bounds).fetch(site.url("/"))
    assert (page.status, "Welcome" in page.html) == (FetchStatus.OK, True)


async def test_a_page_with_nothing_under_way_is_not_waited_for(pool: BrowserPool) -> None:
    # A fixed wait would outlast the bound of the page, and end in a timeout.
    reading = replace(QUICK.reading, quiet_ms=600_000, settle_ms=600_000, total_ms=600_000)
    bounds = replace(QUICK, reading=reading, page_seconds=30)
    built = ENOUGH_TEXT + "<p id=who></p><script>who.textContent = 'Mara Voss'</script>"
    async with pool.session() as session, loopback_site({"/": built}) as site:
        page = await BrowserFetcher(session, clock=FakeClock(), bounds=bounds).fetch(site.url("/"))
    assert page.status is FetchStatus.OK
    assert "Mara Voss</p>" in page.html


async def test_a_list_that_an_interval_fills_is_waited_for(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": ENOUGH_TEXT + FILLED}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "Person 5<" in page.html


async def test_a_document_that_outgrows_its_bound_is_not_waited_for(pool: BrowserPool) -> None:
    reading = replace(QUICK.reading, nodes=2_000, settle_ms=600_000, total_ms=600_000)
    bounds = replace(QUICK, reading=reading, page_seconds=30)
    async with pool.session() as session, loopback_site({"/": ENOUGH_TEXT + GROWING}) as site:
        page = await BrowserFetcher(session, clock=FakeClock(), bounds=bounds).fetch(site.url("/"))
    assert page.status is FetchStatus.TOO_LARGE


async def test_a_route_after_the_hash_is_read_within_the_running_app(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": ROUTES}) as site:
        home = await fetcher.fetch(site.url("/"))
        artists = await fetcher.fetch(site.url("/#/artists"))
        assert site.asked.count("/") == 1
    assert "Welcome" in home.html
    assert "Mara Voss" in artists.html
    assert artists.final_url.endswith("#/artists")
    assert artists.status is FetchStatus.OK


async def test_a_route_is_read_as_a_first_page_too(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": ROUTES}) as site:
        artists = await fetcher.fetch(site.url("/#/artists"))
    assert "Mara Voss" in artists.html


@pytest.mark.parametrize("head", ["", "<script>1</script>"])
@pytest.mark.parametrize("seconds", [0, 1])
async def test_a_page_that_refreshes_soon_is_read_where_it_leads_to(
    fetcher: BrowserFetcher, seconds: int, head: str
) -> None:
    async def late(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return web.Response(text="<h1>Artist Edda</h1>" + ENOUGH_TEXT, content_type="text/html")

    first = (
        f'<meta http-equiv=Refresh content="{seconds}; url=/team">{head}<title>Hold on</title>' + ENOUGH_TEXT
    )
    async with loopback_site({"/": first, "/team": late}) as site:
        page = await fetcher.fetch(site.url("/"))
        assert "Artist Edda" in page.html
        assert page.final_url == site.url("/team")


async def test_pages_of_one_host_and_another_are_laid_out_for_the_viewport(fetcher: BrowserFetcher) -> None:
    laid_out = f"<p>{VIEWPORT['width']} {VIEWPORT['height']} true</p>"
    async with loopback_site({"/": MEASURED}) as site, loopback_site({"/": MEASURED}) as other:
        for address in (site.url("/"), other.url("/"), site.url("/")):
            assert laid_out in (await fetcher.fetch(address)).html


async def test_a_lazy_list_is_scrolled_to_its_end(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": LAZY}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "Artist 40<" in page.html


async def test_a_lazy_list_that_grows_late_is_scrolled_to_its_end(pool: BrowserPool) -> None:
    # A short timer comes as late as this on a slow machine.
    lazy = LAZY.replace("setTimeout(more, 30)", "setTimeout(more, 240)")
    assert lazy != LAZY
    bounds = replace(QUICK, reading=replace(QUICK.reading, quiet_ms=250))
    async with pool.session() as session, loopback_site({"/": lazy}) as site:
        page = await BrowserFetcher(session, clock=FakeClock(), bounds=bounds).fetch(site.url("/"))
    assert "Artist 40<" in page.html


async def test_the_body_of_a_fetched_answer_is_waited_for(fetcher: BrowserFetcher) -> None:
    async def names(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        await answer.write(b'["Mara", ')
        await asyncio.sleep(0.6)  # longer than the page is otherwise given to rest
        await answer.write(b'"Ivo"]')
        return answer

    async with loopback_site({"/": BODY_COMES_LATE, "/artists.json": names}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "Mara and Ivo" in page.html


async def test_a_script_that_a_script_adds_is_waited_for(fetcher: BrowserFetcher) -> None:
    async def part(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.5)  # longer than the page is otherwise given to rest
        return web.Response(text="app.textContent = 'Mara and Ivo'", content_type="text/javascript")

    async with loopback_site({"/": PART_COMES_LATE, "/part.js": part}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "Mara and Ivo" in page.html


async def test_load_more_is_pressed_until_nothing_more_comes(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": MORE}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "Person 9<" in page.html


async def test_a_consent_banner_is_refused_rather_than_accepted(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": CONSENT}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "shown all the same" in page.html
    assert "cookie-banner" not in page.html.split("<script>")[0]
    assert "<title>accepted" not in page.html


async def test_shadow_trees_and_frames_are_part_of_the_page(fetcher: BrowserFetcher) -> None:
    async with loopback_site({"/": SHADOW}) as site:
        page = await fetcher.fetch(site.url("/"))
    assert "Shadow Person" in page.html
    assert "<p>Framed Person</p>" in page.html
    assert "data-inner-tree" not in page.html


async def test_a_frame_from_another_origin_is_read_with_addresses_made_absolute(
    fetcher: BrowserFetcher,
) -> None:
    async with loopback_site({"/widget": "<p>Framed Artist</p><a href='/book'>Book</a>"}) as other:
        outer = f"<h1>Studio</h1><iframe src='{other.url('/widget')}'></iframe>"
        async with loopback_site({"/": outer}) as site:
            page = await fetcher.fetch(site.url("/"))
        assert "Framed Artist" in page.html
        assert other.url("/book") in page.html


async def test_a_missing_page_and_a_refusal_have_their_statuses(fetcher: BrowserFetcher) -> None:
    async def forbidden(_: web.Request) -> web.StreamResponse:
        return web.Response(status=403, text="<title>Just a moment...</title>", content_type="text/html")

    async def broken(_: web.Request) -> web.StreamResponse:
        return web.Response(status=500, text="<h1>Error</h1>", content_type="text/html")

    async with loopback_site({"/wall": forbidden, "/broken": broken, "/": "<h1>Fine</h1>"}) as site:
        assert (await fetcher.fetch(site.url("/gone"))).status is FetchStatus.NOT_FOUND
        assert (await fetcher.fetch(site.url("/wall"))).status is FetchStatus.BLOCKED
        page = await fetcher.fetch(site.url("/broken"))
        assert (page.status, page.http_status, page.html) == (FetchStatus.HTTP_ERROR, 500, "")
        assert (await fetcher.fetch(site.url("/"))).status is FetchStatus.OK


async def test_noindex_is_recognised_in_header_and_markup(fetcher: BrowserFetcher) -> None:
    async def header(_: web.Request) -> web.StreamResponse:
        return web.Response(text="<p>Hello", content_type="text/html", headers={"X-Robots-Tag": "noindex"})

    markup = "<meta name=robots content=noindex><p>Hello"
    async with loopback_site({"/a": header, "/b": markup, "/c": "<p>Hello"}) as site:
        found = [(await fetcher.fetch(site.url(path))).noindex for path in ("/a", "/b", "/c")]
    assert found == [True, True, False]


async def test_a_host_that_does_not_answer_is_unreachable(fetcher: BrowserFetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    page = await fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert (page.status, page.detail) == (FetchStatus.UNREACHABLE, "the connection failed")


async def test_a_name_is_never_resolved_beside_the_proxy(fetcher: BrowserFetcher) -> None:
    page = await fetcher.fetch("http://localhost:8080/")
    assert (page.status, page.detail) == (FetchStatus.UNREACHABLE, "the host does not resolve")


COMPUTING = """<!doctype html><title>Miner</title><p>Anna Bell</p><script>
const began = Date.now(); setInterval(() => { if (Date.now() - began < 3000) { const until = Date.now() + 500;
  while (Date.now() < until); } }, 0);
</script>"""


async def test_the_pages_before_are_freed_while_a_site_is_walked_through(pool: BrowserPool) -> None:
    async with pool.session() as session, loopback_site({"/": HEAVY}) as site:
        fetcher = BrowserFetcher(session, clock=FakeClock(), bounds=QUICK)
        for number in range(5):
            assert (await fetcher.fetch(site.url(f"/?{number}"))).status is FetchStatus.OK
        page = session.open_page
        assert page is not None
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Performance.enable")

        async def documents() -> float:
            answer = await devtools.send("Performance.getMetrics")
            return float(next(one["value"] for one in answer["metrics"] if one["name"] == "Documents"))

        assert await documents() <= 4


async def test_a_renderer_that_computes_for_long_gives_way(fetcher: BrowserFetcher) -> None:
    def niceness() -> set[int]:
        below = [process.pid for process in processes.descendants(os.getpid())]
        renderers = [pid for pid in below if processes.is_renderer(pid)]
        return {os.getpriority(os.PRIO_PROCESS, pid) for pid in renderers}

    async with loopback_site({"/": COMPUTING}) as site:
        reading = asyncio.create_task(fetcher.fetch(site.url("/")))
        await until_async(lambda: 19 in niceness())
        page = await reading
    assert page.status is FetchStatus.OK
    assert "Anna Bell" in page.html


async def test_a_page_that_announces_its_size_is_slow_before_it_is_read(fetcher: BrowserFetcher) -> None:
    said: list[str] = []
    pages = {"/": "<p>Anna Bell", "/large": "<p>Anna Bell" + " " * LARGE_PAGE}
    async with loopback_site(dict(pages)) as site:
        with on_slow(lambda: said.append("slow")):
            assert (await fetcher.fetch(site.url("/"))).status is FetchStatus.OK
            assert said == []
            assert (await fetcher.fetch(site.url("/large"))).status is FetchStatus.OK
    assert said == ["slow"]
