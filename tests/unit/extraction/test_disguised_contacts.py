"""Contact details that stand in scripts and attributes, or are disguised, are read; lookalikes are not."""

from base64 import b64encode
from codecs import encode

import pytest

from inkscout.extraction import read_site
from inkscout.extraction.text.disguises import mails_of_script, mails_of_shifted_link
from inkscout.extraction.text.mails import mails_in
from tests.support.pages import page

MAIL = "hello@harbourstreet.test"
WORDS = "<h1>Harbour Street Tattoo</h1><p>A tattoo studio by the river, open since 2011.</p>"


def facts(html: str, country: str = "GB") -> tuple[str, str, str]:
    studio = read_site([page(WORDS + html)], studio_name="Harbour Street Tattoo", country=country).studio
    return studio.email, studio.phone, studio.instagram


@pytest.mark.parametrize(
    "program",
    [
        'var u = "hello", d = "harbourstreet.test"; document.write(u + "@" + d);',
        'const user = "hello"; const host = "harbourstreet"; go("mailto:" + user + "@" + host + ".test");',
        'let addy = "hel" + "lo"; addy += "@"; addy += "harbourstreet" + ".test"; show(addy);',
        "var addy1 = '&#104;ello' + '&#64;'; addy1 = addy1 + 'harbourstreet' + '&#46;' + 'test';",
        "document.write('<a href=\"mailto:hello' + '\\x40' + 'harbourstreet.test\">write</a>');",
        "const name = 'hello'; const where = 'harbourstreet.test'; link = `mailto:${name}@${where}`;",
        'x = "hello" + String.fromCharCode(64) + "harbourstreet.test"',
        f"location = atob('{b64encode(b'mailto:' + MAIL.encode()).decode()}')",
    ],
)
def test_an_address_that_a_script_puts_together_is_read(program: str) -> None:
    assert MAIL in list(mails_of_script(program))
    assert facts(f"<script>{program}</script>")[0] == MAIL


@pytest.mark.parametrize(
    "program", ["a + b", "x = '@media' + ' print'", "f('a' + 1)", "`${a}@${b}`", '"@" + q']
)
def test_programs_without_an_address_give_none(program: str) -> None:
    assert list(mails_of_script(program)) == []


def test_an_address_shifted_by_typo3_is_read() -> None:
    link = "javascript:linkTo_UnCryptMailto('ocknvq,jgnnqBjctdqwtuvtggv0vguv');"
    assert mails_of_shifted_link(link) == [MAIL]
    assert facts(f'<a href="{link}">write</a>')[0] == MAIL
    assert mails_of_shifted_link("javascript:linkTo_Page('hello-there')") == []


@pytest.mark.parametrize(
    "html",
    [
        f'<span data-email="{b64encode(MAIL.encode()).decode()}">write</span>',
        f'<span data-enc-email="{encode("hello[at]harbourstreet.test", "rot13")}">write</span>',
        "<button onclick=\"location.href='mail' + 'to:hello' + '@' + 'harbourstreet.test'\">write</button>",
        '<p style="unicode-bidi:bidi-override;direction:rtl">ten.teertsruobrah@olleh</p>'.replace(
            "ten.", "ten."
        ),
    ],
)
def test_an_address_encoded_in_the_markup_is_read(html: str) -> None:
    assert facts(html)[0].partition("@")[0] == "hello"


@pytest.mark.parametrize(
    "text",
    [
        "hello [ät] harbourstreet.de",
        "hello (chiocciola) harbourstreet (punto) de",
        "hello(apestaartje)harbourstreet.de",
        "hello[małpa]harbourstreet[kropka]de",
        "hello -at- harbourstreet -dot- de",
        "hello*at*harbourstreet.de",
        "hello AT harbourstreet.de",
        "ed.teertsruobrah@olleh",
    ],
)
def test_signs_spelled_out_in_other_languages_are_read(text: str) -> None:
    assert mails_in(text) == ["hello@harbourstreet.de"]


@pytest.mark.parametrize(
    "text", ["ed.smith@wren.com", "on.tour@wren.no", "We are AT work.", "open (a) Monday"]
)
def test_lookalikes_stay_as_they_are(text: str) -> None:
    assert mails_in(text) == ([text] if "@" in text else [])


@pytest.mark.parametrize(
    "html",
    [
        '<script>const STUDIO = { phone: "+44 20 7946 0958", hours: "10-18" };</script>',
        '<script>window.open("https://wa.me/442079460958?text=Hi");</script>',
        "<button onclick=\"location.href='tel:+442079460958'\">Call</button>",
        '<a class="call" data-phone="020 7946 0958" href="#">Call</a>',
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"TattooParlor",'
        '"name":"Harbour Street Tattoo","contactPoint":{"telephone":"+442079460958"}}</script>',
    ],
)
def test_a_phone_number_that_no_text_shows_is_read(html: str) -> None:
    assert facts(html)[1] == "+442079460958"


def test_a_number_that_visitors_see_goes_before_one_of_a_script() -> None:
    hidden = '<script>const C = { phone: "+44 20 7946 0111", whatsapp: "+44 20 7946 0112" };</script>'
    assert facts(f"{hidden}<footer>Tel. 020 7946 0958</footer>")[1] == "+442079460958"


def test_numbers_in_scripts_that_are_no_phone_numbers_are_not_read() -> None:
    assert facts('<script>var id = "2079460958"; var phone_mask = "000 000 0000";</script>')[1] == ""


@pytest.mark.parametrize(
    "program",
    [
        'const SOCIAL = { instagram: "@harbour.street" };',
        'const links = [{ url: "https://www.instagram.com/harbour.street/" }];',
        'social: [{ platform: "Instagram", label: "@harbour.street" }]',
    ],
)
def test_the_only_handle_of_a_site_is_read_from_a_script(program: str) -> None:
    assert facts(f"<script>{program}</script>")[2] == "harbour.street"
    assert facts(f"<script>{program} instagram: '@another.one'</script>")[2] == ""
