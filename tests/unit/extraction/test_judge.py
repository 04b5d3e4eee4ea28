"""The judge of people is plain numbers that fit the evidence, and judges alike whoever asks."""

import json
import math
import random
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise, product

import pytest

from inkscout.extraction import NOBODY, judge_from, proposals, read_site, same_person, view_of
from inkscout.extraction.model import Candidate, Finder, PageView, SiteContext
from inkscout.extraction.people.judge import features, group_features
from inkscout.extraction.people.judge.features import FINDERS
from inkscout.extraction.people.judge.groups import LinesUnderHeading
from inkscout.extraction.people.judge.model import JudgeStage, Tree, forest_of, judge
from inkscout.extraction.people.merge import people_of
from tests.support.pages import page

HEAD = (
    "<title>Marrow Lane Tattoo</title><h1>Marrow Lane Tattoo</h1>"
    "<p>A tattoo studio in Leeds. We tattoo by appointment.</p>"
)


def cards(*names: str, role: str = "Tattoo artist") -> str:
    return HEAD + "".join(f"<div class=card><h3>{name}</h3><p>{role}</p></div>" for name in names)


def proposed(html: str) -> set[str]:
    return {proposal.names[0] for proposal in proposals([page(html)])}


def found(html: str) -> list[str]:
    return [artist.name for artist in read_site([page(html)]).artists]


def test_the_weights_are_for_the_evidence_that_the_code_collects() -> None:
    (proposal,) = (
        one for one in proposals([page(cards("Anna Bell", "Tom Finch"))]) if "Anna Bell" in one.names
    )
    both = proposal.features | group_features([0.5, 0.5], [frozenset(), frozenset()], 0)
    assert list(judge().first.names) == sorted(proposal.features)
    assert list(judge().second.names) == sorted(both)
    assert {f"by_{finder}" for finder in FINDERS} <= set(proposal.features)


def test_the_weights_are_plain_numbers_of_bounded_size() -> None:
    text = (files(features.__package__) / "judge.json").read_text("utf-8")
    assert len(text) < 200_000
    assert judge_from(json.loads(text)) == judge()


def test_nothing_of_the_training_is_needed_to_judge() -> None:
    program = (
        "import sys; from inkscout.extraction.people.judge.model import judge; judge(); "
        "print({'lightgbm', 'sklearn', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_confidence_grows_with_the_probability() -> None:
    shares = [judge().confidence(step / 100) for step in range(101)]
    assert all(low <= high for low, high in pairwise(shares))
    assert 0 <= shares[0] < shares[-1] <= 1


def test_a_tree_leads_to_its_leaves() -> None:
    tree = Tree(feature=(0, 1), threshold=(0.5, 2.0), left=(-1, -2), right=(1, -3), value=(1.0, 2.0, 3.0))
    forest = forest_of([tree])
    assert [forest.score(row) for row in ((0.5, 9.0), (0.6, 2.0), (0.6, 2.1))] == [1.0, 2.0, 3.0]


def test_trees_together_give_the_sum_of_each_walked_by_itself() -> None:
    document = json.loads((files(features.__package__) / "judge.json").read_text("utf-8"))["second"]
    draw = random.Random(5)
    marks = sorted({value for tree in document["trees"] for value in tree["threshold"]})
    for _ in range(20):
        row = [draw.choice([*marks, draw.uniform(-1, 5)]) for _ in document["names"]]
        walked = 0.0
        for tree in document["trees"]:
            node = 0
            while node >= 0:
                inside = row[tree["feature"][node]] <= tree["threshold"][node]
                node = tree["left" if inside else "right"][node]
            walked += tree["value"][-node - 1]
        assert judge().second.forest.score(row) == walked


def test_a_tree_with_more_leaves_than_bits_is_refused() -> None:
    chain = tuple(range(8))
    tree = Tree(
        feature=chain,
        threshold=(0.5,) * 8,
        left=tuple(-at - 1 for at in chain),
        right=(*range(1, 8), -9),
        value=(1.0,) * 9,
    )
    with pytest.raises(ValueError, match="9 leaves"):
        forest_of([tree])


def test_a_stage_is_the_mean_of_trees_and_regression() -> None:
    forest = forest_of([Tree((), (), (), (), (0.0,))])
    stage = JudgeStage(names=("a",), forest=forest, weights=(2.0,), bias=-2.0)
    assert stage.probability({"a": 1.0}) == pytest.approx(0.5)
    assert 0.5 < stage.probability({"a": 9.0}) < 1.0
    assert stage.probability({"a": 1000.0}) <= 0.999


def test_the_judge_decides_who_is_read() -> None:
    pages = [page(cards("Anna Bell", "Tom Finch"))]
    assert [artist.name for artist in read_site(pages).artists] == ["Anna Bell", "Tom Finch"]
    assert read_site(pages, judge=NOBODY).artists == ()
    strict = replace(judge(), threshold=1.1, lower=1.1)
    assert read_site(pages, judge=strict).artists == ()


def found_by(html: str) -> dict[str, set[str]]:
    """The finders of a page's people other than those that only propose, by name."""
    finders: dict[str, set[str]] = {}
    for candidate in view_of(page(html)).people:
        finders.setdefault(candidate.name, set()).add(candidate.finder.name)
    return finders


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm Jane Holloway and I tattoo in Leeds.", "Jane Holloway"),
        ("Soy Miguel Ángel Marco, un apasionado artista del tatuaje.", "Miguel Ángel Marco"),
        ("Hello there! I am Peter Lang, the hands behind these tattoos.", "Peter Lang"),
    ],
)
def test_a_full_name_in_the_first_person_introduces_somebody(text: str, name: str) -> None:
    assert "sentence" in found_by(HEAD + f"<p>{text}</p>").get(name, set())


