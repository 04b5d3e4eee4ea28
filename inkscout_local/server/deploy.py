"""Deploys the templates to an emulator that runs elsewhere: ``python -m inkscout_local.server.deploy``.

For Docker Compose: the emulator is one container, and this is another one, which ends once the stacks are
deployed. ``AWS_ENDPOINT_URL`` is the emulator's URL.
"""

import json
import platform
import sys
import tempfile
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from inkscout.errors import InkscoutError
from inkscout_deploy import artifacts, templates
from inkscout_deploy.deployer import Deployer
from inkscout_deploy.packager import Packager
from inkscout_deploy.project import PROJECT_ROOT
from inkscout_local.platform import index
from inkscout_local.platform.connection import Connection

_SECRET_NAME = "inkscout/google-maps"  # noqa: S105 - a name, not a secret


class DeploySettings(BaseSettings):
    """Settings of the deployment, read from environment variables of the same names."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    aws_endpoint_url: str
    opensearch_url: str
    crawler_contact: str = Field(min_length=3)
    google_maps_api_key: SecretStr = SecretStr("")
    schedule_regions: list[str] = Field(
        default_factory=list,
        description="regions of scheduled runs, as a JSON list; empty: no schedule",
    )
    schedule_expression: str = Field(
        default="cron(0 3 * * ? *)",
        pattern=r"^(cron|rate)\(.+\)$",
        description="when scheduled runs start, in UTC, as EventBridge Scheduler writes it",
    )


def main() -> int:
    """Deploys, prints the outputs as JSON, and returns the exit code."""
    try:
        outputs = deploy(DeploySettings())
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        print(f"inkscout: {str(fault['loc'][0]).upper()}: {fault['msg']}.", file=sys.stderr)
        return 2
    except SettingsError as error:
        print(f"inkscout: SCHEDULE_REGIONS is a JSON list of texts ({error}).", file=sys.stderr)
        return 2
    except (InkscoutError, BotoCoreError, ClientError) as error:
        print(f"inkscout: {error}", file=sys.stderr)
        return 1
    print(json.dumps(outputs, indent=2))
    return 0


def deploy(settings: DeploySettings) -> dict[str, str]:
    """Creates the search indexes and deploys the stacks; returns the outputs of all stacks.

    Raises:
        PlatformError: a stack could not be deployed, or the search server cannot be used.
    """
    connection = Connection({"endpoint": settings.aws_endpoint_url})
    index.make(settings.opensearch_url)
    values = {
        "ExistingOpenSearchUrl": settings.opensearch_url,
        "CrawlerContact": settings.crawler_contact,
        "GoogleMapsSecretArn": _secret(connection, settings.google_maps_api_key.get_secret_value()),
        "DeletionProtection": "false",
        # Layers are made of this machine's packages.
        "Architecture": "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64",
        # The emulator starts no containers; workers beside it take the jobs.
        "FleetMode": "external",
    } | _schedule(settings)
    found = templates.deployable(PROJECT_ROOT / "infra")
    with tempfile.TemporaryDirectory(prefix="inkscout-") as folder:
        built = artifacts.packages(PROJECT_ROOT, Path(folder))
        packager = Packager(connection.client("s3"), "inkscout-artifacts", built)
        deployer = Deployer(connection.client("cloudformation"), packager, "inkscout")
        return deployer.deploy(
            found, values, lambda name, change: print(f"{name}: {change}", file=sys.stderr)
        ).outputs


def _schedule(settings: DeploySettings) -> dict[str, str]:
    """Returns the parameters of the schedule, which the emulator's scheduler keeps."""
    if not settings.schedule_regions:
        return {"ScheduleState": "DISABLED"}
    return {
        "ScheduleState": "ENABLED",
        "ScheduleExpression": settings.schedule_expression,
        "ScheduleRegions": json.dumps(settings.schedule_regions)[1:-1],
    }


def _secret(connection: Connection, key: str) -> str:
    if not key:
        return ""
    manager = connection.client("secretsmanager")
    try:
        return str(manager.create_secret(Name=_SECRET_NAME, SecretString=key)["ARN"])
    except manager.exceptions.ResourceExistsException:
        return str(manager.put_secret_value(SecretId=_SECRET_NAME, SecretString=key)["ARN"])


if __name__ == "__main__":
    raise SystemExit(main())
