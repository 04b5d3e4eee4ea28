"""Phone numbers and mail addresses in the spellings that sites print, and digits and marks that are none."""

import pytest

from inkscout.extraction.page.parse import parse
from inkscout.extraction.site import read_site, view_of
from inkscout.extraction.studio.mail_sources import mails_in_markup
from inkscout.extraction.studio.phones import find_phone, numbers_in
from inkscout.extraction.text.mails import is_sample, mails_in, recipients
from tests.support.pages import page

HEAD = "<h1>Wren Tattoo</h1><p>We tattoo in a small studio by the river.</p>"


def phone_of(html: str, country: str = "GB") -> str:
    return read_site([page(HEAD + html, "http://wren.test/")], country=country).studio.phone


def mail_of(html: str, **more_pages: str) -> str:
    pages = [page(HEAD + html, "http://wren.test/")]
    pages += [page(body, f"http://wren.test/{name}") for name, body in more_pages.items()]
    return read_site(pages).studio.email


@pytest.mark.parametrize(
    ("line", "country", "number"),
    [
        ("Tel: 0113 496 0123 / 0113 496 0456", "GB", "+441134960123"),
        ("Tel 0113 496 0123 0113 496 0456", "GB", "+441134960123"),
        ("0113 496 0123 | 07700 900123", "GB", "+441134960123"),
        ("0171/1234567 oder 030/1234567", "DE", "+491711234567"),
        ("+33 1 47 91 27 78, +33 6 12 34 56 78", "FR", "+33147912778"),
        ("Phone 0113 496 0123 ext. 45", "GB", "+441134960123"),
        ("Call (212) 555-2368 x12", "US", "+12125552368"),
        ("Tel. ０１１３ ４９６ ０１２３", "GB", "+441134960123"),
        ("Tel: 0113‑496‑0123", "GB", "+441134960123"),
        ("0113·496·0123", "GB", "+441134960123"),
        ("Phone:0113 496 0123Email: a@b.test", "GB", "+441134960123"),
        ("Tel +44 (0)113 496 0123", "GB", "+441134960123"),
        ("Tel 00 44 113 496 0123", "IE", "+441134960123"),
        ("Call 1-800-356-9377", "US", "+18003569377"),
        ("Call 1-800-FLOWERS", "US", "+18003569377"),
        ("Call us: 212-55-GLOBE", "US", "+12125545623"),
        ("VAT 123 4567 89 · Tel 0113 496 0123", "GB", "+441134960123"),
        ("Fax 0113 496 0999 · Tel 0113 496 0123", "GB", "+441134960123"),
        ("Tel/Fax: 0113 496 0123", "GB", "+441134960123"),
        ("T: 0113 496 0123 F: 0113 496 0999", "GB", "+441134960123"),
        ("Тел.: 8 (495) 123-45-67", "RU", "+74951234567"),
    ],
)
def test_a_number_is_read_in_every_spelling_that_a_phone_dials(line: str, country: str, number: str) -> None:
    assert phone_of(f"<footer><p>{line}</p></footer>", country) == number


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("Fax: 0113 496 0123", "GB"),
        ("Company number 08123456, registered in England", "GB"),
        ("Registered charity no. 1134960123", "GB"),
        ("ISBN 978-3-16-148410-0", "DE"),
        ("Find us at 53.799612, -1.549077", "DK"),
        ("A sleeve costs 20 000 000 Rp or $21234567", "DK"),
        ("Zip 90210-1234", "ES"),
        ("Hours 1000-1800", "NO"),
        ("Steuernummer 030 123456", "DE"),
        ("CNPJ 21 2233-4455", "BR"),
        ("USt-IdNr. 0301234567", "DE"),
        ("Samaritans helpline: 0113 496 0123", "GB"),
        ("The nearest taxi: 0113 496 0123", "GB"),
        ("Order no. 2125552368", "US"),
    ],
)
def test_digits_of_something_else_are_no_phone_number(line: str, country: str) -> None:
    assert phone_of(f"<p>{line}</p>", country) == ""


