"""Sentences for errors of AWS that an operator can act on: credentials, rights, region, connection."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's name
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOTokenLoadError,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
)

_NOT_SIGNED_IN = (
    CredentialRetrievalError,
    NoCredentialsError,
    PartialCredentialsError,
    SSOTokenLoadError,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_UNKNOWN = frozenset(
    {
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "AuthFailure",
    }
)
_FORBIDDEN = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "UnauthorizedOperation",
        "UnauthorizedException",
        "AuthorizationError",
        "NotAuthorized",
        "AccessDeniedError",
    }
)


def sentence(error: BotoCoreError | ClientError) -> str:
    """Returns what an operator can do about an error of AWS, in one sentence; empty if nothing is known."""
    if isinstance(error, ConnectionError | HTTPClientError):
        return f"AWS does not answer: {error}"
    return refusal(error)


def refusal(error: BotoCoreError | ClientError) -> str:
    """Returns a sentence on missing, refused or insufficient credentials; empty for other errors."""
    if isinstance(error, ClientError):
        return _refused(error)
    if isinstance(error, ProfileNotFound):
        return f"{error}."
    if isinstance(error, _NOT_SIGNED_IN):
        return (
            f"AWS does not accept this machine's credentials: {error}. "
            "Sign in with `aws sso login`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID."
        )
    return ""


def _refused(error: ClientError) -> str:
    code = str(error.response["Error"].get("Code", ""))
    if code in _EXPIRED:
        return "This machine's AWS credentials have expired: sign in again (`aws sso login`)."
    if code in _UNKNOWN:
        return f"AWS does not accept this machine's credentials: {error}."
    if code in _FORBIDDEN or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 403:
        said = error.response["Error"].get("Message") or code
        return f"These AWS credentials may not call {error.operation_name}: {said.rstrip('.')}."
    return ""
