"""Names as sites that no rule knows print them: spellings, leading words, colleagues of one first name."""

import pytest

from inkscout.domain.reading import Evidence, FoundArtist
from inkscout.extraction import proposals
from inkscout.extraction.model import SiteContext
from inkscout.extraction.page.zones import is_credit
from inkscout.extraction.people.finders.prose import people_in_prose
from inkscout.extraction.people.finders.sentences import people_in_sentences
from inkscout.extraction.people.finders.short_texts import (
    names_of_line,
    people_in_short_texts,
    people_in_studio_name,
)
from inkscout.extraction.people.finders.single_artist import artist_named_as_brand
from inkscout.extraction.people.merge import artists_of, people_of
from inkscout.extraction.people.section_headings import sections_of
from inkscout.extraction.site import _is_surely_shown, read_site, view_of
from inkscout.extraction.studio.hours_and_policy import tidy_address
from inkscout.extraction.studio.relevance import is_studio_site
from inkscout.extraction.studio.studio_names import known_name
from inkscout.extraction.text.brand import brand_of
from inkscout.extraction.text.names import same_person
from tests.support.pages import page

SITE = "http://studio.test"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Rafael Nogueira", "Raphael Nogueira", True),
        ("Katherine Cole", "Catherine Cole", True),
        ("Anna Smith", "Ana Smyth", True),
        ("Black Rose Rae Costa", "Rae Costa", True),
        ("Anna Bell", "Hanna Belling", False),
        ("Maria Bell", "Mario Bell", False),
        ("Jane Costa", "Rae Costa", False),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str, expected: bool) -> None:
    assert same_person(one, other) is expected


def _names(html: str, studio: str) -> list[str]:
    view = view_of(page(html, f"{SITE}/"))
    site = SiteContext(views=[view], studio_name=studio, brand=brand_of(studio))
    people = people_of(site, [found for found in view.people if found.finder.name != "short_text"])
    return [artist.name for artist in artists_of(site, [(person, 0.9) for person in people])]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Our artists</h1><h2>Om Lukas</h2><p>Lukas tattoos dotwork.</p><h2>Lukas</h2>", ["Lukas"]),
        (
            "<h1>Our artists</h1><h2>Rusty Nail Rae Costa</h2><h2>Rae Costa</h2><h2>Ben Hill</h2>",
            ["Ben Hill", "Rae Costa"],
        ),
    ],
)
def test_words_before_a_name_are_no_part_of_it(html: str, expected: list[str]) -> None:
    assert sorted(_names(html, "Rusty Nail Tattoo")) == expected


def test_a_place_at_the_end_of_a_studios_name_is_no_family_name() -> None:
    view = view_of(page("<title>Jim Tattoo Ink Barcelona</title><p>Hello</p>", f"{SITE}/"))
    site = SiteContext(views=[view], studio_name="Jim Tattoo Ink Barcelona")
    assert {found.name for found in people_in_studio_name(site)} == {"Jim"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Red and black.", []), ("Patience.", []), ("Anna Y.", ["Anna Y."]), ("Anna and Ben", ["Anna", "Ben"])],
)
def test_pieces_of_a_sentence_are_no_names(text: str, expected: list[str]) -> None:
    (line,) = view_of(page(f"<p>{text}</p>", f"{SITE}/")).document.lines
    assert [guess.name for guess in names_of_line(line)] == expected


def test_colleagues_of_one_first_name_have_what_their_own_pages_say() -> None:
    card = '<div class="card"><h3>{0}</h3><p>{1}</p><a href="/{2}.html">More</a></div>'
    team = card.format("Anna Bell", "Tattoo artist", "bell") + card.format(
        "Anna Stone", "Tattoo artist", "stone"
    )
    own = '<h1>Anna</h1><p>Tattoo artist</p><a href="https://www.instagram.com/{0}/">Instagram</a>'
    pages = [
        page(f"<title>Rusty Nail Tattoo</title><h1>Our artists</h1>{team}", f"{SITE}/"),
        page(own.format("ab.ink"), f"{SITE}/bell.html"),
        page(own.format("rocky.needles"), f"{SITE}/stone.html"),
    ]
    reading = read_site(pages, studio_name="Rusty Nail Tattoo")
    handles = {artist.name: artist.instagram for artist in reading.artists}
    assert handles == {"Anna Bell": "ab.ink", "Anna Stone": "rocky.needles"}


