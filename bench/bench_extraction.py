"""Benchmark of extraction in CPU milliseconds a page: parsing, with finders, and with a site's merge."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from inkscout.domain.page import Page
from inkscout.extraction import PageView, read_site, read_views, view_of
from inkscout.extraction.page.parse import parse
from tests.support.heavy_pages import HEAVY_PAGES, MEGABYTE
from tests.support.pages import page, page_cases
from tests.support.project import ROOT
from tests.support.shared_data import shared_path

_REPEATS = 3
_BUDGET_MS = 250


def main() -> None:
    """Prints a table for the page cases, the demo world, and the recorded world beside the checkout."""
    print(
        f"{'':24} {'sites':>6} {'pages':>6} {'KiB':>6} {'parse':>7} {'+finders':>8} {'+merge':>7}  ms a page"
    )
    for name, sites in (
        ("page cases", [list(case.pages) for case in page_cases()]),
        ("demo world", _world(ROOT / "inkscout_local" / "worlds" / "demo" / "sites")),
        ("recorded world", _world(shared_path("worlds", "real-sites", "sites"))),
    ):
        if sites:
            _row(name, sites)
    slowest = sorted(((_read(make(MEGABYTE)), name) for name, make in HEAVY_PAGES.items()), reverse=True)
    print(f"the slowest of {len(slowest)} made-up pages of one megabyte, at most {_BUDGET_MS} ms each:")
    for milliseconds, name in slowest[:5]:
        print(f"{name:24} {milliseconds:6.0f} ms")


def _world(root: Path) -> list[list[Page]]:
    sites = []
    for host in sorted(root.iterdir()) if root.is_dir() else []:
        files = sorted(host.rglob("*.html"))[:12]
        sites.append(
            [page(path.read_text("utf-8", "replace"), f"http://{host.name}/{path.name}") for path in files]
        )
    return [site for site in sites if site]


def _row(name: str, sites: list[list[Page]]) -> None:
    pages = [item for site in sites for item in site]
    parsing = _cpu(lambda: [parse(item) for item in pages])
    finding = _cpu(lambda: [view_of(item) for item in pages])
    whole = _cpu(lambda: [read_views(_views(site)) for site in sites])
    size = sum(len(item.html) for item in pages) / len(pages) / 1024
    figures = (milliseconds / len(pages) for milliseconds in (parsing, finding, whole))
    print(
        f"{name:24} {len(sites):6} {len(pages):6} {size:6.1f} "
        + " ".join(f"{figure:{width}.2f}" for figure, width in zip(figures, (7, 8, 7), strict=True))
    )


def _read(html: str) -> float:
    return _cpu(lambda: read_site([page(html, "http://studio.test/artists")]))


def _views(site: Iterable[Page]) -> list[PageView]:
    return [view_of(item) for item in site]


def _cpu(work: Callable[[], object]) -> float:
    """Returns the minimum CPU milliseconds of three repetitions."""
    best = float("inf")
    for _ in range(_REPEATS):
        started = time.process_time()
        work()
        best = min(best, (time.process_time() - started) * 1000)
    return best


if __name__ == "__main__":
    main()
