"""A listed person is taken out of any text; everybody else stays."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkscout.domain.redaction import REDACTED, Redactor, studio_mark
from inkscout.domain.removal import identifiers


def redactor(*listed: str) -> Redactor:
    def hashed(identifier: str) -> str:
        return hashlib.sha256(identifier.encode()).hexdigest()

    known = frozenset(hashed(entry) for entry in listed)
    return Redactor(hashed, lambda: known)


ZOE = redactor(
    *identifiers(handle="zoe.inks", names=("Zoë Müller", "Zo"), studio_id="s-1"), studio_mark("s-1")
)


@pytest.mark.parametrize(
    "text",
    [
        "Follow @zoe.inks.",
        "https://www.instagram.com/Zoe.Inks/",
        '<a href="https://instagram.com/zoe.inks?hl=de">Zoë Müller</a>',
        "<h3><span>ZOË</span>\n <b>MÜLLER</b></h3>",
        '<img alt="Tattoo by Zoe Mueller, 2024" src="/zoe-muller.jpg">',
        "Zo\u0308e Mu\u0308ller, zoë  müller; Zoë\u00a0Müller",
        "/artists/zoe-mueller/",
        "Ask Zo about it",
    ],
)
def test_no_spelling_of_a_listed_person_stays(text: str) -> None:
    left = ZOE.text(text, "s-1").lower()
    assert REDACTED in left
    for word in ("zoe", "zoë", "muller", "müller", "mueller", "zoe.inks"):
        assert word not in left


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Mahler draws",
        "Kim Müller draws",
        "@zoe.inks.official and @zoe_inks",
        "Müller, Zoë: two words the other way round",
        "zone, zoology, mullers",
        "",
    ],
)
def test_everybody_else_stays(text: str) -> None:
    assert ZOE.text(text, "s-1") == text


def test_a_namesake_at_another_studio_stays_and_the_handle_goes_everywhere() -> None:
    assert ZOE.text("Zoë Müller", "s-2") == "Zoë Müller"
    assert ZOE.text("@zoe.inks", "s-2") == f"@{REDACTED}"
    assert ZOE.concerns("s-1")
    assert not ZOE.concerns("s-2")


def test_documents_are_cleared_inside_and_lose_entries_named_after_the_person() -> None:
    document = {
        "pages": {"https://s.example/zoe-muller": {"etag": "x"}, "https://s.example/": {}},
        "n": [1, "Zo", None],
    }
    assert ZOE.document(document, "s-1") == {"pages": {"https://s.example/": {}}, "n": [1, REDACTED, None]}


def test_a_page_after_clearing_still_shows_the_others() -> None:
    page = "<ul><li>Zoë Müller</li><li>Kim Lee</li></ul>"
    assert ZOE.text(page, "s-1") == f"<ul><li>{REDACTED} {REDACTED}</li><li>Kim Lee</li></ul>"


@given(st.text())
def test_without_a_denylist_no_text_changes(text: str) -> None:
    assert redactor().text(text, "s-1") == text


@given(st.text(alphabet="<>zoëmülr i.\"='/ "))
def test_clearing_twice_is_clearing_once(text: str) -> None:
    once = ZOE.text(text, "s-1")
    assert ZOE.text(once, "s-1") == once