@pytest.mark.parametrize(
    ("handles", "expected"),
    [(("rae.costa.tattoo",), "rae.costa.tattoo"), (("oldmill",), ""), (("raecosta", "rae_costa_ink"), "")],
)
def test_a_linked_handle_like_one_name_is_that_persons(handles: tuple[str, ...], expected: str) -> None:
    links = "".join(f'<a href="https://www.instagram.com/{handle}/">I</a>' for handle in handles)
    team = "<h1>Our artists</h1><h3>Rae Costa</h3><p>Tattoo artist</p><h3>Ben Hill</h3><p>Tattoo artist</p>"
    contact = f"<h2>Contact</h2><p>Write to us.</p><p>Or come by.</p><div>{links}</div>"
    pages = [page(f"<title>Old Mill Tattoo</title>{team}", f"{SITE}/"), page(contact, f"{SITE}/contact")]
    reading = read_site(pages, studio_name="Old Mill Tattoo")
    assert {artist.name: artist.instagram for artist in reading.artists} == {
        "Rae Costa": expected,
        "Ben Hill": "",
    }


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Services", "Rusty Nail Tattoo", ""),
        ("Home Page", "Rusty Nail Tattoo", ""),
        ("Tattoo, Piercing and more", "Rusty Nail Tattoo", ""),
        ("Rusty", "Rusty Nail Tattoo", ""),
        ("The Rusty Nail", "Rusty Nail Tattoo", "The Rusty Nail"),
        ("RustyNail", "Rusty Nail Tattoo", "RustyNail"),
        ("Rutsy Nail", "Rusty Nail Tattoo", ""),
        ("RUSTY NAIL TATTOO", "Rusty Nail Tattoo", "Rusty Nail Tattoo"),
        ("Tattoo Studio", "Tattoo Studio", "Tattoo Studio"),
        ("Rusty Nail", "", "Rusty Nail"),
        ("Black Heron Tattoo by Anna Cole", "Black Heron", "Black Heron Tattoo"),
        ("Black Heron Tattoo by the river", "Black Heron", "Black Heron Tattoo by the river"),
        ("Tattoos by Anna Cole", "Anna Cole", "Tattoos by Anna Cole"),
    ],
)
def test_a_title_replaces_a_studios_name_only_if_it_shares_a_telling_word(
    name: str, known: str, expected: str
) -> None:
    assert known_name(name, known) == expected


def test_a_page_called_services_leaves_the_studios_name_alone() -> None:
    html = "<title>Services</title><h1>Services</h1><p>Tattoos by our artists.</p>"
    assert read_site([page(html, f"{SITE}/")], studio_name="Electric Heron Tattoo").studio.name == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("102 Vicar Lane, Leeds LS2 7NL | 0113 245 1122 | 7 days", "102 Vicar Lane, Leeds LS2 7NL"),
        ("Find us at 12 Call Lane, Leeds (409) 313-6158", "12 Call Lane, Leeds"),
        ("Address: 12 Call Lane, Leeds", "12 Call Lane, Leeds"),
        ("Add your studio address", ""),
        ("10 rue des exemples, code postale, ville", ""),
        ("Hantverkargatan 83, 112 38, Stockholm, SE", "Hantverkargatan 83, 112 38, Stockholm, SE"),
    ],
)
def test_an_address_is_nothing_but_an_address(text: str, expected: str) -> None:
    assert tidy_address(text) == expected


