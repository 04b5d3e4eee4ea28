"""The reference of the API: complete without scripts, under a strict policy, and easy to read."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright

from functions.api.openapi import operations
from scraper_task.browser.chromium import find_executable
from tests.support import api_client as api
from tests.support.project import ROOT
from tests.support.publish_openapi import STORES
from tests.support.website_browser import AXE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(390, "dark")]
EVERY_LOOK = [(width, scheme) for width in (390, 1360) for scheme in ("light", "dark")]
PARTS = ["header", "nav", "#suggest", "#requestRemoval", "#schema-Suggestion"]
"""Parts that have everything of which the page consists; the slow test looks at the whole page."""


@pytest.fixture(scope="module")
def docs() -> Iterator[api.Answer]:
    with api.environment(OPENSEARCH_URL="http://127.0.0.1:9", **dict.fromkeys(STORES, "none")):
        yield api.get("/docs")


def test_every_operation_schema_and_limit_is_on_the_page(docs: api.Answer) -> None:
    text = docs.body.decode()
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())
    for path, method, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in text
        assert f">{path}</code>" in text, method
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in text
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= set(re.findall(r' id="([^"]+)"', text)), "a link leads nowhere on the page"
    for words in ("<code>distance</code>", "default 20", "at most 500", "at most 10 items", "Example of 200"):
        assert words in text
    assert text.index('id="searchArtists"') < text.index('id="getArtist"')


def test_the_page_allows_no_script_and_no_other_host(docs: api.Answer) -> None:
    policy = docs.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "<script" not in docs.body.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', docs.body.decode())


def test_links_stand_below_whatever_path_the_gateway_has(docs: api.Answer) -> None:
    assert not re.findall(r'href="/', docs.body.decode())


@pytest.mark.chromium
@pytest.mark.skipif(not find_executable(""), reason="no Chromium on this machine")
def test_a_browser_finds_no_fault_with_the_parts_of_the_page(docs: api.Answer) -> None:
    _look(docs, LOOKS, {"include": [[part] for part in PARTS]})


@pytest.mark.slow
@pytest.mark.chromium
@pytest.mark.timeout(600)
@pytest.mark.skipif(not find_executable(""), reason="no Chromium on this machine")
def test_a_browser_finds_no_fault_with_the_whole_page(docs: api.Answer) -> None:
    _look(docs, EVERY_LOOK, {"include": [["html"]]})


def _look(docs: api.Answer, looks: list[tuple[int, str]], context: dict[str, list[list[str]]]) -> None:
    with served(docs) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_executable(""), args=["--no-sandbox"])
        for width, scheme in looks:
            said: list[str] = []
            look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
            page = browser.new_page(**look)
            page.on("console", lambda message, heard=said: heard.append(message.text))
            page.goto(f"{url}#searchArtists")
            assert said == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()
            page = browser.new_page(**look, bypass_csp=True)
            page.goto(url)
            page.add_script_tag(content=AXE)
            run = f"axe.run({json.dumps(context)}, {{runOnly: {json.dumps(RULES)}}})"
            found = page.evaluate(run)["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], (width, scheme)
            page.close()
        browser.close()


@contextmanager
def served(answer: api.Answer) -> Iterator[str]:
    """Serves one answer at every path; gives an address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name in ("content-type", "content-security-policy"):
                self.send_header(name, answer.headers[name])
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/docs"
    server.shutdown()
    server.server_close()
