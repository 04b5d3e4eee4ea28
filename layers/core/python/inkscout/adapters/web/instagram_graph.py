"""Instagram's Business Discovery API: public facts of professional accounts, with the operator's own token.

The secret is JSON: ``access_token`` (of a user with the permission ``instagram_basic``) and ``user_id`` (the
operator's own professional account, as which the API is called).
"""

import json
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import requests

from inkscout.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, SecretUnavailable

API_VERSION = "v23.0"
MEDIA = 25
"""Number of recent posts that are requested."""

_FIELDS = (
    "username,name,biography,website,profile_picture_url,followers_count,media_count,"
    f"media.limit({MEDIA}){{caption,media_type,media_url,thumbnail_url,permalink,timestamp}}"
)
_HANDLE = re.compile(r"[a-z0-9._]{1,30}")
_THROTTLED = frozenset({4, 17, 32, 613, 80_002})
"""Error codes of rate limits: for the app, the user, a page, and Instagram's own."""
_TEMPORARY = frozenset({1, 2})
_NO_SUCH_ACCOUNT = frozenset({2_207_013, 2_108_006})
"""Error subcodes of a handle that is unknown, private, or not a professional account."""


class InstagramGraph:
    """Implements ``ports.BusinessProfiles`` on the Graph API."""

    def __init__(
        self,
        read_secret: Callable[[], str],
        *,
        endpoint: str = "https://graph.facebook.com",
        timeout_seconds: float = 10.0,
    ) -> None:
        """Takes a function that reads the secret, called on first use; the timeout is per request."""
        self._read_secret = read_secret
        self._endpoint = endpoint.rstrip("/")
        self._timeout = timeout_seconds
        self._session = requests.Session()

    def account(self, handle: str) -> dict[str, Any] | None:
        """Returns an account as the API returns it; None if unknown, private or not professional.

        Raises:
            SecretUnavailable: the token is missing or not readable.
            ProviderThrottled, ProviderUnavailable, ProviderRejected: the API failed or refused.
        """
        bare = handle.lstrip("@").lower()
        if not _HANDLE.fullmatch(bare):
            return None
        answer = self._ask(f"business_discovery.username({bare}){{{_FIELDS}}}")
        found = answer.get("business_discovery")
        return dict(found) if isinstance(found, dict) else None

    @cached_property
    def _credentials(self) -> tuple[str, str]:
        try:
            secret = json.loads(self._read_secret())
            return str(secret["user_id"]), str(secret["access_token"])
        except (ValueError, KeyError, TypeError) as error:
            raise SecretUnavailable("the Instagram secret needs user_id and access_token") from error

    def _ask(self, fields: str) -> dict[str, Any]:
        user_id, token = self._credentials
        try:
            response = self._session.get(
                f"{self._endpoint}/{API_VERSION}/{user_id}",
                params={"fields": fields},
                # In a header, so that no logged URL contains the token.
                headers={"Authorization": f"Bearer {token}"},
                timeout=self._timeout,
            )
        except requests.RequestException as error:
            raise ProviderUnavailable("Instagram's API did not answer") from error
        return self._understand(response)

    def _understand(self, response: requests.Response) -> dict[str, Any]:
        if response.status_code == 429:
            raise ProviderThrottled("Instagram's API asked for a slower pace")
        try:
            document = response.json()
        except ValueError as error:
            raise ProviderUnavailable(
                f"Instagram's API answered {response.status_code} without JSON"
            ) from error
        fault = document.get("error") if isinstance(document, dict) else None
        if isinstance(fault, dict):
            return self._fault(response.status_code, fault)
        if response.status_code != 200 or not isinstance(document, dict):
            raise ProviderUnavailable(f"Instagram's API answered {response.status_code}")
        return document

    def _fault(self, status: int, fault: dict[str, Any]) -> dict[str, Any]:
        """Returns an empty response for an account that cannot be read; raises every other error."""
        code, subcode = _number(fault, "code"), _number(fault, "error_subcode")
        if subcode in _NO_SUCH_ACCOUNT:
            return {}
        if code in _THROTTLED:
            raise ProviderThrottled(f"Instagram's API asked for a slower pace (code {code})")
        if status >= 500 or code in _TEMPORARY or fault.get("is_transient") is True:
            raise ProviderUnavailable(f"Instagram's API failed for the moment (code {code})")
        raise ProviderRejected(f"Instagram's API refused the request (code {code}, subcode {subcode})")


def _number(fault: dict[str, Any], name: str) -> int:
    value = fault.get(name, 0)
    return value if isinstance(value, int) else 0
