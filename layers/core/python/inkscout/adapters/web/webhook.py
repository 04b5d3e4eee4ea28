"""Posts a short text to a webhook, such as one of a chat; connects to public addresses over https alone."""

import asyncio
import ssl

import aiohttp

from inkscout.adapters.web.guarded_dial import (
    GuardedResolver,
    RefusedDestination,
    Resolve,
    SocketFactory,
    guarded_socket_factory,
    open_socket,
    system_resolve,
)
from inkscout.errors import EgressRefused, NoticeFailed
from inkscout.web.egress import EgressRule

_SECONDS = 10.0
_OK = range(200, 300)


class Webhook:
    """Webhook that takes ``{"text": …}``, as chats do."""

    def __init__(
        self,
        url: str,
        *,
        resolve: Resolve = system_resolve,
        make_socket: SocketFactory = open_socket,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """Takes the address, functions that resolve names and open sockets, and what certificates to trust.

        Without ``trust`` it is the system's authorities.
        """
        self._url, self._resolve, self._make_socket = url, resolve, make_socket
        self._trust = trust

    def post(self, text: str) -> None:
        """Sends the text.

        Raises:
            NoticeFailed: the address is not https or not public, or the server did not accept it.
        """
        rule = EgressRule()
        try:
            target = rule.check_url(self._url)
        except EgressRefused as error:
            raise NoticeFailed(f"the webhook was not called: {error}") from error
        if target.scheme != "https":
            raise NoticeFailed("the webhook was not called: its address is not https")
        try:
            status = asyncio.run(self._send(target.url, text, rule))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The connector wraps what the resolver and the socket factory raise.
            refused = getattr(error, "os_error", error)
            if isinstance(refused, RefusedDestination):
                raise NoticeFailed(f"the webhook was not called: {refused.reason}") from error
            raise NoticeFailed(f"the webhook did not answer: {type(error).__name__}") from error
        if status not in _OK:
            raise NoticeFailed(f"the webhook answered {status}")

    async def _send(self, url: str, text: str, rule: EgressRule) -> int:
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(rule, self._resolve),
            socket_factory=guarded_socket_factory(rule, self._make_socket),
        )
        limit = aiohttp.ClientTimeout(total=_SECONDS)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=limit, trust_env=False) as session,
            session.post(url, json={"text": text}, allow_redirects=False, ssl=self._trust or True) as answer,
        ):
            return answer.status
