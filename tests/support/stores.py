"""The tables and the bucket as ``infra/data.yaml`` defines them, made in an emulator."""

import uuid
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).parents[2] / "infra"
REGION = "eu-west-1"
BUCKET = "inkscout-test-data"
JOBS = "inkscout-test-jobs"

_TABLE_FIELDS = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C one where PyYAML has it
    """Reads a template; intrinsic functions become their plain arguments."""


def _plain(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    return loader.construct_mapping(node)  # type: ignore[arg-type]  # what is neither is a mapping


_Loader.add_multi_constructor("!", _plain)


@cache
def read_template(name: str) -> dict[str, Any]:
    """A template of ``infra/``, its intrinsic functions as their plain arguments; nobody may change it."""
    document: dict[str, Any] = yaml.load((TEMPLATES / name).read_text(), _Loader)
    return document


@cache
def template_tables() -> dict[str, dict[str, Any]]:
    """The tables' definitions by short name, such as ``directory``; nobody may change them."""
    resources = read_template("data.yaml")["Resources"]
    tables = {}
    for resource in resources.values():
        if resource["Type"] == "AWS::DynamoDB::Table":
            properties = resource["Properties"]
            definition = {name: properties[name] for name in _TABLE_FIELDS if name in properties}
            if "StreamSpecification" in properties:
                definition["StreamSpecification"] = {
                    "StreamEnabled": True,
                    **properties["StreamSpecification"],
                }
            tables[properties["TableName"].rpartition("-")[2]] = definition
    return tables


def create_tables(dynamodb: Any, *, stream: bool = False) -> dict[str, str]:
    """Creates the tables under names of their own; returns these by short name."""
    names = {}
    stamp = uuid.uuid4().hex[:8]
    for short, definition in template_tables().items():
        names[short] = f"inkscout-{stamp}-{short}"
        wanted = {k: v for k, v in definition.items() if stream or k != "StreamSpecification"}
        dynamodb.create_table(TableName=names[short], **wanted)
    return names


def create_bucket(s3: Any) -> str:
    """Creates the data bucket with versions kept, as the template does."""
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return BUCKET
