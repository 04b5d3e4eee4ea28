"""Pictures: only those that a profile holds, as their hosts wish, in bounds, gone with the artist."""

import base64
import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from PIL import Image

from functions.image.handler import lambda_handler
from inkscout.adapters.pillow_pictures import MOST_PIXELS, shrink
from inkscout.adapters.system_clock import SystemClock
from inkscout.adapters.web.picture_source import GuardedPictureSource
from inkscout.bootstrap import pictures, stores
from inkscout.domain.public_paths import PICTURE_WIDTHS, picture_key, picture_path
from inkscout.domain.reading import Image as Shown
from inkscout.domain.removal import identifiers
from inkscout.errors import PictureBusy, PictureRefused
from inkscout.usecases.search.show_picture import ShowPicture
from inkscout.web.egress import EgressRule
from inkscout.web.policy import FetchPolicy, PacePolicy
from tests.integration.api.conftest import World
from tests.support import api_client
from tests.support.internet import Internet

URL = "http://studio.example/work/1.jpg"


def photo(width: int = 1600, height: int = 900, kind: str = "JPEG", **options: object) -> bytes:
    """A picture of a kind and size."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


class Source:
    """A source that counts how often it is asked."""

    def __init__(self, answer: bytes | Exception) -> None:
        self.answer, self.asked = answer, 0

    def fetch(self, url: str) -> bytes:
        assert url == URL
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Gallery:
    """An artist with one picture, and the use case over the emulated stores."""

    def __init__(self, world: World, source: Source, artist_id: str) -> None:
        known = world.generated.artists[7]
        self.artist = replace(known, artist_id=artist_id, portfolio=(Shown(url=URL),), version=0)
        stores.directory().put_artist(self.artist)
        made = pictures.show_picture()
        self.source = source
        self.show = ShowPicture(made._profile, made._copies, source, shrink)

    def get(self, path: str, monkeypatch: pytest.MonkeyPatch, method: str = "GET") -> tuple[int, bytes]:
        """Status and body of the image function's answer."""
        monkeypatch.setattr(pictures, "show_picture", lambda: self.show)
        answer = lambda_handler(api_client.event(method, path, route_key="$default"), None)
        return answer["statusCode"], base64.b64decode(answer["body"])


