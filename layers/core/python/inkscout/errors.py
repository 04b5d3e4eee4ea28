"""Every error Inkscout raises on purpose, in one tree with two roots.

Class names are API: Step Functions matches ``ErrorEquals`` against the exact class name of what a function
raised, so a state machine lists the leaves of this tree, and a test checks that every leaf it lists exists.
A ``TransientError`` may succeed when the same call is made again; a ``PermanentError`` will not.
"""


class InkscoutError(Exception):
    """Root of everything raised on purpose."""


class TransientError(InkscoutError):
    """Worth another attempt, after a wait."""


class PermanentError(InkscoutError):
    """The same call would fail again; a person or another input is needed."""


class InvalidInput(PermanentError):
    """Input violates its contract; the message names the field and the reason."""


class RegionNotFound(PermanentError):
    """A region's name resolves to no place."""


class RunAlreadyActive(PermanentError):
    """Another run holds the lease."""


class ProviderThrottled(TransientError):
    """A places provider asked for a slower pace (OVER_QUERY_LIMIT, HTTP 429)."""


class ProviderUnavailable(TransientError):
    """A places provider answered 5xx, malformed JSON, or not in time."""


class ProviderPaused(TransientError):
    """A circuit breaker keeps calls from a places provider that failed repeatedly, until a probe succeeds."""


class ProviderRejected(PermanentError):
    """A places provider refused the credentials or the request (REQUEST_DENIED, INVALID_REQUEST)."""


class BudgetReached(PermanentError):
    """The next request to a places provider would pass the budget of the run or of the day."""


class SecretUnavailable(PermanentError):
    """A secret the operator must provide is missing or empty."""


class SecretPending(TransientError):
    """A new password is not in use yet."""


class StoreThrottled(TransientError):
    """A table, bucket or queue asked for a slower pace."""


class ItemTooLarge(PermanentError):
    """An entry is larger than an item of the table may be (400 KB)."""


class WriteConflict(TransientError):
    """Another writer changed the item first, more often than a writer retries."""


class IndexUnavailable(TransientError):
    """The search index did not answer, or not in time."""


class IndexDefinitionBroken(PermanentError):
    """The search server does not mean what the index definition says; the message lists what."""


class IndexRejected(PermanentError):
    """The search index refuses a document; its mapping or the document has to change."""


class IndexDrift(PermanentError):
    """An index that was built does not hold what the table holds; it was not taken into use."""


class BrowserUnavailable(PermanentError):
    """No Chromium can be started on this machine."""


class EgressRefused(PermanentError):
    """A connection to a destination that is not a public website was asked for; the message says why."""


class BodyTooLarge(PermanentError):
    """A response's decoded body passed its cap, or its compression cannot be bounded."""


class BodyUndecodable(PermanentError):
    """A response's body is not what its Content-Encoding says."""


class ReadingStopped(PermanentError):
    """Reading a page passed its bound of computing time or memory; the message says which."""


class ReaderUnavailable(TransientError):
    """No process can be started to read pages in: the machine has no memory or no process number left."""


class InvalidParameter(InvalidInput):
    """A request's parameter does not make sense; ``name`` is the parameter's."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class TooManyRequests(PermanentError):
    """Somebody asks more often than they may; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many requests from this address; try again later")
        self.retry_after = retry_after


class MailFailed(TransientError):
    """A mail was not accepted for delivery."""


class NotFound(PermanentError):
    """The requested entry is not in the directory, or no longer is."""


class AddressPending(TransientError):
    """EC2 is still bringing an address in or taking it out."""


class AddressFailed(PermanentError):
    """EC2 refused an address, or a NAT gateway did not take it."""
