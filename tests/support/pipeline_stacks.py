"""The pipeline's stacks on an emulator beside the tests, without what only searches and the API need."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3

from inkscout_deploy.account import Account, StageDeployment
from inkscout_deploy.stages import Stage, read_stage
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.parameters import WORLD_KEY, for_templates
from tests.support.emulator import CREDENTIALS, emulator
from tests.support.project import INFRA, ROOT

STACKS = {"notices", "data", "search", "code", "fleet", "pipeline"}
DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
NOWHERE = {"google_url": "http://127.0.0.1:9", "proxy_url": "http://127.0.0.1:9"}


@dataclass(frozen=True)
class PipelineStacks:
    """Deployed stacks; ``outputs`` are those of all of them together."""

    endpoint: str
    outputs: Mapping[str, str]

    def client(self, service: str, _region: str = "") -> Any:
        return boto3.client(service, endpoint_url=self.endpoint, **CREDENTIALS)


@contextmanager
def pipeline_stacks(world: Mapping[str, str] = NOWHERE, **parameters: str) -> Iterator[PipelineStacks]:
    """Deploys them to an emulator of their own; ``world`` is where Google and the websites are."""
    with emulator() as endpoint:
        client = PipelineStacks(endpoint, {}).client
        secret = client("secretsmanager").create_secret(Name="google", SecretString=WORLD_KEY)["ARN"]
        values = for_templates(PlatformOptions(world=DEMO), "http://127.0.0.1:9", world, secret)
        whole = read_stage(INFRA, "dev", {**values, **parameters})
        stage = Stage("dev", whole.parameters, [spec for spec in whole.stacks if spec.name in STACKS])
        account = Account(client, CREDENTIALS["region_name"])
        progress = StageDeployment(account, stage, INFRA, lambda *_: True, poll_seconds=0.05).deploy()
        yield PipelineStacks(endpoint, progress.outputs)
