"""Leftovers of a destroyed stage: resources that templates retain, and those created outside of stacks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inkscout_deploy import first_time

Client = Callable[[str], Any]
"""Returns the boto3 client of a service, in the stage's region."""

_REASONS = {
    "AWS::DynamoDB::Table": "it holds the data; DynamoDB bills what it stores",
    "AWS::S3::Bucket": "it holds the data; S3 bills what it stores",
    "AWS::SecretsManager::Secret": "without it nobody on the denylist is recognised; 0.40 USD a month",
    "AWS::KMS::Key": "never delete it while data is kept, which can be read with it alone; 1 USD a month",
    "AWS::KMS::Alias": "by it the next deployment finds the key of the data; it costs nothing",
    "AWS::Backup::BackupVault": "recovery points stay until their retention ends; AWS Backup bills them",
    "AWS::ECS::TaskDefinition": "runs that were under way named it; it costs nothing",
}


@dataclass(frozen=True)
class Kept:
    """A resource that its template retains when the stack is deleted; ``name`` is its physical id."""

    resource_type: str
    name: str

    def __str__(self) -> str:
        why = _REASONS.get(self.resource_type, "its template keeps it")
        return f"{self.name} ({self.resource_type.removeprefix('AWS::')}): {why}"


def kept(body: Mapping[str, Any], resources: list[Mapping[str, Any]]) -> list[Kept]:
    """Returns the resources that CloudFormation will retain when it deletes a stack.

    ``body`` is the stack's deployed template, ``resources`` the list from ``describe_stack_resources``.
    """
    names = {one["LogicalResourceId"]: str(one.get("PhysicalResourceId", "")) for one in resources}
    return [
        Kept(resource["Type"], names[logical_id])
        for logical_id, resource in body["Resources"].items()
        # A loop (Fn::ForEach) is a list; no loop creates a retained resource.
        if isinstance(resource, dict)
        and str(resource.get("DeletionPolicy", "")).startswith("Retain")
        and names.get(logical_id)
    ]


def clear(client: Client, stage: str, prefix: str) -> Iterator[str]:
    """Deletes what was created outside of the stage's stacks; yields a sentence for each thing deleted.

    The stacks must be deleted before: an address can be released only after its NAT gateway is deleted.
    """
    yield from _addresses(client("ec2"), stage)
    yield from _first_indexes(client("ssm"), stage)
    yield from _layers(client("lambda"), (f"{prefix}-core", f"{prefix}-dependencies"))
    yield from _task_definitions(client("ecs"), f"{prefix}-scraper")
    # Container Insights creates its log group itself; a function that ends late recreates the stack's group.
    for groups in (f"/aws/ecs/containerinsights/{prefix}/", f"/inkscout/{stage}/"):
        yield from _log_groups(client("logs"), groups)


def _addresses(ec2: Any, stage: str) -> Iterator[str]:  # noqa: ANN401 - boto3 makes its clients at run time
    """Releases addresses of the stage that nothing uses: a rotation's, and a broken change of colour's."""
    own = {"Project": "inkscout", "Environment": stage}
    filters = [{"Name": f"tag:{name}", "Values": [value]} for name, value in own.items()]
    for address in ec2.describe_addresses(Filters=filters)["Addresses"]:
        tags = {tag["Key"]: tag["Value"] for tag in address.get("Tags", [])}
        if address.get("AssociationId") or not own.items() <= tags.items():
            continue  # a released address cannot be recovered, so the filter's result is checked again
        ec2.release_address(AllocationId=address["AllocationId"])
        yield f"address {address['PublicIp']}: released"


def _first_indexes(ssm: Any, stage: str) -> Iterator[str]:  # noqa: ANN401 - as above
    name = first_time.mark_name(stage)
    if ssm.delete_parameters(Names=[name])["DeletedParameters"]:
        yield f"parameter {name}: deleted"


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