@pytest.mark.parametrize(
    ("finder", "confidence", "expected"),
    [
        ("section", 0.75, True),
        ("section", 0.6, False),
        ("short_text", 0.9, False),
        ("short_text", 0.97, True),
    ],
)
def test_a_mere_proposal_keeps_no_browser_from_being_asked(
    finder: str, confidence: float, expected: bool
) -> None:
    evidence = (Evidence(url=f"{SITE}/", finder=finder), Evidence(url=f"{SITE}/", finder="unseen"))
    artist = FoundArtist(name="Grace Hope", confidence=confidence, evidence=evidence)
    assert _is_surely_shown(artist) is expected


def _proposed(html: str, url: str = f"{SITE}/") -> set[str]:
    site = view_of(page(html, url))
    return {found.name for finder in (people_in_short_texts, people_in_prose) for found in finder(site)}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>@moth.pokes</p><p>@inkbyzoe</p><p>@grave_worm</p>", {"moth.pokes", "inkbyzoe", "grave_worm"}),
        ("<li><a href='/x'>@a_b</a></li><li><a href='/y'>@cd.ef</a></li>", {"a_b", "cd.ef"}),
        ("<h3>Anna Bell</h3><p>@annas.i</p><h3>Tom Finch</h3><p>@finch_t</p>", {"Anna Bell", "Tom Finch"}),
        ("<p>Follow us</p><p>@the_studio</p>", set()),
        ("<footer><p>@one_studio</p><p>@two_studio</p></footer>", set()),
    ],
)  # fmt: skip
def test_handles_are_names_where_nothing_else_names_their_owners(html: str, expected: set[str]) -> None:
    assert _proposed(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><b>Bára Šimková</b> minimalistické tetování pro každého</p>", {"Bára Šimková"}),
        ("<p><strong>Signe</strong> laver små fine tatoveringer til dig.</p>", {"Signe"}),
        ("<p><b>Please note</b> that we are closed on Mondays in winter.</p>", set()),
    ],
)
def test_names_in_bold_at_the_beginning_of_a_text_are_proposed(html: str, expected: set[str]) -> None:
    assert _proposed(html) == expected


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<p>Bei uns arbeiten heute Anna, Jonas und Felix mit viel Freude.</p>", "Felix"),
        ("<p>Saját stúdiómban Kovács Dorottya néven fogadlak téged.</p>", "Kovács Dorottya"),
    ],
)
def test_names_in_prose_are_proposed(html: str, name: str) -> None:
    assert name in _proposed(html)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kovács Dorottya vagyok, és tetoválok.", "Kovács Dorottya"),
        ("Привіт! Це Соломія. Я тату-майстриня.", "Соломія"),
        ("Με λένε Ελπίδα και κάνω τατουάζ.", "Ελπίδα"),
        ("Ciao a tutti, sono Elettra e tatuo dal 2012.", "Elettra"),
    ],
)
def test_people_who_introduce_themselves_are_found_in_any_language(text: str, name: str) -> None:
    found = people_in_sentences(view_of(page(f"<p>{text}</p>", f"{SITE}/")))
    assert name in {one.name for one in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Я — Мастер Юки, специализируюсь на аниме уже более восьми лет.", "Юки"),
        ("Conheça a obra do tatuador Aurino, que desenha desde criança.", "Aurino"),
        ("Every piece is drawn by our tattooer Quill before you come.", "Quill"),
    ],
)
def test_a_capitalised_word_after_a_role_in_a_sentence_is_proposed(text: str, expected: str) -> None:
    assert expected in [one.name for one in people_in_prose(view_of(page(f"<p>{text}</p>")))]


def test_everyday_words_after_a_role_are_not_proposed() -> None:
    for text in (
        "Unser Team aus Tätowierern Vereinbart Termine gern auch kurzfristig.",
        "Ask the artist Before you book a large piece of work.",
    ):
        assert not people_in_prose(view_of(page(f"<p>{text}</p>")))


