"""A webhook is called over https at public addresses alone."""

import pytest

from inkscout.adapters.web.webhook import Webhook
from inkscout.errors import NoticeFailed


async def private(_host: str, _port: int) -> list[str]:
    return ["10.0.0.8"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example.org/x", "not https"),
        ("https://127.0.0.1/x", "was not called"),
        ("https://169.254.169.254/latest", "was not called"),
        ("https://localhost/x", "was not called"),
        ("https://hooks.example.org:8443/x", "port 8443 is not allowed"),
        ("ftp://hooks.example.org/x", "not http or https"),
    ],
)
def test_an_address_that_is_not_public_https_is_not_called(url: str, said: str) -> None:
    with pytest.raises(NoticeFailed, match=said):
        Webhook(url).post("hello")


def test_a_name_that_resolves_to_a_private_address_is_not_called() -> None:
    with pytest.raises(NoticeFailed, match=r"was not called: .*10\.0\.0\.8"):
        Webhook("https://hooks.example.org/x", resolve=private).post("hello")
