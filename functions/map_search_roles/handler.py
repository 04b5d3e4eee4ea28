"""Maps IAM roles to roles of the search domain; CloudFormation calls it as a custom resource."""

from typing import Any

from inkscout.adapters.aws.stack_resource import answering
from inkscout.bootstrap import rotation
from inkscout.contracts.base import parse
from inkscout.contracts.map_search_roles import MapSearchRolesRequest


def lambda_handler(event: dict[str, Any], context: object) -> None:
    """Parses the resource's properties and calls the use case; does nothing when the resource is deleted."""
    with answering(event):
        if event["RequestType"] != "Delete":
            known = {field.alias for field in MapSearchRolesRequest.model_fields.values()}
            given = {name: value for name, value in event["ResourceProperties"].items() if name in known}
            rotation.map_search_roles()(parse(MapSearchRolesRequest, given))
