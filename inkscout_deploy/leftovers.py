"""Leftovers of a destroyed stage: resources that templates retain, and those made outside of its stacks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ROTATION_TAG = "InkscoutRotation"
"""The tag of addresses that the rotation allocated; ``inkscout.adapters.aws.ec2_addresses`` writes it."""

Client = Callable[[str], Any]
"""A service's boto3 client, in the stage's region."""

_REASONS = {
    "AWS::DynamoDB::Table": "it holds the data; DynamoDB bills what it stores",
    "AWS::S3::Bucket": "it holds the data; S3 bills what it stores",
    "AWS::SecretsManager::Secret": "without it nobody on the denylist is recognised; 0.40 USD a month",
    "AWS::KMS::Key": "what is kept can be read with it alone; 1 USD a month",
    "AWS::Backup::BackupVault": "recovery points stay until their retention ends; AWS Backup bills them",
    "AWS::ECS::TaskDefinition": "runs that were under way named it; it costs nothing",
}


@dataclass(frozen=True)
class Kept:
    """One resource that its template keeps when the stack is deleted."""

    resource_type: str
    name: str

    def __str__(self) -> str:
        why = _REASONS.get(self.resource_type, "its template keeps it")
        return f"{self.name} ({self.resource_type.removeprefix('AWS::')}): {why}"


def kept(body: Mapping[str, Any], resources: list[Mapping[str, Any]]) -> list[Kept]:
    """Returns what CloudFormation will leave of a stack, by its deployed template and its resources."""
    names = {one["LogicalResourceId"]: str(one.get("PhysicalResourceId", "")) for one in resources}
    return [
        Kept(resource["Type"], names[logical_id])
        for logical_id, resource in body["Resources"].items()
        # A loop (Fn::ForEach) is a list; nothing that is kept is made by one.
        if isinstance(resource, dict)
        and str(resource.get("DeletionPolicy", "")).startswith("Retain")
        and names.get(logical_id)
    ]


def clear(client: Client, stage: str, prefix: str) -> Iterator[str]:
    """Removes what was made outside of the stage's stacks, and says each thing once it is gone.

    Needs the stacks to be gone: an address can be released only after its NAT gateway is deleted.
    """
    yield from _addresses(client("ec2"), stage)
    yield from _layers(client("lambda"), (f"{prefix}-core", f"{prefix}-dependencies"))
    yield from _task_definitions(client("ecs"), f"{prefix}-scraper")
    # Container Insights makes its group itself; a function that ends late makes the stack's group once more.
    for groups in (f"/aws/ecs/containerinsights/{prefix}/", f"/inkscout/{stage}/"):
        yield from _log_groups(client("logs"), groups)


def _addresses(ec2: Any, stage: str) -> Iterator[str]:  # noqa: ANN401 - boto3 makes its clients at run time
    filters = [{"Name": "tag-key", "Values": [ROTATION_TAG]}, {"Name": "tag:Environment", "Values": [stage]}]
    for address in ec2.describe_addresses(Filters=filters)["Addresses"]:
        tags = {tag["Key"]: tag["Value"] for tag in address.get("Tags", [])}
        if ROTATION_TAG not in tags or tags.get("Environment") != stage:
            continue  # what is released cannot be had again, so the answer is looked at as well
        ec2.release_address(AllocationId=address["AllocationId"])
        yield f"address {address['PublicIp']}: released"


def _layers(functions: Any, names: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401 - as above
    for name in names:
        pages = functions.get_paginator("list_layer_versions").paginate(LayerName=name)
        versions = [one["Version"] for page in pages for one in page["LayerVersions"]]
        for version in versions:
            functions.delete_layer_version(LayerName=name, VersionNumber=version)
        if versions:
            yield f"layer {name}: {len(versions)} versions deleted"


def _task_definitions(ecs: Any, family: str) -> Iterator[str]:  # noqa: ANN401 - as above
    pages = ecs.get_paginator("list_task_definitions").paginate(familyPrefix=family, status="ACTIVE")
    arns = [arn for page in pages for arn in page["taskDefinitionArns"] if f"/{family}:" in arn]
    for arn in arns:
        ecs.deregister_task_definition(taskDefinition=arn)
    if arns:
        yield f"task definition {family}: {len(arns)} revisions deregistered"


def _log_groups(logs: Any, prefix: str) -> Iterator[str]:  # noqa: ANN401 - as above
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
    for name in [group["logGroupName"] for page in pages for group in page["logGroups"]]:
        logs.delete_log_group(logGroupName=name)
        yield f"log group {name}: deleted"
