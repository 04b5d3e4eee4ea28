"""Threads that share the API's resolver answer each its own request."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from functions.api.resolver import ThreadedResolver
from tests.support import api_client

THREADS = 8


def test_threads_do_not_answer_each_others_requests() -> None:
    app = ThreadedResolver(enable_validation=True)
    together = Barrier(THREADS, timeout=30)

    def meets(app: Any, next_middleware: Any) -> Any:
        app.append_context(number=app.current_event.query_string_parameters["number"])
        together.wait()
        return next_middleware(app)

    app.use([meets])

    @app.get("/numbers/<name>")
    def number(name: str, number: int) -> dict[str, Any]:
        together.wait()
        return {"name": name, "number": number, "context": app.context["number"]}

    def ask(asked: int) -> tuple[int, dict[str, Any]]:
        event = api_client.event("GET", f"/numbers/{asked}", f"number={asked}", route_key="$default")
        answer = app.resolve(event, None)
        return asked, json.loads(answer["body"])

    with ThreadPoolExecutor(THREADS) as pool:
        for asked, answer in pool.map(ask, range(THREADS)):
            assert answer == {"name": str(asked), "number": asked, "context": str(asked)}
    assert app.context == {}
