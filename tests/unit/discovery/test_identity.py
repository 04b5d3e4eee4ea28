import pytest

from inkscout.discovery.identity import (
    Traits,
    core_name,
    e164,
    instagram_handle,
    own_host,
    same_studio,
    similar_names,
    social_network,
)
from inkscout.domain.geo import GeoPoint

HERE = GeoPoint(53.8, -1.55)
NEXT_DOOR = GeoPoint(53.8005, -1.55)  # 56 m
ACROSS_TOWN = GeoPoint(53.85, -1.55)  # 5.6 km


def record(
    name: str = "Black Rose Tattoo", *, source: str = "google", at: GeoPoint = HERE, **more: str
) -> Traits:
    return Traits(source, name, at, **more)


def test_one_website_next_door_is_one_studio() -> None:
    one = record(host="blackrose.test")
    assert same_studio(one, record("Rose Noire", source="osm", at=NEXT_DOOR, host="blackrose.test")) == "site"


def test_one_website_across_town_is_a_branch() -> None:
    one = record(host="blackrose.test")
    assert not same_studio(one, record(source="osm", at=ACROSS_TOWN, host="blackrose.test"))


def test_one_phone_next_door_is_one_studio() -> None:
    other = record("The Rose", source="osm", at=NEXT_DOOR, phone="+441134960000")
    assert same_studio(record(phone="+441134960000"), other) == "phone"


def test_one_name_next_door_is_one_studio_whatever_the_words_of_the_trade() -> None:
    other = record("The Black Rose - Tattoo Studio & Piercing Ltd.", source="osm", at=NEXT_DOOR)
    assert same_studio(record(), other) == "name"


def test_one_name_across_town_is_another_studio() -> None:
    assert not same_studio(record(), record(source="osm", at=ACROSS_TOWN))


def test_neighbours_with_other_names_are_two_studios() -> None:
    assert not same_studio(record("Black Rose Tattoo"), record("Black Crow Tattoo", source="osm"))


def test_one_source_that_lists_two_phones_means_two_studios() -> None:
    assert not same_studio(record(phone="+441134960000"), record(phone="+441134960001"))


def test_one_source_that_lists_a_studio_twice_means_one() -> None:
    assert same_studio(record(phone="+441134960000"), record("Black Rose", phone="+441134960000")) == "phone"


def test_one_source_that_lists_a_studio_twice_under_two_names_with_one_phone_and_website_means_one() -> None:
    same = {"host": "northlight.test", "phone": "+441134960102"}
    assert (
        same_studio(record("North Light Tattoo Studio", **same), record("NorthLight Ink (Call Lane)", **same))
        == "site"
    )


def test_two_businesses_that_share_a_reception_stay_two() -> None:
    assert not same_studio(record("Black Rose", phone="+441134960000"), record("Iris", phone="+441134960000"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tätowierstudio Müller", "Tattoo Mueller", True),
        ("Müller Tattoo", "Muller Tattoo Studio", True),
        ("Iron Palm Tattoos", "Iron Palm II Tattoos", False),
        ("Studio 13", "Studio 31", False),
        ("Rose Black Tattoo", "Black Rose Tattoo", True),
        ("Тату Колибри", "Kolibri Tattoo", True),
        ("Tattoo Studio", "Tattoo Shop", False),
        ("Tattoo Studio", "tattoo  studio", True),
    ],
)
def test_names_are_compared_without_the_words_of_the_trade(one: str, other: str, same: bool) -> None:
    assert similar_names(one, other) is same


def test_a_name_of_trade_words_alone_has_no_core() -> None:
    assert core_name("The Tattoo Studio") == ""


@pytest.mark.parametrize(
    ("address", "network", "handle"),
    [
        ("https://www.instagram.com/Black.Rose_Tattoo/?igsh=1", "instagram", "black.rose_tattoo"),
        ("instagram.com/p/Cxyz", "instagram", ""),
        ("https://linktr.ee/blackrose", "linktree", ""),
        ("https://m.facebook.com/blackrose", "facebook", ""),
        ("https://blackrose.booksy.com/", "booking", ""),
        ("https://blackrose.test/instagram.com", "", ""),
        ("https://notinstagram.com/x", "", ""),
    ],
)
def test_addresses_of_networks_are_no_websites(address: str, network: str, handle: str) -> None:
    assert social_network(address) == network
    assert instagram_handle(address) == handle
    assert bool(own_host(address)) is not bool(network)


@pytest.mark.parametrize("broken", ["", "   ", "http://", "http://[::1", "not an address", "http://?"])
def test_a_broken_address_has_no_host(broken: str) -> None:
    assert own_host(broken) in {"", "not an address"}


@pytest.mark.parametrize(
    ("printed", "country", "expected"),
    [
        ("0113 496 0000", "GB", "+441134960000"),
        ("+44 (0)113 496 0000", "", "+441134960000"),
        ("0113 496 0000", "", ""),
        ("call us", "GB", ""),
        ("12", "GB", ""),
        ("", "GB", ""),
    ],
)
def test_phones_are_compared_in_e164(printed: str, country: str, expected: str) -> None:
    assert e164(printed, country) == expected
