"""Versions of a secret in Secrets Manager, and the master user of an OpenSearch domain."""

import base64
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from botocore.exceptions import ClientError

from inkscout.adapters.aws.secrets import CURRENT, PENDING
from inkscout.errors import SecretUnavailable

# A domain accepts a new master password only after minutes, without a notification, so it is polled.
_WAIT_SECONDS, _PAUSE_SECONDS = 480.0, 15.0


class SecretsManagerVersions:
    """Implements ``ports.secrets.SecretVersions`` on Secrets Manager."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self._client = client

    def current_version(self, secret_id: str) -> str:
        """Returns the id of the version in use (``AWSCURRENT``).

        Raises:
            SecretUnavailable: the secret cannot be read.
        """
        return next(iter(self._labelled(secret_id, CURRENT)), "")

    def current(self, secret_id: str) -> str:
        """Returns the text of the version in use (``AWSCURRENT``).

        Raises:
            SecretUnavailable: the secret cannot be read.
        """
        try:
            return str(
                self._client.get_secret_value(SecretId=secret_id, VersionStage=CURRENT)["SecretString"]
            )
        except ClientError as error:
            raise SecretUnavailable(f"{secret_id}: {error.response['Error']['Code']}") from None

    def pending(self, secret_id: str, token: str) -> str | None:
        """Returns the text of the version ``token`` that a rotation creates; None if not created yet."""
        try:
            answer = self._client.get_secret_value(SecretId=secret_id, VersionId=token, VersionStage=PENDING)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return None
            raise SecretUnavailable(f"{secret_id}: {error.response['Error']['Code']}") from None
        return str(answer["SecretString"])

    def put_pending(self, secret_id: str, token: str, text: str) -> None:
        """Stores the version that a rotation creates, labelled ``AWSPENDING``."""
        self._client.put_secret_value(
            SecretId=secret_id, ClientRequestToken=token, SecretString=text, VersionStages=[PENDING]
        )

    def make_current(self, secret_id: str, token: str) -> None:
        """Moves the label ``AWSCURRENT`` to the version ``token``."""
        before = self.current_version(secret_id)
        self._client.update_secret_version_stage(
            SecretId=secret_id, VersionStage=CURRENT, MoveToVersionId=token, RemoveFromVersionId=before
        )

    def new_password(self) -> str:
        """Returns a random password without characters that would need quoting."""
        answer = self._client.get_random_password(
            PasswordLength=32, ExcludeCharacters="\"'\\@/ ", RequireEachIncludedType=True
        )
        return str(answer["RandomPassword"])

    def _labelled(self, secret_id: str, label: str) -> list[str]:
        try:
            versions = self._client.describe_secret(SecretId=secret_id).get("VersionIdsToStages", {})
        except ClientError as error:
            raise SecretUnavailable(f"{secret_id}: {error.response['Error']['Code']}") from None
        return [version for version, labels in versions.items() if label in labels]


class DomainMasterUser:
    """Implements ``ports.secrets.SearchUser`` on an OpenSearch domain with an internal user database."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        domain: str,
        url: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._domain, self._url, self._sleep = client, domain, url, sleep

    def set_password(self, username: str, password: str) -> None:
        """Changes the domain's master user; the domain keeps serving until the change takes effect."""
        user = {"MasterUserName": username, "MasterUserPassword": password}
        self._client.update_domain_config(
            DomainName=self._domain, AdvancedSecurityOptions={"MasterUserOptions": user}
        )

    def accepts(self, username: str, password: str) -> bool:
        """Whether the domain accepts the password; tries for at most eight minutes."""
        proof = base64.b64encode(f"{username}:{password}".encode()).decode()
        request = Request(  # noqa: S310 - the address is the deployment's own
            self._url, headers={"authorization": f"Basic {proof}"}
        )
        waited = 0.0
        while True:
            try:
                with urlopen(request, timeout=10):  # noqa: S310 - as above
                    return True
            except HTTPError as error:
                error.close()
            except (URLError, TimeoutError):
                pass
            if waited >= _WAIT_SECONDS:
                return False
            self._sleep(_PAUSE_SECONDS)
            waited += _PAUSE_SECONDS
