"""Keys of what a run archives: answers, what was set aside, and times in names of files."""

from datetime import UTC, datetime

_HASH_CHARS = 12


def timestamp(moment: datetime) -> str:
    """Returns a time as it stands in keys: ``20260301T103000Z``."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def raw_key(source: str, at: datetime, digest: str) -> str:
    """Returns the key of an answer: ``raw/source={name}/date={YYYY-MM-DD}/{timestamp}-{hash}.json``."""
    return f"raw/{_folder(source, at)}/{timestamp(at)}-{_short(digest)}.json"


def quarantine_key(source: str, run_id: str, at: datetime, *, part: int, number: int, digest: str) -> str:
    """Returns the key of an element that was set aside, or of a whole answer."""
    run = run_id.replace(":", "").replace("-", "")
    return f"quarantine/{_folder(source, at)}/{run}-{part:03}-{number:05}-{_short(digest)}.json"


def _folder(source: str, at: datetime) -> str:
    return f"source={source}/date={at.astimezone(UTC).date().isoformat()}"


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:_HASH_CHARS]
