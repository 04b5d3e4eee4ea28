"""Adopts the resources that an earlier stack of the stage retained on purpose.

Templates keep what holds data when their stack is deleted, under names that the next stack wants.
CloudFormation refuses to make a thing that exists, but imports it into a stack where it is told what it is.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

Client = Callable[[str], Any]
"""A service's boto3 client, in the stack's region."""

Resource = dict[str, Any]


def retained(body: Mapping[str, Any], values: Mapping[str, str], client: Client) -> list[dict[str, Any]]:
    """The resources of a template that exist already, as ``ResourcesToImport`` of a change set."""
    found = []
    for logical_id, resource in body["Resources"].items():
        if not isinstance(resource, dict):
            continue  # a loop (Fn::ForEach)
        if resource.get("DeletionPolicy") != "Retain" or resource["Type"] not in _LOOKUPS:
            continue
        named, identifier, look_up = _LOOKUPS[resource["Type"]]
        name = _name(resource["Properties"][named], values, client)
        there = look_up(client, name)
        if there:
            found.append(
                {
                    "ResourceType": resource["Type"],
                    "LogicalResourceId": logical_id,
                    "ResourceIdentifier": {identifier: there},
                }
            )
    return found


def only(body: Mapping[str, Any], wanted: list[dict[str, Any]]) -> str:
    """The template with what is imported alone: such a change set may neither make nor say anything else."""
    names = {entry["LogicalResourceId"] for entry in wanted}
    kept = {name: resource for name, resource in body["Resources"].items() if name in names}
    document = {key: value for key, value in body.items() if key not in {"Resources", "Outputs"}}
    return json.dumps({**document, "Resources": kept}, sort_keys=True)


def _name(value: Any, values: Mapping[str, str], client: Client) -> str:  # noqa: ANN401 - a template's value
    """A name that is made of the stage, the account and the region."""
    text = value["Fn::Sub"] if isinstance(value, dict) else str(value)
    if "${AWS::AccountId}" in text:
        text = text.replace("${AWS::AccountId}", client("sts").get_caller_identity()["Account"])
    if "${AWS::Region}" in text:
        text = text.replace("${AWS::Region}", client("sts").meta.region_name)
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], text)


def _table(client: Client, name: str) -> str:
    return name if _there(lambda: client("dynamodb").describe_table(TableName=name)) else ""


def _bucket(client: Client, name: str) -> str:
    # A bucket of that name may be a stranger's, which S3 calls forbidden to whoever names the owner.
    owner = client("sts").get_caller_identity()["Account"]
    ask = {"Bucket": name, "ExpectedBucketOwner": owner}
    return name if _there(lambda: client("s3").head_bucket(**ask)) else ""


def _secret(client: Client, name: str) -> str:
    found = _there(lambda: client("secretsmanager").describe_secret(SecretId=name))
    return str(found["ARN"]) if found else ""


def _vault(client: Client, name: str) -> str:
    return name if _there(lambda: client("backup").describe_backup_vault(BackupVaultName=name)) else ""


def _there(ask: Callable[[], Any]) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        answer: dict[str, Any] = ask()
    except ClientError as error:
        # A vault that is absent is said to be forbidden.
        absent = {"ResourceNotFoundException", "404", "403", "NoSuchBucket", "AccessDeniedException"}
        if error.response["Error"]["Code"] in absent:
            return None
        raise
    return answer


_LOOKUPS: dict[str, tuple[str, str, Callable[[Client, str], str]]] = {
    "AWS::DynamoDB::Table": ("TableName", "TableName", _table),
    "AWS::S3::Bucket": ("BucketName", "BucketName", _bucket),
    "AWS::SecretsManager::Secret": ("Name", "Id", _secret),
    "AWS::Backup::BackupVault": ("BackupVaultName", "BackupVaultName", _vault),
}
"""By type: the property that names it, the identifier that an import wants, and how to find it."""
