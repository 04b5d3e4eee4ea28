"""Visits the website's handler as a browser would, and reads its pages."""

import base64
import gzip
import itertools
import json
from dataclasses import dataclass
from typing import Any

from lxml import html

from inkscout.bootstrap import api
from inkscout.errors import IndexUnavailable, StoreThrottled
from tests.support import api_client

SITE = "http://site.test"


@dataclass(frozen=True)
class Visited:
    """An answer with its page."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def page(self) -> Any:
        """The page as a tree."""
        return html.document_fromstring(self.text)

    def said(self, selector: str = "//body") -> str:
        """The text that a reader sees in the first element of an XPath, with single blanks."""
        return " ".join(self.page.xpath(selector)[0].text_content().split())

    def links(self) -> list[str]:
        """Addresses of links on this website, without fragments."""
        found = [str(one) for one in self.page.xpath("//a/@href | //link/@href | //img/@src | //script/@src")]
        return list(dict.fromkeys(one.partition("#")[0] for one in found if one.startswith("/")))

    def structured(self) -> list[dict[str, Any]]:
        """The structured data of the page."""
        return [json.loads(one.text) for one in self.page.xpath("//script[@type='application/ld+json']")]


def visit(
    path: str,
    query: str | dict[str, Any] | list[tuple[str, Any]] = "",
    *,
    method: str = "GET",
    form: str | None = None,
    headers: dict[str, str] | None = None,
) -> Visited:
    """The answer to a request; an address may hold its query itself."""
    from functions.web.handler import lambda_handler

    bare, mark, inside = path.partition("?")
    more = {"content-type": "application/x-www-form-urlencoded"} if form is not None else {}
    event = api_client.event(
        method,
        bare,
        inside if mark else query,
        body=form,
        headers={**more, **(headers or {})},
        route_key="$default",
    )
    raw = lambda_handler(event, None)
    body = base64.b64decode(raw["body"]) if raw["isBase64Encoded"] else raw["body"].encode()
    kept = {name.lower(): value for name, value in raw["headers"].items()}
    if kept.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Visited(raw["statusCode"], kept, body)


def faults(page: Visited) -> list[str]:
    """Lists faults that no page may have, such as inline code or headings out of order."""
    tree, found = page.page, []
    levels = [int(one.tag[1]) for one in tree.xpath("//h1|//h2|//h3|//h4")]
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"headings are {levels}")
    found += [f"h{b} after h{a}" for a, b in itertools.pairwise(levels) if b > a + 1]
    found += [f"inline style in {one.tag}" for one in tree.xpath("//*[@style]|//style")]
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    found += [f"handler {one.attrname}" for one in handlers]
    found += ["inline script" for one in tree.xpath("//script[not(@src)][not(@type='application/ld+json')]")]
    found += ["image without alt" for _ in tree.xpath("//img[not(@alt)]")]
    ids = [str(one) for one in tree.xpath("//@id")]
    found += [f"id {one} twice" for one in set(ids) if ids.count(one) > 1]
    labelled = {str(one) for one in tree.xpath("//label/@for")}
    for field in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        if field.get("id") not in labelled and not field.xpath("ancestor::label"):
            found.append(f"{field.get('name')} has no label")
    if not tree.xpath("//title")[0].text_content().strip() or tree.get("lang") is None:
        found.append("no title or language")
    return found


class AwayIndex:
    """An index that does not answer."""

    def search(self, searches: object) -> object:
        raise IndexUnavailable("away")

    def ready(self) -> bool:
        return False


class AwayTable:
    """A table that does not answer."""

    def __getattr__(self, name: str) -> object:
        def refuse(*_: object, **__: object) -> object:
            raise StoreThrottled("away")

        return refuse


def compose_anew() -> None:
    """Drops the use cases that were composed, so that the next page takes the stores of now."""
    for value in vars(api).values():
        if hasattr(value, "cache_clear") and value is not api.settings:
            value.cache_clear()
