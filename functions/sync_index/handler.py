"""Applies changes of the Directory table to the search index, with one bulk call for each batch."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from inkscout.bootstrap import index
from inkscout.contracts.stored.stream import ChangeBatch, EntryChange, Unreadable, read_record
from inkscout.errors import IndexUnavailable
from inkscout.observability import metrics

_MOMENT = "ApproximateCreationDateTime"


def lambda_handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:  # noqa: ANN401 - Lambda's own class
    """Applies the batch and emits metrics; the response lists the records that must be delivered again."""
    records = [DynamoDBRecord(record).dynamodb for record in event["Records"]]
    read = [
        read_record(r.sequence_number, r.keys, r.new_image, r.old_image, r.get(_MOMENT)) for r in records if r
    ]
    batch = ChangeBatch(
        changes=[change for change in read if isinstance(change, EntryChange)],
        unreadable=[change for change in read if isinstance(change, Unreadable)],
    )
    result = index.sync_index()(batch)
    emf = metrics()
    emf.add_metric(name="IndexLag", unit=MetricUnit.Milliseconds, value=result.lag_ms)
    for name in ("applied", "stale", "rejected"):
        emf.add_metric(name=f"Index{name.capitalize()}", unit=MetricUnit.Count, value=getattr(result, name))
    emf.flush_metrics()

    def verdict(record: DynamoDBRecord) -> None:
        if record.dynamodb and record.dynamodb.sequence_number in result.failed:
            raise IndexUnavailable("to be delivered again")

    # Raises when every record failed, so that a poller that ignores partial responses retries too.
    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return process_partial_response(event=event, record_handler=verdict, processor=processor, context=context)
