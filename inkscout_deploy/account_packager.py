"""Packager for an AWS account: uploads artifacts to a private bucket and optionally has code signed."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inkscout_deploy.artifact_bucket import ArtifactBucket
from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.packager import Packager

_SIGNING_SECONDS, _POLL_SECONDS = 300.0, 2.0


class AccountPackager(Packager):
    """Uploads artifacts to the account's private bucket; has code signed if ``signing_profile`` is set."""

    def __init__(
        self,
        s3: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        bucket: str,
        built: Mapping[Path, Path],
        signer: Any = None,  # noqa: ANN401 - as above
        *,
        owner: str = "",
    ) -> None:
        super().__init__(s3, bucket, built, owner=owner)
        self.bucket = ArtifactBucket(s3, bucket, owner)
        self._signer = signer
        self._signed: dict[str, str] = {}
        self._ensured: str | None = None
        self.signing_profile = ""
        """Name of the AWS Signer profile that code is signed with; empty to leave code unsigned."""
        self.key_arn = ""
        """ARN of the KMS key that artifacts are encrypted with; empty for S3-managed keys (SSE-S3)."""

    @property
    def used(self) -> frozenset[str]:
        """Object keys of everything that was uploaded or signed so far."""
        return frozenset(self._put_keys) | frozenset(self._signed.values())

    def ensure_bucket(self) -> None:
        """Creates the bucket if it does not exist and secures it, only once for each KMS key.

        With a signing profile no KMS key is used: it is not documented that AWS Signer can read such objects.

        Raises:
            DeployFailed: the name is taken by another account.
        """
        key = "" if self.signing_profile else self.key_arn
        if self._ensured != key:
            self.bucket.ensure(key)
            self._ensured = key

    def _upload(self, path: Path) -> str:
        key = super()._upload(path)
        return self._sign(key) if self.signing_profile and key.endswith(".zip") else key

    def _sign(self, key: str) -> str:
        """Returns the object key of an archive's signed copy; signs each archive only once.

        Raises:
            DeployFailed: the signing job failed, or did not finish in time.
        """
        if key not in self._signed:
            version = self._s3.head_object(Bucket=self._bucket, Key=key, **self._expected)["VersionId"]
            job = self._signer.start_signing_job(
                source={"s3": {"bucketName": self._bucket, "key": key, "version": version}},
                destination={"s3": {"bucketName": self._bucket, "prefix": "signed/"}},
                profileName=self.signing_profile,
                clientRequestToken=key.partition(".")[0],
            )["jobId"]
            self._signed[key] = self._finished(job)
        return self._signed[key]

    def _finished(self, job: str) -> str:
        deadline = time.monotonic() + _SIGNING_SECONDS
        while time.monotonic() < deadline:
            answer = self._signer.describe_signing_job(jobId=job)
            if answer["status"] == "Succeeded":
                return str(answer["signedObject"]["s3"]["key"])
            if answer["status"] == "Failed":
                raise DeployFailed(f"The code was not signed: {answer.get('statusReason', 'no reason')}.")
            time.sleep(_POLL_SECONDS)
        raise DeployFailed(f"The code was not signed within {_SIGNING_SECONDS:.0f} s.")
