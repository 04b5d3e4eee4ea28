"""Compares an account's service quotas with what a stage needs, before anything is created.

New accounts have reduced quotas: ten concurrent functions instead of a thousand, six vCPUs of Fargate. With
some a stack fails halfway, with others a run loses batches without an error.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inkscout.usecases.visits.queue_scraping import MAX_WORKERS
from inkscout_deploy import templates

Client = Callable[[str], Any]
"""Returns the boto3 client of a service, in the stage's region."""

UNRESERVED = 100
"""Concurrent executions that must stay unreserved (Lambda guide, "Configuring reserved concurrency")."""

_API_CONCURRENCY = 10


@dataclass(frozen=True)
class Quota:
    """A quota of AWS Service Quotas: its name there, service code and quota code."""

    name: str
    service: str
    code: str


CONCURRENCY = Quota("Concurrent executions", "lambda", "L-B99A9384")
ADDRESSES = Quota("EC2-VPC Elastic IPs", "ec2", "L-0263D0A3")
GATEWAY_ADDRESSES = Quota("Elastic IP address quota per NAT gateway", "vpc", "L-5F53652F")
NETWORKS = Quota("VPCs per Region", "vpc", "L-F678F1CE")
SPOT = Quota("Fargate Spot vCPU resource count", "fargate", "L-36FBB829")
ON_DEMAND = Quota("Fargate On-Demand vCPU resource count", "fargate", "L-3032A538")


@dataclass(frozen=True)
class Needs:
    """Resources that a stage needs from its account.

    Attributes:
        batches: Lambda functions that one run executes at the same time.
        warm: Provisioned concurrency of the API.
        gateways: NAT gateways; each has an Elastic IP address.
        rotates: Whether egress addresses are rotated, which needs two more for each gateway meanwhile.
        colour: Colour of the gateways' addresses; a change needs the addresses of both for some minutes.
        vcpus: vCPUs of all workers of one run.
    """

    batches: int
    warm: int
    gateways: int
    rotates: bool
    colour: str
    vcpus: float

    @classmethod
    def of(cls, infra: Path, parameters: Mapping[str, str]) -> "Needs":
        """Returns the needs of a stage, read from its parameters, the templates and the state machine."""
        pipeline = json.loads((infra.parent / "statemachines" / "directory_pipeline.asl.json").read_text())
        fleet = templates.read(infra / "fleet.yaml").body["Resources"]
        [task] = [one for one in fleet.values() if one["Type"] == "AWS::ECS::TaskDefinition"]
        most = int(parameters.get("FleetMaxWorkers", MAX_WORKERS))
        workers = 0 if parameters.get("FleetMode") == "external" else most
        return cls(
            batches=int(pipeline["States"]["FindArtists"]["MaxConcurrency"]),
            warm=int(parameters.get("ApiProvisionedConcurrency", "0")),
            gateways=2 if parameters.get("NatPerZone") == "true" else 1,
            rotates=parameters.get("RotationScheduleState") == "ENABLED",
            colour=parameters.get("NatAddresses", "blue"),
            vcpus=workers * int(task["Properties"]["Cpu"]) / 1024,
        )


@dataclass(frozen=True)
class Shortage:
    """A quota that is too low.

    Attributes:
        sentence: The quota, its value and the value needed, for the operator.
        stops: Whether the deployment would fail because of it and should not be started.
    """

    sentence: str
    stops: bool

    def __str__(self) -> str:
        return self.sentence