@pytest.fixture
def gallery(site: World, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Gallery:
    for name, value in {"CRAWLER_CONTACT": "x@y.example"}.items():
        monkeypatch.setenv(name, value)
    return Gallery(site, Source(photo()), f"a-gallery{abs(hash(request.node.name)) % 10**8}")


def test_a_picture_comes_in_three_widths_and_is_fetched_once(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in PICTURE_WIDTHS:
        status, body = gallery.get(picture_path(gallery.artist.artist_id, URL, width), monkeypatch)
        made = Image.open(io.BytesIO(body))
        assert (status, made.format, made.width) == (200, "WEBP", width)
    assert gallery.source.asked == 1


@pytest.mark.parametrize(
    "path",
    [
        "/images/{id}/{other}-640.webp", "/images/{id}/{key}-641.webp", "/images/a-nobody/{key}-640.webp",
        "/images/{id}/{key}-640.jpg", "/images/{id}/{key}.webp", "/images/{id}/../{key}-640.webp",
        "/images/{id}/http:%2F%2F169.254.169.254%2F-640.webp", "/images/", "/images/{id}",
        "/images//{key}-640.webp",
    ],
)  # fmt: skip
def test_an_address_that_no_profile_holds_is_not_found_and_nothing_is_fetched(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    names = {
        "id": gallery.artist.artist_id,
        "key": picture_key(URL),
        "other": picture_key("http://x.example/"),
    }
    assert gallery.get(path.format(**names), monkeypatch) == (404, b"")
    assert gallery.source.asked == 0


def test_pictures_can_be_turned_off(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "shows_pictures", lambda: False)
    assert gallery.get(picture_path(gallery.artist.artist_id, URL), monkeypatch) == (404, b"")


def test_a_refusal_is_remembered_and_a_busy_host_is_not(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = picture_path(gallery.artist.artist_id, URL)
    gallery.source.answer = PictureBusy("its turn is later")
    assert gallery.get(path, monkeypatch)[0] == 503
    gallery.source.answer = PictureRefused("robots.txt forbids it")
    assert [gallery.get(path, monkeypatch)[0] for _ in range(3)] == [404, 404, 404]
    assert gallery.source.asked == 2


def test_a_removed_person_has_no_picture_also_while_one_is_made(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    artist_id, path = gallery.artist.artist_id, picture_path(gallery.artist.artist_id, URL)
    first = gallery.source.fetch

    def removed_meanwhile(url: str) -> bytes:
        stores.denylist().add(identifiers(artist_id=artist_id))
        return first(url)

    monkeypatch.setattr(gallery.source, "fetch", removed_meanwhile)
    assert gallery.get(path, monkeypatch) == (404, b"")
    assert gallery.show._copies.get(artist_id, picture_key(URL), 640) is None
    assert gallery.get(path, monkeypatch) == (404, b"")


def test_a_purge_of_the_artist_takes_the_copies_along(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inkscout.adapters.aws.s3.purge import S3Purge

    artist_id = gallery.artist.artist_id
    gallery.get(picture_path(artist_id, URL), monkeypatch)
    bucket = stores.store_settings().data_bucket
    assert S3Purge(stores.aws_client("s3"), bucket).purge_subject(artist_id) == len(PICTURE_WIDTHS)
    assert gallery.show._copies.get(artist_id, picture_key(URL), 640) is None


def test_a_small_picture_is_not_enlarged_and_a_turned_one_is_upright_without_its_data() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"
    copies = shrink(photo(400, 200, exif=exif), PICTURE_WIDTHS)
    for body in copies.values():
        made = Image.open(io.BytesIO(body))
        assert made.size[0] <= 200
        assert made.height > made.width
        assert not made.getexif()


def test_transparency_becomes_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    made = Image.open(io.BytesIO(shrink(out.getvalue(), (320,))[320])).convert("RGB")
    assert min(made.getpixel((50, 50))) > 250


def _claimed(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its data do not have."""
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff" + b"x" * 100,
        photo()[:2000], photo(20, 20), _claimed(60_000, 60_000), _claimed(8_000, 6_000),
    ],
    ids=["empty", "svg", "cut gif", "no jpeg", "cut jpeg", "tiny", "huge claim", "claim above the limit"],
)  # fmt: skip
def test_a_file_that_is_no_sound_picture_is_refused(body: bytes) -> None:
    with pytest.raises(PictureRefused):
        shrink(body, PICTURE_WIDTHS)


def test_the_limit_of_pixels_is_below_what_a_function_can_hold() -> None:
    assert MOST_PIXELS * 4 < 512 * 1024 * 1024


ANSWERS: Mapping[str, tuple[int, dict[str, str], type[Exception] | None]] = {
    "plain": (200, {}, None),
    "other robots": (200, {"X-Robots-Tag": "googlebot: noindex"}, None),
    "cross-origin": (200, {"Cross-Origin-Resource-Policy": "cross-origin"}, None),
    "noimageindex": (200, {"X-Robots-Tag": "noimageindex"}, PictureRefused),
    "noindex for us": (200, {"X-Robots-Tag": "inkscout: noindex"}, PictureRefused),
    "no-store": (200, {"Cache-Control": "private, no-store"}, PictureRefused),
    "same-site": (200, {"Cross-Origin-Resource-Policy": "same-site"}, PictureRefused),
    "forbidden": (403, {}, PictureRefused),
    "gone": (410, {}, PictureRefused),
    "busy": (503, {"Retry-After": "30"}, PictureBusy),
    "too many": (429, {}, PictureBusy),
    "html": (200, {"Content-Type": "text/html"}, PictureRefused),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_wishes_of_a_host_are_followed(kind: str) -> None:
    import http.server
    import threading

    status, headers, refusal = ANSWERS[kind]
    body = photo(200, 200)

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            robots = self.path == "/robots.txt"
            self.send_response(404 if robots else status)
            for name, value in ({} if robots else {"Content-Type": "image/jpeg", **headers}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its base names it so
            """Prints nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    net = Internet()
    net.add("studio.example", server.server_port)
    policy = FetchPolicy(
        contact="x@y.example", egress=EgressRule(), pace=PacePolicy(min_delay_seconds=0, backoff_seconds=0)
    )
    source = GuardedPictureSource(
        policy, state_store=None, clock=SystemClock(), resolve=net.resolve, make_socket=net.make_socket
    )
    try:
        if refusal is None:
            assert source.fetch(URL) == body
        else:
            with pytest.raises(refusal):
                source.fetch(URL)
        for private in ("http://127.0.0.1/x.jpg", "http://169.254.169.254/latest", "file:///etc/passwd"):
            with pytest.raises(PictureRefused):
                source.fetch(private)
    finally:
        server.shutdown()
        server.server_close()
