"""Faster reading of pages of a scan or a query, which otherwise is most of what a scan of a table costs.

botocore parses an answer by its model, value for value. The values of an item are the same before and after
that, unless they are binary, so that a page's items are taken from the JSON as they are.
"""

import json
from typing import Any

_BINARY = (b'"B":', b'"BS":')
_OPERATIONS = ("Scan", "Query")


def take_items_as_they_are(client: Any) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
    """Makes a boto3 ``dynamodb`` client take the items of pages from the JSON; its answers stay the same."""
    for operation in _OPERATIONS:
        client.meta.events.register(
            f"before-parse.dynamodb.{operation}", _set_items_aside, unique_id=f"inkscout-items-{operation}"
        )


def _set_items_aside(
    response_dict: dict[str, Any],
    customized_response_dict: dict[str, Any],
    **_: Any,  # noqa: ANN401 - the event's other arguments
) -> None:
    """Moves the items out of the answer before botocore parses it; leaves any other answer to botocore."""
    body = response_dict["body"]
    if response_dict["status_code"] != 200 or any(mark in body for mark in _BINARY):
        return
    try:
        answer = json.loads(body)
        items = answer.pop("Items")
    except (ValueError, KeyError, AttributeError, TypeError):
        return
    if isinstance(items, list):
        customized_response_dict["Items"] = items
        response_dict["body"] = json.dumps(answer).encode()
