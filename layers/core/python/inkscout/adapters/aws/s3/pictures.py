"""Small copies of pictures in the data bucket, under ``images/{artist_id}/``, for 30 days."""

from collections.abc import Mapping
from typing import Any

from inkscout.adapters.aws.s3.bucket import Bucket
from inkscout.adapters.aws.s3.lake import PICTURES, safe


class S3Pictures:
    """Implements ``ports.pictures.PictureCopies`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``s3`` client and the bucket's name."""
        self._bucket = Bucket(client, bucket)

    def get(self, artist_id: str, key: str, width: int) -> bytes | None:
        """Returns a copy; empty if the picture was refused; None if it was never asked for."""
        return self._bucket.get(f"{_folder(artist_id)}{key}-{width}.webp")

    def put(self, artist_id: str, key: str, copies: Mapping[int, bytes]) -> None:
        """Stores copies by width."""
        for width, body in copies.items():
            self._bucket.put(f"{_folder(artist_id)}{key}-{width}.webp", body, "image/webp")

    def forget(self, artist_id: str) -> None:
        """Deletes all copies of an artist's pictures, all versions included."""
        self._bucket.empty(_folder(artist_id))


def _folder(artist_id: str) -> str:
    return f"{PICTURES}/{safe(artist_id)}/"
