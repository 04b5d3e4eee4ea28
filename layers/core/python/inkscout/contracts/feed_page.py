"""FeedPage: one message of the feeds' queue, which is one archived page of a run."""

import json
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from inkscout.contracts.base import Contract, parse
from inkscout.domain.feed_run import FeedRun, RunPart
from inkscout.domain.record import as_text
from inkscout.errors import InvalidInput

VERSION: Literal[1] = 1
"""Version of the message format. An unknown version ends in the dead-letter queue."""


class FeedPage(Contract):
    """The body of one message; its names are in camel case.

    ``parts`` on every message lets the last one be known in any order.
    """

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    version: Literal[1] = VERSION
    source: str = Field(min_length=1, max_length=40)
    type: str = Field(min_length=1, max_length=40)
    s3_bucket: str = Field(min_length=1, alias="s3Bucket")
    s3_key: str = Field(min_length=1, max_length=1024, alias="s3Key")
    captured_at: datetime
    hash: str = Field(pattern="^sha256:[0-9a-f]{64}$")
    record_count: int = Field(ge=0)
    run: str = Field(min_length=1, max_length=40)
    part: int = Field(ge=0)
    request: int = Field(ge=0)
    page: int = Field(ge=1)
    parts: int = Field(ge=1)
    definition: str = Field(pattern="^sha256:[0-9a-f]{64}$")


def messages(run: FeedRun, *, kind: str, bucket: str) -> list[dict[str, object]]:
    """Returns a message for each part of a run, as JSON objects."""
    return [_page(run, part, kind, bucket) for part in run.parts]


def parse_message(body: str) -> FeedPage:
    """Parses the body of a message.

    Raises:
        InvalidInput: the body is not JSON, has another version, or violates the contract.
    """
    try:
        document = json.loads(body)
    except ValueError as error:
        raise InvalidInput(f"the message is no JSON: {error}") from None
    return parse(FeedPage, document)


def _page(run: FeedRun, part: RunPart, kind: str, bucket: str) -> dict[str, object]:
    page = FeedPage(
        source=run.source,
        type=kind,
        s3_bucket=bucket,
        s3_key=part.key,
        captured_at=part.captured_at,
        hash=part.hash,
        record_count=part.records,
        run=run.run_id,
        part=part.number,
        request=part.request,
        page=part.page,
        parts=len(run.parts),
        definition=run.definition,
    )
    return {**page.model_dump(mode="json", by_alias=True), "capturedAt": as_text(part.captured_at)}
