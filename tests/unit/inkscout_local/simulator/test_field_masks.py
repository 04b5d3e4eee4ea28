"""Field masks of Places API (New)."""

import pytest

from inkscout_local.simulator.google.new_shapes import MaskError, cut, parse_mask

BODY = {
    "places": [{"id": "a", "displayName": {"text": "A", "languageCode": "en"}, "rating": 4.0}],
    "nextPageToken": "t",
}


def test_only_masked_fields_come_back() -> None:
    assert cut(BODY, parse_mask("places.id", search=True)) == {"places": [{"id": "a"}]}


def test_a_mask_reaches_into_a_field() -> None:
    masked = cut(BODY, parse_mask("places.displayName.text,nextPageToken", search=True))
    assert masked == {"places": [{"displayName": {"text": "A"}}], "nextPageToken": "t"}


def test_a_star_keeps_everything() -> None:
    assert cut(BODY, parse_mask("*", search=True)) == BODY


@pytest.mark.parametrize("mask", ["", "places.foo", "id", "places.id, places.rating", "placesid"])
def test_a_search_mask_must_exist_and_be_known(mask: str) -> None:
    with pytest.raises(MaskError):
        parse_mask(mask, search=True)


def test_a_details_mask_has_no_places_prefix() -> None:
    assert cut({"id": "a", "rating": 4.0}, parse_mask("id", search=False)) == {"id": "a"}
    with pytest.raises(MaskError):
        parse_mask("places.id", search=False)
