"""People whom running text tells of, and people who stand in rows, behind labels or in one list."""

import pytest

from inkscout.extraction import read_site, view_of
from inkscout.extraction.people.rows import people_of_rows
from inkscout.extraction.people.tellings import people_introduced, people_told
from tests.support.pages import page


def told(text: str) -> list[str]:
    return sorted(found.name for found in people_told(view_of(page(f"<p>{text}</p>"))))


def in_rows(html: str) -> list[str]:
    return sorted(found.name for found in people_of_rows(view_of(page(html))))


def artists(html: str, name: str = "") -> set[str]:
    return {artist.name for artist in read_site([page(html)], studio_name=name).artists}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shop was founded in 2011 by Anna Bell and Tom Finch.", ["Anna Bell", "Tom Finch"]),
        ("Founded by Anna Bell in 2011, it is a small place.", ["Anna Bell"]),
        ("Salonul a fost fondat de Radu Popa în 2010.", ["Radu Popa"]),
        ("Студию основали Тимур Галиев и Алина.", ["Алина", "Тимур Галиев"]),
        ("Xưởng được thành lập bởi hai nghệ nhân Quốc Bảo và Thanh Hà.", ["Quốc Bảo", "Thanh Hà"]),
        ('Bakom Norden står Elin Strand och Viktor "Vicke" Lund.', ["Elin Strand", "Viktor Lund"]),
        ("Jeroen van Dam zette de winkel op in 2009.", ["Jeroen van Dam"]),
        ("Naast hem tatoeëren hier Floor en Sanne Bakker.", ["Floor", "Sanne Bakker"]),
        ("Sobotu i neděli tu tetují Klára a Honza.", ["Honza", "Klára"]),
        ("Iván se dedica al realismo y Raquel al blackwork.", ["Iván", "Raquel"]),
        ("Bookings: Anna on Mondays, Tom on Tuesdays.", ["Anna", "Tom"]),
        ("Mira Vogt & Jannis Lohse GbR, Gartenstr. 4", ["Jannis Lohse", "Mira Vogt"]),
        ("Somos Nacho, Iván y el Tano. Tatuamos en el centro.", ["Iván", "Nacho", "Tano"]),
        ("Tetujeme: Miro, Klára a Honza", ["Honza", "Klára", "Miro"]),
        ("Sipho Dlamini opened it; Tom, who does dotwork, came later.", ["Sipho Dlamini", "Tom"]),
        ("We support the Water Trust, founded by Myrna Stone.", []),
        ("In the old days Charlie Wagner opened a shop in the harbour.", []),
        ("Wren Tattoo di Andrea Costa - P.IVA 01234567890", ["Andrea Costa"]),
        ("The studio was founded in 2011 and has grown since.", []),
        ("Our styles: Anime, Realism, Blackwork, Neo Japanese, Neo Traditional.", []),
        ("Fundado por amigos en un garaje.", []),
        ("Wir machen Realismus und Blackwork, aber keine Farbe.", []),
    ],
)
def test_people_said_to_run_a_studio_or_to_tattoo_there_are_found(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moikka! Oon Riikka ja tatuoin kasveja.", ["Riikka"]),
        ("Who tattoos you? Always me, Joana. There is nobody else.", ["Joana"]),
        ("I am Booked and do not tattoo until May.", []),
        ("Ask me, Monday is best.", []),
    ],
)
def test_somebody_who_says_who_tattoos_is_found(text: str, expected: list[str]) -> None:
    found = people_introduced(view_of(page(f"<p>{text}</p>")))
    assert [candidate.name for candidate in found] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Honza – realistika</p><p>Klára – linky a květiny</p>", ["Honza", "Klára"]),
        ("<ul><li>Wayan (realism)</li><li>Made Bagus (tribal)</li></ul>", ["Made Bagus", "Wayan"]),
        (
            "<ul><li><b>소담</b> 레터링 @sodam_tt</li><li><b>하루</b> @haru_letters</li></ul>",
            ["소담", "하루"],
        ),
        ("<p>老K - 写实</p><p>大鹏 - 日式传统</p>", ["大鹏", "老K"]),
        ("<h3>Kolor</h3><p>Wykonuje: Ola Majer</p>", ["Ola Majer"]),
        (
            "<p>Ask <em class='artist'>Huck</em> or <em class='artist'>Wrenna</em> for koi.</p>",
            ["Huck", "Wrenna"],
        ),
        ("<p>Residents: @kobra.ttt, @lila.lines</p>", ["kobra.ttt", "lila.lines"]),
        ("<li>nikos@wren.test</li><li>eleni@wren.test</li><li>info@wren.test</li>", ["Eleni", "Nikos"]),
        (
            "<section><h3>n0ctua</h3><a href='https://instagram.com/n0ctua_ttt'>ig</a>"
            "<h3>MÆR</h3><a href='https://instagram.com/maer.black'>ig</a></section>",
            ["MÆR", "n0ctua"],
        ),
        (
            "<div><img src='anna.jpg'><p>ANNA</p></div><div><img src='tom.jpg'><p>TOM</p></div>",
            ["Anna", "Tom"],
        ),
        (
            "<section><h3>Florence</h3><a href='https://instagram.com/ink.florence'>ig</a>"
            "<h3>Vienna</h3><a href='https://instagram.com/ink.vienna'>ig</a></section>",
            [],
        ),
        ("<p>Small – from 80</p><p>Large – from 300</p>", []),
        ("<p>Realism – portraits</p><p>Fine line – flowers</p>", []),
        ("<p>Photos: Lena Fischer</p>", []),
        ("<p class='artist'>All artists are welcome</p>", []),
    ],
)
def test_rows_and_labels_name_people(html: str, expected: list[str]) -> None:
    assert in_rows(html) == sorted(expected)


