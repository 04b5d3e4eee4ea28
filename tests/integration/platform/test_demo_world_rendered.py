"""The script-rendered sites of the demo world show their artists to a browser, and only to a browser."""

import json
import shutil
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from inkscout_local.simulator import WorldServer
from tests.support.patience import PATIENCE_SECONDS
from tests.support.project import ROOT

DEMO = ROOT / "inkscout_local" / "worlds" / "demo"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LABELS = [json.loads(line) for line in (DEMO / "labels.jsonl").read_text(encoding="utf-8").splitlines()]

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


async def open_pages(addresses: dict[str, list[str]]) -> dict[str, str]:
    """Opens each address and waits until its texts are shown; the page's text by address."""
    shown: dict[str, str] = {}
    async with WorldServer(DEMO) as world, async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], proxy={"server": world.proxy_url}
        )
        for address, texts in addresses.items():
            page = await browser.new_page()
            await page.goto(address)
            await reveal(page, texts)
            shown[address] = await page.inner_text("body")
            await page.close()
        await browser.close()
    return shown


async def reveal(page: Page, texts: list[str]) -> None:
    """Presses what a visitor would press until the last text is there."""
    await page.get_by_text(texts[0], exact=False).first.wait_for(timeout=PATIENCE_SECONDS * 1000)
    if await page.locator("#more").count():
        await page.get_by_role("button", name="Reject all").click()
        await page.locator("#more").click()
    await page.get_by_text(texts[-1], exact=False).first.wait_for(timeout=PATIENCE_SECONDS * 1000)


def address(label: dict[str, Any]) -> str:
    return f"http://{label['host']}/{label['artists'][0]['page'].lstrip('/')}"


async def test_every_script_rendered_site_shows_its_artists() -> None:
    labels = [label for label in LABELS if label["needs_js"]]
    shown = await open_pages({address(one): [artist["name"] for artist in one["artists"]] for one in labels})
    assert len(labels) >= 4
    for label in labels:
        assert [a["name"] for a in label["artists"] if a["name"] not in shown[address(label)]] == []


async def test_profiles_of_the_portfolio_platform_are_drawn() -> None:
    platform = "http://inkfolio.test"
    shown = await open_pages(
        {
            f"{platform}/@marenholt.ls6": ["Hawthorn branch"],
            f"{platform}/@wrenfield.tattoos": ["Icosahedron", "Stippled moon"],
            f"{platform}/@grifftolliver.tattoo": ["You must be logged in"],
            f"{platform}/@nellob.handpoke": ["this page is not available"],
            "http://dagnysolheim.test/": ["Matching ankles"],
        }
    )
    assert "#botanicaltattoo" in shown[f"{platform}/@marenholt.ls6"]
    assert "#dotwork" in shown[f"{platform}/@wrenfield.tattoos"]
