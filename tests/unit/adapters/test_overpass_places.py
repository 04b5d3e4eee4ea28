"""Elements of OpenStreetMap as places: a name at a network is an address at that network."""

from collections.abc import Mapping

import pytest

from inkscout.adapters.places.overpass_places import _place


@pytest.mark.parametrize(
    ("tags", "website"),
    [
        ({"contact:facebook": "wrentattoo"}, "https://www.facebook.com/wrentattoo"),
        ({"contact:facebook": "facebook.com/wrentattoo"}, "https://facebook.com/wrentattoo"),
        ({"contact:facebook": "https://www.facebook.com/wren"}, "https://www.facebook.com/wren"),
        ({"contact:instagram": "@wren.tattoo"}, "https://www.instagram.com/wren.tattoo"),
        ({"contact:tiktok": "@wren.tattoo"}, "https://www.tiktok.com/@wren.tattoo"),
        ({"contact:vk": "wren_tattoo"}, "https://vk.com/wren_tattoo"),
        ({"contact:instagram": "wren", "contact:facebook": "other"}, "https://www.instagram.com/wren"),
        ({"contact:facebook": "wren", "website": "https://wren.test"}, "https://wren.test"),
        ({"contact:instagram": ""}, ""),
    ],
)
def test_a_name_at_a_network_is_an_address_at_that_network(tags: Mapping[str, str], website: str) -> None:
    element = {"type": "node", "id": 1, "lat": 53.8, "lon": -1.5, "tags": {"name": "Wren", **tags}}
    place = _place(element)
    assert place is not None
    assert place.website == website
