"""Derives the permissions that an AWS call needs, and checks whether a role's policies grant them."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

Need = tuple[str, str]
"""An action and the resource it is asked for."""

_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_S3 = {
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "CopyObject": "PutObject",
}


def needs(
    service: str, operation: str, parameters: dict[str, Any], region: str, account: str
) -> Iterator[Need]:
    """The permissions of one call, by the service authorization reference."""
    arn = f"arn:aws:{service}:{region}:{account}:"
    if service == "dynamodb":
        yield from _of_dynamodb(operation, parameters, arn)
    elif service == "s3":
        yield from _of_s3(operation, parameters)
    elif service == "sqs":
        queue = parameters.get("QueueUrl") or parameters["QueueName"]
        yield f"sqs:{operation.removesuffix('Batch')}", arn + queue.rsplit("/", 1)[-1]
    elif service == "secretsmanager":
        yield f"secretsmanager:{operation}", str(parameters.get("SecretId", "*"))
    elif service == "events":
        yield f"events:{operation}", arn + "event-bus/default"
    elif service == "ecs":
        tasks = parameters.get("tasks") or [parameters.get("task", "*")]
        yield from ((f"ecs:{operation}", str(task)) for task in tasks)
    elif service == "es":
        yield f"es:{operation}", arn + f"domain/{parameters['DomainName']}"
    elif service == "states":
        resource = parameters.get("stateMachineArn") or parameters.get("executionArn") or "*"
        yield f"states:{operation}", str(resource)
    elif (service, operation) == ("backup", "GetRestoreTestingPlan"):
        yield f"backup:{operation}", arn + f"restore-testing-plan:{parameters['RestoreTestingPlanName']}"
    elif (service, operation) == ("lambda", "Invoke"):
        yield "lambda:InvokeFunction", str(parameters["FunctionName"])
    else:
        yield f"{service}:{operation}", "*"


def _of_dynamodb(operation: str, parameters: dict[str, Any], arn: str) -> Iterator[Need]:
    if operation == "TransactWriteItems":
        for item in parameters["TransactItems"]:
            for kind, request in item.items():
                yield f"dynamodb:{_TRANSACTION[kind]}", f"{arn}table/{request['TableName']}"
    elif operation in {"BatchGetItem", "BatchWriteItem"}:
        for table in parameters["RequestItems"]:
            yield f"dynamodb:{operation}", f"{arn}table/{table}"
    elif operation in {"DescribeStream", "GetShardIterator", "GetRecords"}:
        # An iterator begins with the ARN of its stream.
        yield (
            f"dynamodb:{operation}",
            parameters.get("StreamArn") or parameters["ShardIterator"].split("|")[0],
        )
    else:
        index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
        yield f"dynamodb:{operation}", f"{arn}table/{parameters['TableName']}{index}"


def _of_s3(operation: str, parameters: dict[str, Any]) -> Iterator[Need]:
    bucket = f"arn:aws:s3:::{parameters['Bucket']}"
    if operation == "DeleteObjects":
        for entry in parameters["Delete"]["Objects"]:
            action = "s3:DeleteObjectVersion" if entry.get("VersionId") else "s3:DeleteObject"
            yield action, f"{bucket}/{entry['Key']}"
        return
    key = f"/{parameters['Key']}" if "Key" in parameters else ""
    yield f"s3:{_S3.get(operation, operation)}", bucket + key


def plain(need: Need, region: str = "eu-west-1", account: str = "000000000000") -> Need:
    """A need without what differs from run to run: a file's name, an execution's, a secret's suffix."""
    action, resource = need
    if resource.startswith("arn:aws:s3:::"):
        resource = re.sub(r"^([^/]+/[^/]+/).*", r"\1x", resource)
    elif action.startswith("secretsmanager:") and not resource.startswith(("arn:", "*")):
        # A secret may be asked for by its name.
        resource = f"arn:aws:secretsmanager:{region}:{account}:secret:{resource}"
    elif ":secret:" in resource:
        resource = re.sub(r"-[A-Za-z0-9]{6}$", "", resource)
    elif ":execution:" in resource:
        resource = re.sub(r"(:execution:[^:]+):.*", r"\1:x", resource)
    return action, resource


def reasons(
    step: str, unused: Iterable[Need], known: Iterable[tuple[str, str, str, str]]
) -> Iterator[tuple[Need, str]]:
    """Each grant that nothing used, and why it is there; an empty reason where nobody says."""
    for action, resource in sorted(unused):
        place = resource.split(":")[-1].removeprefix("table/").removeprefix("inkscout-dev-")
        given = [
            reason
            for by, what, where, reason in known
            if by in {step, "*"} and what == action and place.startswith(where)
        ]
        yield (action, resource), given[0] if given else ""


def allowing(statements: list[dict[str, Any]], need: Need) -> list[Need]:
    """The grants that allow a need, as ``(action, resource pattern)``; none where it is refused."""
    action, resource = need
    return [
        (granted, pattern)
        for statement in statements
        if statement["Effect"] == "Allow"
        for granted in _list(statement["Action"])
        for pattern in _list(statement["Resource"])
        if fnmatchcase(action.lower(), granted.lower()) and fnmatchcase(resource, pattern)
    ]


def grants(statements: list[dict[str, Any]]) -> set[Need]:
    """Everything that statements allow, as ``(action, resource pattern)``."""
    return {
        (action, pattern)
        for statement in statements
        if statement["Effect"] == "Allow"
        for action in _list(statement["Action"])
        for pattern in _list(statement["Resource"])
    }


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
