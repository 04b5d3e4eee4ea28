"""Benchmark of feeds: reading answers, schedule to API, the API, and other tools over the same source."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.feeds import compared, served
from inkscout_local.simulator.apis.lifts import Lifts
from inkscout_local.simulator.apis.posts import Posts
from inkscout_local.simulator.apis.replies import ApiRequest
from inkscout_local.simulator.apis.settings import LiftsApi, PostsApi, Resort

_ROOT = Path(__file__).parent.parent
_RESORTS = 137
_LIFTS = 20
_EACH = 'each = [{ at = "Resorts", as = "resort" }, { at = "resort.MountainAreas[].Lifts[]", as = "lift" }]'


def main() -> None:
    """Prints the figures of all parts, with the load average they were taken at."""
    with tempfile.TemporaryDirectory(prefix="inkscout-bench-") as folder:
        _rules(Path(folder))
        with served.platform(Path(folder)) as connection:
            served.main(connection)
            compared.main(Path(folder), connection)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _rules(folder: Path) -> None:
    """Prints the time and memory of reading 100 posts, and 3 MB of lifts of many resorts."""
    stock = _ROOT / "feeds"
    posts = Posts(PostsApi(kind="posts")).reply(_asked("/posts")).body()
    resorts = tuple(
        Resort(
            id=str(number),
            name=f"Resort {number}",
            areas={"Base": {f"Lift {lift}": "Triple Chair" for lift in range(_LIFTS)}},
        )
        for number in range(_RESORTS)
    )
    lifts = Lifts(LiftsApi(kind="lifts", resorts=resorts)).reply(_asked("/feed/v3.json"))
    document = lifts.document
    for resort in document["Resorts"]:
        for lift in resort["MountainAreas"][0]["Lifts"]:
            # The real answers name a lift's trails, which nobody reads and everybody parses.
            lift["Trails"] = [{"Name": f"Trail {number}", "Status": "Open"} for number in range(16)]
    definition = (stock / "ski-lifts.toml").read_text()
    definition = definition.replace('each = [{ at = "@", as = "lift" }]', _EACH)
    definition = definition.replace('"with.resort"', '"resort.Name"')
    (folder / "many-lifts.toml").write_text(definition)
    (folder / "posts.json").write_bytes(posts)
    (folder / "lifts.json").write_bytes(lifts.body())
    print(
        f"{'select, coerce, fingerprint':32}{'records':>9}{'KB':>9}{'CPU ms':>9}{'peak MB':>9}{'more MB':>9}"
    )
    for name, path, body, repeats in (
        ("posts", stock / "jsonplaceholder.toml", "posts.json", "30"),
        ("lifts of many resorts", folder / "many-lifts.toml", "lifts.json", "3"),
    ):
        command = [sys.executable, "-m", "bench.feeds.rules", str(path), str(folder / body), repeats]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(
            f"{name:32}{found['rows']:>9}{found['bytes'] / 1000:>9.0f}{found['seconds'] * 1000:>9.1f}"
            f"{found['peak_mb']:>9.0f}{found['more_mb']:>9.0f}"
        )


def _asked(path: str) -> ApiRequest:
    return ApiRequest(path, {}, datetime(2026, 3, 1, 18, tzinfo=UTC), "http://stand-in", 1)


if __name__ == "__main__":
    main()
