"""People named by lists, files, buttons and labels; names of posts, designs and branches, which are none."""

import pytest

from inkscout.domain.outcome import VisitOutcome
from inkscout.extraction.crawl.frontier import Frontier
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.people.finders.forms import people_in_forms
from inkscout.extraction.people.finders.menus import people_in_menus
from inkscout.extraction.people.finders.rosters import people_in_rosters
from inkscout.extraction.people.finders.sections import people_in_sections
from inkscout.extraction.people.finders.sentences import people_in_sentences
from inkscout.extraction.people.finders.short_texts import names_of_line
from inkscout.extraction.site import read_site, view_of
from inkscout.extraction.text.names import read_name
from inkscout.extraction.text.names_in_labels import owner_of_works
from tests.support.pages import page

SITE = "http://studio.test"


def test_links_in_lower_case_to_pages_of_people_are_names() -> None:
    html = (
        "<h2>artists</h2><ul><li><a href='/artists/rook/'>rook</a></li>"
        "<li><a href='/artists/minno/'>minno</a></li></ul><h2>find us</h2>"
    )
    assert [found.name for found in people_in_sections(view_of(page(html, f"{SITE}/")))] == ["rook", "minno"]
    assert not people_in_sections(view_of(page(html.replace("/artists/", "/pages/"), f"{SITE}/")))


@pytest.mark.parametrize(
    ("label", "alts", "expected"),
    [
        ("team-grid", ("Anna", "Bo", "Tiziano"), ["Anna", "Bo", "Tiziano"]),
        ("unser-team", ("Greta", "Jonas"), ["Greta", "Jonas"]),
        ("gallery-grid", ("Anna", "Bo", "Tiziano"), []),
        ("team-grid", ("Anna", "tattoo", "our shop", "logo"), []),
        ("team-grid", ("Anna",), []),
        ("team-grid printed", ("Anna", "Jansen"), ["Anna", "Jan"]),
    ],
)
def test_pictures_in_a_block_called_the_team_name_people(
    label: str, alts: tuple[str, ...], expected: list[str]
) -> None:
    pictures = "".join(f"<a href='#'><img src='{at}.jpg' alt='{alt}'></a>" for at, alt in enumerate(alts))
    printed = "<h4>Anna</h4><h4>Jan</h4>" if "printed" in label else ""
    html = f"<h1>Night Garden</h1><h2>Artists</h2><div class='{label}'>{pictures}{printed}</div>"
    html = html if printed else html.replace("<h2>Artists</h2>", "")
    assert [found.name for found in people_in_sections(view_of(page(html, f"{SITE}/")))] == expected


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("Who works at the shop?", "Sam, Noor and Pip are here most days.", ["Sam", "Noor", "Pip"]),
        ("Wer tätowiert hier?", "Lena, Momme und Jonas sind fast immer da.", ["Lena", "Momme", "Jonas"]),
        ("Who works at the shop?", "Monday, Tuesday and Friday are busy.", []),
        ("Do you take walk-ins?", "Sam, Noor and Pip are here most days.", []),
    ],
)
def test_the_subjects_of_a_sentence_below_such_a_question_are_people(
    heading: str, text: str, expected: list[str]
) -> None:
    view = view_of(page(f"<h2>FAQ</h2><h3>{heading}</h3><p>{text}</p>", f"{SITE}/"))
    assert [found.name for found in people_in_rosters(view)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Tattoo by Kaya – from €150", ["Kaya"]), ("Tattoos by Anna Bell, by appointment", ["Anna Bell"])],
)
def test_text_after_a_maker_does_not_hide_the_name(text: str, expected: list[str]) -> None:
    assert [found.name for found in people_in_sentences(view_of(page(f"<p>{text}</p>")))] == expected


@pytest.mark.parametrize(
    ("first", "second", "reviewed"),
    [
        ("Best shop in town, so friendly!", "Tom Baker", True),
        ("Toller Laden, ich komme gern wieder.", "– Sabine H.", True),
        ("Tom Baker draws big and bold pieces.", "Tom Baker", False),
        ("Tom Baker", "Best shop in town, so friendly!", False),
        ("I love roses and skulls and snakes.", "@tombaker.ttt", False),
    ],
)
def test_sentences_signed_alike_are_reviews(first: str, second: str, reviewed: bool) -> None:
    cards = f"<div><p>{first}</p><span>{second}</span></div>"
    cards += "<div><p>Great work, thank you so much!</p><span>Ana P.</span></div>"
    view = view_of(page(f"<h1>Union Tattoo</h1><h2>Loved by locals</h2>{cards}", f"{SITE}/"))
    zones = {line.text: view.zones[line.index] for line in view.document.lines}
    assert bool(zones[second] & Zone.REVIEW) is reviewed