@pytest.mark.parametrize(
    "text",
    [
        "Hi there! My name is Oliver, and I'm a web developer and graphic designer.",
        "My name is Oliver and I am a photographer.",
    ],
)
def test_somebody_of_another_trade_who_introduces_themselves_is_no_artist(text: str) -> None:
    assert found_by(HEAD + f"<p>{text}</p>") == {}


def test_names_that_only_pictures_say_are_decided_together() -> None:
    pictures = "".join(f'<img src="/{name}.jpg" alt="{name}">' for name in ("Anna", "Tom", "Nina", "Otto"))
    html = HEAD + f"<h2>Artists</h2>{pictures}<h2>Gallery</h2><img src=/g.jpg alt='Gallery 1'>"
    by_name = {one.names[0]: one for one in proposals([page(html)])}
    anna, tom = by_name["Anna"], by_name["Tom"]
    assert anna.features["alt_names_beside"] == pytest.approx(math.log1p(4))
    assert anna.features["alt_share_named"] == 1.0
    assert anna.groups & tom.groups


def test_names_of_the_place_are_known_from_the_address() -> None:
    html = HEAD + "<h2>Cary Street</h2><address>6 West Cary Street, Richmond VA 23220</address>"
    (street,) = (one for one in proposals([page(html)]) if one.names[0] == "Cary Street")
    assert street.features["in_address"] == 1.0


def test_unaided_proposals_leave_out_the_rules_and_nobody() -> None:
    pages = [page(cards("Anna Bell", "Tom Finch"))]
    aided, unaided = proposals(pages), proposals(pages, unaided=True)
    assert {one.names[0] for one in unaided} >= {"Anna Bell", "Tom Finch"}
    assert any(one.features["by_rules"] for one in aided)
    assert not any(one.features["by_section"] or one.features["by_role"] for one in unaided)


def test_a_name_in_an_element_of_its_own_is_alone_in_its_line() -> None:
    html = (
        HEAD + "<ul><li><strong>Kim Reyes</strong> Flash</li><li><strong>Bo Lund</strong> Linework</li></ul>"
    )
    people = {one.names[0]: one for one in proposals([page(html)])}
    kim, bo = people["Kim Reyes"], people["Bo Lund"]
    assert kim.features["alone"] > 0
    assert bo.features["alone"] > 0
    assert kim.groups & bo.groups


def test_people_of_whom_one_has_no_known_style_are_set_alike() -> None:
    texts = [("Anna Bell", "Dotwork"), ("Tom Finch", "Realism"), ("Ylva", "Unknown things since 2009.")]
    html = HEAD + "".join(f"<div class=card><h3>{name}</h3><p>{text}</p></div>" for name, text in texts)
    people = {one.names[0]: one.features for one in proposals([page(html)])}
    assert people["Ylva"]["like_siblings"] == people["Anna Bell"]["like_siblings"] == 1.0
    assert not people["Ylva"]["untitled_among_titled"]
    other = html + "<h3>Walk Ins</h3><h3>Daily Flash</h3>"
    shown = {one.names[0]: one.features for one in proposals([page(other)])}
    assert not shown.get("Daily Flash", {"like_siblings": 0.0})["like_siblings"]


