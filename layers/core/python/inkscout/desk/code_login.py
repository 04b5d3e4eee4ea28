"""Rules of logging in with an authorisation code (OpenID Connect Core 1.0) and PKCE (RFC 7636)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from inkscout.errors import LoginFailed

ATTEMPT_SECONDS = 600
"""Time that somebody has for the pages of the user pool."""

_LEEWAY_SECONDS = 60
_GROUPS = "cognito:groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAttempt:
    """One attempt to log in; the browser carries it, encrypted, until it comes back.

    Attributes:
        state: Text that comes back in the address, so that nobody's answer is taken for another's.
        nonce: Text that comes back in the token.
        verifier: Secret of PKCE.
        until: End of the attempt as seconds since 1970.
    """

    state: str
    nonce: str
    verifier: str
    until: int


def begun(now: datetime) -> LoginAttempt:
    """Returns a new attempt."""
    return LoginAttempt(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        until=int(now.timestamp()) + ATTEMPT_SECONDS,
    )


def authorize_url(base: str, client_id: str, redirect_uri: str, attempt: LoginAttempt) -> str:
    """Returns the address of the pages on which an account logs in."""
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid email",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{base}/oauth2/authorize?{urlencode(asked)}"


def check_state(attempt: LoginAttempt, state: str, now: datetime) -> None:
    """Checks that an answer belongs to an attempt.

    Raises:
        LoginFailed: it belongs to another one, or comes too late.
    """
    if not state or not hmac.compare_digest(state.encode(), attempt.state.encode()):
        raise LoginFailed("the answer belongs to another attempt to log in")
    if attempt.until <= now.timestamp():
        raise LoginFailed("the attempt to log in took too long")


def person_of(
    id_token: str,
    keys: Mapping[str, Any],
    *,
    issuer: str,
    client_id: str,
    attempt: LoginAttempt,
    now: datetime,
) -> tuple[str, tuple[str, ...]]:
    """Returns the name and the groups in an ID token.

    Args:
        id_token: Token that the user pool gave for the code.
        keys: The user pool's public keys, as a JSON Web Key Set.
        issuer: Issuer that must have signed it.
        client_id: Client that it must be made for.
        attempt: LoginAttempt whose nonce it must hold.
        now: Current time.

    Raises:
        LoginFailed: the signature, the issuer, the client, the nonce, the kind or the time is wrong.
    """
    registry = JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        nonce={"essential": True, "value": attempt.nonce},
        token_use={"essential": True, "value": "id"},
    )
    try:
        claims = jwt.decode(id_token, KeySet.import_key_set(dict(keys)), algorithms=["RS256"]).claims  # type: ignore[arg-type]
        registry.validate(claims)
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise LoginFailed("the user pool's token is not valid") from error
    name = str(claims.get("email") or claims.get("cognito:username") or claims.get("sub") or "")
    groups = claims.get(_GROUPS) or ()
    if not name or not isinstance(groups, list | tuple):
        raise LoginFailed("the user pool's token names nobody")
    return name, tuple(str(group) for group in groups)
