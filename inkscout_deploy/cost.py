"""Estimates the monthly cost of a stage.

Inputs are a dated price table, the sizes in the stage's parameters, and a run's usage per studio.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from tomllib import TOMLDecodeError, loads
from typing import Any

from inkscout.discovery.spend import prices as places_prices
from inkscout_deploy.errors import BadInput
from inkscout_deploy.worker_places import FARGATE, WorkerPlace, worker_place

HOURS = 730.0
"""Hours in a month, as AWS's pricing pages count them."""

RUNS_A_MONTH = {"daily": 30.4, "weekly": 4.35, "monthly": 1.0}
"""Runs in a month, by the name of the cadence."""

_METRICS = 20
"""Custom metrics of runs, the index sync and the API; each has the deployment as its only dimension."""

_INSIGHTS = 10
"""Container Insights metrics of a running task, billed by the hour as custom metrics."""

_FEED_METRICS = 6
"""Custom metrics of the feeds, of all sources together."""

_FEED_POLLS = 5 * 3 * 60 * HOURS
"""Receives in a month of Lambda's five pollers of the feeds' queue, each of which waits 20 seconds."""

_COPIES = 35 + 13
"""Full copies of the tables in the backup vault: daily ones kept 35 days, weekly ones kept 90."""

PRICES = Path(__file__).with_name("prices.toml")


@dataclass(frozen=True)
class Usage:
    """Usage of one run per studio; the defaults are estimates, ``measured`` reads some from a run.

    Attributes:
        function_seconds: Lambda seconds, mostly spent waiting for the delay between requests to a host.
        rendered_share: Share of the studios whose website needs a browser.
        profiles_per_artist: Profiles read for each artist; few, as most are not due for a refresh.
        worker_seconds: Seconds of a Fargate worker for each job.
        raw_kilobytes: Kilobytes stored for each studio, and passing the NAT gateway for each read behind it.
        changed_share: Share of the studios whose entries change and are written.
        places_usd: US dollars paid to place providers for each studio and month.
    """

    function_seconds: float = 12.0
    rendered_share: float = 0.25
    profiles_per_artist: float = 0.1
    worker_seconds: float = 4.0
    raw_kilobytes: float = 900.0
    changed_share: float = 0.1
    places_usd: float = field(default_factory=lambda: 1.2 * places_prices().of("text_search_enterprise"))

    @classmethod
    def measured(cls, summary: Mapping[str, Any]) -> "Usage":
        """Returns the usage measured by a run's summary; values that the summary lacks stay estimates.

        Raises:
            BadInput: the summary counts no studio.
        """
        studios = int(summary.get("studios", 0))
        if studios <= 0:
            raise BadInput("The run saw no studio, so nothing can be measured by it.")
        found: dict[str, float] = {}
        jobs = summary.get("jobs", {})
        rendered = sum(jobs.get("render_site", {}).values())
        profiles = sum(jobs.get("read_profile", {}).values())
        found["rendered_share"] = rendered / studios
        if summary.get("artists"):
            found["profiles_per_artist"] = profiles / int(summary["artists"])
        seen = int(summary.get("written", 0)) + int(summary.get("unchanged", 0))
        if seen:
            found["changed_share"] = int(summary.get("written", 0)) / seen
        spend = float(summary.get("discovery", {}).get("spend_usd", 0.0))
        if spend:
            found["places_usd"] = spend / studios
        return cls(**found)


@dataclass(frozen=True)
class FeedUsage:
    """Usage of the feeds in a month; no runs mean that no feed is in force.

    Attributes:
        runs: Runs of all feeds: 8,760 for one every five minutes, 730 for an hourly one.
        changes: Records that are new or changed.
        answered_share: Share of the runs whose answer differs from the one before, and is archived and read.
    """

    runs: int = 0
    changes: int = 0
    answered_share: float = 0.5


