"""Checks a running website with Lighthouse: ``python tools/check_web.py http://127.0.0.1:PORT [PATH …]``.

For developers: it needs npm and a Chromium, and a quiet machine for the figure of performance, which is the
median of five visits; ``VISITS=1`` is enough for the others. ``make run`` or ``make up`` print the address.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

LIGHTHOUSE = "lighthouse@13.5.0"
LEAST = {"accessibility": 100, "seo": 100, "best-practices": 95, "performance": 95}
"""Lowest score of each category, of 100."""

TRIES = 3
SEARCHES = ("/artists", "/studios")
# Search engines are asked to list the landing pages instead of results.
_NOT_LISTED = re.compile(r"/(artists|studios|map|shortlist)(\?|$)")
FIXED = ("/", "/artists?q=blackwork", "/artists?view=map", "/styles", "/removal")


def main(site: str, *paths: str) -> int:
    """Visits each path and returns 1 if a score is too low, else 0."""
    failed = False
    site = site.rstrip("/")
    # Only SiteIndexed=true lets search engines list a website at all.
    listed = "Disallow: /\n" not in _read(f"{site}/robots.txt")
    for path in paths or (*FIXED, *_examples(site)):
        seen = [
            _visit(site, path, listed=listed and not _NOT_LISTED.match(path))
            for _ in range(int(os.environ.get("VISITS", "5")))
        ]
        for category, least in LEAST.items():
            score = statistics.median(scores[category] for scores, _ in seen)
            failed |= score < least
            said = "" if score >= least else f"below {least}: {', '.join(seen[0][1])}"
            print(f"{path[:40]:<40} {category:<16} {score:5.0f} {said}", flush=True)
    return int(failed)


def _examples(site: str) -> Iterator[str]:
    """Yields the first profile of each kind, and the page of the first city."""
    for path in SEARCHES:
        found = re.search(rf'"({path}/[^/"]+/[^/"]+)"', _read(f"{site}{path}"))
        if found:
            yield found[1]
    found = re.search(r'"(/[a-z]{2}/[a-z-]+)"', _read(f"{site}/"))
    if found:
        yield found[1]


def _read(url: str) -> str:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - the address was typed in
        return str(answer.read().decode())


def _visit(site: str, path: str, *, listed: bool) -> tuple[dict[str, float], list[str]]:
    """Returns the scores of one visit by category, of 100, and the audits that failed."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or os.environ.get("CHROME_PATH", "")
    command = [
        "npm",
        "exec",
        "--yes",
        f"--package={LIGHTHOUSE}",
        "--",
        "lighthouse",
        f"{site}{path}",
        "--quiet",
    ]
    command += ["--output=json", "--chrome-flags=--headless=new --no-sandbox"]
    command += [f"--only-categories={','.join(LEAST)}"]
    if not listed:
        command.append("--skip-audits=is-crawlable")
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(TRIES):  # on a busy machine a trace is now and then incomplete
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse failed on {path}: {done.stderr.strip()[-400:]}")
    report = json.loads(done.stdout)
    failed = [
        name
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative"
    ]
    return {name: 100 * float(report["categories"][name]["score"] or 0) for name in LEAST}, failed


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("Give the address of a running website, as `make up` prints it.")
    raise SystemExit(main(*sys.argv[1:]))
