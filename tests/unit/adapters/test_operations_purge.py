"""Clearing the Operations table of one person leaves everybody else's entries as they are."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from inkscout.adapters.aws.dynamodb.operations_purge import DynamoDbOperationsPurge
from tests.support.listed import listed_at

_pack, _unpack = TypeSerializer().serialize, TypeDeserializer().deserialize


class Client:
    """As much of a DynamoDB client as the purge calls."""

    def __init__(self, *items: dict[str, Any]) -> None:
        self.items = {(item["PK"], item["SK"]): item for item in items}

    def scan(self, **_: Any) -> dict[str, Any]:
        return {"Items": [{k: _pack(v) for k, v in item.items()} for item in self.items.values()]}

    def put_item(self, Item: dict[str, Any], **_: Any) -> None:  # noqa: N803 - boto3's name
        item = {name: _unpack(value) for name, value in Item.items()}
        self.items[item["PK"], item["SK"]] = item

    def delete_item(self, Key: dict[str, Any], **_: Any) -> None:  # noqa: N803 - boto3's name
        del self.items[_unpack(Key["PK"]), _unpack(Key["SK"])]


def purge(client: Client, *identifiers: str, name: str = "Zoë Brönnimann") -> int:
    """Purges the entries of somebody who worked at the studio s-1, by name and by identifiers."""
    listed = listed_at("s-1", name=name, handle="zoe.inks")

    def names(text: str, key: str) -> bool:
        return any(one in text for one in identifiers) or listed.names(text, *(("s-1",) if key else ()))

    return DynamoDbOperationsPurge(client, "operations").purge(names)


def job(number: int, **values: str) -> dict[str, Any]:
    return {"PK": "RUN#r1", "SK": f"JOB#{number}", "status": "queued", "job": values}


RUN = {"PK": "RUN#r1", "SK": "META", "status": "running", "started_at": "2026-01-01T00:00:00"}


@pytest.mark.parametrize("name", ["Tom", "Art", "Run", "Ana", "Tat", "Met"])
def test_a_short_name_takes_nothing_of_anybody_else(name: str) -> None:
    others = [RUN, job(1, url="http://customtattoo.test/diana", artist_id="artist-1")]
    client = Client(*others)
    assert purge(client, name=name) == 0
    assert list(client.items.values()) == others


@pytest.mark.parametrize(
    "url", ["http://ink.test/team/Tom", "http://ink.test/img-tom.jpg", "http://ink.test/img_tom.jpg"]
)
def test_the_persons_own_job_goes(url: str) -> None:
    client = Client(RUN, job(1, url=url), job(2, url="http://ink.test/team/kim"))
    assert purge(client, name="Tom") == 1
    assert {key[1] for key in client.items} == {"META", "JOB#2"}


def test_a_visit_keeps_what_is_not_about_the_person() -> None:
    visit = {"PK": "RUN#r1", "SK": "VISIT#s1", "document": {"artists": ["artist-1", "artist-2"], "pages": 3}}
    client = Client(visit)
    assert purge(client, "artist-1") == 1
    assert client.items["RUN#r1", "VISIT#s1"]["document"] == {"artists": ["artist-2"], "pages": 3}


@pytest.mark.parametrize("key", ["artist-1", "zoe.inks", "run#zoe.inks"])
def test_remembered_state_whose_key_is_the_person_goes(key: str) -> None:
    client = Client(
        {"PK": "MEM#place", "SK": key, "version": 1}, {"PK": "MEM#place", "SK": "s1", "version": 1}
    )
    assert purge(client, "artist-1") == 1
    assert list(client.items) == [("MEM#place", "s1")]
