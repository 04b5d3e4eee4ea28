"""Retries index updates that failed: reads the entries named in the queue from the table and indexes them."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from inkscout.bootstrap import index


def lambda_handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:  # noqa: ANN401 - Lambda's own class
    """Redrives each message; one that fails again returns to the queue and finally moves to its DLQ."""
    redrive = index.redrive_index()

    def one(record: SQSRecord) -> None:
        redrive(record.json_body)

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=one, processor=processor, context=context)
