"""Checks before the server takes requests: a fault of the configuration ends it with one sentence."""

from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from inkscout.errors import InkscoutError
from server.settings import ServerSettings

UNREACHABLE_SECONDS = 3.0


class Misconfigured(Exception):
    """The server cannot serve with its settings; the text is one sentence that names the setting."""


def settings() -> ServerSettings:
    """Returns the server's settings.

    Raises:
        Misconfigured: a variable of the environment has no valid value.
    """
    return checked(ServerSettings)


def checked(made: Callable[[], ServerSettings]) -> ServerSettings:
    """Returns settings; the sentence of a fault names the variable and says what is wrong, not its value."""
    try:
        return made()
    except ValidationError as error:
        raise Misconfigured(_sentence(error)) from None


def prove(settings: ServerSettings) -> None:
    """Composes every route, and asks each dependency once.

    Raises:
        Misconfigured: a setting is missing or wrong, or what it names does not answer or does not exist. The
            search index may lack its indexes, which are built later; the queue may be closed to this role.
    """
    from inkscout.bootstrap import api, stores
    from inkscout.usecases.search.health import PROBE_ID

    try:
        _reachable()
        api.api()
        store = stores.store_settings()
        _asked("DIRECTORY_TABLE", store.directory_table, lambda: stores.directory().artist(PROBE_ID))
        _asked("DENYLIST_TABLE", store.denylist_table, lambda: stores.denylist().matching((PROBE_ID,)))
        if settings.jobs_queue_url:
            _queue_exists(settings.jobs_queue_url)
    except ValidationError as error:
        raise Misconfigured(_sentence(error)) from None
    except BotoCoreError as error:
        raise Misconfigured(f"AWS cannot be asked: {error}") from None


def _reachable() -> None:
    import urllib3
    from urllib3.exceptions import HTTPError

    from inkscout.settings import EndpointSettings, SearchSettings

    endpoints, search = EndpointSettings(), SearchSettings()
    for name, url in (
        ("AWS_ENDPOINT_URL", endpoints.aws_endpoint_url),
        ("AWS_ENDPOINT_URL_S3", endpoints.aws_endpoint_url_s3),
        ("OPENSEARCH_URL", search.opensearch_url),
    ):
        if not url:
            continue
        if not url.startswith(("http://", "https://")):
            raise Misconfigured(f"{name} must begin with http:// or https://, not be {url!r}.")
        try:
            urllib3.request(
                "GET", url, timeout=UNREACHABLE_SECONDS, retries=False, preload_content=False
            ).close()
        except (HTTPError, ValueError) as error:
            raise Misconfigured(f"{name} does not answer at {url}: {_reason(error)}.") from None


def _asked(variable: str, name: str, ask: Callable[[], object]) -> None:
    try:
        ask()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise Misconfigured(f"{variable} names {name!r}, which cannot be read: {code}.") from None
    except InkscoutError as error:
        raise Misconfigured(f"{variable} names {name!r}, which does not answer: {error}.") from None


def _queue_exists(url: str) -> None:
    from inkscout.bootstrap import stores

    try:
        stores.aws_client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    except ClientError as error:
        if "NonExistentQueue" in error.response["Error"]["Code"]:
            raise Misconfigured(f"JOBS_QUEUE_URL names a queue that does not exist: {url}.") from None


def _sentence(error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{str(fault['loc'][0]).upper()}: {_lower(fault['msg'])}" for fault in faults) + "."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _reason(error: Exception) -> str:
    return str(error).rpartition(": ")[2] or type(error).__name__
