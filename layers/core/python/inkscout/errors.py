"""Exceptions that Inkscout raises on purpose, in one tree with two branches.

Class names are API: Step Functions matches ``ErrorEquals`` against the exact class name of what a function
raised, so a state machine lists the leaves of this tree, and a test checks that every leaf it lists exists. A
``TransientError`` may succeed when the same call is repeated; a ``PermanentError`` will not.
"""


class InkscoutError(Exception):
    """Base class of every exception that Inkscout raises on purpose."""


class TransientError(InkscoutError):
    """Base class of failures that a retry after a wait may mend."""


class PermanentError(InkscoutError):
    """Base class of failures that a retry cannot mend; a person or another input is needed."""


class InvalidInput(PermanentError):
    """Input violates its contract; the message names the field and the reason."""


class RegionNotFound(PermanentError):
    """No place has the name that was given for a region."""


class RunAlreadyActive(PermanentError):
    """Another run holds the run lease."""


class ProviderThrottled(TransientError):
    """A places provider limited the rate of requests (OVER_QUERY_LIMIT, HTTP 429)."""


class ProviderUnavailable(TransientError):
    """A places provider responded with 5xx or malformed JSON, or timed out."""


class ProviderPaused(TransientError):
    """The circuit breaker of a places provider is open after repeated failures, until a probe succeeds."""


class ProviderRejected(PermanentError):
    """A places provider refused the credentials or the request (REQUEST_DENIED, INVALID_REQUEST)."""


class BudgetReached(PermanentError):
    """The next request to a places provider would exceed the budget of the run or of the day."""


class SecretUnavailable(PermanentError):
    """A secret the operator must provide is missing or empty."""


class SecretPending(TransientError):
    """The search domain does not accept a new password yet."""


class IdentityRefused(PermanentError):
    """AWS refused the identity that this process has, or it has none."""


class StoreThrottled(TransientError):
    """A table, bucket or queue limited the rate of requests."""


class ItemTooLarge(PermanentError):
    """An entry exceeds DynamoDB's limit for an item (400 KB)."""


class WriteConflict(TransientError):
    """Other writers changed the item first, on every attempt that a writer makes."""


class IndexUnavailable(TransientError):
    """The search index did not respond, or not in time."""


class IndexGone(PermanentError):
    """There is no index of a name any more, such as one that a rebuild dropped."""


class IndexDefinitionBroken(PermanentError):
    """The search server's index differs from its definition; the message lists the differences."""


class IndexRejected(PermanentError):
    """The search index refused a document; its mapping or the document has to change."""


class IndexDrift(PermanentError):
    """A rebuilt index does not match the Directory table; searches still use the old index."""


class BrowserUnavailable(PermanentError):
    """Chromium cannot be started on this machine."""


class EgressRefused(PermanentError):
    """A connection to a destination that is not a public website was refused.

    The message gives the reason.
    """


class BodyTooLarge(PermanentError):
    """A response's decoded body exceeds its limit, or its decompressed size cannot be bounded."""


class BodyUndecodable(PermanentError):
    """A response's body does not match its Content-Encoding."""


class ReadingStopped(PermanentError):
    """Reading a page exceeded its limit of CPU time or memory; the message says which."""


class ReaderUnavailable(TransientError):
    """No process for reading pages starts: the machine lacks memory or process ids, or the program fails."""


class InvalidParameter(InvalidInput):
    """A request's parameter is invalid; ``name`` is the parameter's name."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class TooManyRequests(PermanentError):
    """A caller exceeded its rate limit; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many requests from this address; try again later")
        self.retry_after = retry_after


class SessionInvalid(PermanentError):
    """A session or one-time link of the desk is missing, expired, used or another deployment's."""


class LoginFailed(PermanentError):
    """The identity provider did not confirm who somebody is; the message says why."""


class LoginUnavailable(TransientError):
    """The identity provider does not answer."""


class StateChanged(PermanentError):
    """State that an action was confirmed for has changed since; nothing was done."""


class MailFailed(TransientError):
    """A mail was not accepted for delivery."""


class NoticeFailed(TransientError):
    """A notice was not accepted by the operator's webhook; the message says why."""


class PictureRefused(PermanentError):
    """A picture may not be shown or cannot be read; the message says why."""


class PictureBusy(TransientError):
    """A picture's host has to be left alone for a while, or did not answer."""


class ArchiveUnusable(PermanentError):
    """A backup is damaged, of another stage or format, or cannot be read; the message says what it is."""


class RestoreRefused(PermanentError):
    """A restore would lose what must stay, such as a removed person's protection; nothing was changed."""


class NotFound(PermanentError):
    """The requested entry is not, or no longer, in the directory."""


class AddressPending(TransientError):
    """EC2 is still associating or disassociating an Elastic IP address."""


class AddressFailed(PermanentError):
    """EC2 refused an Elastic IP address, or the NAT gateway failed to associate it."""
