"""Redirectors' links are the addresses that they lead to; other addresses stay themselves."""

import base64

import pytest

from inkscout.discovery.identity import instagram_handle, own_host
from inkscout.discovery.studios import clean_website
from inkscout.vocabulary.addresses import meant_address

SITE = "https://wren.test/team?lang=en"
ENCODED = "https%3A%2F%2Fwren.test%2Fteam%3Flang%3Den"


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.google.com/url?sa=t&url={ENCODED}&usg=AOv",
        f"https://www.google.co.uk/url?q={ENCODED}&sa=U",
        f"http://l.facebook.com/l.php?u={ENCODED}&h=AT0",
        f"https://lm.facebook.com/l.php?u={ENCODED}",
        f"https://l.instagram.com/?u={ENCODED}&e=AT1",
        f"https://www.youtube.com/redirect?event=x&q={ENCODED}",
        f"https://vk.com/away.php?to={ENCODED}",
        f"https://t.umblr.com/redirect?z={ENCODED}&t=x",
        f"https://duckduckgo.com/l/?uddg={ENCODED}",
        f"https://linktr.ee/out?url={ENCODED}",
        f"https://nam02.safelinks.protection.outlook.com/?url={ENCODED}&data=05",
        f"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={ENCODED}/RK=2/RS=x",
        f"https://web.archive.org/web/20200101000000/{SITE}",
        f"https://www.bing.com/ck/a?!&p=1&u=a1{base64.urlsafe_b64encode(SITE.encode()).decode().rstrip('=')}",
        f"https://href.li/?{SITE}",
    ],
)
def test_a_redirectors_link_is_the_address_meant(link: str) -> None:
    assert (
        meant_address(link) == SITE
        if "archive" not in link
        else meant_address(link).startswith("https://wren")
    )
    assert own_host(link) == "wren.test"
    assert clean_website(link).startswith("https://wren.test/team")


def test_redirectors_in_a_row_are_looked_through() -> None:
    inner = "https://l.instagram.com/?u=https%3A%2F%2Fwren.test%2F"
    assert clean_website(f"https://www.google.com/url?q={inner.replace(':', '%3A').replace('?', '%3F')}") == (
        "https://wren.test/"
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://wren.test/?url=https%3A%2F%2Felsewhere.test",
        "https://www.google.com/maps?q=Wren+Tattoo+Leeds",
        "https://www.google.com/url?q=javascript%3Aalert(1)",
        "https://www.facebook.com/wrentattoo",
        "not an address",
        "http://[broken",
        "",
    ],
)
def test_any_other_address_stays_itself(address: str) -> None:
    assert meant_address(address) == address


def test_a_profile_behind_a_redirector_is_that_profile() -> None:
    link = "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.instagram.com%2Fwren.tattoo%2F"
    assert instagram_handle(link) == "wren.tattoo"
    assert instagram_handle("https://www.instagram.com/explore/tags/wren/") == ""
    assert instagram_handle("https://www.instagram.com/wix") == ""
