"""Pictures are found wherever pages keep their addresses: data of elements, links, drawings, noscript."""

import pytest

from inkscout.extraction.page.images import image_of
from inkscout.extraction.page.parse import parse
from tests.support.pages import page

SITE = "http://studio.test"
LINKED = '<a href="w/{0}.jpg">{1}</a>'


def _pictures(html: str) -> list[str]:
    document = parse(page(f"<body>{html}</body>", f"{SITE}/"))
    found = (image_of(document, picture) for picture in document.pictures)
    return [image.url.removeprefix(f"{SITE}/") for image in found if image is not None]


@pytest.mark.parametrize(
    "html",
    [
        '<img class="lazy" src="data:image/gif;base64,x" data-ll-src="w/1.jpg">',
        '<img src="lazyload.png" data-echo="w/1.jpg">',
        '<img src="data:x" data-lazyload="w/1.jpg">',
        "<img :src=\"'w/1.jpg'\">",
        '<img src="data:x" data-bgset="w/1.jpg 300w, w/2.jpg 600w">',
        '<img src="data:x"><noscript><img src="w/1.jpg"></noscript>',
        '<picture><source srcset="w/1.jpg"><img src="data:x"></picture>',
        '<picture><source data-srcset="w/1.jpg 1x, w/2.jpg 2x"><img src="img/placeholder.png"></picture>',
        '<a href="w/1.jpg"><img src="spinner.gif"></a>',
        '<a href="w/1.jpg"><img src="data:x" alt="Rose"></a>',
        '<a href="w/1.jpg"></a>',
        '<a data-fancybox="g" data-src="w/1.jpg"><span></span></a>',
        '<div class="set-bg" data-setbg="w/1.jpg"></div>',
        '<div data-bg="url(w/1.jpg)"></div>',
        "<div style=\"background:#000 URL( 'w/1.jpg' ) no-repeat\"></div>",
        '<svg><image xlink:href="w/1.jpg"></image></svg>',
        '<svg><image href="w/1.jpg"/></svg>',
        '<amp-img src="w/1.jpg"></amp-img>',
        '<a href="w/big/1.jpg"><div data-thumbnail="w/1.jpg"></div></a>',
        '<div data-original="w/1.jpg" style="background:url(t/-/resize/20x/1.jpg)"></div>',
        '<img src="x/w_9,e_blur/1.jpg" data-src="w/1.jpg">',
        '<img src="w/1.jpg" data-src="w/1_{width}x.jpg">',
        "<div onclick=\"show('w/1.jpg')\"><span></span></div>",
        '<img src="w\\1.jpg">',
    ],
)
def test_a_picture_is_found_where_its_address_stands(html: str) -> None:
    assert set(_pictures(html)) == {"w/1.jpg"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="w/1.jpg" data-zoom="w/big/1.jpg">', ["w/1.jpg"]),
        ('<picture><source srcset="w/1.webp"><img src="w/1.jpg"></picture>', ["w/1.jpg"]),
        ('<a href="w/1.jpg"><img src="w/thumb/1.jpg"></a>', ["w/thumb/1.jpg"]),
        ('<div data-src="w/1.jpg"><img src="w/thumb/1.jpg"></div>', ["w/thumb/1.jpg"]),
        ('<section data-setbg="w/1.jpg"></section>', []),
        ('<noscript><img height="1" width="1" src="https://pixel.test/1.jpg"></noscript>', []),
        (LINKED.format("prices", "Our prices"), []),
        (LINKED.format(1, "Rose") + LINKED.format(2, "Fox"), []),
        ("".join(LINKED.format(at, f"Work {at}") for at in "123"), ["w/1.jpg", "w/2.jpg", "w/3.jpg"]),
        ("".join(LINKED.format(at, at) for at in "12"), ["w/1.jpg", "w/2.jpg"]),
    ],
)
def test_the_file_of_an_image_goes_before_other_addresses(html: str, expected: list[str]) -> None:
    assert _pictures(html) == expected


def test_late_pictures_stand_in_the_order_of_the_page() -> None:
    html = '<img src="w/1.jpg"><a href="w/2.jpg"></a><div data-setbg="w/3.jpg"></div><img src="w/4.jpg">'
    assert _pictures(html) == ["w/1.jpg", "w/2.jpg", "w/3.jpg", "w/4.jpg"]