def test_the_next_heading_of_its_level_ends_a_section_of_people() -> None:
    """No word of the next heading has to be known: that lower headings stood between is enough."""
    html = (
        "<h2>Our artists</h2><h5>Elif Kaya</h5><p>Fine line.</p><h5>Mert Aydin</h5><p>Portraits.</p>"
        "<h2>Neden biz?</h2><h5>Steril Ortam</h5><p>Hep.</p>"
    )
    (section,) = sections_of(view := view_of(page(html)))
    ended = [line.text for line in view.document.lines[section.start : section.end]]
    assert ended == ["Elif Kaya", "Fine line.", "Mert Aydin", "Portraits."]


def test_names_at_the_level_of_their_heading_do_not_end_a_section() -> None:
    html = "<h2>Our artists</h2><h3>Anna Bell</h3><h3>Tom Finch</h3><h2>Rae Costa</h2><p>Blackwork.</p>"
    (section,) = sections_of(view := view_of(page(html)))
    assert section.end == len(view.document.lines)


def test_a_stage_name_beside_a_name_in_a_section_is_proposed() -> None:
    html = "<h2>Meet our artists</h2><h3>TK_ASHROOM</h3><p>Bold work.</p><h3>Olivia</h3><p>Fine line.</p>"
    assert {one.name for one in people_in_short_texts(view_of(page(html)))} >= {"TK_ASHROOM", "Olivia"}
    elsewhere = html.replace("Meet our artists", "Opening times")
    assert "TK_ASHROOM" not in {one.name for one in people_in_short_texts(view_of(page(elsewhere)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Somos Nerea e Iker, pareja dentro y fuera del estudio.", ["Nerea", "Iker"]),
        ("Wir sind Hauke und Swantje und stechen im Norden.", ["Hauke", "Swantje"]),
        ("We are open and happy to see you.", []),
        ("Wir sind Meister und Gesellen.", []),
    ],
)
def test_two_who_introduce_themselves_together_are_read(text: str, expected: list[str]) -> None:
    assert [one.name for one in people_in_sentences(view_of(page(f"<p>{text}</p>")))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Design: Tom Baker", True),
        ("Salon Kalk · Fotos: Lena Fischer", True),
        ("Фото: Ирина Белова", True),
        ("Theme by Harper Lindqvist · Photographs: Sam Atherley", True),
        ("Design: 20 €", False),
        ("Tom Baker: fine line and design", False),
    ],
)
def test_labelled_credits_are_no_lines_of_people(text: str, expected: bool) -> None:
    assert is_credit(text) is expected


def test_labels_and_stars_beside_a_name_are_evidence() -> None:
    html = (
        "<p>We tattoo in Kiel every day of the week.</p><p>Steuerberatung: Anke Vogt</p>"
        "<p>Artist: Jule Ahrens</p><div><h5>Jason Miller</h5><span>★★★★★</span><p>Clean shop.</p></div>"
    )
    rows = {one.names[0]: one.features for one in proposals([page(html)])}
    labelled = {name: row["labelled"] for name, row in rows.items()}
    assert labelled == {"Anke Vogt": 1.0, "Jule Ahrens": 0.0, "Jason Miller": 0.0}
    assert rows["Jason Miller"]["stars_near"] == 1.0
    assert rows["Anke Vogt"]["stars_near"] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Tatuamos con calma en Bilbao",
        "Tatuuję rośliny w Krakowie",
        "Tetuji od roku 2014",
        "Na de academie ben ik gaan tatoeëren",
        "Blackwork und Pflanzen",
    ],
)
def test_a_site_speaks_of_tattooing_in_its_own_forms(text: str) -> None:
    lines = "".join(f"<p>Zeile {at}</p>" for at in range(8))
    ours, _ = is_studio_site([view_of(page(f"<p>{text}</p>{lines}"))], "")
    assert ours


