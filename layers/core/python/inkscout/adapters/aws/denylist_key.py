"""The denylist's key in Secrets Manager."""

from typing import Any

from inkscout.adapters.aws.secrets import read_secret


class SecretDenylistKey:
    """Implements ``ports.recovery.DenylistKey`` on one secret."""

    def __init__(self, client: Any, arn: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``secretsmanager`` client and the secret's ARN or name."""
        self._client, self._arn = client, arn

    def read(self) -> bytes:
        """Returns the key.

        Raises:
            SecretUnavailable: it is missing, empty or not readable.
        """
        return read_secret(self._client, self._arn).encode()

    def replace(self, key: bytes) -> None:
        """Replaces the key; every entry of the denylist must be hashed under the new one."""
        self._client.put_secret_value(SecretId=self._arn, SecretString=key.decode())
