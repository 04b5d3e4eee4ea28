"""Sessions of the desk as encrypted cookies, one-time links, and tokens that forms carry.

All three are made from one secret of the deployment (``DeskSecret`` in ``infra/desk.yaml``), under a key for
each use. A session is a JSON Web Encryption (RFC 7516) that only this deployment can make or read.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

from inkscout.errors import SessionInvalid

OPERATORS, VIEWERS = "operators", "viewers"
"""Groups of people who may act, and of people who may read."""

SESSION_SECONDS = 8 * 3600
"""Lifetime of a session, as long as a working day."""

LINK_SECONDS = 24 * 3600
"""Time in which a one-time link must be opened."""

_SEALED = {"alg": "dir", "enc": "A256GCM"}
_SIGNED = {"alg": "HS256"}
_MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSession:
    """Somebody who is logged in.

    Attributes:
        session_id: Unguessable id; forms carry a token made from it.
        name: Name for people, such as a mail address; it stands in the audit trail.
        groups: Groups of the person.
        until: End of the session as seconds since 1970.
    """

    session_id: str
    name: str
    groups: frozenset[str]
    until: int

    @property
    def may_read(self) -> bool:
        """Whether pages may be shown."""
        return bool(self.groups & {OPERATORS, VIEWERS})

    @property
    def may_act(self) -> bool:
        """Whether actions may be taken."""
        return OPERATORS in self.groups


def begun(name: str, groups: Iterable[str], now: datetime) -> DeskSession:
    """Returns a new session for a person; groups that the desk does not know are dropped."""
    known = frozenset(groups) & {OPERATORS, VIEWERS}
    until = int((now + timedelta(seconds=SESSION_SECONDS)).timestamp())
    return DeskSession(session_id=secrets.token_urlsafe(16), name=name[:120], groups=known, until=until)


def sealed(session: DeskSession, secret: str) -> str:
    """Returns the text of the cookie for a session."""
    claims = {
        "sid": session.session_id,
        "name": session.name,
        "groups": sorted(session.groups),
        "exp": session.until,
    }
    return seal(claims, secret, "session")


def unsealed(text: str, secret: str, now: datetime) -> DeskSession:
    """Returns the session in the text of a cookie.

    Raises:
        SessionInvalid: the text is not one of this deployment's, or the session has expired.
    """
    claims = unseal(text, secret, "session", now)
    try:
        return DeskSession(
            session_id=str(claims["sid"]),
            name=str(claims["name"]),
            groups=frozenset(str(group) for group in claims["groups"]),
            until=int(claims["exp"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SessionInvalid("the session is of another release") from error


def seal(claims: Mapping[str, Any], secret: str, use: str) -> str:
    """Returns claims encrypted for one use, such as ``session``; ``exp`` is when they end."""
    return jwt.encode(_SEALED, dict(claims), _key(secret, use), registry=_registry())


def unseal(text: str, secret: str, use: str, now: datetime) -> Mapping[str, Any]:
    """Returns the claims that were encrypted for a use.

    Raises:
        SessionInvalid: there are none, another deployment made them, or they have expired.
    """
    if not text or len(text) > _MOST_CHARACTERS:
        raise SessionInvalid(f"there is no {use}")
    try:
        claims = jwt.decode(text, _key(secret, use), registry=_registry()).claims
        until = int(claims["exp"])
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise SessionInvalid(f"the {use} is not one of this deployment") from error
    if until <= now.timestamp():
        raise SessionInvalid(f"the {use} has expired")
    return claims


def link_token(secret: str, now: datetime) -> str:
    """Returns the token of a link that lets one person in, once, within ``LINK_SECONDS``."""
    claims = {"jti": secrets.token_urlsafe(16), "exp": int(now.timestamp()) + LINK_SECONDS}
    return jwt.encode(_SIGNED, claims, _key(secret, "link"))


def link_id(token: str, secret: str, now: datetime) -> str:
    """Returns the id of a link, which may be used once.

    Raises:
        SessionInvalid: the link is not one of this deployment's, or has expired.
    """
    if not token or len(token) > _MOST_CHARACTERS:
        raise SessionInvalid("there is no link")
    try:
        claims = jwt.decode(token, _key(secret, "link"), algorithms=["HS256"]).claims
        identity, until = str(claims["jti"]), int(claims["exp"])
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise SessionInvalid("the link is not one of this deployment") from error
    if until <= now.timestamp():
        raise SessionInvalid("the link has expired")
    return identity


def form_token(session: DeskSession, path: str, secret: str) -> str:
    """Returns the token that a form for one address carries in one session."""
    said = f"{session.session_id} {path}".encode()
    return hmac.new(_digest(secret, "form"), said, hashlib.sha256).hexdigest()[:40]


def is_form_token(token: str, session: DeskSession, path: str, secret: str) -> bool:
    """Whether a form was shown by this deployment, in this session and for this address."""
    return hmac.compare_digest(token.encode(), form_token(session, path, secret).encode())


def _registry() -> JWERegistry:
    return JWERegistry(algorithms=list(_SEALED.values()))


def _key(secret: str, use: str) -> OctKey:
    return OctKey.import_key(_digest(secret, use))


def _digest(secret: str, use: str) -> bytes:
    return hmac.new(secret.encode(), f"inkscout desk {use}".encode(), hashlib.sha256).digest()
