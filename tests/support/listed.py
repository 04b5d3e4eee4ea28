"""Forms in which websites print a listed person, and a redactor that knows the person."""

import hashlib
import hmac

from inkscout.domain.redaction import Redactor
from inkscout.domain.removal import KnownAt, listing
from inkscout.vocabulary.loader import word_set

NAME, HANDLE = "Zoë Brönnimann", "zoe.bronnimann.ink"

FORMS = (
    "Zoë Brönnimann",
    "ZOË BRÖNNIMANN",
    "Zoe Broennimann, 2024",
    "Brönnimann Zoë",
    "Brönnimann, Zoë",
    "Zoë M. Brönnimann",
    "Zoë Marie Brönnimann",
    "Zoe-Marie Bronnimann",
    "Zoë “Zo” Brönnimann",
    "Z. Brönnimann",
    "Zoë B. draws",
    "Zoe\u0308 Bro\u0308nnimann",
    "Zoë\u00a0Brönnimann",
    "Zoë\n      Brönnimann",
    "Zo\u00adë Brön\u200bni\u00admann",
    "\u202eZoë\u202c Brönnimann",
    "Zoë Brönnimann\u2019s flash",
    "Zoë's and Brönnimann's",
    "Zoë Brönnimanns Flash",
    "Зоэ Бронниманн",
    "Ζοε Μπροννιμανν, Zoe Bronnimann",
    "Ｚｏｅ Ｂｒｏｎｎｉｍａｎｎ",
    "\U0001d419\U0001d428\U0001d41e \U0001d401\U0001d42b\U0001d428\U0001d427\U0001d427"
    "\U0001d422\U0001d426\U0001d41a\U0001d427\U0001d427",
    "Zo&euml; Br&ouml;nnimann",
    "Zo&euml Br&ouml;nnimann",
    "Zo&#235; Br&#xF6;nnimann",
    "Zoë&nbsp;Brönnimann",
    "Zo&shy;ë Br&ouml;n&ZeroWidthSpace;nimann",
    "&quot;Zo&amp;euml; Br&amp;ouml;nnimann&quot;",
    r'{"name":"Zo\u00eb Br\u00f6nnimann"}',
    r'{"name":"Zo\\u00eb Br\\u00f6nnimann\\n"}',
    r"'Zo\xeb Br\xf6nnimann'",
    r"`Zo\u{eb} Br\u{f6}nnimann`",
    '<div data-page="{&quot;name&quot;:&quot;Zo\\u00eb Br\\u00f6nnimann&quot;}">',
    "/team/Zo%C3%AB%20Br%C3%B6nnimann",
    "/team/Zo%25C3%25AB%2520Br%25C3%25B6nnimann",
    "/team/Zo%EB-Br%F6nnimann.html",
    "/artists/zoe-bronnimann/",
    "/img/ZoeBronnimann_2.jpg",
    "/img/zoebronnimann2.jpg",
    "/img/01_zoe_broennimann.webp",
    "https://zoebronnimann.com/",
    "https://www.zoebroennimann-tattoo.ch",
    "https://xn--zobrnnimann-0bb9l.ch/",
    "#zoebronnimann #ZoeBronnimannTattoo",
    "@tattoosbyzoebronnimann",
    "zoe_bronnimann@mail.example",
    "z.bronnimann@mail.example",
    "<h3><span>ZOË</span>\n <b>BRÖNNIMANN</b></h3>",
    "Zo<b>ë</b> Brönni<wbr>mann",
    "<span>Z</span><span>o</span><span>ë</span> <span>B</span>rönnimann",
    "<i>Zoë</i><!-- --> <!-- --><i>Brönnimann</i>",
    "<h3>Zoë</h3><h4>Brönnimann</h4>",
    "<first>Zoë</first><last>Brönnimann</last>",
    '{"first":"Zoë","last":"Brönnimann"}',
    '{"firstName":"Zoë","id":12,"lastName":"Brönnimann"}',
    '<li data-first="Zoë" data-last="Brönnimann">',
    "?first=Zo%C3%AB&last=Br%C3%B6nnimann",
    "N:Brönnimann;Zoë;;;",
    '<img alt="Tattoo by Zoe Bronnimann" src="/zoe-bronnimann.jpg">',
    "Ask Zoë about it",
    "/team/zoe.html",
    "follow @zoe.bronnimann.ink.",
    "https://www.instagram.com/Zoe.Bronnimann.Ink/?hl=en",
    "instagram.com%2Fzoe.bronnimann.ink",
    "www.zoe.bronnimann.ink/gallery",
    "\uff20zoe.bronnimann.ink",
)
"""Ways in which pages print the name or the handle."""

