"""Stores the records of archived pages of feeds, with their history."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from inkscout.bootstrap import feeds
from inkscout.contracts.feed_page import parse_message
from inkscout.usecases.feeds.feed_metrics import counting_errors, emit_curated


def lambda_handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:  # noqa: ANN401 - Lambda's own class
    """Curates each page; one that fails returns to the queue and finally moves to its dead-letter queue."""
    curate = feeds.curate_feed()

    def one(record: SQSRecord) -> None:
        page = parse_message(record.body)
        with counting_errors(page.source):
            emit_curated(curate(page))

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=one, processor=processor, context=context)
