"""Settings from the environment: one typed model per entrypoint, validated once per cold start.

No other module of the package reads the environment. Field names are the names of the environment variables
in lower case; a test compares each model with the template that sets its variables.
"""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)


class EndpointSettings(_Settings):
    """Endpoints in place of AWS's own, as boto3 reads them; empty for AWS."""

    aws_endpoint_url: str = ""
    aws_endpoint_url_s3: str = ""


class IdentitySettings(_Settings):
    """Role that boto3 takes by a web identity token; empty where it has credentials otherwise."""

    aws_role_arn: str = ""


class StoreSettings(_Settings):
    """Names of the DynamoDB tables and of the data bucket."""

    directory_table: str
    operations_table: str
    denylist_table: str
    data_bucket: str


class RecordSettings(_Settings):
    """Names of the table of the feeds' records and of the feeds' bucket."""

    records_table: str
    feeds_bucket: str


class FetchFeedSettings(RecordSettings):
    """Queue of the feeds' pages, and origins that stand in for others."""

    feeds_queue_url: str
    feed_endpoints: str = Field(
        default="", description="JSON object from origins of definitions to origins that stand in for them"
    )


class FeedScheduleSettings(RecordSettings):
    """Group, target, role and dead-letter queue of the feeds' schedules."""

    feed_schedule_group: str
    fetch_feed_function_arn: str
    feed_schedule_role_arn: str
    undelivered_queue_arn: str


class DenylistSettings(_Settings):
    """ARN of the secret with the key under which the identifiers of removed people are hashed."""

    denylist_secret_arn: str


class RestoreTestSettings(_Settings):
    """Restore testing of AWS Backup, and the tables' ARNs but for their names."""

    restore_testing_plan: str
    restore_testing_plan_arn: str
    tables_arn_prefix: str = Field(description="ARN of a table up to its name")


class QueueSettings(_Settings):
    """URL of the scraping queue."""

    jobs_queue_url: str


class FleetSizeSettings(_Settings):
    """Size of the scraper fleet that a run starts."""

    fleet_max_workers: int = Field(default=10, ge=1, le=10, description="most workers of a run at once")


class ExternalFleetSettings(_Settings):
    """Mode of the scraper fleet, and durations in seconds of the waiting for an external one."""

    fleet_mode: str = Field(
        default="fargate",
        pattern="^(fargate|external)$",
        description="fargate: a run starts its workers; external: somebody else does",
    )
    fleet_look_seconds: int = Field(default=60, ge=1, le=3600)
    fleet_stall_seconds: int = Field(default=900, ge=1, le=21_600)
    fleet_deadline_seconds: int = Field(default=21_600, ge=1, le=21_600)


class WebSettings(_Settings):
    """Limits, delays, contact and proxies for visiting websites."""

    crawler_contact: str = Field(
        min_length=3, description="address in the User-Agent where a site's owner writes to"
    )
    upstream_proxy_urls: SecretStr = Field(
        default=SecretStr(""), description="comma-separated proxies that connections to websites go through"
    )
    upstream_proxy_secret_arn: str = Field(
        default="", description="secret with such proxies and their passwords; it comes before the variable"
    )
    extra_website_ports: str = Field(
        default="",
        pattern=r"^([0-9]{1,5}(,[0-9]{1,5})*)?$",
        description="comma-separated ports that websites may be asked on besides 80 and 443",
    )
    min_delay_seconds: float = Field(default=1.0, ge=0)
    max_pages_per_site: int = Field(default=12, ge=1, le=100)
    seconds_per_site: float = Field(default=60.0, gt=0)
    publish_confidence: float = Field(
        default=0.7, ge=0, le=1, description="artists below are stored and not shown to searchers"
    )


class PlacesSettings(_Settings):
    """Endpoints, secrets, rate limit and budgets of the place sources."""

    google_maps_secret_arn: str = ""
    google_maps_endpoint: str = "https://maps.googleapis.com"
    google_places_endpoint: str = "https://places.googleapis.com"
    overpass_endpoint: str = ""
    places_api: str = Field(default="new", pattern="^(legacy|new)$")
    places_search: str = Field(
        default="auto",
        pattern="^(auto|text|nearby|both)$",
        description="kind of search; auto: text with the new API, nearby with the legacy one",
    )
    crawler_contact: str = Field(default="", description="address that Overpass' operators may write to")
    places_queries_per_second: int = Field(
        default=10, ge=1, le=100, description="pace of requests to Google; its default quota is 600 a minute"
    )
    run_budget_usd: float | None = Field(default=None, ge=0)
    day_budget_usd: float | None = Field(default=None, ge=0)


class SearchSettings(_Settings):
    """URL and credentials of the search index."""

    opensearch_url: str
    opensearch_secret_arn: str = Field(
        default="", description="secret with username and password; empty: IAM or none"
    )


class IndexFailureSettings(_Settings):
    """URL of the queue for keys of entries whose documents the index rejected."""

    index_failure_queue_url: str


