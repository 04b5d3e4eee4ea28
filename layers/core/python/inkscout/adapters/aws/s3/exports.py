"""Finds the newest export in the data bucket and signs a URL for it."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import StoreThrottled
from inkscout.usecases.directory.export_directory import LATEST

_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})


class S3Exports:
    """Exports of the directory in the data bucket."""

    def __init__(self, client: Any, bucket: str, seconds: int) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client; signed URLs are valid for ``seconds``."""
        self._client, self._bucket, self._seconds = client, bucket, seconds

    def newest(self, file: str) -> str | None:
        """Returns a signed URL of the newest export of a file such as ``artists.csv``; None if there is none.

        Raises:
            StoreThrottled: the bucket did not respond.
        """
        key = f"{LATEST}/{file}"
        if not self._exists(key):
            return None
        disposition = f'attachment; filename="{file}"'
        return str(
            self._client.generate_presigned_url(
                "get_object",
                Params={"Bucket": self._bucket, "Key": key, "ResponseContentDisposition": disposition},
                ExpiresIn=self._seconds,
            )
        )

    def _exists(self, key: str) -> bool:
        try:
            self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return False
            raise StoreThrottled(f"the bucket refused: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise StoreThrottled(f"the bucket did not answer: {type(error).__name__}") from error
        return True
