"""The private S3 bucket that a stage's code and templates are deployed from."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from inkscout_deploy.errors import DeployFailed

UNUSED_DAYS = 90
"""Age in days at which an artifact is deleted that the latest deployment did not use."""

_NONCURRENT_DAYS = 30
_DELETED_AT_ONCE = 1000  # DeleteObjects takes no more
_ABSENT = frozenset({"404", "NoSuchBucket"})
_OF_ANOTHER = frozenset({"403", "AccessDenied", "BucketAlreadyExists"})


class ArtifactBucket:
    """One private, encrypted and versioned bucket.

    Its name can be guessed, so another account may have created it first; every call names the account that
    must own it (S3 guide, "Verifying bucket ownership with bucket owner condition").
    """

    def __init__(self, s3: Any, name: str, owner: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self.name = name
        self.expected = {"ExpectedBucketOwner": owner} if owner else {}
        self._s3 = s3

    def ensure(self, key_arn: str = "") -> None:
        """Creates the bucket if it does not exist, and makes it private, TLS-only, encrypted and versioned.

        Versions that were replaced or deleted expire after thirty days. ``key_arn`` is the KMS key to encrypt
        with; empty for S3-managed keys.

        Raises:
            DeployFailed: another account has a bucket of this name.
        """
        if not self.exists():
            self._create()
        everything = dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
        )
        at = {"Bucket": self.name, **self.expected}
        self._s3.put_public_access_block(**at, PublicAccessBlockConfiguration=everything)
        self._s3.put_bucket_versioning(**at, VersioningConfiguration={"Status": "Enabled"})
        self._s3.put_bucket_encryption(**at, ServerSideEncryptionConfiguration=_encryption(key_arn))
        self._s3.put_bucket_policy(**at, Policy=json.dumps(_tls_only(self.name, self._s3.meta.partition)))
        self._s3.put_bucket_lifecycle_configuration(**at, LifecycleConfiguration={"Rules": [_LIFECYCLE]})

    def exists(self) -> bool:
        """Whether the bucket exists in this account.

        Raises:
            DeployFailed: the bucket belongs to another account.
        """
        from botocore.exceptions import ClientError

        try:
            self._s3.head_bucket(Bucket=self.name, **self.expected)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _ABSENT:
                return False
            if code in _OF_ANOTHER:
                raise self._taken() from error
            raise
        return True

    def prune(self, used: frozenset[str], now: datetime | None = None) -> list[str]:
        """Deletes artifacts older than ``UNUSED_DAYS`` except the keys in ``used``; returns the deleted keys.

        A lifecycle rule cannot do this, as it knows only the age: CloudFormation may still need the object of
        a function that has not changed for a year, to roll back to it.
        """
        before = (now or datetime.now(UTC)) - timedelta(days=UNUSED_DAYS)
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, **self.expected)
        old = [
            entry["Key"]
            for page in pages
            for entry in page.get("Contents", [])
            if entry["Key"] not in used and entry["LastModified"] < before
        ]
        self._delete([{"Key": key} for key in old])
        return old

    def delete(self) -> bool:
        """Deletes the bucket with every version of every object; returns False if there is no bucket.

        Raises:
            DeployFailed: the bucket belongs to another account, or an object cannot be deleted.
        """
        if not self.exists():
            return False
        self._delete(list(self._versions()))
        self._s3.delete_bucket(Bucket=self.name, **self.expected)
        return True

    def _create(self) -> None:
        from botocore.exceptions import ClientError

        region = self._s3.meta.region_name
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        try:
            self._s3.create_bucket(Bucket=self.name, **where)
        except ClientError as error:
            if error.response["Error"]["Code"] in _OF_ANOTHER:
                raise self._taken() from error
            raise

    def _versions(self) -> Iterator[dict[str, str]]:
        pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self.name, **self.expected)
        for page in pages:
            for entry in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                yield {"Key": entry["Key"], "VersionId": entry["VersionId"]}

    def _delete(self, objects: list[dict[str, str]]) -> None:
        for start in range(0, len(objects), _DELETED_AT_ONCE):
            part = {"Objects": objects[start : start + _DELETED_AT_ONCE], "Quiet": True}
            answer = self._s3.delete_objects(Bucket=self.name, Delete=part, **self.expected)
            for error in answer.get("Errors", []):
                raise DeployFailed(f"s3://{self.name}/{error['Key']} cannot be deleted: {error['Message']}")

    def _taken(self) -> DeployFailed:
        return DeployFailed(
            f"The bucket {self.name} belongs to another account, or this one may not use it: nothing is "
            "deployed from there."
        )


_LIFECYCLE = {
    "ID": "old-versions",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "NoncurrentVersionExpiration": {"NoncurrentDays": _NONCURRENT_DAYS},
    "Expiration": {"ExpiredObjectDeleteMarker": True},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}


def _encryption(key_arn: str) -> dict[str, Any]:
    chosen = {"SSEAlgorithm": "AES256"}
    if key_arn:
        chosen = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn}
    return {"Rules": [{"ApplyServerSideEncryptionByDefault": chosen, "BucketKeyEnabled": bool(key_arn)}]}


def _tls_only(name: str, partition: str) -> dict[str, Any]:
    arn = f"arn:{partition}:s3:::{name}"
    denied = {
        "Sid": "TlsAlone",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Version": "2012-10-17", "Statement": [denied]}
