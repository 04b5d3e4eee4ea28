"""Pages of a table's items are read as botocore reads them, only faster."""

import io
import json
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from urllib3 import HTTPResponse

from inkscout.adapters.aws.dynamodb import plain_pages
from inkscout.adapters.aws.dynamodb.plain_pages import take_items_as_they_are

ITEM = {
    "PK": {"S": 'ARTIST#a-1 "B":'},
    "version": {"N": "3"},
    "active": {"BOOL": True},
    "none": {"NULL": True},
    "tags": {"SS": ["a", "b"]},
    "portfolio": {"L": [{"M": {"url": {"S": "https://studio.example/1.jpg"}, "width": {"N": "0"}}}]},
    "empty": {"M": {}},
}
BINARY = {"PK": {"S": "x"}, "picture": {"B": "aW5r"}, "pictures": {"BS": ["aW5r"]}}
LAST = {"PK": {"S": "ARTIST#a-1"}, "SK": {"S": "PROFILE"}}


def answered(status: int, answer: object, operation: str, *, faster: bool) -> dict[str, Any]:
    """The client's answer to one request that the server answers so."""
    client = boto3.client(
        "dynamodb", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    if faster:
        take_items_as_they_are(client)
        take_items_as_they_are(client)
    body = json.dumps(answer).encode()

    def respond(**_: object) -> AWSResponse:
        headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "r-1"}
        return AWSResponse("http://x", status, headers, HTTPResponse(io.BytesIO(body), preload_content=False))

    client.meta.events.register("before-send.dynamodb", respond)
    answer_of: dict[str, Any] = getattr(client, operation)(TableName="directory")
    return answer_of


@pytest.mark.parametrize("operation", ["scan", "query"])
@pytest.mark.parametrize(
    "answer",
    [
        {"Items": [ITEM, ITEM], "Count": 2, "ScannedCount": 5, "LastEvaluatedKey": LAST},
        {"Items": [ITEM, BINARY], "Count": 2, "ScannedCount": 2},
        {"Items": [], "Count": 0, "ScannedCount": 0},
        {"Count": 7, "ScannedCount": 7},
    ],
)
def test_answers_are_those_of_botocore(operation: str, answer: object) -> None:
    plain, faster = (answered(200, answer, operation, faster=faster) for faster in (False, True))
    assert faster == plain
    assert plain["Count"] == len(plain.get("Items", "1234567"))


def test_items_are_not_parsed_by_their_model(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[object] = []
    monkeypatch.setattr(
        "botocore.parsers.BaseJSONParser._handle_map", lambda _self, _shape, value: parsed.append(value)
    )
    answered(200, {"Items": [ITEM], "Count": 1}, "scan", faster=True)
    assert parsed == []
    answered(200, {"Items": [ITEM], "Count": 1}, "scan", faster=False)
    assert parsed == [ITEM]


def test_refusals_are_raised() -> None:
    refusal = {"__type": "com.amazonaws.dynamodb.v20120810#ValidationException", "message": "no", "Items": []}
    with pytest.raises(ClientError, match="ValidationException"):
        answered(400, refusal, "scan", faster=True)


def test_bodies_that_are_not_an_answer_are_left_to_botocore() -> None:
    for body in (b"", b"not JSON", b"[]", b'{"Items": 7}'):
        response: dict[str, Any] = {"status_code": 200, "body": body}
        items: dict[str, Any] = {}
        plain_pages._set_items_aside(response, items)
        assert (response["body"], items) == (body, {})
