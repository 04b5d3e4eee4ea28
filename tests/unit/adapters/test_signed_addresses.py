"""Addresses of exports are signed so that a bucket under a key, in any region, answers them."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from inkscout.bootstrap import stores

BUCKET, KEY = "inkscout-prod-data-000000000000-eu-west-1", "exports/latest/artists.csv"


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    stores.aws_client.cache_clear()
    yield
    stores.aws_client.cache_clear()


def signed() -> str:
    parameters = {"Bucket": BUCKET, "Key": KEY}
    return str(stores.aws_client("s3").generate_presigned_url("get_object", Params=parameters))


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1", "eu-central-1", "ap-southeast-2"])
def test_an_address_is_signed_by_version_4_at_the_bucket_in_its_region(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    address = urlsplit(signed())
    query = parse_qs(address.query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert "AWSAccessKeyId" not in query
    expected = {f"{BUCKET}.s3.{region}.amazonaws.com"}
    # The global name is the regional one in Virginia alone.
    assert address.hostname in expected | ({f"{BUCKET}.s3.amazonaws.com"} if region == "us-east-1" else set())


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
def test_an_emulator_is_asked_by_path(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv(variable, "http://emulator:4566")
    address = urlsplit(signed())
    assert (address.netloc, address.path) == ("emulator:4566", f"/{BUCKET}/{KEY}")
    assert "X-Amz-Algorithm" in parse_qs(address.query)