@dataclass(frozen=True)
class Sizes:
    """Sizes of the parts of a stage that cost money even without runs.

    Attributes:
        nat_gateways: Number of NAT gateways.
        search_type: Instance type of the search domain.
        search_nodes: Number of its instances.
        search_gb: Disk of each instance in GiB.
        warm_api: Provisioned concurrency of the API.
        own_key: Whether data are encrypted with a customer managed KMS key.
        edge: Whether CloudFront and WAF are deployed.
        alarms: Number of CloudWatch alarms.
        steps_in_vpc: Whether the functions that read websites use the NAT gateway.
    """

    nat_gateways: int = 1
    search_type: str = "t3.small.search"
    search_nodes: int = 1
    search_gb: int = 20
    warm_api: int = 0
    own_key: bool = False
    edge: bool = False
    alarms: int = 60
    steps_in_vpc: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str], optional: frozenset[str], alarms: int) -> "Sizes":
        """Returns the sizes of a stage.

        Args:
            parameters: The stage's template parameters.
            optional: Names of the optional stacks that are deployed.
            alarms: Number of CloudWatch alarms.
        """
        return cls(
            nat_gateways=2 if parameters.get("NatPerZone") == "true" else 1,
            search_type=parameters.get("InstanceType", "t3.small.search"),
            search_nodes=int(parameters.get("InstanceCount", "1")),
            search_gb=int(parameters.get("VolumeGiB", "20")),
            warm_api=int(parameters.get("ApiProvisionedConcurrency", "0")),
            own_key=parameters.get("CustomerManagedKey") == "true",
            edge="edge" in optional,
            alarms=alarms,
            steps_in_vpc=parameters.get("StepsInVpc") == "true",
        )


@dataclass(frozen=True)
class CostEstimate:
    """Estimated cost in US dollars.

    Attributes:
        as_of: Date of the price table.
        region: AWS region of the prices.
        by_service: Cost a month by service, the highest first.
        fixed: Part of the monthly cost that accrues without any run.
        run: Cost of one run.
        studio: Monthly cost divided by the number of studios; 0 without studios.
        artist: Monthly cost divided by the number of artists; 0 without artists.
        feeds: Part of the monthly cost that the feeds' runs cause.
        place: Where the workers run if not on Fargate, with its prices.
    """

    as_of: date
    region: str
    by_service: Mapping[str, float]
    fixed: float
    run: float
    studio: float
    artist: float
    feeds: float = 0.0
    place: WorkerPlace | None = None

    @property
    def total(self) -> float:
        """Total in US dollars a month."""
        return sum(self.by_service.values())


def estimate(
    studios: int,
    artists: int,
    cadence: str,
    region: str,
    sizes: Sizes,
    *,
    usage: Usage,
    searches: int = 100_000,
    page_views: int = 0,
    feeds: FeedUsage | None = None,
    place: str = FARGATE,
    path: Path = PRICES,
) -> CostEstimate:
    """Returns the cost estimate of a stage.

    Args:
        studios: Number of studios in the directory.
        artists: Number of artists in the directory.
        cadence: Key of ``RUNS_A_MONTH``.
        region: AWS region.
        sizes: Sizes of the stage.
        usage: Usage of a run per studio.
        searches: Requests to the API a month.
        page_views: Pages of the website that visitors open in a month.
        feeds: Usage of the feeds; None for none.
        place: Where the workers run, of ``worker_places.PLACES``.
        path: The price table.

    Raises:
        BadInput: the cadence, region, instance type or place is unknown, or the price table cannot be read.
    """
    table = _table(path)
    if cadence not in RUNS_A_MONTH:
        raise BadInput(f"--cadence takes {', '.join(RUNS_A_MONTH)}, not {cadence}.")
    if region not in table["regions"]:
        raise BadInput(
            f"{path.name} has prices of {' and '.join(sorted(table['regions']))}, not of {region}, which "
            "differ. Give your own by --prices: a file of the same form."
        )
    price, elsewhere = _AwsPrices(table["regions"][region]), worker_place(table, place, path.name)
    runs = RUNS_A_MONTH[cadence]
    fixed = _fixed(price, sizes)
    if elsewhere and elsewhere.standing_month:
        fixed[f"Workers ({place})"] = elsewhere.standing_month
    working = _working(price, usage, studios, artists, sizes, place=elsewhere)
    by_service = dict(fixed)
    for name, usd in working.items():
        by_service[name] = by_service.get(name, 0.0) + usd * runs
    served = _served(price, searches, page_views, edge=sizes.edge) | _kept(price, studios, artists)
    for name, usd in {**served, "Google Places": usage.places_usd * studios}.items():
        by_service[name] = by_service.get(name, 0.0) + usd
    fed = _fed(price, feeds) if feeds and feeds.runs else {}
    for name, usd in fed.items():
        by_service[name] = by_service.get(name, 0.0) + usd
    total = sum(by_service.values())
    return CostEstimate(
        as_of=table["as_of"],
        region=region,
        by_service={name: round(usd, 2) for name, usd in sorted(by_service.items(), key=lambda kv: -kv[1])},
        fixed=round(sum(fixed.values()), 2),
        run=round(sum(working.values()) + usage.places_usd * studios / runs, 4),
        studio=round(total / studios, 4) if studios else 0.0,
        artist=round(total / artists, 4) if artists else 0.0,
        feeds=round(sum(fed.values()), 2),
        place=elsewhere,
    )