@pytest.mark.parametrize(
    "credit",
    [
        '<p>Website by Pixelworks, call <a href="tel:02079460999">020 7946 0999</a></p>',
        "<p>Web design: Pixelworks 020 7946 0999</p>",
        "<p>Site: Pixelworks, 020 7946 0999</p>",
        "<p>Built by Pixelworks 020 7946 0999</p>",
        '<div><p>Designed by Pixelworks</p><p><a href="tel:02079460999">020 7946 0999</a></p></div>',
        "<p>© 2026 Wren Tattoo, 0113 496 0123 — Powered by Pixelworks 020 7946 0999</p>",
    ],
)
def test_the_maker_s_number_is_not_the_studio_s(credit: str) -> None:
    assert phone_of(f"<p>Phone 0113 496 0123</p><footer>{credit}</footer>") == "+441134960123"
    without = phone_of(f"<footer>{credit}</footer>")
    assert without == ("+441134960123" if "0113" in credit else "")


def test_a_valid_number_goes_before_one_that_is_none() -> None:
    html = '<a href="tel:4960456">Call</a><a href="tel:4960456">Call us</a><p>Phone 0113 496 0123</p>'
    assert phone_of(html) == "+441134960123"


def test_a_number_of_the_privacy_page_is_used_for_want_of_another() -> None:
    privacy = page("<h1>Privacy</h1><p>Phone 020 7946 0999</p>", "http://wren.test/privacy-policy")
    home = page(f"{HEAD}<p>0113 496 0123</p>", "http://wren.test/")
    assert read_site([home, privacy], country="GB").studio.phone == "+441134960123"
    assert read_site([page(HEAD, "http://wren.test/"), privacy], country="GB").studio.phone == "+442079460999"


@pytest.mark.parametrize(
    ("host", "language", "number"),
    [
        ("wren.de", "en", "+49301234567"),
        ("wren.test", "de", "+49301234567"),
        ("wren.test", "", "030 1234567"),
    ],
)
def test_a_number_without_a_prefix_follows_the_country_of_the_site(
    host: str, language: str, number: str
) -> None:
    html = f'<html lang="{language}"><body><h1>Wren Tattoo Studio</h1><p>Tel. 030 1234567</p></body></html>'
    assert read_site([page(html, f"http://{host}/")]).studio.phone == number


def test_numbers_are_given_in_order_with_their_places() -> None:
    text = "0113 496 0123 and 0113 496 0456"
    assert [(n.value, text[n.start : n.end]) for n in numbers_in(text, ("GB",))] == [
        ("+441134960123", "0113 496 0123"),
        ("+441134960456", "0113 496 0456"),
    ]


def _protected(mail: str, key: int) -> str:
    return bytes([key, *(byte ^ key for byte in mail.encode())]).hex()


@pytest.mark.parametrize("key", [0x42, 0x7F, 0x01])
@pytest.mark.parametrize(
    "html",
    [
        '<a href="/cdn-cgi/l/email-protection#{}">Write to us</a>',
        '<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{}">[hidden]</a>',
        '<p>Mail: <span class="__cf_email__" data-cfemail="{}">[email&#160;protected]</span></p>',
    ],
)
def test_a_mail_behind_cloudflare_s_protection_is_read(html: str, key: int) -> None:
    assert mail_of(html.format(_protected("hello@wren.test", key))) == "hello@wren.test"


@pytest.mark.parametrize("value", ["", "4", "zz", "42", "4220", "42" * 500])
def test_a_broken_protection_hides_nothing(value: str) -> None:
    assert mail_of(f'<span data-cfemail="{value}">[email protected]</span>') == ""


@pytest.mark.parametrize(
    ("href", "mails"),
    [
        ("mailto:hello@wren.test,owner@wren.test", ["hello@wren.test", "owner@wren.test"]),
        ("mailto:hello@wren.test;owner@wren.test?subject=Hi", ["hello@wren.test", "owner@wren.test"]),
        ("mailto:hello@wren.test%2C%20owner@wren.test", ["hello@wren.test", "owner@wren.test"]),
        ("MAILTO:Wren%20Tattoo%20%3Chello@wren.test%3E", ["hello@wren.test"]),
        ("mailto:?to=hello@wren.test&subject=a@b.test", ["hello@wren.test"]),
        ("mailto:", []),
        ("https://wren.test/hello@wren.test", []),
    ],
)
def test_a_mail_link_writes_to_its_recipients(href: str, mails: list[str]) -> None:
    assert recipients(href) == mails


