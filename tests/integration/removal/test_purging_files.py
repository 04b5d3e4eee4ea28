"""A removal reads of the bucket what may hold the person, all versions of it, and nothing else."""

import gzip
import json
from typing import Any

import boto3
import pytest

from inkscout.adapters.aws.s3.lake import S3Lake
from inkscout.adapters.aws.s3.purge import S3Purge
from inkscout.domain.page import FetchStatus, Page
from tests.support.fakes.clock import START, FakeClock
from tests.support.stores import BUCKET, create_bucket

OTHERS = 1_500
"""Objects of others, where their number matters: more than one page of a listing."""
FEW = 40


class Watched:
    """The bucket with what the lake holds of many, and the prefixes that were listed since."""

    def __init__(self, others: int) -> None:
        self.s3: Any = boto3.client("s3")
        create_bucket(self.s3)
        for number in range(others):
            key = f"raw/s-{number + 100}/source=website/date=2026-03-01/x.json.gz"
            self.s3.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(b'"Zoe"'))
        self.listed: list[str] = []
        for call in ("ListObjectsV2", "ListObjectVersions"):
            self.s3.meta.events.register(f"before-parameter-build.s3.{call}", self._note)
        self.lake, self.purge = S3Lake(self.s3, BUCKET, FakeClock()), S3Purge(self.s3, BUCKET)

    def _note(self, params: dict[str, Any], **_: Any) -> None:
        self.listed.append(params["Prefix"])

    def texts(self, prefix: str) -> dict[str, str]:
        """Every version under a prefix."""
        found = {}
        for page in (
            boto3.client("s3").get_paginator("list_object_versions").paginate(Bucket=BUCKET, Prefix=prefix)
        ):
            for version in page.get("Versions", []):
                which = {"Bucket": BUCKET, "Key": version["Key"], "VersionId": version["VersionId"]}
                body = self.s3.get_object(**which)["Body"].read()
                text = gzip.decompress(body) if version["Key"].endswith(".gz") else body
                found[f"{version['Key']} {version['VersionId']}"] = text.decode()
        return found


@pytest.fixture
def bucket(aws: None) -> Watched:
    return Watched(FEW)


@pytest.fixture
def crowded(aws: None) -> Watched:
    return Watched(OTHERS)


def _page(path: str, html: str) -> Page:
    url = f"https://harbour.example{path}"
    return Page(url=url, final_url=url, status=FetchStatus.OK, http_status=200, html=html, fetched_at=START)


def _without_zoe(document: Any) -> Any:
    if "zoe" in str(document.get("url", "")):
        return None
    return json.loads(json.dumps(document).replace("Zoe", "…"))


def test_only_the_subjects_own_prefixes_are_listed(crowded: Watched) -> None:
    crowded.lake.put_page("profile", "a-1", _page("/zoe", "Zoe"))
    crowded.lake.quarantine("profile", "a-1", {"name": "Zoe"}, "odd")
    crowded.lake.put_page("profile", "a-10", _page("/kim", "Kim"))
    crowded.lake.put_page("website", "s-1", _page("/", "Zoe, Kim"))
    crowded.listed.clear()
    assert crowded.purge.purge_subject("a-1") == 3
    assert crowded.purge.rewrite_subject("s-1", _without_zoe) == 1
    own = tuple(
        f"{area}/{one}/" for area in ("raw", "quarantine", "raw/answers", "images") for one in ("a-1", "s-1")
    )
    assert all(prefix.startswith(own) for prefix in crowded.listed)
    assert len(crowded.listed) <= 16
    assert "Zoe" not in "".join(
        [
            *crowded.texts("raw/a-1/").values(),
            *crowded.texts("raw/s-1/").values(),
            *crowded.texts("quar").values(),
        ]
    )
    assert [page.html for page in crowded.lake.pages("a-10")] == ["Kim"]
    assert crowded.texts("raw/s-100/") != {}


def test_a_cleared_page_is_still_found_and_a_removed_one_is_not_pointed_at(bucket: Watched) -> None:
    for path, html in (("/", "Zoe, Kim"), ("/zoe", "Zoe"), ("/kim", "Kim")):
        bucket.lake.put_page("website", "s-1", _page(path, html))
    bucket.lake.put_bytes("snapshot", "s-1", ".jpg", b"everybody", "image/jpeg")
    assert bucket.purge.rewrite_subject("s-1", _without_zoe) == 3
    assert sorted(page.html for page in bucket.lake.pages("s-1")) == ["Kim", "…, Kim"]
    keys = [name.split()[0] for name in bucket.texts("raw/s-1/")]
    assert len(keys) == len(set(keys)) == 4
    assert not any(key.endswith(".jpg") for key in keys)


def test_versions_of_objects_that_were_deleted_earlier_go_too(bucket: Watched) -> None:
    key = bucket.lake.put_page("website", "s-1", _page("/", "Zoe, Kim"))
    bucket.s3.delete_object(Bucket=BUCKET, Key=key)
    bucket.lake.put_page("profile", "a-1", _page("/zoe", "Zoe"))
    bucket.s3.delete_object(Bucket=BUCKET, Key=next(iter(bucket.texts("raw/a-1/"))).split()[0])
    bucket.purge.rewrite_subject("s-1", _without_zoe)
    bucket.purge.purge_subject("a-1")
    assert "Zoe" not in "".join([*bucket.texts("raw/s-1/").values(), *bucket.texts("raw/a-1/").values()])


def test_every_page_of_a_large_studio_is_cleared_once(bucket: Watched) -> None:
    for number in range(120):
        bucket.lake.put_page("website", "s-1", _page(f"/{number}", f"Zoe {number}"))
    assert bucket.purge.rewrite_subject("s-1", _without_zoe) == 120
    assert bucket.purge.rewrite_subject("s-1", _without_zoe) == 0
    assert "Zoe" not in "".join(bucket.texts("raw/s-1/").values())