def test_somebody_listed_with_artists_is_one() -> None:
    team = "<h2>Our artists</h2><h3>Anna Bell</h3><p>Fine line</p><h3>Tom Finch</h3><p>Blackwork</p>"
    assert "Vee" in artists(f"<title>Wren Tattoo</title>{team}<h3>Vee</h3><p>Takes no bookings now.</p>")


def test_headings_set_like_names_are_nobody() -> None:
    team = "<h2>Our artists</h2><h3>Anna Bell</h3><p>Fine line</p><h3>Tom Finch</h3><p>Blackwork</p>"
    html = f"<title>Wren Tattoo</title>{team}<h3>Opening hours</h3><p>Daily</p><h3>Dove siamo</h3><p>Bath</p>"
    assert artists(html) == {"Anna Bell", "Tom Finch"}


@pytest.mark.parametrize(
    "heading",
    [
        "Graduates of 2024",
        "Loved by our community",
        "Barbers",
        "Our hairdressers",
        "Famous tattooed people",
        "Legends who inspire us",
        "Models",
    ],
)
def test_people_of_another_trade_or_fame_do_not_tattoo_there(heading: str) -> None:
    others = f"<h2>{heading}</h2><ul><li>Shane Power</li><li>Donal Reid</li></ul>"
    team = "<h2>Tattooists</h2><ul><li>Anna Bell</li><li>Tom Finch</li></ul>"
    assert artists(f"<title>Blade &amp; Ink Tattoo</title>{others}{team}") == {"Anna Bell", "Tom Finch"}


def test_a_brand_and_a_name_in_another_script_are_one_person() -> None:
    html = (
        "<html lang=uk><title>Тату-майстриня Дарка | Львів</title><h1>Привіт! Я — Дарка</h1>"
        "<p>Роблю татуювання у стилі графіка та лайнворк у Львові.</p>"
        "<a href='https://www.instagram.com/darka.liner/'>Мій Instagram</a>"
    )
    found = read_site([page(html)], studio_name="Darka Tattoo").artists
    assert [(artist.name, artist.instagram) for artist in found] == [("Дарка", "darka.liner")]


@pytest.mark.parametrize(
    "credit",
    [
        "Model: Priya Shah",
        "DJs: Ana Lux, Tim Thaler",
        "Make-up: Nadia Khan",
        "Diseño web: Marcos Gil",
        "Strona: Jan Kowalski",
        "Website door Piet Bakker",
        "Hemsida av Kalle Berg",
    ],
)
def test_makers_of_websites_are_no_artists(credit: str) -> None:
    text = "<p>Tattoos by appointment in our small studio by the river, open all week.</p>"
    assert artists(f"<title>Wren Tattoo</title><h1>Wren Tattoo</h1>{text}<footer>{credit}</footer>") == set()


def test_examples_of_forms_are_nobody() -> None:
    form = "<h2>Our artists</h2><form><label>Artist</label><select><option>John Doe</option></select></form>"
    assert artists(f"<title>Wren Tattoo</title>{form}") == set()


def test_the_only_name_on_a_page_in_the_first_person_is_its_signature() -> None:
    text = "<p>Je tatoue des fleurs et des animaux en couleur, dans mon atelier privé.</p>"
    html = f"<html lang=fr><title>Pastel Tattoo Lyon</title><h1>Pastel Tattoo</h1>{text}<p>Camille</p>"
    assert artists(html, "Pastel Tattoo") == {"Camille"}
