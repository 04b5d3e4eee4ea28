"""Authentication against the search domain: basic, SigV4 or none."""

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
"""Method, address and body to the headers that prove who asks."""

SECRET_SECONDS = 60.0
"""How long a password is used before the secret is read again."""


def authentication(url: str, secret_arn: str, aws_client: Callable[[str], Any]) -> Authenticate | None:
    """The way to authenticate to an address: basic with a secret, SigV4 at an AWS domain, else none."""
    if secret_arn:
        return Basic(lambda stage: read_secret(aws_client("secretsmanager"), secret_arn, stage))
    host = urlsplit(url).hostname or ""
    if host.endswith((".amazonaws.com", ".aws")):
        return _Signed("aoss" if is_serverless(url) else "es")
    return None


def is_serverless(url: str) -> bool:
    """Whether an address is that of an OpenSearch Serverless collection."""
    return ".aoss." in (urlsplit(url).hostname or "")


class Basic:
    """User and password of a secret, read when needed and again after a minute, since they are rotated."""

    def __init__(self, read: Callable[[str], str], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Takes what reads the secret's version with a label, and a clock."""
        self._read, self._monotonic = read, monotonic
        self._headers: Headers = {}
        self._until = 0.0

    def __call__(self, method: str, url: str, body: bytes | None) -> Headers:
        """The header that proves who asks.

        Raises:
            SecretUnavailable: the secret is missing, or lacks username and password.
        """
        if not self._headers or self._monotonic() >= self._until:
            self._use(self._proof(CURRENT))
        return dict(self._headers)

    def renew(self, refused: Headers) -> bool:
        """Reads the secret again after the server refused a proof; whether there is another one to try.

        In a rotation the domain takes the new password some minutes before the secret calls it current: until
        then the pending version is the one that is right.

        Raises:
            SecretUnavailable: as above.
        """
        if self._headers != refused:
            return True  # another thread was here first
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
    """Signature Version 4 with the credentials that botocore finds."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._session: Any = None

    def __call__(self, method: str, url: str, body: bytes) -> Headers:
        from botocore.auth import SigV4Auth  # noqa: PLC0415 - only at an AWS domain
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - only at an AWS domain
        from botocore.session import get_session  # noqa: PLC0415 - only at an AWS domain

        self._session = self._session or get_session()
        credentials = self._session.get_credentials().get_frozen_credentials()
        # A Serverless collection wants to see the body's hash that was signed.
        headers = {"x-amz-content-sha256": hashlib.sha256(body or b"").hexdigest()}
        request = AWSRequest(method=method, url=url, data=body, headers=headers)
        region = self._session.get_config_variable("region")
        SigV4Auth(credentials, self._service, region).add_auth(request)
        return dict(request.headers.items())
