"""ShowPicture: a small copy of a picture that a profile holds, made from its source when first asked for."""

from collections.abc import Callable, Mapping, Sequence

from inkscout.contracts.api.profiles import ArtistProfile
from inkscout.domain import public_paths
from inkscout.errors import NotFound, PictureRefused
from inkscout.ports.pictures import PictureCopies, PictureSource

Shrink = Callable[[bytes, Sequence[int]], Mapping[int, bytes]]


class ShowPicture:
    """Serves ``GET /images/{artist_id}/{key}-{width}.webp``.

    No address comes from the request: the key selects one of the profile's own pictures, so that nobody can
    use this as a proxy for anything else.
    """

    def __init__(
        self,
        profile: Callable[[str], ArtistProfile],
        copies: PictureCopies,
        source: PictureSource,
        shrink: Shrink,
    ) -> None:
        """Takes the use case of profiles, the store, the source, and the function that makes copies."""
        self._profile, self._copies, self._source, self._shrink = profile, copies, source, shrink

    def __call__(self, artist_id: str, key: str, width: int) -> bytes:
        """Returns the copy in WebP.

        Raises:
            NotFound: no profile holds the picture, the artist asked to be removed, or it may not be shown.
            PictureBusy: the source has to be left alone for a while.
            TransientError: a store did not respond.
        """
        url = self._address(artist_id, key)
        kept = self._copies.get(artist_id, key, width)
        if kept is None:
            kept = self._make(artist_id, key, url).get(width, b"")
        if not kept:
            raise NotFound("this picture is not shown")
        return kept

    def _address(self, artist_id: str, key: str) -> str:
        pictures = self._profile(artist_id).portfolio
        url = next((one.url for one in pictures if public_paths.picture_key(one.url) == key), "")
        if not url:
            raise NotFound("no profile holds this picture")
        return url

    def _make(self, artist_id: str, key: str, url: str) -> Mapping[int, bytes]:
        """Makes and stores the copies, or the record of a refusal.

        A removal may have purged the artist meanwhile: then what was stored after it is deleted again.
        """
        try:
            copies = self._shrink(self._source.fetch(url), public_paths.PICTURE_WIDTHS)
        except PictureRefused:
            copies = dict.fromkeys(public_paths.PICTURE_WIDTHS, b"")
        self._copies.put(artist_id, key, copies)
        try:
            self._profile(artist_id)
        except NotFound:
            self._copies.forget(artist_id)
            raise
        return copies
