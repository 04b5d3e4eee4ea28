"""Checks a running website with Lighthouse: ``python tools/check_web.py http://127.0.0.1:PORT [PATH …]``.

For developers: it needs npm and a Chromium, and a quiet machine for the figure of performance, which is the
median of five visits. ``make run`` or ``make up`` print the address.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys

LIGHTHOUSE = "lighthouse@13.5.0"
LEAST = {"accessibility": 100, "seo": 100, "best-practices": 95, "performance": 95}
"""Lowest score of each category, of 100."""

# A result page asks search engines to show the landing page instead, so its score for them says nothing.
PATHS = ("/", "/gb/leeds", "/gb/leeds/fine-line", "/styles", "/removal")
VISITS = 5


def main(site: str, *paths: str) -> int:
    """Visits each path and returns 1 if a score is too low, else 0."""
    failed = False
    for path in paths or PATHS:
        seen = [_visit(f"{site.rstrip('/')}{path}") for _ in range(VISITS)]
        for category, least in LEAST.items():
            score = statistics.median(one[category] for one in seen)
            failed |= score < least
            print(f"{path:<24} {category:<16} {score:5.0f} {'' if score >= least else f'below {least}'}")
    return int(failed)


def _visit(url: str) -> dict[str, float]:
    """Returns the scores of one visit by category, of 100."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    command = ["npm", "exec", "--yes", f"--package={LIGHTHOUSE}", "--", "lighthouse", url, "--quiet"]
    command += ["--output=json", "--chrome-flags=--headless=new --no-sandbox"]
    command += [f"--only-categories={','.join(LEAST)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"Lighthouse failed on {url}: {done.stderr.strip()[-400:]}")
    categories = json.loads(done.stdout)["categories"]
    return {name: 100 * float(categories[name]["score"] or 0) for name in LEAST}


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("Give the address of a running website, as `make up` prints it.")
    raise SystemExit(main(*sys.argv[1:]))
