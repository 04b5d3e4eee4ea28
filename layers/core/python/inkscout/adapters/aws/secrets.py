"""Reads secrets from Secrets Manager without showing their values in errors."""

from typing import Any

from botocore.exceptions import ClientError

from inkscout.errors import SecretUnavailable

CURRENT, PENDING = "AWSCURRENT", "AWSPENDING"
"""Labels of a secret's versions: the one in use, and the one that a rotation creates."""


def read_secret(client: Any, arn: str, stage: str = CURRENT) -> str:  # noqa: ANN401 - boto3 makes its clients at run time
    """Returns the string of a secret's version with the label ``stage``.

    Raises:
        SecretUnavailable: it is missing, empty or not readable; the message names the secret, not its value.
    """
    try:
        value = client.get_secret_value(SecretId=arn, VersionStage=stage).get("SecretString", "")
    except ClientError as error:
        raise SecretUnavailable(f"{arn}: {error.response['Error']['Code']}") from None
    if not value:
        raise SecretUnavailable(f"{arn}: the secret is empty")
    return str(value)