def test_a_studios_own_handle_among_its_artists_is_nobody() -> None:
    html = (
        "<title>Static Bloom Tattoo</title><h1>Static Bloom Tattoo</h1><h3>Follow our artists</h3>"
        "<a href='https://www.instagram.com/tat.by.noor/'>@tat.by.noor</a><br>"
        "<a href='https://www.instagram.com/pip.pokes/'>@pip.pokes</a><br>"
        "<a href='https://www.instagram.com/staticbloomtattoo/'>@staticbloomtattoo</a>"
    )
    found = read_site([page(html, f"{SITE}/")])
    assert {artist.name for artist in found.artists} == {"tat.by.noor", "pip.pokes"}


def test_a_card_with_a_text_in_the_first_person_is_a_website() -> None:
    link = "<a href='https://www.instagram.com/nox.tattoo/'>@nox.tattoo</a>"
    card = f"<html lang=en><title>nox.tattoo</title><h1>nox</h1><p>TEXT</p>{link}"
    spoken = card.replace(
        "TEXT", "I tattoo dark ornaments in the old town of Ghent, and my books are open to you."
    )
    silent = card.replace("TEXT", "Dark ornaments in Ghent.")
    assert read_site([page(silent, f"{SITE}/")]).outcome is VisitOutcome.SOCIAL_MEDIA_ONLY
    assert read_site([page(spoken, f"{SITE}/")]).outcome is not VisitOutcome.SOCIAL_MEDIA_ONLY


@pytest.mark.parametrize(
    ("heading", "items", "expected"),
    [
        ("Tattoo", ("Helja", "Mads", "Ronja"), ["Helja", "Mads", "Ronja"]),
        ("Tatuajes", ("Lupe", "Marta"), ["Lupe", "Marta"]),
        ("Tattoo", ("Realism", "Mads", "Ronja"), []),
        ("Shop", ("Mads", "Ronja"), []),
    ],
)
def test_a_menu_of_tattoos_that_holds_only_names_lists_people(
    heading: str, items: tuple[str, ...], expected: list[str]
) -> None:
    inner = "".join(f"<li><a href='/t/{item.lower()}'>{item}</a></li>" for item in items)
    html = (
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='#'>{heading}</a><ul>{inner}</ul></li></ul></nav>"
    )
    assert [found.name for found in people_in_menus(view_of(page(html, f"{SITE}/")))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Estudio de tatuajes en Rosario.", []),
        ("Studio i Florence", []),
        ("Marta & Luis", ["Marta", "Luis"]),
        ("Anna und Greta", ["Anna", "Greta"]),
    ],
)
def test_a_word_for_and_joins_names_only(text: str, expected: list[str]) -> None:
    line = view_of(page(f"<p>{text}</p>")).document.lines[0]
    assert [guess.name for guess in names_of_line(line)] == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("artists/luca.jpg", "artists/zoe-portrait.jpg", "artists/matteo2.png"), ["Luca", "Zoe", "Matteo"]),
        (("team/greta.webp", "team/jonas.webp"), ["Greta", "Jonas"]),
        (("img/luca.jpg", "img/zoe.jpg"), []),
        (("artists/rose.jpg", "artists/snake.jpg", "artists/door.jpg"), []),
    ],
)
def test_files_of_portraits_name_people(files: tuple[str, ...], expected: list[str]) -> None:
    pictures = "".join(
        f"<a href='g?a={at}'><img src='{file}' alt='artist'></a>" for at, file in enumerate(files)
    )
    html = f"<h1>Velvet Needle</h1><h2>Our Artists</h2><div>{pictures}</div>"
    assert [found.name for found in people_in_sections(view_of(page(html, f"{SITE}/")))] == expected


