"""Composes the exchange of a place's identity for credentials of AWS."""

from typing import TYPE_CHECKING, Any

from inkscout.errors import IdentityRefused

if TYPE_CHECKING:
    from inkscout.adapters.aws.web_identity import TokenSource
    from inkscout.settings import WebIdentitySettings


def credentials() -> dict[str, Any]:
    """Returns credentials of the configured role in the form that ``credential_process`` prints.

    Raises:
        IdentityRefused: the place gives no identity, or AWS refused it.
    """
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config

    from inkscout.adapters.aws.web_identity import exchange
    from inkscout.adapters.system_clock import SystemClock
    from inkscout.settings import WebIdentitySettings

    settings = WebIdentitySettings()
    source = token_source(settings)
    config = Config(
        signature_version=UNSIGNED,
        retries={"mode": "standard", "max_attempts": 3},
        connect_timeout=3,
        read_timeout=10,
        region_name=settings.aws_region or settings.aws_default_region,
    )
    # The process that this one gives credentials to may name this one in its own configuration.
    session = boto3.Session(aws_access_key_id="-", aws_secret_access_key="-")  # noqa: S106 - requests are not signed
    return exchange(
        source,
        session.client("sts", config=config),
        settings.aws_role_arn,
        settings.aws_role_session_name,
        SystemClock().now,
    )


def token_source(settings: "WebIdentitySettings") -> "TokenSource":
    """Returns the metadata server of the place that the settings name, or that its variables give away.

    Raises:
        IdentityRefused: there is none.
    """
    from inkscout.adapters.aws.web_identity import AzureIdentity, GoogleMetadata

    if settings.identity_place == "azure" or (not settings.identity_place and settings.identity_endpoint):
        if not settings.identity_endpoint:
            raise IdentityRefused(
                "Azure gives this process no identity (IDENTITY_ENDPOINT is empty): assign one to it."
            )
        return AzureIdentity(
            endpoint=settings.identity_endpoint,
            header=settings.identity_header.get_secret_value(),
            audience=settings.identity_audience,
            client_id=settings.azure_client_id,
        )
    return GoogleMetadata(host=settings.gce_metadata_host, audience=settings.identity_audience)
