"""Proxies come from a variable, or with their passwords from a secret."""

import pytest

from inkscout.bootstrap import stores

LISTED = "http://one.example:3128, http://two.example:3128"
SECRET = "http://user:word@three.example:3128"


@pytest.mark.parametrize(
    ("secret_arn", "expected"),
    [("", ("http://one.example:3128", "http://two.example:3128")), ("arn", (SECRET,))],
)
def test_a_secret_comes_before_the_variable(
    secret_arn: str, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWLER_CONTACT", "operator@inkscout.example")
    monkeypatch.setenv("UPSTREAM_PROXY_URLS", LISTED)
    monkeypatch.setenv("UPSTREAM_PROXY_SECRET_ARN", secret_arn)
    monkeypatch.setattr(stores, "secret", {"arn": SECRET}.__getitem__)
    assert stores.fetch_policy().proxies == expected