FURTHER_FORMS = (
    "/uploads/img_zoe.jpg",
    "/img/zoe-drawing.jpg",
    "Frau Brönnimann",
    "Ms Brönnimann",
    "Zoë Br. draws",
    "Zoë M. B. draws",
    "Zoës Flash",
    "Zoës Studio",
    "zoë's flash",
    "Zoë aka Inky Brönnimann",
    "OUR ARTIST ZOË DRAWS",
    "Artists: Zoë Kim Ida",
    "portraitzoebronnimann.jpg",
    r"'Zo\xC3\xAB Br\xC3\xB6nnimann'",
    r"'Zo\303\253 Br\303\266nnimann'",
    r'{"name":"Zo\\xC3\\xAB Br\\xC3\\xB6nnimann"}',
    "Zo%u00EB Br%u00F6nnimann",
    "Zo=C3=AB Br=C3=B6nni=\nmann",
    "ZoÃ« BrÃ¶nnimann",
    "ZoÃƒÂ« BrÃƒÂ¶nnimann",
    "Zo\0ë Brön\0nimann",
    "Zo\ufffd Br\ufffdnnimann",
    "Zoë Brön-\nnimann",
)
"""Forms that are tried on single texts only, since each of ``FORMS`` is a page of the tests with stores."""

LONE_FORMS = frozenset({
    "Frau Brönnimann",
    "Ms Brönnimann",
    "Zoës Flash",
    "Zoës Studio",
    "zoë's flash",
    "OUR ARTIST ZOË DRAWS",
    "Artists: Zoë Kim Ida",
})  # fmt: skip
"""Forms of one part alone, which another capitalised word beside them makes somebody else's name."""

TRACES = (
    "zoe",
    "zoë",
    "zo&",
    "bron",
    "brön",
    "broe",
    "br%",
    "br&",
    "br=",
    "zo=",
    "brã",
    "zoã",
    "zo\0",
    "zo\ufffd",
    "br\ufffd",
    "br\\",
    "zo\\",
    "zo%",
    "бронн",
    "зоэ",
    "zo-",
)
"""Pieces of lower-case text none of which may be left of a form; see ``trace_of``."""


def trace_of(text: str) -> str:
    """The first trace of the person in a text; empty when nothing is left."""
    lowered = text.lower()
    return next((trace for trace in TRACES if trace in lowered), "")


def keyed(identifier: str) -> str:
    """A keyed hash as the denylist makes it."""
    return hmac.new(b"a key for tests", identifier.encode(), hashlib.sha256).hexdigest()


def redactor(*entries: str) -> Redactor:
    """A redactor whose denylist has the entries."""
    known = frozenset(keyed(entry) for entry in entries)
    return Redactor(keyed, lambda: known, word_set("not_names.words").__contains__)


def counting_redactor(*entries: str) -> tuple[Redactor, list[str]]:
    """A redactor, and the list to which it adds every identifier it has hashed."""
    known, asked = frozenset(keyed(entry) for entry in entries), list[str]()

    def hashed(identifier: str) -> str:
        asked.append(identifier)
        return keyed(identifier)

    return Redactor(hashed, lambda: known), asked


def listed_at(
    *studio_ids: str, name: str = NAME, handle: str = HANDLE, taken: frozenset[str] = frozenset()
) -> Redactor:
    """A redactor that knows one person at some studios of Köln."""
    places = [KnownAt(studio_id=one, city="Köln", country="DE", taken=taken) for one in studio_ids]
    return redactor(*listing(handles=[handle], names=[name], at=places))
