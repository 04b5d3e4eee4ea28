"""Files of the website: styles, scripts and fonts, sitemaps, and what browsers and robots look for."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape

from functions.web.answers import FOREVER, WebAnswer, kept
from functions.web.asked import PageRequest
from functions.web.rendering import STATIC, digest, static
from inkscout.bootstrap import web
from inkscout.errors import NotFound

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
}
_DAY = 86_400
_MAP = re.compile(r"([1-9][0-9]{0,3})\.xml")
_MOST_SITEMAPS = 1000
_CLOSED = ("/artists?", "/studios?", "/shortlist", "/removal/", "/desk", "/map", "/status", "/v1/")


def show(request: PageRequest, segments: tuple[str, ...]) -> WebAnswer:
    """Returns a file by its path.

    Raises:
        NotFound: there is no such file.
    """
    if segments[0] == "static":
        return _static(segments)
    if segments[0] == "sitemaps" and len(segments) == 2 and (match := _MAP.fullmatch(segments[1])):
        return _sitemap(request, int(match[1]))
    make = _FILES.get("/".join(segments))
    if make is None:
        raise NotFound("no file has this address")
    return make(request)


def _static(segments: tuple[str, ...]) -> WebAnswer:
    """Returns a static file; a page that was cached before a deployment gets today's file, for a minute."""
    name = "/".join(segments[2:])
    path = STATIC / name
    known = len(segments) > 2 and ".." not in segments
    if not known or path.suffix not in _TYPES or not path.is_file():
        raise NotFound("no file has this address")
    cache = FOREVER if segments[1] == digest() else kept(60)
    return WebAnswer(body=path.read_bytes(), content_type=_TYPES[path.suffix], cache=cache)


def _icon(_: PageRequest) -> WebAnswer:
    return WebAnswer(status=302, headers={"Location": static("icon.svg")}, cache=f"public, max-age={_DAY}")


def _robots(request: PageRequest) -> WebAnswer:
    lines = ["User-agent: *"]
    if web.settings().site_indexed:
        lines += [f"Disallow: {path}" for path in _CLOSED] + ["", f"Sitemap: {request.site}/sitemap.xml"]
    else:
        lines.append("Disallow: /")
    return _text("\n".join(lines) + "\n")


def _security(request: PageRequest) -> WebAnswer:
    contact = web.settings().operator_contact
    address = f"mailto:{contact}" if "@" in contact else contact or f"{request.site}/about"
    expires = (datetime.now(UTC) + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(f"Contact: {address}\nExpires: {expires.isoformat()}\nPreferred-Languages: en\n")


def _manifest(_: PageRequest) -> WebAnswer:
    document = {
        "name": "Inkscout",
        "short_name": "Inkscout",
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbfaf7",
        "theme_color": "#4a2bb8",
        "icons": [{"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return WebAnswer(body=json.dumps(document), content_type="application/manifest+json", cache=kept(_DAY))


def _opensearch(request: PageRequest) -> WebAnswer:
    site = escape(request.site)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>Inkscout</ShortName>'
        "<Description>Tattoo artists by style and city</Description><InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" template="{site}/artists?q={{searchTerms}}"/></OpenSearchDescription>'
    )
    return WebAnswer(body=body, content_type="application/opensearchdescription+xml", cache=kept(_DAY))


def _index(request: PageRequest) -> WebAnswer:
    parts = []
    for number in range(1, _MOST_SITEMAPS):
        pages = web.sitemaps().read(number)
        if not pages:
            break
        parts.append(f"<sitemap><loc>{escape(request.site)}/sitemaps/{number}.xml</loc></sitemap>")
    return _xml(f'<sitemapindex xmlns="{_SCHEMA}">{"".join(parts)}</sitemapindex>')


def _sitemap(request: PageRequest, number: int) -> WebAnswer:
    pages = web.sitemaps().read(number)
    if not pages:
        raise NotFound("there is no such sitemap")
    entries = "".join(
        f"<url><loc>{escape(request.site + path)}</loc>"
        + (f"<lastmod>{escape(changed)}</lastmod>" if changed else "")
        + "</url>"
        for path, changed in pages
    )
    return _xml(f'<urlset xmlns="{_SCHEMA}">{entries}</urlset>')


_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _xml(text: str) -> WebAnswer:
    body = f'<?xml version="1.0" encoding="UTF-8"?>{text}'
    return WebAnswer(body=body, content_type="application/xml; charset=utf-8", cache=kept(60))


def _text(text: str) -> WebAnswer:
    return WebAnswer(body=text, content_type="text/plain; charset=utf-8", cache=kept(3600))


_FILES: dict[str, Callable[[PageRequest], WebAnswer]] = {
    "robots.txt": _robots,
    "sitemap.xml": _index,
    "site.webmanifest": _manifest,
    "opensearch.xml": _opensearch,
    "favicon.ico": _icon,
    ".well-known/security.txt": _security,
}
