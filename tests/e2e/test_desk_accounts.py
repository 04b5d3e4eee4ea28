"""Accounts of the desk: a login in a real Chromium on the pages of an emulated Cognito user pool.

The pool, its client, groups and secret come from ``infra/desk.yaml``, as on AWS. The emulator shows Cognito's
pages for a password and a new password, and none for the code of an authenticator app: that step is left out.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from inkscout_local import chromium
from inkscout_local.platform import platform as platforms
from inkscout_local.platform.connection import Connection
from inkscout_local.platform.options import PlatformOptions
from inkscout_local.platform.state import StateFolder
from tests.e2e.command_line import part_of_the_demo
from tests.support.website_browser import launched, needs_chromium

# tests/integration/desk/test_accounts.py tries the same against a provider in memory.
pytestmark = [pytest.mark.platform, pytest.mark.slow, pytest.mark.timeout(600), needs_chromium]

PASSWORD = "A-password-of-the-tests-1"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("accounts")
    world = part_of_the_demo(folder / "world", "copperbeechtattoo.test")
    options = PlatformOptions(
        world=world, chromium=str(chromium.find() or ""), parameters={"DeskLogin": "cognito"}
    )
    with platforms.running(StateFolder(folder / "state"), options) as platform:
        yield platform.connection


@pytest.fixture(scope="module")
def pool(connection: Connection) -> str:
    """The user pool with an operator, a viewer, and somebody in no group; gives its id."""
    cognito = connection.client("cognito-idp")
    (found,) = [
        one["Id"]
        for one in cognito.list_user_pools(MaxResults=60)["UserPools"]
        if one["Name"] == "inkscout-dev-desk"
    ]
    for name, group in (("ada", "operators"), ("vic", "viewers"), ("eve", "")):
        email = f"{name}@desk.example"
        cognito.admin_create_user(
            UserPoolId=found,
            Username=email,
            TemporaryPassword=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        )
        if name != "ada":
            cognito.admin_set_user_password(
                UserPoolId=found, Username=email, Password=PASSWORD, Permanent=True
            )
        if group:
            cognito.admin_add_user_to_group(UserPoolId=found, Username=email, GroupName=group)
    return str(found)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as made:
        yield made


def pages(browser: Browser, connection: Connection) -> Page:
    """A window that reaches the pool's pages, which the emulator otherwise refuses to web pages."""
    window = browser.new_context()

    def hand_on(route: Route) -> None:
        kind = route.request.headers.get("content-type", "")
        headers = {"content-type": kind} if kind else {}
        route.fulfill(response=route.fetch(headers=headers, max_redirects=0))

    window.route(f"{connection.endpoint}/**", hand_on)
    return window.new_page()


def log_in(page: Page, connection: Connection, name: str, *, new_password: str = "") -> Any:
    """Logs in from the desk's door; returns the answer on which it ends."""
    page.goto(f"{connection.website}/desk")
    way = page.get_by_role("link", name="Log in").get_attribute("href")
    # The emulator refuses what a web page sends, and Playwright hands on no request that was redirected.
    away = page.request.get(f"{connection.website}{way}", max_redirects=0)
    assert away.status == 303
    page.goto(away.headers["location"])
    page.locator("input[name=username]").fill(f"{name}@desk.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("[type=submit]").click()
    if new_password:
        for field in ("new_password", "confirm_password"):
            page.locator(f"input[name={field}]").fill(new_password)
        page.locator("[type=submit]").click()
    page.wait_for_url(f"{connection.website}/desk**")
    return page


def test_an_operator_logs_in_with_a_new_password_and_logs_out(
    browser: Browser, connection: Connection, pool: str
) -> None:
    page = log_in(
        pages(browser, connection), connection, "ada", new_password="Another-password-of-the-tests-2"
    )
    assert page.url == f"{connection.website}/desk"
    assert "ada@desk.example" in page.get_by_role("banner").inner_text()
    page.goto(f"{connection.website}/desk/runs/start")
    assert page.get_by_role("button", name="Start the run").count() == 1
    page.get_by_role("button", name="Log out").click()
    page.wait_for_load_state()
    page.goto(f"{connection.website}/desk")
    assert page.get_by_role("link", name="Log in").count() == 1


def test_a_viewer_may_look_and_not_act(browser: Browser, connection: Connection, pool: str) -> None:
    page = log_in(pages(browser, connection), connection, "vic")
    assert "may only look" in page.get_by_role("banner").inner_text()
    answer = page.goto(f"{connection.website}/desk/runs/start")
    assert answer is not None
    assert answer.status == 403


def test_an_account_in_no_group_is_not_let_in(browser: Browser, connection: Connection, pool: str) -> None:
    page = log_in(pages(browser, connection), connection, "eve")
    assert "this account is in no group of the desk" in page.locator("main").inner_text()


def test_nobody_signs_up_and_everybody_needs_a_second_factor(connection: Connection, pool: str) -> None:
    described = connection.client("cognito-idp").describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert described["MfaConfiguration"] == "ON"


def test_the_secret_of_the_client_is_kept_where_the_desk_reads_it(connection: Connection, pool: str) -> None:
    cognito = connection.client("cognito-idp")
    (client,) = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=10)["UserPoolClients"]
    known = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])["UserPoolClient"]
    stored = connection.client("secretsmanager").get_secret_value(SecretId="inkscout/dev/desk-client")
    assert stored["SecretString"] == known["ClientSecret"]
    assert known["AllowedOAuthFlows"] == ["code"]
    assert known["CallbackURLs"] == [f"{connection.website}/desk/callback"]
