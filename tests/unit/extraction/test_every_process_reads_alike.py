"""The same pages give the same reading in every process, whatever the order Python's sets happen to have.

A reading that came out in another order would be a change to write, for a site that has not changed.
"""

import os
import subprocess
import sys

import pytest

from tests.support.project import ROOT

pytestmark = pytest.mark.timeout(300)

PROBE = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path

from inkscout.domain.page import FetchStatus, Page
from inkscout.extraction.site import read_site
from inkscout.extraction.profiles.profile import read_profile

digest = hashlib.sha256()
for site in sorted(Path(sys.argv[1]).iterdir()):
    pages = [
        Page(
            url=f"http://{site.name}/{path.relative_to(site).as_posix()}",
            final_url=f"http://{site.name}/{path.relative_to(site).as_posix()}",
            status=FetchStatus.OK,
            http_status=200,
            html=path.read_text(encoding="utf-8", errors="replace"),
            content_type="text/html",
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for path in sorted(site.rglob("*.html"))
    ]
    if pages:
        digest.update(repr(read_site(pages, studio_name="", country="GB")).encode())
        digest.update(repr(read_profile(pages[:1])).encode())
print(digest.hexdigest())
"""


def test_the_demo_sites_read_alike_under_other_hash_seeds() -> None:
    digests = set()
    for seed in ("0", "1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(ROOT / "inkscout_local" / "worlds" / "demo" / "sites")],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1