@pytest.mark.parametrize(
    "text",
    [
        "logo@2x.png",
        "banner@desktop.mp4",
        "icon@mobile.webp",
        "reel@home.mov",
        "app@1.2.3.js",
        "a@b",
        "@wren.test",
    ],
)
def test_a_file_s_name_is_no_mail(text: str) -> None:
    assert mails_in(f"See {text} here") == []


@pytest.mark.parametrize(
    ("html", "mail"),
    [
        ("<p>hello<span style='display:none'>nospam</span>@wren.test</p>", "hello@wren.test"),
        ("<p>hello<span hidden>x</span>@<b style='font-size:0'>y</b>wren.test</p>", "hello@wren.test"),
        ("<p>hello<i style='position:absolute;left:-9999px'>REMOVE</i>@wren.test</p>", "hello@wren.test"),
        ("<p>hello\u200b@wren\u2060.test</p>", "hello@wren.test"),
        ("<p>hello<!-- no -->@wren.test</p>", "hello@wren.test"),
        (
            "<style>.x{color:red} .no{display:none}</style><p>a<b class='no'>b</b>@wren.test</p>",
            "a@wren.test",
        ),
        ("<p>hello [at] wren [dot] test</p>", "hello@wren.test"),
        ("<p>hello＠wren.test</p>", "hello@wren.test"),
        ("<p>Write to hello@wren.test.</p>", "hello@wren.test"),
    ],
)
def test_a_mail_is_read_as_it_is_seen(html: str, mail: str) -> None:
    studio = read_site([page(HEAD + html, "http://wren.test/")]).studio
    assert (studio.email, studio.instagram) == (mail, "")


def test_a_hidden_block_stays_a_line_that_says_so() -> None:
    lines = parse(page("<div style='display:none'><p>Menu <span>two</span></p></div><p>Seen</p>")).lines
    assert [(line.text, line.hidden) for line in lines] == [("Menu two", True), ("Seen", False)]


@pytest.mark.parametrize(
    "mail",
    ["example@gmail.com", "you@gmail.com", "youmail@mail.ru", "your.name@wren.test", "info@yourdomain.com",
    "john.doe@example.org", "test@test.com", "test@gmail.com", "ejemplo@gmail.com", "noreply@wren.test",
    "name@domain.com", "email@email.com"],
)  # fmt: skip
def test_samples_and_unread_mailboxes_are_no_contact(mail: str) -> None:
    assert is_sample(mail)
    assert mail_of(f"<p>{mail}</p>") == ""


@pytest.mark.parametrize("mail", ["email@wren.test", "mail@wren.com", "exampletattoo@gmail.com"])
def test_mailboxes_of_businesses_are_no_samples(mail: str) -> None:
    assert not is_sample(mail)


def test_the_maker_s_mail_is_not_the_studio_s() -> None:
    credit = "<footer><p>Website by <a href='mailto:a@pixel.test'>a@pixel.test</a></p></footer>"
    assert mail_of(credit) == ""
    assert mail_of(f"<p>hi@wren.test</p>{credit}") == "hi@wren.test"


