"""Reads the keys of stream records that a failed invocation identifies only by sequence numbers."""

from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import BotoCoreError, ClientError

from inkscout.contracts.stored.stream import key_of
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexRejected, StoreThrottled

_TRIMMED = frozenset({"TrimmedDataAccessException", "ExpiredIteratorException", "ResourceNotFoundException"})


class StreamRecords:
    """Reads a range of a DynamoDB stream's shard again."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``dynamodbstreams`` client."""
        self._client = client

    def keys(self, batch: Mapping[str, Any]) -> list[tuple[EntryKind, str]]:
        """Returns kind and id of the profiles in a batch that Lambda describes as ``DDBStreamBatchInfo``.

        Raises:
            IndexRejected: the stream no longer has these records; only an audit of the index can find the
                entries.
            StoreThrottled: the stream did not respond.
        """
        last = int(batch["endSequenceNumber"])
        try:
            iterator = self._client.get_shard_iterator(
                StreamArn=batch["streamArn"],
                ShardId=batch["shardId"],
                ShardIteratorType="AT_SEQUENCE_NUMBER",
                SequenceNumber=batch["startSequenceNumber"],
            )["ShardIterator"]
            return self._read(iterator, last)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in _TRIMMED:
                raise IndexRejected("the stream forgot the failed records; audit the index") from error
            raise StoreThrottled(f"the stream answered {code}") from error
        except BotoCoreError as error:
            raise StoreThrottled("the stream did not answer") from error

    def _read(self, iterator: str | None, last: int) -> list[tuple[EntryKind, str]]:
        unpack = TypeDeserializer().deserialize
        found: list[tuple[EntryKind, str]] = []
        while iterator:
            answer = self._client.get_records(ShardIterator=iterator)
            for record in answer["Records"]:
                data = record["dynamodb"]
                if int(data["SequenceNumber"]) > last:
                    return found
                key = key_of({name: unpack(value) for name, value in data["Keys"].items()})
                found += [key] if key else []
            iterator = answer.get("NextShardIterator") if answer["Records"] else None
        return found
