"""A provider of accounts in memory, which signs tokens as a Cognito user pool does."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from inkscout.errors import LoginFailed

ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Tests"
CLIENT = "client-of-the-desk"
LOGIN = "https://accounts.test"


@lru_cache(maxsize=2)
def key(name: str) -> RSAKey:
    """A private key of 2048 bits with an id."""
    return RSAKey.generate_key(2048, {"kid": name, "alg": "RS256", "use": "sig"}, private=True)


def id_token(*, signed_by: str = "first", without: str = "", **claims: Any) -> str:
    """An ID token of somebody in no group; ``claims`` replace its own, ``without`` names one to leave out."""
    now = int(datetime.now(UTC).timestamp())
    whole = {
        "sub": "0a1b",
        "email": "ada@desk.example",
        "iss": ISSUER,
        "aud": CLIENT,
        "token_use": "id",
        "exp": now + 3600,
        "iat": now,
        **claims,
    }
    whole.pop(without, None)
    return jwt.encode({"alg": "RS256", "kid": signed_by}, whole, key(signed_by), algorithms=["RS256"])


def public_keys() -> Mapping[str, Any]:
    """The keys that the provider publishes: the first alone."""
    return {"keys": [key("first").as_dict(private=False)]}


class FakeProvider:
    """``ports.IdentityProvider``: gives one token for one code."""

    login_url, issuer, client_id = LOGIN, ISSUER, CLIENT

    def __init__(self) -> None:
        self.token = ""
        self.asked: list[tuple[str, str, str]] = []

    def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        self.asked.append((code, verifier, redirect_uri))
        if code != "right":
            raise LoginFailed("the user pool refused the code")
        return self.token

    def keys(self) -> Mapping[str, Any]:
        return public_keys()
