"""Authentication at the search domain: basic, SigV4 or none."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from inkscout.adapters.aws.secrets import CURRENT, PENDING, read_secret
from inkscout.errors import SecretUnavailable

Headers = dict[str, str]
Authenticate = Callable[[str, str, bytes], Headers]
"""Returns the authentication headers for method, URL and body."""

SECRET_SECONDS = 60.0
"""Time for which a password is used before the secret is read again."""


def authentication(url: str, secret_arn: str, aws_client: Callable[[str], Any]) -> Authenticate | None:
    """Returns the authentication for a URL: basic with a secret, SigV4 for an AWS domain, else None."""
    if secret_arn:
        return Basic(lambda stage: read_secret(aws_client("secretsmanager"), secret_arn, stage))
    host = urlsplit(url).hostname or ""
    if host.endswith((".amazonaws.com", ".aws")):
        return _Signed("aoss" if is_serverless(url) else "es")
    return None


def is_serverless(url: str) -> bool:
    """Whether a URL is that of an OpenSearch Serverless collection."""
    return ".aoss." in (urlsplit(url).hostname or "")


class Basic:
    """Basic authentication with user and password of a secret.

    It is read every minute, since they are rotated.
    """

    def __init__(self, read: Callable[[str], str], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Takes a function that reads the secret's version by label, and a clock in seconds."""
        self._read, self._monotonic = read, monotonic
        self._headers: Headers = {}
        self._until = 0.0

    def __call__(self, method: str, url: str, body: bytes | None) -> Headers:
        """Returns the authorization header.

        Raises:
            SecretUnavailable: the secret is missing, or lacks username and password.
        """
        if not self._headers or self._monotonic() >= self._until:
            self._use(self._proof(CURRENT))
        return dict(self._headers)

    def renew(self, refused: Headers) -> bool:
        """Reads the secret again after the server refused the headers; returns whether there are new ones.

        During a rotation, the domain accepts the new password minutes before the secret's version becomes
        current; until then, the pending version is the right one.

        Raises:
            SecretUnavailable: the secret is missing, or lacks username and password.
        """
        if self._headers != refused:
            return True  # another thread has renewed it already
        found = self._proof(CURRENT)
        if found == refused:
            try:
                found = self._proof(PENDING)
            except SecretUnavailable:
                return False
        self._use(found)
        return found != refused

    def _use(self, headers: Headers) -> None:
        self._headers = headers
        self._until = self._monotonic() + SECRET_SECONDS

    def _proof(self, stage: str) -> Headers:
        try:
            secret = json.loads(self._read(stage))
            pair = f"{secret['username']}:{secret['password']}"
        except (KeyError, ValueError, TypeError) as error:
            raise SecretUnavailable("the search index's secret lacks username and password") from error
        return {"authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


class _Signed:
    """Authentication by Signature Version 4 with the credentials that botocore finds."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._session: Any = None

    def __call__(self, method: str, url: str, body: bytes) -> Headers:
        from botocore.auth import SigV4Auth  # noqa: PLC0415 - only at an AWS domain
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - only at an AWS domain
        from botocore.session import get_session  # noqa: PLC0415 - only at an AWS domain

        self._session = self._session or get_session()
        credentials = self._session.get_credentials().get_frozen_credentials()
        # A Serverless collection requires the header with the signed hash of the body.
        headers = {"x-amz-content-sha256": hashlib.sha256(body or b"").hexdigest()}
        request = AWSRequest(method=method, url=url, data=body, headers=headers)
        region = self._session.get_config_variable("region")
        SigV4Auth(credentials, self._service, region).add_auth(request)
        return dict(request.headers.items())
