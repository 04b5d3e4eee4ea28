"""Template parameters for a deployment to the local platform."""

import json
import os
import platform as machine
from collections.abc import Mapping
from typing import Any

from inkscout.usecases.visits.queue_scraping import MAX_WORKERS
from inkscout_local.platform.options import PlatformOptions

# Google's client refuses keys without Google's prefix; it is split so that secret scanners do not report it.
KEY_PREFIX = "AI" + "za"
"""First characters of every API key of Google's."""

WORLD_KEY = f"{KEY_PREFIX}-any-key-will-do-for-a-world"
"""Key for the simulated Google endpoints of a world, which accept any."""

_WORLD_CONTACT = "operator@inkscout.example"
# The emulator waits at most 600 s for an ECS task that a state started.
_WORKER_MAX_SECONDS = "540"
# All jobs of a run are queued before its workers start, so a short wait suffices, and a person is waiting.
_WORKER_IDLE_SECONDS = "0.5"
# A person is waiting, and a look costs nothing here.
_FLEET_LOOK_SECONDS = "2"
# With a world nothing waits for the web: more workers than the CPUs keep busy cost their starts and memory.
_WORKERS_PER_CPU = 2
# A world's hosts are on this machine; a crawl delay would only make a demo slow.
_WORLD_MIN_DELAY_SECONDS = "0"
_WORLD_BUDGET_USD = "100000"


def for_templates(
    options: PlatformOptions, search_url: str, world: Mapping[str, Any], secret_arn: str
) -> dict[str, str]:
    """Returns the template parameters by name.

    Args:
        options: Options of the platform.
        search_url: URL of the search server.
        world: URLs that the world server printed at its start; empty without a world.
        secret_arn: ARN of the secret with the Google key; empty for none.
    """
    values = {
        "ExistingOpenSearchUrl": search_url,
        "Architecture": "arm64" if machine.machine() in {"arm64", "aarch64"} else "x86_64",
        "GoogleMapsSecretArn": secret_arn,
        "WorkerMaxSeconds": _WORKER_MAX_SECONDS,
        "WorkerIdleSeconds": _WORKER_IDLE_SECONDS,
        "DeletionProtection": "false",
        "FleetMode": options.fleet,
        "FleetLookSeconds": _FLEET_LOOK_SECONDS,
        "SiteUrl": str(world.get("website", "")),
        "DeskLogin": "link",
    }
    if options.world is not None:
        values |= {
            "CrawlerContact": _WORLD_CONTACT,
            "GoogleMapsEndpoint": str(world["google_url"]),
            "GooglePlacesEndpoint": str(world["google_url"]),
            "OverpassEndpoint": str(world.get("overpass_url", "")),
            "UpstreamProxyUrls": str(world["proxy_url"]),
            "FeedEndpoints": json.dumps(world.get("feed_endpoints", {})),
            "MinDelaySeconds": _WORLD_MIN_DELAY_SECONDS,
            "FleetMaxWorkers": str(min(MAX_WORKERS, _WORKERS_PER_CPU * (os.cpu_count() or 1))),
            # A world's places are made up, so nobody's terms restrict where they are shown.
            "MapPlaces": "all",
            "MapGround": "leeds",
            # A world's Google endpoints are local too: they need no rate limit and cost nothing.
            "PlacesQueriesPerSecond": "100",
            "RunBudgetUsd": _WORLD_BUDGET_USD,
            "DayBudgetUsd": _WORLD_BUDGET_USD,
        }
    else:
        values["CrawlerContact"] = options.contact
    return values | options.parameters