def _table(path: Path) -> Mapping[str, Any]:
    try:
        table = loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not TOML: {error}.") from error
    regions = table.get("regions")
    if not isinstance(table.get("as_of"), date) or not isinstance(regions, dict):
        raise BadInput(f"{path} is no price table: it needs as_of, a date, and [regions.NAME].")
    return table


class _AwsPrices:
    def __init__(self, region: Mapping[str, float]) -> None:
        self._region = region

    def __getitem__(self, name: str) -> float:
        if name not in self._region:
            raise BadInput(f"The price table has no {name}.")
        return float(self._region[name])


_NEW_PICTURES = 0.1
"""Pictures for each page view whose small copies are made anew, a second of work each."""


def _fixed(price: _AwsPrices, sizes: Sizes) -> dict[str, float]:
    """Returns the monthly cost that accrues without any run, in US dollars by service."""
    warm = sizes.warm_api * 0.5 * HOURS * 3600 * price["lambda_provisioned_gb_second"]
    search = sizes.search_nodes * (
        HOURS * price[f"search_hour.{sizes.search_type}"] + sizes.search_gb * price["search_gb_month"]
    )
    found = {
        "NAT gateway": sizes.nat_gateways * HOURS * (price["nat_hour"] + 2 * price["ipv4_hour"]),
        "OpenSearch": search,
        "CloudWatch": max(0, sizes.alarms) * price["alarm_month"]
        + price["dashboard_month"]
        + _METRICS * price["metric_month"],
        "Secrets, keys": 3 * price["secret_month"] + int(sizes.own_key) * price["kms_key_month"],
        "Lambda": warm,
        "ECR": 2 * price["ecr_gb_month"],
    }
    if sizes.edge:
        found["CloudFront, WAF"] = price["waf_acl_month"] + 6 * price["waf_rule_month"]
    return found


def _working(
    price: _AwsPrices, usage: Usage, studios: int, artists: int, sizes: Sizes, *, place: WorkerPlace | None
) -> dict[str, float]:
    """Returns the cost of one run in US dollars by service, without the place providers."""
    jobs = studios * usage.rendered_share + artists * usage.profiles_per_artist
    worker_hours = jobs * usage.worker_seconds / 3600
    on_fargate = worker_hours * (price["fargate_vcpu_hour"] + 2 * price["fargate_gb_hour"])
    worker = place.worker_hours(worker_hours) if place else on_fargate * price["fargate_spot_share"]
    gigabytes = studios * usage.raw_kilobytes / 1e6
    # Fargate's workers are behind the NAT gateway; so are the functions that read websites with StepsInVpc.
    carried = (jobs * (place is None) + studios * sizes.steps_in_vpc) * usage.raw_kilobytes / 1e6
    changed = (studios + artists * 3) * usage.changed_share
    # A visit takes a ledger entry, a memory entry and a few reads; a changed item is written and indexed.
    writes, reads = studios * 4 + jobs * 3 + changed * 2, studios * 12 + artists * 4 + jobs * 4
    transitions = 60 + studios / 5 * 3
    # X-Ray samples one in twenty function calls.
    traces = (studios / 5 + 60) / 20
    requests_of_the_key = (writes + reads) / 100 if sizes.own_key else 0.0
    stored = gigabytes * 0.3 * price["s3_gb_month"] * 12
    return {
        "Lambda": studios * usage.function_seconds * price["lambda_gb_second"]
        + (studios / 5 + changed / 10 + 60) / 1e6 * price["lambda_million_requests"],
        f"Workers ({place.name})" if place else "Fargate": worker,
        "DynamoDB": writes / 1e6 * price["dynamodb_million_writes"]
        + reads / 1e6 * price["dynamodb_million_reads"]
        + (studios + artists * 4) * 3e-6 * (price["dynamodb_gb_month"] + price["dynamodb_pitr_gb_month"]),
        "S3": stored + studios * 8 / 1000 * price["s3_thousand_puts"],
        "SQS": jobs / 10 * 4 / 1e6 * price["sqs_million"],
        "Step Functions": transitions / 1000 * price["states_thousand_transitions"],
        "NAT gateway": carried * price["nat_gb"],
        "CloudWatch": studios * 4e-6 * price["logs_gb"]
        + worker_hours * (place is None) / HOURS * _INSIGHTS * price["metric_month"],
        "X-Ray": traces / 1e6 * price["xray_million"],
        "Secrets, keys": requests_of_the_key / 1e4 * price["kms_ten_thousand"],
    }


