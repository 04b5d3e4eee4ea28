"""Finds resources that an earlier stack of the stage retained, so that a new stack can import them.

Templates retain resources with data when their stack is deleted; the next stack uses the same names.
CloudFormation refuses to create a resource that exists, but can import it into a stack.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from inkscout_deploy.errors import DeployFailed

Client = Callable[[str], Any]
"""Returns the boto3 client of a service, in the stack's region."""

Resource = dict[str, Any]


def retained(body: Mapping[str, Any], values: Mapping[str, str], client: Client) -> list[dict[str, Any]]:
    """Returns the retained resources of a template that exist already, as ``ResourcesToImport``.

    ``values`` are the template's parameter values, which the resources' names are made of.
    """
    found = []
    for logical_id, resource in body["Resources"].items():
        if not isinstance(resource, dict):
            continue  # a loop (Fn::ForEach)
        if resource.get("DeletionPolicy") != "Retain" or resource["Type"] not in _LOOKUPS:
            continue
        if not _made(resource, body, values):
            continue
        named, identifier, look_up = _LOOKUPS[resource["Type"]]
        properties = resource["Properties"] if named else _alias_of(logical_id, body)
        name = _name(properties[named or "AliasName"], values, client)
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
    """Returns the template as JSON with only the imported resources and without outputs.

    A change set of type IMPORT may contain nothing else.
    """
    names = {entry["LogicalResourceId"] for entry in wanted}
    kept = {name: resource for name, resource in body["Resources"].items() if name in names}
    document = {key: value for key, value in body.items() if key not in {"Resources", "Outputs"}}
    return json.dumps({**document, "Resources": kept}, sort_keys=True)


def _made(resource: Resource, body: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    """Whether the resource's condition holds, of those that compare one parameter with one value.

    Any other condition counts as one that holds: CloudFormation refuses to import what it would not make.
    """
    condition = body.get("Conditions", {}).get(resource.get("Condition"), {})
    match condition.get("Fn::Equals"):
        case [{"Ref": parameter}, str(wanted)]:
            default = body["Parameters"][parameter].get("Default", "")
            return str(values.get(parameter, default)) == wanted
    return True


def _alias_of(logical_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a key's alias, which is all that a key is named by."""
    for resource in body["Resources"].values():
        if isinstance(resource, dict) and resource["Type"] == "AWS::KMS::Alias":
            properties: dict[str, Any] = resource["Properties"]
            if properties["TargetKeyId"] == {"Ref": logical_id}:
                return properties
    raise ValueError(f"the key {logical_id} has no alias to be found by")


def _name(value: Any, values: Mapping[str, str], client: Client) -> str:  # noqa: ANN401 - a template's value
    """Returns a resource's name with account, region and parameters substituted (``Fn::Sub``)."""
    text = value["Fn::Sub"] if isinstance(value, dict) else str(value)
    if "${AWS::AccountId}" in text:
        text = text.replace("${AWS::AccountId}", client("sts").get_caller_identity()["Account"])
    if "${AWS::Region}" in text:
        text = text.replace("${AWS::Region}", client("sts").meta.region_name)
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], text)


def _table(client: Client, name: str) -> str:
    return name if _there(lambda: client("dynamodb").describe_table(TableName=name)) else ""


def _bucket(client: Client, name: str) -> str:
    # Another account may own a bucket of that name; with the expected owner named, S3 answers 403 then.
    owner = client("sts").get_caller_identity()["Account"]
    ask = {"Bucket": name, "ExpectedBucketOwner": owner}
    return name if _there(lambda: client("s3").head_bucket(**ask)) else ""


def _secret(client: Client, name: str) -> str:
    found = _there(lambda: client("secretsmanager").describe_secret(SecretId=name))
    return str(found["ARN"]) if found else ""


def _vault(client: Client, name: str) -> str:
    return name if _there(lambda: client("backup").describe_backup_vault(BackupVaultName=name)) else ""


def _key(client: Client, name: str) -> str:
    """Returns the id of the key behind an alias; empty where there is no such alias.

    Raises:
        DeployFailed: the key is about to be deleted, and with it whatever is encrypted with it.
    """
    from botocore.exceptions import ClientError

    try:
        key = client("kms").describe_key(KeyId=name)["KeyMetadata"]
    except ClientError as error:
        # A key that may not be looked at is no absent one: the data would get another.
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
        return ""
    if key["KeyState"] != "Enabled":
        raise DeployFailed(
            f"The key {key['KeyId']} of the data that was kept is {key['KeyState']}: "
            f"aws kms cancel-key-deletion and enable-key, or delete {name} and what was kept."
        )
    return str(key["KeyId"])


def _alias(client: Client, name: str) -> str:
    return name if _key(client, name) else ""


def _there(ask: Callable[[], Any]) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        answer: dict[str, Any] = ask()
    except ClientError as error:
        # For a backup vault that does not exist AWS reports that access is denied.
        absent = {"ResourceNotFoundException", "404", "403", "NoSuchBucket", "AccessDeniedException"}
        if error.response["Error"]["Code"] in absent:
            return None
        raise
    return answer


_LOOKUPS: dict[str, tuple[str, str, Callable[[Client, str], str]]] = {
    "AWS::DynamoDB::Table": ("TableName", "TableName", _table),
    "AWS::S3::Bucket": ("BucketName", "BucketName", _bucket),
    "AWS::SecretsManager::Secret": ("Name", "Id", _secret),
    "AWS::KMS::Key": ("", "KeyId", _key),
    "AWS::KMS::Alias": ("AliasName", "AliasName", _alias),
    "AWS::Backup::BackupVault": ("BackupVaultName", "BackupVaultName", _vault),
}
"""By resource type: the property with its name, the identifier an import needs, and the look-up.

A key has no name of its own; its alias names it.
"""
