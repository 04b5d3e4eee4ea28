"""Phone, mail, address, hours and the studio's own handle, and what is mistaken for them."""

import pytest

from inkscout.extraction.site import read_site
from inkscout.extraction.studio.phones import normal_phone
from inkscout.extraction.text.dates import span_of_text
from tests.support.pages import page


@pytest.mark.parametrize(
    ("printed", "region", "number"),
    [
        ("0421 5550199", "DE", "+494215550199"),
        ("+33 (0)1 47 91 27 78", "", "+33147912778"),
        ("00 44 113 496 0101", "", "+441134960101"),
        ("602-6496", "US", "602-6496"),
        ("", "DE", ""),
    ],
)
def test_numbers_become_e164_where_they_can(printed: str, region: str, number: str) -> None:
    assert normal_phone(printed, region) == number


@pytest.mark.parametrize(
    "line",
    ["© 2019-2026", "SIRET 813 102 407 00018", "120.000", "1500.00", "Updated 2026-07", "Size 10 - 20",
    "Open 10:00 - 18:00", "08.11.2026", "12345678 €"],
)  # fmt: skip
def test_years_prices_and_registers_are_no_phone_numbers(line: str) -> None:
    reading = read_site([page(f"<h1>Wren Tattoo</h1><p>{line}</p>")], country="DE")
    assert reading.studio.phone == ""


def test_the_studio_s_mail_is_told_from_an_artist_s() -> None:
    html = """<h1>Foxglove Tattoo</h1><h2>Artists</h2>
    <div><h3>Thea Whitlock</h3><p>thea@foxglove.example</p></div><div><h3>Ottilie
    Granger</h3><p>ottilie@foxglove.example</p></div>
    <h2>Contact</h2><p>room@foxglove.example</p>"""
    reading = read_site([page(html, "http://foxglove.test/")], studio_name="Foxglove Tattoo")
    assert reading.studio.email == "room@foxglove.example"
    assert {artist.email for artist in reading.artists} == {
        "thea@foxglove.example",
        "ottilie@foxglove.example",
    }


def test_a_studio_that_prints_only_its_artists_mails_has_none_of_its_own() -> None:
    html = """<h1>Père Lapin Tattoo</h1><h2>Artists</h2>
    <div><h3>Zoe Brown</h3><p>Lettering</p><p>zoe@lapin.example</p></div>
    <div><h3>Herve Lapinsky</h3><p>Old school</p><p>herve@lapin.example</p></div>"""
    reading = read_site([page(html, "http://pere.test/artists")], studio_name="Père Tattoo")
    assert reading.studio.email == ""
    assert len({artist.email for artist in reading.artists}) == 2


@pytest.mark.parametrize(
    "mail",
    [
        "info@example.com", "your@email.com", "logo@2x.png", "contact@e-mail.com", "kontakt@website.de",
        "hallo@deine-domain.de", "bonjour@votre-domaine.fr", "studio@ejemplo.es",
    ],
)  # fmt: skip
def test_fillers_are_no_mails(mail: str) -> None:
    assert read_site([page(f"<h1>Tattoo</h1><p>{mail}</p>")]).studio.email == ""


def test_the_studio_s_handle_is_the_one_of_the_frame_and_not_an_artist_s() -> None:
    html = """<h1>Owl Tattoo</h1><h2>Artists</h2>
    <div><h3>Xanthe Pellow</h3><a href="https://instagram.com/xanthe.pellow">ig</a></div>
    <div><h3>Gideon Rusk</h3><a href="https://instagram.com/gideonrusk">ig</a></div>
    <footer><a href="https://instagram.com/owl.tattoo.leeds">Instagram</a></footer>"""
    reading = read_site([page(html)], studio_name="Owl Tattoo")
    assert reading.studio.instagram == "owl.tattoo.leeds"
    assert {artist.instagram for artist in reading.artists} == {"xanthe.pellow", "gideonrusk"}