def _kept(price: _AwsPrices, studios: int, artists: int) -> dict[str, float]:
    """Returns the monthly cost in US dollars of the tables' copies in the backup vault."""
    return {"AWS Backup": (studios + artists * 4) * 3e-6 * _COPIES * price["backup_gb_month"]}


def _served(price: _AwsPrices, searches: int, page_views: int, *, edge: bool) -> dict[str, float]:
    """Returns the monthly cost of requests to the API and the website in US dollars by service.

    Assumes half a gigabyte of memory for 50 ms, and 20 kB, for each request to a function. A page view is one
    request with ten pictures of 25 kB, of which the edge keeps nine; without an edge all are requests.
    """
    requests = searches + page_views * (2 if edge else 11)
    million, pictures = requests / 1e6, page_views * 250e-6
    copies = page_views * _NEW_PICTURES
    found = {
        "API Gateway": million * price["api_million"],
        "Lambda": (requests * 0.05 + copies) * 0.5 * price["lambda_gb_second"]
        + million * price["lambda_million_requests"],
        "CloudWatch": requests * 1e-6 * price["logs_gb"],
        "S3": copies * 3 / 1000 * price["s3_thousand_puts"] + copies * 100e-6 * price["s3_gb_month"],
    }
    if edge:
        asked = searches + page_views * 11
        carried = requests * 20e-6 + pictures
        found["CloudFront, WAF"] = asked / 1e6 * price["waf_million"] + carried * price["cloudfront_gb"]
    return found


def _fed(price: _AwsPrices, feeds: FeedUsage) -> dict[str, float]:
    """Returns the monthly cost of feeds in US dollars by service.

    A run takes half a gigabyte of memory for 0.6 s and four write units; an answer that differs another 0.8
    s, an object of 20 kB and a message; a changed record a transaction over itself, its version and the
    index.
    """
    answers = feeds.runs * feeds.answered_share
    writes, reads = feeds.runs * 4 + feeds.changes * 5, feeds.runs * 6 + answers * 50
    gigabytes = answers * 20e-6
    return {
        "Lambda": (feeds.runs * 0.6 + answers * 0.8) * 0.5 * price["lambda_gb_second"]
        + (feeds.runs + answers) / 1e6 * price["lambda_million_requests"],
        "DynamoDB": writes / 1e6 * price["dynamodb_million_writes"]
        + reads / 1e6 * price["dynamodb_million_reads"]
        + feeds.changes * 4e-6 * (price["dynamodb_gb_month"] + price["dynamodb_pitr_gb_month"]),
        "S3": answers / 1000 * price["s3_thousand_puts"] + gigabytes * price["s3_gb_month"],
        "SQS": (_FEED_POLLS + answers * 3) / 1e6 * price["sqs_million"],
        "CloudWatch": feeds.runs * 3e-6 * price["logs_gb"] + _FEED_METRICS * price["metric_month"],
    }


def assumptions(usage: Usage) -> dict[str, float]:
    """Returns the fields of the usage by name, to show the assumptions of an estimate."""
    return {item.name: round(float(getattr(usage, item.name)), 4) for item in fields(usage)}
