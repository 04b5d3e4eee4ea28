"""Views of records, versions and runs for the API."""

from dataclasses import asdict

from inkscout.contracts.api.records import FeedRunView, RecordView, RunCountsView, VersionView
from inkscout.domain.feed_run import FeedRun
from inkscout.domain.record import FeedRecord, RecordVersion, as_text


def record_view(record: FeedRecord) -> RecordView:
    """Returns the view of a record as it is now."""
    return RecordView(
        id=record.record_id,
        source=record.source,
        type=record.kind,
        captured_at=as_text(record.captured_at),
        fingerprint=record.fingerprint,
        version=record.version,
        data=dict(record.data),
        raw_s3_key=record.raw_key,
        processed_at=as_text(record.processed_at),
        gone_at=as_text(record.gone_at) if record.gone_at else None,
    )


def version_view(version: RecordVersion) -> VersionView:
    """Returns the view of a version in a record's history."""
    return VersionView(
        id=version.version_id,
        at=as_text(version.at),
        change=version.change.value,
        fields=list(version.fields),
        late=version.late,
        data=dict(version.data),
        fingerprint=version.fingerprint,
        raw_s3_key=version.raw_key,
    )


def run_view(run: FeedRun) -> FeedRunView:
    """Returns the view of a run."""
    return FeedRunView(
        run=run.run_id,
        state=run.state.value,
        outcome=run.outcome.value,
        started_at=as_text(run.started_at),
        ended_at=as_text(run.ended_at) if run.ended_at else None,
        detail=run.detail,
        pages=run.pages,
        bytes=run.bytes,
        milliseconds=run.milliseconds,
        counts=RunCountsView(**asdict(run.counts)),
        drift=dict(run.drift),
    )