def test_people_are_compared_only_with_those_they_may_be() -> None:
    def compared(count: int) -> int:
        names = [f"{a}{b} Q{b}{a}" for a, b in product("BCDFGHKLMN", repeat=2)][:count]
        finder: Finder[PageView] = Finder("short_text", lambda _view: [])
        candidates = [Candidate(name=name, url="http://a.test/", confidence=0.1) for name in names]
        for candidate in candidates:
            candidate.finder = finder
        same_person.cache_clear()
        people_of(SiteContext(views=[]), candidates)
        return same_person.cache_info().misses

    assert compared(100) <= 3 * compared(50) + 10


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (cards("Lucky Strike", "Anna Bell", "Tom Finch"), {"Lucky Strike"}),
        (cards("bell.anna", "finch.tom"), {"bell.anna", "finch.tom"}),
        (HEAD + "<p>Piercing here is the work of Nina Holt and nobody else.</p>", {"Nina Holt"}),
        (
            HEAD + "<p>We owe it all to Greta Moss, who drew the first flash. Come and see.</p>",
            {"Greta Moss"},
        ),
        (HEAD + '<a href="/a" aria-label="Anna Bell"><img src="a.jpg"></a>', {"Anna Bell"}),
        (HEAD + '<a href="/artists/anna-bell"><img src="a.jpg"></a>', {"Anna Bell"}),
        (
            HEAD + '<script>fill(["Anna Bell", "\\u0410\\u043d\\u043d\\u0430"])</script>',
            {"Anna Bell", "Анна"},
        ),
        (HEAD + '<meta name="author" content="Anna Bell">', {"Anna Bell"}),
    ],
)
def test_everybody_who_might_be_an_artist_is_proposed(html: str, names: set[str]) -> None:
    assert names <= proposed(html)


def test_names_in_prose_change_nobody_whom_a_finder_names() -> None:
    html = (
        cards("Anna", "Tom Finch")
        + "<p>Thank you, says our client Anna Krause, for a lovely day with you.</p>"
    )
    assert found(html) == found(cards("Anna", "Tom Finch"))


@pytest.mark.parametrize(
    "html",
    [
        HEAD.replace("Marrow Lane", "Little Wolf") + "<p>Hi, I'm Anna! I'm a tattoo artist in Leeds.</p>",
        HEAD.replace("Marrow Lane", "Quiet Anchor")
        + "<p>My name is Anna and I tattoo in Leeds since 2015.</p>",
    ],
)
def test_a_brand_beside_somebody_who_introduces_themselves_is_no_second_person(html: str) -> None:
    assert found(html) == ["Anna"]


def test_pictures_of_people_in_a_gallery_are_motifs() -> None:
    motifs = "".join(
        f'<div class="gallery-item"><img src="{name}.jpg" alt="{name}"><h3>{name}</h3></div>'
        for name in ("Nina Simone", "David Bowie", "Salvador Dali")
    )
    assert found(HEAD + "<h2>Gallery</h2>" + motifs) == []


def test_handles_that_hold_what_short_texts_say_are_no_strangers_handles() -> None:
    html = (
        cards("Anna Bell")
        + '<p>Book with Anna Bell <a href="https://instagram.com/inky.anna">@inky.anna</a></p>'
    )
    (artist,) = read_site([page(html)]).artists
    assert artist.instagram == "inky.anna"


def test_a_brand_that_is_ruled_out_hides_nobody() -> None:
    """A brand may be the most probable person and is rejected all the same: others are judged without it."""
    brand = HEAD.replace("Marrow Lane", "Farbklang")
    html = (
        f"{brand}<p>Welcome to the retreat of Verena Mutig. With twelve years of experience Verena creates "
        "unique tattoos, and every client of Verena gets a drawing of their own.</p>"
    )
    open_to_all = replace(judge(), lower=0.0)
    reading = read_site([page(html)], studio_name="Farbklang Tattoo", judge=open_to_all)
    assert "Verena Mutig" in [artist.name for artist in reading.artists]


def test_a_person_called_by_the_first_name_later_is_mentioned_again() -> None:
    once = HEAD + "<p>Michael Guldberg is the man behind the success of the shop in this town.</p>"
    again = once + "<p>In these years Michael has learned every style, and Michael has his own shops.</p>"
    rows = [
        next(one.features for one in proposals([page(html)]) if "Michael Guldberg" in one.names)
        for html in (once, again)
    ]
    assert rows[0]["first_elsewhere"] == 0
    assert rows[1]["first_elsewhere"] > rows[0]["first_elsewhere"]


def test_groups_of_a_heading_are_told_from_those_of_a_page() -> None:
    """Cards of people and of values are set alike on many pages: the heading above them tells them apart."""
    html = (
        HEAD + "<h2>Sanatçılarımız</h2><h5>Elif Kaya</h5><p>İnce çizgi.</p><h5>Mert Aydın</h5><p>Portre.</p>"
        "<h2>Neden biz?</h2><h5>Steril Ortam</h5><p>Hep.</p><h5>Özgün Tasarım</h5><p>Sana.</p>"
    )
    by_name = {one.names[0]: one for one in proposals([page(html)])}
    shared = by_name["Elif Kaya"].groups & by_name["Mert Aydın"].groups
    apart = by_name["Elif Kaya"].groups & by_name["Steril Ortam"].groups
    assert any(isinstance(group, LinesUnderHeading) for group in shared)
    assert apart
    assert not any(isinstance(group, LinesUnderHeading) for group in apart)
    assert by_name["Elif Kaya"].features["block"] == pytest.approx(math.log1p(2))
    assert by_name["Elif Kaya"].features["siblings"] == pytest.approx(math.log1p(4))