def test_titles_set_alike_with_a_handle_each_are_stage_names() -> None:
    cards = "".join(
        f"<div><h3>{name}</h3><p>{style}</p><a href='https://instagram.com/{handle}'>IG</a></div>"
        for name, style, handle in (
            ("BLACK_LOTUS", "ornamental", "black_lotus.ttt"),
            ("VEX", "lettering", "vex.tattoos"),
            ("MR.MOTH", "etching", "mr.moth"),
        )
    )
    found = people_in_sections(view_of(page(f"<h1>Undertow</h1><h2>RESIDENTS</h2>{cards}", f"{SITE}/")))
    assert {person.instagram for person in found} == {"black_lotus.ttt", "vex.tattoos", "mr.moth"}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Book with Sloane", "Book with Teddy"), ["Sloane", "Teddy"]),
        (("Termin bei Lena", "Termin bei Jonas"), ["Lena", "Jonas"]),
        (("Reserva con Lupe", "Reserva con Marta"), ["Lupe", "Marta"]),
        (("Book with Sloane",), []),
        (("Book with us", "Book with confidence"), []),
    ],
)
def test_buttons_that_book_name_people(labels: tuple[str, ...], expected: list[str]) -> None:
    html = "".join(f"<a href='/book/{at}'>{label}</a>" for at, label in enumerate(labels))
    assert [found.name for found in people_in_forms(view_of(page(html, f"{SITE}/")))] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [("View Marla's work", "Marla"), ("See Jasper’s portfolio", "Jasper"), ("View our work", "")],
)
def test_labels_that_lead_to_works_name_their_owner(text: str, name: str) -> None:
    guess = owner_of_works(text)
    assert (guess.name if guess is not None else "") == name


def test_an_ornament_parts_a_name_from_a_style() -> None:
    guess = read_name("Aïcha ✦ handpoke")
    assert guess is not None
    assert guess.name == "Aïcha"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fundado por los tatuadores Marta Gil y Luis Ponce en 2012.", ["Marta Gil", "Luis Ponce"]),
        ("Opened by the tattooers Anna Bell and Greta Holm.", ["Anna Bell", "Greta Holm"]),
        ("The tattooers Monday and Tuesday.", []),
    ],
)
def test_names_after_a_word_for_people_are_theirs(text: str, expected: list[str]) -> None:
    assert [found.name for found in people_in_rosters(view_of(page(f"<p>{text}</p>")))] == expected


@pytest.mark.parametrize(
    ("html", "zone"),
    [
        ("<h2>Blog</h2><h3>Five tips</h3><p>by Karen Miles</p><h2>NAME</h2>", Zone.BLOG),
        (
            "<div><img src=1.jpg><p>Lily</p><p>€90</p></div><div><img src=2.jpg><p>Rose</p><p>€80</p></div>",
            Zone.SHOP,
        ),
        (
            "<div><img src=1.jpg><p>Mira</p><p>€90/h</p></div>"
            "<div><img src=2.jpg><p>Kai</p><p>€80/h</p></div>",
            0,
        ),
        ("<table><tr><td>Mira</td><td>120 €</td></tr><tr><td>Kai</td><td>90 €</td></tr></table>", 0),
    ],
)
def test_posts_and_priced_designs_are_marked(html: str, zone: int) -> None:
    view = view_of(page(f"<h1>Paper Moon Tattoo</h1>{html}", f"{SITE}/"))
    marked = [view.zones[line.index] & (Zone.BLOG | Zone.SHOP) for line in view.document.lines[2:4]]
    assert set(marked) == {zone}


def test_headings_of_branches_above_addresses_are_no_people() -> None:
    html = (
        "<title>Iron Fern Tattoo</title><h1>Iron Fern Tattoo</h1><h2>Find us</h2>"
        "<h3>London</h3><p>12 Mill Lane</p>"
        "<h3>Florence</h3><p>Via Nuova 4</p><h3>Sydney</h3><p>8 King Street</p>"
    )
    assert not read_site([page(html, f"{SITE}/")]).artists


def test_an_imprint_keeps_waiting_when_no_better_page_is_left() -> None:
    frontier = Frontier(start=f"{SITE}/")
    frontier.add(f"{SITE}/impressum", -1.0)
    assert frontier.take(lacking=True) is None
    assert frontier.take_legal() == f"{SITE}/impressum"


def test_a_file_spells_the_name_of_a_colleague_otherwise() -> None:
    html = (
        "<title>Casa Preta Tattoo</title><h1>Casa Preta Tattoo</h1><h2>Tatuadores</h2>"
        "<div><a href='?a'><img src='tatuadores/eduardo.jpg'></a>"
        "<a href='?b'><img src='tatuadores/anthony.jpg'></a></div>"
        "<p>Estúdio de tatuagem.</p><form><label>Tatuador</label><select name=tatuador>"
        "<option>Eduardo</option><option>Antony</option></select></form>"
    )
    found = read_site([page(html, f"{SITE}/")])
    assert [artist.name for artist in found.artists] == ["Antony", "Eduardo"]