def shortages(client: Client, needs: Needs, stage: str, *, network_stands: bool) -> list[Shortage]:
    """Returns every quota that is too low for the stage, or that could not be read.

    ``network_stands`` says that the stage's VPC and its addresses exist already.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    found: list[Shortage] = []
    looks: list[Callable[[], Iterator[Shortage]]] = [
        lambda: _concurrency(client, needs),
        lambda: _network(client, needs, stage, stands=network_stands),
        lambda: _workers(client, needs),
    ]
    for look in looks:
        try:
            found += list(look())
        except (BotoCoreError, ClientError) as error:
            found.append(Shortage(f"A quota could not be looked at: {error}", stops=False))
    return found


def _concurrency(client: Client, needs: Needs) -> Iterator[Shortage]:
    limit = client("lambda").get_account_settings()["AccountLimit"]
    whole, free = int(limit["ConcurrentExecutions"]), int(limit["UnreservedConcurrentExecutions"])
    if needs.warm and free - UNRESERVED < needs.warm:
        yield _short(
            CONCURRENCY,
            whole,
            whole - free + UNRESERVED + needs.warm,
            f"Lambda keeps {UNRESERVED} unreserved, so {needs.warm} warm instances of the API are refused",
            stops=True,
        )
    wanted = needs.batches + _API_CONCURRENCY
    if free < wanted:
        yield _short(
            CONCURRENCY,
            whole,
            whole - free + wanted,
            f"a run works on {needs.batches} batches at once beside the API and would be throttled",
        )


def _network(client: Client, needs: Needs, stage: str, *, stands: bool) -> Iterator[Shortage]:
    ec2 = client("ec2")
    addresses = ec2.describe_addresses()["Addresses"]
    others = sum(not _of_stage(address, stage) for address in addresses)
    replaced = sum(_colour(address, stage) not in {"", needs.colour} for address in addresses)
    wanted = needs.gateways * (3 if needs.rotates else 1) + replaced
    has = _value(client, ADDRESSES)
    if has - others < wanted:
        yield _short(
            ADDRESSES,
            has,
            others + wanted,
            f"{others} are in use and this stage needs {wanted}",
            stops=not stands or replaced > 0,
        )
    if needs.rotates and (each := _value(client, GATEWAY_ADDRESSES)) < 3:
        yield _short(GATEWAY_ADDRESSES, each, 3, "a rotation holds three while the old address drains")
    if not stands:
        networks, used = _value(client, NETWORKS), len(ec2.describe_vpcs()["Vpcs"])
        if networks - used < 1:
            yield _short(NETWORKS, networks, used + 1, f"{used} are in use", stops=True)


def _workers(client: Client, needs: Needs) -> Iterator[Shortage]:
    for quota in (SPOT, ON_DEMAND):
        has = _value(client, quota)
        if has < needs.vcpus:
            why = "it is what the workers of a run need together, and those beyond it are refused"
            yield _short(quota, has, needs.vcpus, why)


def _short(quota: Quota, has: float, wanted: float, why: str, *, stops: bool = False) -> Shortage:
    return Shortage(
        f"Raise the quota {quota.name} ({quota.service}, {quota.code}) from {has:g} to {wanted:g} or more: "
        f"{why}.",
        stops,
    )


def _value(client: Client, quota: Quota) -> float:
    """Returns the account's own value of a quota, or AWS's default if the account has none."""
    quotas = client("service-quotas")
    ask = {"ServiceCode": quota.service, "QuotaCode": quota.code}
    try:
        answer = quotas.get_service_quota(**ask)
    except quotas.exceptions.NoSuchResourceException:
        answer = quotas.get_aws_default_service_quota(**ask)
    return float(answer["Quota"]["Value"])


def _colour(address: Mapping[str, Any], stage: str) -> str:
    """Returns the colour of a gateway's primary address of the stage; empty for any other address."""
    tags = {tag["Key"]: tag["Value"] for tag in address.get("Tags", [])}
    name = tags.get("Name", "")
    if not _of_stage(address, stage) or not name.startswith(f"inkscout-{stage}-nat-"):
        return ""
    return "green" if name.endswith("-green") else "blue"


def _of_stage(address: Mapping[str, Any], stage: str) -> bool:
    tags = {tag["Key"]: tag["Value"] for tag in address.get("Tags", [])}
    return tags.get("Project") == "inkscout" and tags.get("Environment") == stage
