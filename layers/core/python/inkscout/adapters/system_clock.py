"""The system clock."""

from datetime import UTC, datetime


class SystemClock:
    """Implements ``ports.Clock`` by the machine's clock."""

    def now(self) -> datetime:
        """Returns the current time, timezone-aware, in UTC."""
        return datetime.now(UTC)
