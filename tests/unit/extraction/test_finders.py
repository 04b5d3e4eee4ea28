"""The table of finders lists every module of finders once, and what merge and stores need of each."""

import pkgutil

from inkscout.extraction import people
from inkscout.extraction.model import Candidate, Finder, PageView
from inkscout.extraction.page.parse import parse
from inkscout.extraction.page.zones import zones_of
from inkscout.extraction.people import finders
from tests.support.pages import page

TABLE = (
    *people.PAGE_FINDERS,
    people.OWN_PAGES,
    people.SINGLE_ARTIST,
    people.PROPOSER,
    people.PROSE,
    people.UNSEEN,
    people.STUDIO_NAME,
)
STORED_NAMES = {
    "caption", "embedded", "form", "handle", "menu", "own_page", "prose", "role", "roster", "section",
    "sentence", "short_text", "solo", "structured", "studio_name", "table", "unseen",
}  # fmt: skip
"""Names in the evidence of stored artists."""


def _view(html: str) -> PageView:
    document = parse(page(html))
    return PageView(document=document, zones=zones_of(document))


def test_every_module_of_finders_stands_in_the_table() -> None:
    modules = {f"{finders.__name__}.{module.name}" for module in pkgutil.iter_modules(finders.__path__)}
    assert {finder.find.__module__ for finder in TABLE} == modules


def test_names_of_finders_stay_as_they_are_stored() -> None:
    assert len({finder.name for finder in TABLE}) == len(TABLE)
    assert {finder.name for finder in TABLE} == STORED_NAMES, "names are never changed; add a new one above"


def test_a_finder_marks_what_it_finds() -> None:
    view = _view('<title>x</title><img src="a.jpg" alt="Tattoo artist Anna Bell">')
    found = people.find_on_page(view)
    assert [candidate.name for candidate in found] == ["Anna Bell"]
    assert found[0].finder.weak
    assert found[0].evidence().finder == "caption"


def test_one_finder_gives_no_more_people_than_a_studio_has() -> None:
    crowd = [
        Candidate(name=f"Anna {at}", url="http://studio.test/", confidence=0.9)
        for at in range(people.MAX_PEOPLE + 20)
    ]
    finder: Finder[PageView] = Finder("crowd", lambda _: crowd)
    assert len(people.find(finder, _view(""))) == people.MAX_PEOPLE


def test_articles_are_asked_for_marked_up_people_only() -> None:
    asked = [finder.name for finder in people.PAGE_FINDERS if finder.on_articles]
    assert asked == ["structured"]


def test_a_page_of_guests_makes_guests_of_those_it_lists_and_not_of_those_in_the_menu() -> None:
    view = _view(
        "<nav><ul><li><a href='/artists'>Artists</a><ul><li><a href='/artists/anna'>Anna Bell</a></li>"
        "<li><a href='/artists/ben'>Ben Moss</a></li></ul></li></ul></nav>"
        "<main><h2>Our artists</h2><h3>Clara Reed</h3><h3>David Hart</h3></main>"
    )
    view.is_guest = True
    found = people.find_on_page(view)
    guests = {candidate.name: candidate.guest for candidate in found if candidate.finder.name != "handle"}
    assert guests == {"Anna Bell": False, "Ben Moss": False, "Clara Reed": True, "David Hart": True}