def test_a_studio_without_a_handle_gets_none_of_its_artists() -> None:
    html = """<h1>Owl Tattoo</h1><h2>Artists</h2>
    <div><h3>Xanthe Pellow</h3><a href="https://instagram.com/xanthe.pellow">ig</a></div>
    <div><h3>Gideon Rusk</h3><a href="https://instagram.com/gideonrusk">ig</a></div>"""
    assert read_site([page(html)], studio_name="Owl Tattoo").studio.instagram == ""


def test_address_and_hours_are_read_with_their_evidence() -> None:
    html = """<h1>Wren Tattoo</h1><p>5 Call Lane</p><p>Leeds LS1 6DN</p>
    <ul><li>Monday closed</li><li>Tuesday 10:00 - 18:00</li></ul>
    <p>A deposit of £50 is needed for every booking.</p>"""
    facts = read_site([page(html)]).studio
    assert facts.address == "5 Call Lane, Leeds LS1 6DN"
    assert "Tuesday 10:00 - 18:00" in facts.opening_hours
    assert facts.booking_policy.startswith("A deposit")
    assert {item.finder for item in facts.evidence} >= {"facts.address", "facts.hours", "facts.policy"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("12 – 18 January 2027", ("2027-01-12", "2027-01-18")),
        ("3.2.2027 - 9.2.2027", ("2027-02-03", "2027-02-09")),
        ("March 5-11, 2027", ("2027-03-05", "2027-03-11")),
        ("12.–15. März", ("2026-03-12", "2026-03-15")),
        ("du 3 au 9 février 2027", ("2027-02-03", "2027-02-09")),
        ("28 December 2026 - 3 January 2027", ("2026-12-28", "2027-01-03")),
        ("10–20", ("", "")),
        ("31.2.2027 - 32.2.2027", ("", "")),
        ("Size 3-5 Monkeys", ("", "")),
    ],
)
def test_spans_of_days_are_read_as_people_print_them(text: str, span: tuple[str, str]) -> None:
    assert span_of_text(text, 2026) == span


@pytest.mark.parametrize(
    ("name", "mail"), [("Nora Quill", "noraquill9@gmail.com"), ("Thabo Mokoena", "mokoena.thabo@mail.test")]
)
def test_the_only_mailbox_of_a_website_is_the_studio_s_even_in_an_artists_name(name: str, mail: str) -> None:
    html = f"""<title>Quiet Needle</title><h2>Who I am</h2><p>My name is {name} and I tattoo.</p>
    <h2>Contact</h2><p>E-mail</p><p>{mail}</p>"""
    assert read_site([page(html, "http://needle.test/")], studio_name="Quiet Needle").studio.email == mail


@pytest.mark.parametrize("handle", ["noraquill_tattoo", "quill.ink"])
def test_the_only_handle_of_a_website_is_the_studio_s_even_in_an_artists_name(handle: str) -> None:
    html = f"""<title>Quiet Needle</title><h2>Who I am</h2><p>My name is Nora Quill and I tattoo.</p>
    <footer><a href="https://www.instagram.com/{handle}/"><img src="ig.svg"></a></footer>"""
    reading = read_site([page(html, "http://needle.test/")], studio_name="Quiet Needle")
    assert reading.studio.instagram == handle


def test_a_handle_with_a_word_for_a_studio_is_told_from_those_of_several_artists() -> None:
    cards = "".join(
        f"<div><h3>{name}</h3><p>Tattoo artist</p><a href='https://instagram.com/{handle}/'>ig</a></div>"
        for name, handle in (("Nora Quill", "norainks"), ("Tom Reed", "reed.dots"), ("Ida Falk", "idafalk"))
    )
    html = f"""<title>Белка</title><h2>Our artists</h2>{cards}
    <p><a href="https://instagram.com/belochka_tattoostudio/">instagram</a></p>"""
    reading = read_site([page(html, "http://squirrel.test/")], studio_name="Белка")
    assert reading.studio.instagram == "belochka_tattoostudio"