def test_a_mail_of_the_imprint_is_used_for_want_of_another() -> None:
    imprint = "<h1>Impressum</h1><p>hosting@provider.test</p>"
    assert mail_of("", impressum=imprint) == "hosting@provider.test"
    assert mail_of("<p>hi@wren.test</p>", impressum=imprint * 5) == "hi@wren.test"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("info arroba blackfern punto es", "info@blackfern.es"),
        ("Пишите: info собака blackfern точка ru", "info@blackfern.ru"),
        ("info @ blackfern . com", "info@blackfern.com"),
        ("blackfern.tattoo @ gmail.com", "blackfern.tattoo@gmail.com"),
        ("Email:info@blackfern.com.Phone:123", "info@blackfern.com"),
        ("Follow us @ blackfern.ink", None),
        ("Meet us at the fair, dot by dot work", None),
        ("Open at ten. Dot work is our thing", None),
    ],
)
def test_mails_in_words_and_with_spaces_are_read(text: str, expected: str | None) -> None:
    assert mails_in(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "markup",
    [
        "<button onclick=\"location.href='mailto:hello@fern.test?subject=Hi'\">Write</button>",
        '<a data-email="hello@fern.test">Write</a>',
        '<span data-user="hello" data-domain="fern.test"></span>',
        '<span data-name="hello" data-domain="fern" data-tld="test"></span>',
        '<a href="https://mail.google.com/mail/?view=cm&to=hello@fern.test">Write</a>',
        '<a href="http://hello@fern.test">Write</a>',
        '<a href="hello@fern.test">Write</a>',
        "<p>hello@</p><p>fern.test</p>",
        "<p>hello</p><p>@fern.test</p>",
        '<script>document.write("<a href=mailto:" + "hello" + "@" + "fern.test" + ">")</script>'
        '<script>const contact = { email: "hello@" + "fern.test" }</script>',
        '<input type="email" readonly value="hello@fern.test">',
    ],
)
def test_mails_outside_of_links_and_lines_are_read(markup: str) -> None:
    document = view_of(page(f"<p>Fern Tattoo</p>{markup}", "http://fern.test/")).document
    assert [mail for mail, _ in mails_in_markup(document)] == ["hello@fern.test"]


@pytest.mark.parametrize(
    "markup",
    [
        '<form action="https://formspree.io/developer@mail.test"></form>',
        "<p>Instagram</p><p>@anna.ink</p>",
        '<a href="https://www.instagram.com/@anna.ink">Anna</a>',
        '<script>const key = "https://abc@sentry.io/1"</script>',
        '<div data-name="Anna" data-contact="call us"></div>',
    ],
)
def test_handles_keys_and_forms_of_developers_are_no_mails(markup: str) -> None:
    document = view_of(page(f"<p>Fern Tattoo</p>{markup}", "http://fern.test/")).document
    assert mails_in_markup(document) == []


@pytest.mark.parametrize(
    "href",
    [
        "sms:+48601234567",
        "viber://chat?number=%2B48601234567",
        "https://web.whatsapp.com/send/?text=hi&phone=48601234567",
        "whatsapp://send?phone=+48601234567",
        "https://t.me/+48601234567",
    ],
)
def test_numbers_in_links_to_messengers_are_read(href: str) -> None:
    views = [view_of(page(f'<p>Fern Tattoo</p><a href="{href}">Write</a>'))]
    found = find_phone(views, [], "PL")
    assert found is not None
    assert found.value == "+48601234567"


def test_an_invitation_to_a_group_is_no_number() -> None:
    views = [view_of(page('<p>Fern Tattoo</p><a href="https://t.me/+601234567abcdef">Join</a>'))]
    assert find_phone(views, [], "PL") is None


@pytest.mark.parametrize(
    "html",
    [
        '<section data-whatsapp-number="32456550937">Write to me</section>',
        '<a class="call" data-phone="+32 456 55 09 37">Call</a>',
        '<a href="http://www.google.com/url?q=http%3A%2F%2Fwa.me%2F32456550937&amp;sa=D">WhatsApp</a>',
    ],
)
def test_numbers_that_scripts_dial_and_those_behind_redirects_are_read(html: str) -> None:
    assert phone_of(html, "BE") == "+32456550937"


def test_other_data_of_elements_are_no_numbers() -> None:
    assert (
        phone_of('<section data-phone="32456550937123456789" data-id="32456550937">Us</section>', "BE") == ""
    )


def test_a_shown_address_goes_before_another_one_to_which_a_template_links() -> None:
    html = '<p>Write: <a href="mailto:hello@agency.test">wrentattoo@gmail.com</a></p>'
    assert mail_of(html) == "wrentattoo@gmail.com"
    assert mail_of('<p><a href="mailto:hello@wren.test">Write to us</a></p>') == "hello@wren.test"
