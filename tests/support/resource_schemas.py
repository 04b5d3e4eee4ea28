"""CloudFormation's schemas of resource types."""

from typing import Any


def resource_schema(kind: str) -> dict[str, Any]:
    """Returns the schema of a resource type in us-east-1.

    cfn-lint is imported at the first call, since it brings sympy along and every worker imports every test.

    Raises:
        ValueError: there is no such type.
    """
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    try:
        return dict(PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema)
    except ResourceNotFoundError as error:
        raise ValueError(kind) from error