class ApiSettings(_Settings):
    """Settings of the HTTP API."""

    cursor_key: SecretStr = Field(
        min_length=16, description="signs cursors; any text unique to the deployment"
    )
    cors_origins: str = Field(default="*", description="comma-separated origins that browsers may call from")
    search_timeout_seconds: float = Field(default=3.0, gt=0, le=20)
    directory_pipeline_arn: str = ""
    scan_studio_arn: str = ""
    remove_artist_arn: str = ""
    fetch_feed_function_arn: str = ""
    export_url_seconds: int = Field(default=900, ge=60, le=3600)
    removal_requests_per_hour: int = Field(
        default=10, ge=0, description="requests to be removed from one address in an hour; 0: any number"
    )
    viewer_address_header: str = Field(
        default="", description="header in which the edge names the caller; empty where there is no edge"
    )
    removal_mail_from: str = Field(
        default="", description="sender of the mail that asks for a confirmation; empty: no mail is sent"
    )
    public_api_url: str = Field(default="", description="address of the API in mails; empty: as it was asked")
    origin_secret_arn: str = Field(default="", description="secret that the edge says; empty: no edge")
    release: str = Field(default="", description="digest of what was deployed")


class WebsiteSettings(_Settings):
    """Settings of the public website."""

    site_url: str = Field(default="", description="address of the website; empty: as it was asked")
    site_indexed: bool = Field(default=False, description="whether search engines may list the website")
    images: str = Field(default="proxy", pattern="^(proxy|none)$", description="none shows no pictures")
    map_ground: str = Field(
        default="none", pattern="^(none|[a-z-]{1,40})$", description="ground of the map, by its file's name"
    )
    map_places: str = Field(
        default="open",
        pattern="^(open|all)$",
        description="open: no position or rating that only Google said is shown",
    )
    operator_name: str = Field(default="the operator of this website")
    operator_contact: str = Field(default="", description="address that the legal pages name")


class DeskSettings(_Settings):
    """Settings of the operator's desk."""

    desk_login: str = Field(
        default="cognito",
        pattern="^(cognito|link)$",
        description="cognito: accounts of a user pool; link: one-time links of one machine",
    )
    desk_secret_arn: str = Field(description="secret that sessions, links and tokens of forms are made from")
    rebuild_index_arn: str = Field(description="state machine that rebuilds an index")
    tend_index_function_arn: str = Field(description="function that audits, repairs and rolls back an index")
    desk_issuer: str = Field(default="", description="issuer of the user pool's tokens")
    desk_login_url: str = Field(default="", description="address of the user pool's own pages")
    desk_client_id: str = ""
    desk_client_secret_arn: str = ""


class ScraperSettings(_Settings):
    """Settings of one worker of the scraper fleet."""

    run_id: str = Field(default="", description="the run that started this worker; empty for the service")
    worker: str = Field(default="", description="round and number of the worker within its run")
    max_seconds: float = Field(
        default=480.0, gt=0, description="time budget; a local .sync task is polled for at most 600 s"
    )
    max_jobs: int = Field(default=5000, ge=1)
    idle_seconds: float = Field(
        default=20.0, ge=0, description="an empty queue for this long ends a run's worker"
    )
    service_idle_seconds: float = Field(
        default=900.0,
        ge=0,
        description="the same for a worker without a run; long, as ECS scales in after five idle minutes",
    )
    stop_grace_seconds: float = Field(default=60.0, ge=0, le=110)
    job_seconds: float = Field(default=180.0, gt=0)
    visibility_seconds: int = Field(default=120, ge=10, le=43_200)
    slots: int = Field(default=0, ge=0, le=32, description="sites at once; 0: as memory and CPU allow")
    chromium_path: str = Field(default="", description="empty: Playwright's own, else the system's")
    pages_per_browser: int = Field(default=300, ge=1)
    instagram_secret_arn: str = ""
    instagram_graph_endpoint: str = "https://graph.facebook.com"


class MetricSettings(_Settings):
    """Namespace and service that the deployment's own metrics have; Powertools reads the same variables."""

    powertools_metrics_namespace: str = "Inkscout"
    powertools_service_name: str = ""


class StageSettings(_Settings):
    """Name of the deployment stage."""

    stage: str


class ScheduledRunSettings(_Settings):
    """Pipeline that a scheduled job starts, and the run's regions and name."""

    directory_pipeline_arn: str = Field(min_length=1)
    regions: str = Field(description="regions of the run, as a JSON array")
    run_name: str = Field(
        pattern="^[A-Za-z0-9_-]{1,80}$",
        description="name of the execution; a second start under the same name starts no second run",
    )


class CredentialSettings(_Settings):
    """Search domain whose password is rotated; both are empty if there is none."""

    opensearch_url: str = ""
    search_domain_name: str = ""


class MasterUserSettings(_Settings):
    """Search domain, and the secret of its master user."""

    opensearch_url: str
    search_master_secret_arn: str


class FleetSettings(_Settings):
    """ECS cluster that the workers run in."""

    scraper_cluster: str = Field(min_length=1, description="name or ARN of the ECS cluster")


class WebIdentitySettings(_Settings):
    """Role that a process takes by the identity of the place that it runs in, and where that is asked for."""

    aws_role_arn: str = Field(pattern=r"^arn:[a-z-]+:iam::[0-9]{12}:role/.+$")
    aws_role_session_name: str = Field(default="inkscout", pattern=r"^[\w+=,.@-]{2,64}$")
    aws_region: str = ""
    aws_default_region: str = "us-east-1"
    identity_place: str = Field(
        default="", pattern="^(google|azure|)$", description="empty: azure where it gives an endpoint"
    )
    identity_audience: str = Field(
        default="sts.amazonaws.com", min_length=3, description="audience that the role's trust policy names"
    )
    gce_metadata_host: str = "metadata.google.internal"
    identity_endpoint: str = Field(default="", pattern="^(https?://.+)?$")
    identity_header: SecretStr = SecretStr("")
    azure_client_id: str = Field(default="", description="a user-assigned identity; empty: the system's own")