def test_statues_and_status_are_no_tattooing() -> None:
    lines = "".join(f"<p>Line {at}</p>" for at in range(8))
    ours, _ = is_studio_site([view_of(page(f"<p>The status of our statues and statutes.</p>{lines}"))], "")
    assert not ours


def test_a_month_before_a_year_is_nobody() -> None:
    text = "Lovely to have had you: Theodora Blunt (May 2026)."
    assert [one.name for one in people_in_prose(view_of(page(f"<p>{text}</p>")))] == ["Theodora Blunt"]


@pytest.mark.parametrize("job", ["Тату майстер", "Tattoo Artist", "Tatuadora", "Tätowierer"])
def test_tattooers_whom_barbers_employ_are_found(job: str) -> None:
    barbers = [("Оксана", "Барбер"), ("Martin Kohl", "Barber")]
    cards = "".join(
        f"<div><h4>{name}</h4><p>{role}</p></div>" for name, role in [*barbers, ("Anna Bell", job)]
    )
    praise = "<p>The barber shop for haircut and beard. Barber, haircut, beard, барбер, стрижка.</p>" * 3
    html = f"<title>Barbershop</title><h1>Barbershop</h1>{praise}<h2>Our team</h2>{cards}"
    assert [artist.name for artist in read_site([page(html, f"{SITE}/")]).artists] == ["Anna Bell"]
    only_barbers = html.replace(job, "Barber")
    assert not read_site([page(only_barbers, f"{SITE}/")]).artists


@pytest.mark.parametrize("name", ["Mirelle", "Runa"])
def test_somebody_whom_structured_data_gives_the_job_is_found_on_a_page_of_links(name: str) -> None:
    person = f'{{"@type": "Person", "name": "{name}", "jobTitle": "JOB"}}'
    html = (
        f"<title>{name}</title><script type='application/ld+json'>{person}</script>"
        f"<a href='https://x.com/{name.lower()}88'>X</a>"
    )
    found = read_site([page(html.replace("JOB", "Tattoo artist"), f"{SITE}/")])
    assert [artist.name for artist in found.artists] == [name]
    assert not read_site([page(html.replace("JOB", "Photographer"), f"{SITE}/")]).artists


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm Danilo but everybody calls me Fuente. I have been tattooing since 2004.", ["Danilo"]),
        ("I'm Sorry about the wait, tattooing takes time.", []),
        ("tatuering av tilly", ["Tilly"]),
        ("tattoos by anna bell", ["Anna Bell"]),
        ("“Skin is the only paper.” – Anna Bell, tattoo artist", ["Anna Bell"]),
        ("“Meine Haut ist Papier.“ — Greta Holm, Tätowiererin", ["Greta Holm"]),
        ("“The best tattoo of my life.” – Anna Bell", []),
        ("“The best tattoo of my life.” – Anna Bell, customer", []),
    ],
)
def test_people_say_and_sign_who_they_are(text: str, expected: list[str]) -> None:
    assert [found.name for found in people_in_sentences(view_of(page(f"<p>{text}</p>")))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("While tattooing since 2016, Julio specializes in realism and black ink.", ["Julio Jiménez"]),
        ("Julio lleva diez años tatuando retratos y animales en su ciudad.", ["Julio Jiménez"]),
        ("Julio Jiménez Tattoo offers the best tattoos in town, every day.", []),
        ("Julio restores statues and statuettes of marble in his workshop.", []),
        ("We are a house of many, and our friend Julio tattoos at our shop. We love our town.", []),
    ],
)
def test_a_person_after_whom_a_site_is_named_is_its_artist_if_the_text_tells_of_them(
    text: str, expected: list[str]
) -> None:
    view = view_of(page(f"<title>Julio Jiménez</title><h1>Tattoo</h1><p>{text}</p>"))
    site = SiteContext(views=[view], studio_name="Julio Jiménez", brand=brand_of("Julio Jiménez"))
    assert [found.name for found in artist_named_as_brand(site)] == expected
