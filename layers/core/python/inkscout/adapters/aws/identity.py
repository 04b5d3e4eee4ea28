"""Checks the identity of this process on AWS before it works with it."""

from typing import Any

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import IdentityRefused, StoreThrottled

_TRANSIENT = frozenset({"Throttling", "ThrottlingException", "IDPCommunicationError", "InternalFailure"})


def check_identity(session: Any, role: str) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
    """Fetches the credentials of a boto3 session; a web identity token is exchanged by this.

    Args:
        session: Session of boto3.
        role: ARN of the role that a web identity token is exchanged for; empty for none.

    Raises:
        IdentityRefused: there are no credentials, or AWS refused the token or the role.
        StoreThrottled: AWS did not answer, or limited the rate of requests.
    """
    asked = f" for the role {role}" if role else ""
    try:
        credentials = session.get_credentials()
        if credentials is not None:
            credentials.get_frozen_credentials()
    except ClientError as error:
        fault = error.response.get("Error", {})
        code = fault.get("Code", "")
        if code in _TRANSIENT:
            raise StoreThrottled(f"AWS did not exchange the token{asked}: {code}") from error
        raise IdentityRefused(
            f"AWS refused the identity of this process{asked}: {code}, {fault.get('Message', '')}"
        ) from error
    except (exceptions.ConnectionError, exceptions.HTTPClientError) as error:
        raise StoreThrottled(f"AWS did not answer{asked}: {type(error).__name__}") from error
    except (BotoCoreError, OSError) as error:
        raise IdentityRefused(f"This process has no identity on AWS{asked}: {error}") from error
    if credentials is None:
        raise IdentityRefused("This process has no identity on AWS: neither a role, nor a token, nor keys.")
