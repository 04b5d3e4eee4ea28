"""Write side of the search index, by opensearch-py."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from opensearchpy import OpenSearch, Urllib3HttpConnection
from opensearchpy.exceptions import (
    AuthenticationException,
    NotFoundError,
    OpenSearchException,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NoConnection

from inkscout.adapters.opensearch.search_credentials import Basic, is_serverless
from inkscout.domain.snapshot import EntryKind
from inkscout.errors import IndexGone, IndexUnavailable
from inkscout.ports.index import ActionResult, IndexAction, IndexedDocument, WriteOutcome
from inkscout.search import definition
from inkscout.search.definition import Kind

_Json = dict[str, Any]

TIMEOUT_SECONDS = 30.0
PAGE = 1_000
"""Number of ids that ``ids`` reads per search."""

SERVERLESS_SECONDS = 30.0
"""Time in seconds that a Serverless collection may take to show writes or a new index.

It refreshes by itself: ``_refresh`` is not among the supported operations of the guide, and responds 404.
"""

_KINDS: Mapping[EntryKind, Kind] = {EntryKind.ARTIST: Kind.ARTISTS, EntryKind.STUDIO: Kind.STUDIOS}
# The index is being created, or its disk is full: the document is not at fault.
_NO_INDEX = "index_not_found_exception"
_PASSING = frozenset({_NO_INDEX, "cluster_block_exception"})
_HELD = re.compile(r"current version \[(\d+)\]")


class RenewingConnection(Urllib3HttpConnection):
    """Connection that reads the secret again and retries once if the server refuses the password."""

    def perform_request(self, *request: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on as it came
        """Sends one request; parameters and exceptions are those of opensearch-py."""
        proof = self.http_auth
        if not isinstance(proof, Basic):
            return super().perform_request(*request, **options)
        sent = proof("", "", None)
        try:
            return super().perform_request(*request, **options)
        except AuthenticationException:
            if not proof.renew(sent):
                raise
        return super().perform_request(*request, **options)


def client(url: str, authentication: object = None, timeout_seconds: float = TIMEOUT_SECONDS) -> OpenSearch:
    """Returns a client that retries requests after connection errors.

    All requests sent here are idempotent.
    """
    host = urlsplit(url)
    return OpenSearch(
        hosts=[url],
        http_auth=authentication,
        connection_class=RenewingConnection,
        use_ssl=host.scheme == "https",
        verify_certs=True,
        http_compress=host.scheme == "https",
        timeout=timeout_seconds,
        max_retries=3,
        retry_on_timeout=True,
        retry_on_status=(502, 503, 504),
        pool_maxsize=16,
    )


class OpenSearchIndex:
    """Implements ``ports.index.IndexWriter`` on an OpenSearch-compatible server."""

    def __init__(
        self, client: OpenSearch, *, settles: bool = True, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Uses an opensearch-py client.

        ``settles`` is False for Serverless, which cannot refresh on request.
        """
        self._client, self._settles, self._sleep = client, settles, sleep

    def apply(
        self, actions: Sequence[IndexAction], *, index: str = "", same_version: bool = False
    ) -> Sequence[ActionResult]:
        """Applies actions in one bulk request, with external versions, so that any may be repeated."""
        if not actions:
            return []
        version_type = "external_gte" if same_version else "external"
        filled = {} if index else {kind: self._behind(_next(kind)) for kind in {a.kind for a in actions}}
        is_copied = any(filled.values())
        lines: list[_Json] = []
        copies: list[int] = []
        for action in actions:
            # What goes live between the two is written twice, so the index that is being filled comes first.
            copied = filled.get(action.kind, [])
            names = [*copied, index or _KINDS[action.kind].value]
            copies.append(len(names))
            for name in names:
                target = {
                    "_index": name,
                    "_id": action.entry_id,
                    "version": action.version,
                    "version_type": version_type,
                }
                if is_copied and name not in copied:
                    target["require_alias"] = True
                lines += (
                    [{"delete": target}] if action.document is None else [{"index": target}, action.document]
                )
        with _translated():
            # If the alias were missing, the server would create an index of that name with a guessed mapping.
            params = {} if index or is_copied else {"require_alias": "true"}
            items = iter(self._client.bulk(body=lines, params=params)["items"])
        return [
            _least([_result(action, next(items)) for _ in range(count)])
            for action, count in zip(actions, copies, strict=True)
        ]

    def live(self, kind: EntryKind) -> str:
        """Returns the name of the index that serves searches of a kind; empty if there is none."""
        return max(self._behind(_KINDS[kind].value), key=definition.index_number, default="")

    def indexes(self, kind: EntryKind) -> Sequence[str]:
        """Returns the names of all indexes of a kind, oldest first."""
        with _translated():
            try:
                found = self._client.indices.get(index=f"{_KINDS[kind]}-v*")
            except NotFoundError:
                return []
        return sorted(found, key=definition.index_number)

    def definition(self, index: str) -> str:
        """Returns the fingerprint of the definition that an index was created with."""
        with _translated():
            mapping = self._client.indices.get_mapping(index=index)
        return str(mapping[index]["mappings"].get("_meta", {}).get("definition", ""))

    def create(self, kind: EntryKind, index: str, *, live: bool = False) -> None:
        """Creates an empty index from the definition of a kind; does nothing if it exists.

        ``live`` makes it serve searches at once.
        """
        body = definition.body(_KINDS[kind])
        if live:
            body["aliases"] = {_KINDS[kind].value: {}}
        if not self._settles:
            # It refreshes by itself.
            del body["settings"]["index"]["refresh_interval"]
        with _translated():
            try:
                self._client.indices.create(index=index, body=body)
            except TransportError as error:
                if error.error != "resource_already_exists_exception":
                    raise
        if not self._settles:
            self._sleep(SERVERLESS_SECONDS)

    def follow(self, kind: EntryKind, index: str) -> None:
        """Puts the alias of the index that is being filled on an index, and takes it from all others."""
        self._move(_next(kind), index)

    def go_live(self, kind: EntryKind, index: str) -> None:
        """Switches searches to another index by one atomic change of the aliases."""
        filling = _next(kind)
        followed = [{"remove": {"index": name, "alias": filling}} for name in self._behind(filling)]
        self._move(_KINDS[kind].value, index, followed)

    def _move(self, alias: str, index: str, besides: Sequence[_Json] = ()) -> None:
        actions: list[_Json] = [
            {"remove": {"index": other, "alias": alias}} for other in self._behind(alias) if other != index
        ]
        actions.append({"add": {"index": index, "alias": alias}})
        with _translated():
            self._client.indices.update_aliases(body={"actions": [*actions, *besides]})

    def drop(self, index: str) -> None:
        """Deletes an index; does nothing if it does not exist."""
        with _translated():
            self._client.indices.delete(index=index, ignore_unavailable=True)

    def refresh(self, index: str) -> None:
        """Makes everything written so far visible to searches; on Serverless, waits until it is."""
        if not self._settles:
            self._sleep(SERVERLESS_SECONDS)
            return
        with _translated():
            self._client.indices.refresh(index=index)

    def count(self, index: str) -> int:
        """Returns the number of documents that are visible to searches.

        Raises:
            IndexGone: there is no such index.
        """
        try:
            with _translated():
                return int(self._client.count(index=index)["count"])
        except NotFoundError as error:
            raise IndexGone(f"there is no index {index}") from error

    def documents(self, index: str, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Returns the current documents of some ids; omits ids that do not exist."""
        if not ids:
            return {}
        with _translated():
            answer = self._client.mget(index=index, body={"ids": list(ids)})
        return {
            found["_id"]: IndexedDocument(version=int(found["_version"]), document=found["_source"])
            for found in answer["docs"]
            if found.get("found")
        }

    def versions(self, index: str, ids: Sequence[str]) -> dict[str, int]:
        """Returns the current document versions of some ids; omits ids that do not exist."""
        if not ids:
            return {}
        with _translated():
            answer = self._client.mget(index=index, body={"ids": list(ids)}, params={"_source": "false"})
        return {found["_id"]: int(found["_version"]) for found in answer["docs"] if found.get("found")}

    def ids(self, kind: EntryKind, index: str) -> Iterator[str]:
        """Yields the ids of all documents that are visible to searches, page by page."""
        field = f"{kind.value}_id"
        body: _Json = {"size": PAGE, "_source": False, "sort": [{field: "asc"}], "query": {"match_all": {}}}
        while True:
            hits = self.search(index, body)["hits"]["hits"]
            yield from (str(hit["_id"]) for hit in hits)
            if len(hits) < PAGE:
                return
            body["search_after"] = hits[-1]["sort"]

    def search(self, index: str, body: _Json) -> _Json:
        """Returns the server's response to a search."""
        with _translated():
            answer: _Json = self._client.search(index=index, body=body)
        return answer

    def tokens(self, index: str, analyzer: str, text: str) -> Sequence[str]:
        """Returns the tokens that an analyzer makes from a text."""
        with _translated():
            answer = self._client.indices.analyze(index=index, body={"analyzer": analyzer, "text": text})
        return [str(token["token"]) for token in answer["tokens"]]

    def _behind(self, alias: str) -> list[str]:
        """Returns the indexes that an alias stands for; none where it is absent.

        On a domain the alias is named as the index too: its security plugin takes a path without one for all
        indexes, which no role here may look at (opensearch-project/security, issue 5871). A Serverless
        collection lists the form without an index alone.
        """
        at = {"index": alias} if self._settles else {}
        with _translated():
            # Absent is the usual answer, which the client would log as a warning at each batch of writes.
            found = self._client.indices.get_alias(name=alias, params={"ignore": 404}, **at)
        return [] if found.get("status") == HTTPStatus.NOT_FOUND else sorted(found)


def authentication(url: str, secret_arn: str, read_secret: Callable[[str, str], str]) -> object:
    """Returns the writer's authentication: a user from a secret, SigV4 with the function's role, or none."""
    if secret_arn:
        return Basic(lambda stage: read_secret(secret_arn, stage))
    host = urlsplit(url).hostname or ""
    if not host.endswith((".amazonaws.com", ".aws")):
        return None
    from botocore.session import get_session  # noqa: PLC0415 - only at an AWS domain
    from opensearchpy import Urllib3AWSV4SignerAuth  # noqa: PLC0415 - only at an AWS domain

    session = get_session()
    region = session.get_config_variable("region")
    return Urllib3AWSV4SignerAuth(session.get_credentials(), region, "aoss" if is_serverless(url) else "es")


def _next(kind: EntryKind) -> str:
    """Returns the alias of the index of a kind that is being filled."""
    return f"{_KINDS[kind].value}-next"


def _least(results: Sequence[ActionResult]) -> ActionResult:
    """Returns the live index's result, unless one that is being filled refused what the live one took."""
    *filled, live = results
    done = {WriteOutcome.APPLIED, WriteOutcome.STALE}
    failed = [one for one in filled if one.verdict not in done and not one.reason.endswith(_NO_INDEX)]
    return failed[0] if failed and live.verdict in done else live


def _result(action: IndexAction, item: Mapping[str, Any]) -> ActionResult:
    (said,) = item.values()
    status, error = int(said["status"]), said.get("error") or {}
    reason = str(error.get("reason", "")) if isinstance(error, dict) else str(error)
    if status < 300 or (status == 404 and action.document is None and not error):
        return ActionResult(action=action, verdict=WriteOutcome.APPLIED)
    if status == 409:
        held = _HELD.search(reason)
        return ActionResult(action=action, verdict=WriteOutcome.STALE, held=int(held[1]) if held else 0)
    kind = str(error.get("type", "")) if isinstance(error, dict) else ""
    passing = status == 429 or status >= 500 or kind in _PASSING
    verdict = WriteOutcome.RETRY if passing else WriteOutcome.REJECTED
    return ActionResult(action=action, verdict=verdict, reason=f"{status} {kind}".strip())


@contextmanager
def _translated() -> Iterator[None]:
    """Converts errors of the client that a retry may mend to ``IndexUnavailable``.

    Raises others unchanged.
    """
    try:
        yield
    except NoConnection as error:
        raise IndexUnavailable(f"no answer: {type(error).__name__}") from error
    except TransportError as error:
        if error.status_code == 429 or (isinstance(error.status_code, int) and error.status_code >= 500):
            raise IndexUnavailable(f"status {error.status_code}: {error.error}") from error
        raise
    except OpenSearchException as error:
        raise IndexUnavailable(type(error).__name__) from error
