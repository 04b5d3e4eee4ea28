"""Secrets Manager: a secret's value, and nothing of it in an error."""

from typing import Any

from botocore.exceptions import ClientError

from inkscout.errors import SecretUnavailable


def read_secret(client: Any, arn: str) -> str:  # noqa: ANN401 - boto3 makes its clients at run time
    """The string a secret holds.

    Raises:
        SecretUnavailable: it is missing, empty or not readable; the message names the secret, not its value.
    """
    try:
        value = client.get_secret_value(SecretId=arn).get("SecretString", "")
    except ClientError as error:
        raise SecretUnavailable(f"{arn}: {error.response['Error']['Code']}") from None
    if not value:
        raise SecretUnavailable(f"{arn}: the secret is empty")
    return str(value)
