"""Asks a Cognito user pool for the tokens of a code, and for the keys that sign them."""

from collections.abc import Callable, Mapping
from typing import Any

import requests

from inkscout.errors import LoginFailed, LoginUnavailable

_SECONDS = (3.05, 10)
_SERVER_FAULT = 500


class CognitoUserPool:
    """Implements ``ports.IdentityProvider`` on the endpoints of a user pool's domain.

    Attributes:
        login_url: Address of the pool's own pages and of its token endpoint.
        issuer: Issuer of its tokens.
        client_id: Id of the confidential client.
    """

    def __init__(
        self, *, login_url: str, issuer: str, keys_url: str, client_id: str, secret: Callable[[], str]
    ) -> None:
        self.login_url, self.issuer, self.client_id = login_url, issuer, client_id
        self._keys_url, self._secret = keys_url, secret

    def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        """Returns the ID token for an authorisation code.

        Raises:
            LoginFailed: the pool does not accept the code.
            LoginUnavailable: the pool does not answer.
        """
        asked = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        answer = self._answer(
            "POST", f"{self.login_url}/oauth2/token", data=asked, auth=(self.client_id, self._secret())
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise LoginFailed("the user pool gave no token")
        return token

    def keys(self) -> Mapping[str, Any]:
        """Returns the pool's public keys as a JSON Web Key Set.

        Raises:
            LoginFailed: the pool has none.
            LoginUnavailable: the pool does not answer.
        """
        return self._answer("GET", self._keys_url)

    def _answer(self, method: str, url: str, **given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as requests takes them
        try:
            answer = requests.request(method, url, timeout=_SECONDS, allow_redirects=False, **given)
            document = answer.json() if answer.ok else {}
        except (requests.RequestException, ValueError) as error:
            raise LoginUnavailable("the user pool does not answer") from error
        if answer.status_code >= _SERVER_FAULT:
            raise LoginUnavailable("the user pool does not answer")
        if not answer.ok or not isinstance(document, dict):
            raise LoginFailed("the user pool refused the code")
        return document
