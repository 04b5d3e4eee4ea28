"""Uploads the files that templates refer to by path, under the hash of their content."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inkscout_deploy.errors import DeployFailed
from inkscout_deploy.templates import Template

_SKIPPED_FOLDERS = frozenset({"__pycache__", ".aws-sam", ".mypy_cache", ".ruff_cache"})
_SKIPPED_SUFFIXES = frozenset({".pyc", ".pyo"})
# One date for every entry, so that equal files give equal archives (1980 is the earliest a ZIP can hold).
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Packager:
    """Uploads artifacts to a bucket and replaces the paths in a template by the uploaded objects.

    Args:
        s3: A boto3 client.
        bucket: Name of the artifact bucket.
        built: Built folder to upload instead of a folder that a template names.
        owner: Id of the account that must own the bucket; empty for any.
    """

    def __init__(
        self,
        s3: Any,  # noqa: ANN401 - boto3 makes its clients at run time
        bucket: str,
        built: Mapping[Path, Path] | None = None,
        *,
        owner: str = "",
    ) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._built = {path.resolve(): folder for path, folder in (built or {}).items()}
        self._expected = {"ExpectedBucketOwner": owner} if owner else {}
        self._put_keys: set[str] = set()
        self._uploaded: dict[Path, str] = {}

    def ensure_bucket(self) -> None:
        """Creates the artifact bucket if it does not exist."""
        from botocore.exceptions import ClientError

        try:
            self._s3.head_bucket(Bucket=self._bucket)
        except ClientError:
            region = self._s3.meta.region_name
            where = (
                {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
            )
            self._s3.create_bucket(Bucket=self._bucket, **where)

    def package(self, template: Template) -> str:
        """Uploads a template's artifacts; returns the template as JSON with their S3 locations.

        Changes the template's body in place.

        Raises:
            DeployFailed: a path in the template does not exist.
        """
        for logical_id, properties, name in template.packaged():
            path = (template.path.parent / properties[name]).resolve()
            if not path.exists():
                raise DeployFailed(
                    f"{template.path}: {logical_id}: {name} {properties[name]} does not exist."
                )
            key = self._upload(path)
            if name == "DefinitionUri":
                properties[name] = {"Bucket": self._bucket, "Key": key}
            else:
                properties[name] = f"s3://{self._bucket}/{key}"
        return json.dumps(template.body, default=str, sort_keys=True)

    def template_source(self, body: str, limit_bytes: int) -> dict[str, str]:
        """Returns CloudFormation's template argument: inline, or uploaded and by URL above the limit."""
        if len(body.encode()) <= limit_bytes:
            return {"TemplateBody": body}
        key = self._put(body.encode(), "json")
        return {"TemplateURL": f"{self._s3.meta.endpoint_url}/{self._bucket}/{key}"}

    def _upload(self, path: Path) -> str:
        path = self._built.get(path, path)
        if path not in self._uploaded:
            body, suffix = (
                (_zipped(path), "zip") if path.is_dir() else (path.read_bytes(), path.suffix.lstrip("."))
            )
            self._uploaded[path] = self._put(body, suffix)
        return self._uploaded[path]

    def _put(self, body: bytes, suffix: str) -> str:
        from botocore.exceptions import ClientError

        key = f"{hashlib.sha256(body).hexdigest()}.{suffix}"
        try:
            self._s3.head_object(Bucket=self._bucket, Key=key, **self._expected)
        except ClientError:
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, **self._expected)
        self._put_keys.add(key)
        return key


def _zipped(folder: Path) -> bytes:
    """Returns a folder as a ZIP archive.

    A layer folder with only a list of requirements becomes an empty ``python/``: the emulator runs functions
    with its own interpreter, which has the pinned packages installed.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if (folder / "requirements.txt").exists() and not (folder / "python").exists():
            archive.writestr(zipfile.ZipInfo("python/", _ZIP_DATE), b"")
        else:
            _add(archive, folder)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, folder: Path) -> None:
    for path in _files(folder):
        entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _ZIP_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, path.read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if (
            path.is_file()
            and not _SKIPPED_FOLDERS.intersection(parts)
            and path.suffix not in _SKIPPED_SUFFIXES
        ):
            yield path
