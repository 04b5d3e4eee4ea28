"""Instagram's Business Discovery: each fault of the API has its error, and no error holds the token."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import requests

from inkscout.adapters.web.instagram_graph import InstagramGraph
from inkscout.errors import (
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SecretUnavailable,
    TransientError,
)

TOKEN = "a-token-of-the-operator"
SECRET = json.dumps({"user_id": "17841400000000000", "access_token": TOKEN})
Answer = Callable[[requests.PreparedRequest], requests.Response]


class Wire(requests.adapters.BaseAdapter):
    """Answers in place of the network, and keeps what was asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
        self.asked: list[requests.PreparedRequest] = []
        self.timeouts: list[Any] = []

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]  # the rest does not matter here
        self.asked.append(request)
        self.timeouts.append(options.get("timeout"))
        response = self.answer(request)
        response.request, response.url = request, str(request.url)
        return response

    def close(self) -> None:
        """Nothing is open."""


def says(status: int, body: object) -> Answer:
    """The same answer to every request; a text goes out as it is."""

    def answer(_: requests.PreparedRequest) -> requests.Response:
        response = requests.Response()
        response.status_code = status
        response._content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return response

    return answer


def fails(error: Exception) -> Answer:
    def answer(_: requests.PreparedRequest) -> requests.Response:
        raise error

    return answer


def fault(code: int, **more: Any) -> dict[str, Any]:
    return {"error": {"message": f"fault with {TOKEN}", "type": "OAuthException", "code": code, **more}}


def graph(answer: Answer, secret: str = SECRET) -> tuple[InstagramGraph, Wire]:
    api = InstagramGraph(lambda: secret, endpoint="https://graph.example/")
    wire = Wire(answer)
    api._session.mount("https://", wire)
    return api, wire


def test_an_account_is_asked_for_with_the_token_in_a_header_and_a_timeout() -> None:
    account = {"username": "ada.ink", "biography": "Fine line", "followers_count": 5}
    api, wire = graph(says(200, {"business_discovery": account, "id": "1"}))
    assert api.account("@Ada.Ink") == account
    [request] = wire.asked
    assert str(request.url).startswith(
        "https://graph.example/v23.0/17841400000000000?fields=business_discovery"
    )
    assert "username%28ada.ink%29" in str(request.url)
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in str(request.url)
    assert wire.timeouts == [10.0]


@pytest.mark.parametrize("handle", ["", "two words", "a){id}", "ä", "x" * 31])
def test_an_invalid_handle_is_not_requested(handle: str) -> None:
    api, wire = graph(says(200, {}))
    assert api.account(handle) is None
    assert wire.asked == []


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        *[(400, fault(code), ProviderThrottled) for code in (4, 17, 32, 613, 80_002)],
        (429, fault(0), ProviderThrottled),
        (429, "slow down", ProviderThrottled),
        (401, fault(190, error_subcode=463), ProviderRejected),
        (400, fault(190), ProviderRejected),
        (400, fault(10), ProviderRejected),
        (403, fault(200), ProviderRejected),
        (400, fault(100, error_subcode=33), ProviderRejected),
        (400, fault(1), ProviderUnavailable),
        (400, fault(2), ProviderUnavailable),
        (400, fault(110, is_transient=True), ProviderUnavailable),
        (500, fault(190), ProviderUnavailable),
        (500, "<html>oops</html>", ProviderUnavailable),
        (503, "", ProviderUnavailable),
        (503, {}, ProviderUnavailable),
        (200, "not { json", ProviderUnavailable),
        (200, "[1, 2]", ProviderUnavailable),
        (200, "null", ProviderUnavailable),
        (302, {}, ProviderUnavailable),
    ],
)
def test_each_fault_of_the_api_has_its_error(status: int, body: object, error: type[Exception]) -> None:
    api, wire = graph(says(status, body))
    with pytest.raises(error) as raised:
        api.account("ada.ink")
    assert TOKEN not in str(raised.value)
    assert len(wire.asked) == 1


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectTimeout("no answer"),
        requests.ReadTimeout("no answer"),
        requests.ConnectionError("reset"),
        requests.exceptions.ChunkedEncodingError("cut off"),
    ],
)
def test_an_api_that_does_not_answer_may_be_asked_again(error: Exception) -> None:
    api, _ = graph(fails(error))
    with pytest.raises(ProviderUnavailable) as raised:
        api.account("ada.ink")
    assert isinstance(raised.value, TransientError)


@pytest.mark.parametrize("subcode", [2_207_013, 2_108_006])
def test_an_account_that_is_unknown_private_or_not_professional_is_nobody(subcode: int) -> None:
    api, _ = graph(says(400, fault(110, error_subcode=subcode)))
    assert api.account("ada.ink") is None


@pytest.mark.parametrize("body", [{}, {"id": "1"}, {"business_discovery": None}, {"business_discovery": []}])
def test_an_answer_without_an_account_is_nobody(body: object) -> None:
    api, _ = graph(says(200, body))
    assert api.account("ada.ink") is None


@pytest.mark.parametrize(
    "error", [{"code": "4"}, {"code": None, "error_subcode": "2207013"}, {}, {"code": 4.5}, {"code": [4]}]
)
def test_a_fault_of_an_odd_shape_is_still_a_fault(error: dict[str, Any]) -> None:
    api, _ = graph(says(400, {"error": error}))
    with pytest.raises(ProviderRejected):
        api.account("ada.ink")


@pytest.mark.parametrize("secret", ["", "no json", "[]", '{"access_token": "x"}', '{"user_id": "1"}', "null"])
def test_a_secret_that_holds_no_token_is_said_to_be_wrong(secret: str) -> None:
    api, wire = graph(says(200, {}), secret)
    with pytest.raises(SecretUnavailable):
        api.account("ada.ink")
    assert wire.asked == []


def test_nothing_that_is_logged_or_raised_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (says(401, fault(190)), says(500, "oops"), fails(requests.ConnectionError(f"to {TOKEN}"))):
        api, _ = graph(answer)
        with pytest.raises((ProviderRejected, ProviderUnavailable)) as raised:
            api.account("ada.ink")
        assert TOKEN not in str(raised.value)
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(vars(graph(says(200, {}))[0]))
