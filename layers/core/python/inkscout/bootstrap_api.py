"""The API's part of the composition root: what each route needs, made on first use.

A search must not pay for what a profile needs: the tables' client is handed on as a factory.
"""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from inkscout import bootstrap

if TYPE_CHECKING:
    from inkscout.adapters.opensearch_search import OpenSearchReader
    from inkscout.settings import ApiSettings
    from inkscout.usecases.get_artist import GetArtist, GetStudio
    from inkscout.usecases.health import CheckHealth
    from inkscout.usecases.search_artists import SearchArtists, SearchStudios
    from inkscout.usecases.search_results import Search
    from inkscout.usecases.search_vocabulary import SearchVocabulary

FAILURES_TO_OPEN = 3
OPEN_SECONDS = 5.0


@lru_cache(maxsize=1)
def settings() -> "ApiSettings":
    """The API's settings."""
    from inkscout.settings import ApiSettings

    return ApiSettings()


def cors_origins() -> tuple[str, ...]:
    """The origins that browsers may call from; at least one."""
    origins = [origin.strip() for origin in settings().cors_origins.split(",") if origin.strip()]
    return tuple(origins) or ("*",)


@lru_cache(maxsize=1)
def index() -> "OpenSearchReader":
    """The read side of the index, with its circuit breaker."""
    import time

    from inkscout.adapters.circuit_breaker import CircuitBreaker
    from inkscout.adapters.opensearch_search import OpenSearchReader
    from inkscout.adapters.search_credentials import authentication
    from inkscout.settings import SearchSettings

    search = SearchSettings()
    return OpenSearchReader(
        search.opensearch_url,
        timeout_seconds=settings().search_timeout_seconds,
        breaker=CircuitBreaker(FAILURES_TO_OPEN, OPEN_SECONDS, time.monotonic),
        authenticate=authentication(
            search.opensearch_url, search.opensearch_secret_arn, bootstrap.aws_client
        ),
    )


@lru_cache(maxsize=1)
def vocabulary() -> "SearchVocabulary":
    """The vocabulary texts are read with."""
    from inkscout.usecases.search_vocabulary import SearchVocabulary

    return SearchVocabulary(index(), bootstrap.clock())


@lru_cache(maxsize=1)
def _search() -> "Search":
    from inkscout.usecases.search_results import Search

    return Search(index(), bootstrap.clock(), settings().cursor_key.get_secret_value().encode())


@lru_cache(maxsize=1)
def search_artists() -> "SearchArtists":
    """``GET /v1/artists``."""
    from inkscout.usecases.search_artists import SearchArtists
    from inkscout.usecases.search_fallback import SearchFallback

    fallback = SearchFallback(bootstrap.directory, bootstrap.denylist)
    return SearchArtists(_search(), vocabulary(), fallback)


@lru_cache(maxsize=1)
def search_studios() -> "SearchStudios":
    """``GET /v1/studios``."""
    from inkscout.usecases.search_artists import SearchStudios

    return SearchStudios(_search(), vocabulary())


@lru_cache(maxsize=1)
def get_artist() -> "GetArtist":
    """``GET /v1/artists/{id}``."""
    from inkscout.usecases.get_artist import GetArtist

    return GetArtist(bootstrap.directory(), bootstrap.denylist())


@lru_cache(maxsize=1)
def get_studio() -> "GetStudio":
    """``GET /v1/studios/{id}``."""
    from inkscout.usecases.get_artist import GetStudio

    return GetStudio(bootstrap.directory(), bootstrap.denylist())


@lru_cache(maxsize=1)
def check_health() -> "CheckHealth":
    """``GET /v1/health``."""
    from inkscout.usecases.health import CheckHealth

    return CheckHealth(index(), bootstrap.directory, release())


def api() -> "tuple[object, ...]":
    """Everything a template's environment must suffice for: each route's use case, composed once."""
    return (
        search_artists(),
        search_studios(),
        get_artist(),
        get_studio(),
        check_health(),
    )


@lru_cache(maxsize=1)
def release() -> str:
    """The installed version; ``0`` where only the sources are present, as in a layer."""
    try:
        return version("inkscout")
    except PackageNotFoundError:
        return "0"
