"""Credentials of AWS for a process on Google Cloud or Azure, by the identity that the place gives it.

The place's metadata server hands out a signed token, which AWS exchanges for credentials of a role
(``AssumeRoleWithWebIdentity``). No key is stored. Neither tokens nor credentials are logged.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import IdentityRefused

_SECONDS = 5.0
_ATTEMPTS = 3
_PAUSE_SECONDS = 0.5
_LONGEST_BYTES = 65_536
_TOO_BUSY = 429
_SERVER_FAULT = 500
_SOON_SECONDS = 60
_CLAIMS = ("iss", "aud", "sub")
_TO_DO = {
    "ExpiredTokenException": "the token has expired: is this machine's clock right",
    "InvalidIdentityToken": "issuer, audience or signature are not those that the role trusts",
    "AccessDenied": "the role does not trust this issuer, audience and subject",
    "IDPRejectedClaim": "the issuer refused the token",
}


class TokenSource(Protocol):
    """Metadata server that hands out tokens."""

    def token(self) -> str:
        """Returns a new token.

        Raises:
            IdentityRefused: the server did not give one.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleMetadata:
    """Metadata server of Google Cloud, as on Cloud Run.

    Attributes:
        host: Host of the server, and its port where that is not 80.
        audience: Audience of the token, which the role's trust policy names.
    """

    host: str
    audience: str

    def token(self) -> str:
        """Returns an identity token of the service account that the process runs as.

        Raises:
            IdentityRefused: the server did not give one.
        """
        query = urlencode({"audience": self.audience, "format": "full"})
        path = "computeMetadata/v1/instance/service-accounts/default/identity"
        headers = {"Metadata-Flavor": "Google"}
        return _ask(f"http://{self.host}/{path}?{query}", headers, "Google's metadata server").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureIdentity:
    """Endpoint of managed identities of Azure, as on Container Apps.

    Attributes:
        endpoint: Address of the endpoint (``IDENTITY_ENDPOINT``).
        header: Secret that proves the caller to be in the container (``IDENTITY_HEADER``).
        audience: Resource that the token is for, which the role's trust policy names.
        client_id: Client id of a user-assigned identity; empty for the system-assigned one.
    """

    endpoint: str
    header: str
    audience: str
    client_id: str = ""

    def token(self) -> str:
        """Returns an access token of the managed identity.

        Raises:
            IdentityRefused: the endpoint did not give one.
        """
        wanted = {"api-version": "2019-08-01", "resource": self.audience}
        wanted |= {"client_id": self.client_id} if self.client_id else {}
        headers = {"X-IDENTITY-HEADER": self.header}
        text = _ask(f"{self.endpoint}?{urlencode(wanted)}", headers, "Azure's identity endpoint")
        try:
            return str(json.loads(text)["access_token"])
        except (ValueError, KeyError, TypeError) as error:
            raise IdentityRefused("Azure's identity endpoint answered without an access token.") from error


def exchange(
    source: TokenSource,
    sts: Any,  # noqa: ANN401 - boto3 makes its clients at run time
    role: str,
    session_name: str,
    now: Callable[[], datetime],
) -> dict[str, Any]:
    """Returns credentials of a role in the form that ``credential_process`` prints.

    Args:
        source: Metadata server that hands out the token.
        sts: boto3 client of STS.
        role: ARN of the role.
        session_name: Name of the session, which CloudTrail shows.
        now: Current time.

    Raises:
        IdentityRefused: there is no token, AWS refused it, or the credentials seem expired already, as on a
            machine whose clock is wrong.
    """
    token = source.token()
    try:
        answer = sts.assume_role_with_web_identity(
            RoleArn=role, RoleSessionName=session_name, WebIdentityToken=token
        )
    except ClientError as error:
        raise IdentityRefused(_refusal(error, role, token)) from None
    except BotoCoreError as error:
        # Botocore's own words for a wrong parameter hold its value, which may be the token.
        raise IdentityRefused(f"AWS did not exchange the token ({type(error).__name__}).") from None
    found = answer["Credentials"]
    left = (found["Expiration"] - now()).total_seconds()
    if left < _SOON_SECONDS:
        raise IdentityRefused(
            f"The credentials of {role} end at {found['Expiration']:%H:%M:%S} UTC, which has passed by this "
            "machine's clock: set the clock."
        )
    return {
        "Version": 1,
        "AccessKeyId": found["AccessKeyId"],
        "SecretAccessKey": found["SecretAccessKey"],
        "SessionToken": found["SessionToken"],
        "Expiration": found["Expiration"].astimezone(UTC).isoformat(),
    }


def claims(token: str) -> dict[str, str]:
    """Returns issuer, audience and subject of a token, unverified, for messages; empty if it is none."""
    try:
        body = token.split(".")[1]
        document = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return {name: str(document.get(name, "")) for name in _CLAIMS}
    except (IndexError, ValueError, AttributeError):
        return {}


def _refusal(error: ClientError, role: str, token: str) -> str:
    code = str(error.response.get("Error", {}).get("Code", ""))
    said = ", ".join(f"{name} {value}" for name, value in claims(token).items())
    why = _TO_DO.get(code, "see its code")
    return f"AWS refused the token for {role} ({code}): {why}; the token says {said or 'nothing readable'}."


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: a metadata server sends none, and the header would go along."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 - urllib's signature
        return None


def _opener() -> OpenerDirector:
    """Returns what opens addresses without a proxy, which would read the header and the token."""
    return build_opener(ProxyHandler({}), _NoRedirect())


def _ask(address: str, headers: Mapping[str, str], server: str) -> str:
    """Returns the text at an address of a metadata server; asks again where it is busy or not there yet.

    Raises:
        IdentityRefused: it did not answer, or refused.
    """
    reason = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS * 2**attempt)
        try:
            request = Request(address, headers=dict(headers))  # noqa: S310 - the place's own address
            with _opener().open(request, timeout=_SECONDS) as answer:
                return str(answer.read(_LONGEST_BYTES).decode("utf-8", "replace"))
        except HTTPError as error:
            reason = f"{server} answered {error.code}"
            if error.code != _TOO_BUSY and error.code < _SERVER_FAULT:
                raise IdentityRefused(f"{reason}: has this place the identity that is asked for?") from None
        except (OSError, HTTPException, ValueError) as error:
            reason = f"{server} did not answer ({type(error).__name__})"
    raise IdentityRefused(f"{reason}.")
