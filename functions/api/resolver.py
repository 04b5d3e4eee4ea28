"""Resolver of the API's routes that several threads may use at once."""

from collections.abc import Mapping
from threading import Lock, local
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver


class ThreadedResolver(APIGatewayHttpResolver):
    """Keeps the request that is being served for each thread.

    Powertools keeps it in its base class, for the whole process: a function serves one request at a time. In
    a server, a thread would answer the request that another thread has taken up since.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Powertools' own options
        self._served = local()
        self._building = Lock()
        super().__init__(**options)

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context
        """Returns the response to an event of API Gateway."""
        self._served.event = self._to_proxy_event(dict(event))
        self._served.lambda_context = context
        return super().resolve(event, context)

    @property
    def current_event(self) -> Any:  # type: ignore[override]  # noqa: ANN401 - an attribute there
        """The event that this thread answers."""
        return self._served.event

    @property
    def lambda_context(self) -> Any:  # type: ignore[override]  # noqa: ANN401 - an attribute there
        """The context of the event that this thread answers."""
        return self._served.lambda_context

    @property
    def context(self) -> dict[str, Any]:
        """The routing context of the event that this thread answers; empty between two events."""
        found: dict[str, Any] | None = getattr(self._served, "context", None)
        if found is None:
            found = self._served.context = {}
        return found

    @context.setter
    def context(self, value: dict[str, Any]) -> None:
        self._served.context = value

    def _call_route(self, route: Any, route_arguments: dict[str, str]) -> Any:  # noqa: ANN401 - Powertools' own
        """Calls a route, whose chain of middlewares one thread builds on the first call."""
        if not route._middleware_stack_built:
            with self._building:
                if not route._middleware_stack_built:
                    route._build_middleware_stack(router_middlewares=self._router_middlewares, app=self)
        return super()._call_route(route, route_arguments)
