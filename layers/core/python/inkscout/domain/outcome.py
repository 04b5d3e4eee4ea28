"""Outcomes of visits, profiles, jobs and runs. Each of them ends with exactly one value."""

from enum import StrEnum


class VisitOutcome(StrEnum):
    """Outcome of reading one studio's website."""

    ARTISTS_FOUND = "artists_found"
    NO_ARTISTS_NAMED = "no_artists_named"
    NEEDS_BROWSER = "needs_browser"
    BROWSER_UNAVAILABLE = "browser_unavailable"
    ROBOTS_FORBIDDEN = "robots_forbidden"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    PARKED = "parked"
    SOCIAL_MEDIA_ONLY = "social_media_only"
    NOT_A_STUDIO_SITE = "not_a_studio_site"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NO_WEBSITE = "no_website"
    CLOSED = "closed"
    ERROR = "error"

    @property
    def is_good_visit(self) -> bool:
        """Whether the site was read well enough to count an absent artist as missing."""
        return self in {VisitOutcome.ARTISTS_FOUND, VisitOutcome.NO_ARTISTS_NAMED}

    @property
    def is_reachable(self) -> bool:
        """Whether there was a site that responded and permitted the visit."""
        return self not in {
            VisitOutcome.NO_WEBSITE,
            VisitOutcome.CLOSED,
            VisitOutcome.UNREACHABLE,
            VisitOutcome.ROBOTS_FORBIDDEN,
        }

    @property
    def is_read(self) -> bool:
        """Whether the site was read, whatever it says: artists, none, or that it is no studio's site."""
        return self.is_good_visit or self in {
            VisitOutcome.PARKED,
            VisitOutcome.SOCIAL_MEDIA_ONLY,
            VisitOutcome.NOT_A_STUDIO_SITE,
        }

    @property
    def is_failed_visit(self) -> bool:
        """Whether a website was requested but not read; a refusal by robots.txt is no failure."""
        return self in {
            VisitOutcome.BROWSER_UNAVAILABLE,
            VisitOutcome.UNREACHABLE,
            VisitOutcome.BLOCKED,
            VisitOutcome.TOO_LARGE,
            VisitOutcome.UNREADABLE,
            VisitOutcome.ERROR,
        }


class ProfileOutcome(StrEnum):
    """Outcome of reading one artist's public profile."""

    READ = "read"
    NOTHING_FOUND = "nothing_found"
    NOT_FOUND = "not_found"
    LOGIN_WALL = "login_wall"
    ROBOTS_FORBIDDEN = "robots_forbidden"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    BROWSER_UNAVAILABLE = "browser_unavailable"
    DENYLISTED = "denylisted"
    ERROR = "error"


class JobStatus(StrEnum):
    """Status of a scraping job in the run ledger."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


class RunStatus(StrEnum):
    """Status of a pipeline run."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    BUDGET_REACHED = "budget_reached"
    FAILED = "failed"
