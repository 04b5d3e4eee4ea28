"""Reading with fewer words: another process lacks half of all lists, and this one keeps its own."""

from inkscout.vocabulary.loader import long_list, word_set
from inkscout_cli.evaluation.word_loss import is_kept, with_fewer_words


def sizes(entry: str) -> list[int]:
    """Returns the number of words in a list and of given names, as this process knows them."""
    return [len(word_set(entry)), len(long_list("given_names"))]


def test_half_of_the_words_are_missing_in_another_process_alone() -> None:
    before = sizes("team.people"), sizes("pages.contact")
    [people, contact] = with_fewer_words(1, sizes, ["team.people", "pages.contact"])  # type: ignore[arg-type]
    assert 0.4 < people[0] / before[0][0] < 0.6
    assert 0.45 < people[1] / before[0][1] < 0.55
    assert contact[0] == before[1][0]
    assert (sizes("team.people"), sizes("pages.contact")) == before


def test_seeds_leave_out_different_words() -> None:
    words = sorted(word_set("team.people"))
    assert [is_kept(word, 1) for word in words] != [is_kept(word, 2) for word in words]
    assert [is_kept(word, 1) for word in words] == [is_kept(word, 1) for word in words]
