"""Refusals of robots are told from pages, and pages from refusals."""

from datetime import UTC, datetime

import pytest

from inkscout.web.refusals import retry_after, why_blocked

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ARTISTS = "".join(
    f"<a href=/artists/{n}>Artist {n}</a><p>Fine line and blackwork since 201{n}.</p>" for n in range(9)
)

CHALLENGES = {
    "an interstitial with its script": """<html><head><title>Just a moment...</title></head><body>
        <noscript>Enable JavaScript and cookies to continue</noscript>
        <script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>""",
    "a title and a widget": """<title>Security check</title><body><form action=/verify>
        <div class="g-recaptcha" data-sitekey=x></div><button>Continue</button></form>""",
    "words and a widget": """<title>studio.example</title><p>Please verify you are a human to continue.</p>
        <div class="h-captcha" data-sitekey=x></div>""",
    "press and hold": """<title>Access denied</title><div id="px-captcha"></div>
        <p>Press &amp; Hold to confirm you are a human (and not a bot).</p>""",
    "a firewall's script": """<html><script>window.awsWafCookieDomainList=[];window.gokuProps={};</script>
        <script src="https://abc.token.awswaf.com/abc/challenge.js"></script><body></body></html>""",
    "a host's own captcha": """<html><head>
        <meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F"></head></html>""",
    "in German": "<title>Einen Moment</title><p>Ich bin kein Roboter</p><div class=captcha></div>",
    "a browser check": """<title>Checking your browser</title><h1>Checking your browser before accessing
        studio.example</h1><script src="/.well-known/ddos-guard/js-challenge/index.js"></script>""",
}

PAGES = {
    "a team page": f"<title>Our artists</title>{ARTISTS}",
    "a contact form with a widget": """<title>Contact | Black Rose Tattoo</title><h1>Contact us</h1>
        <form><input name=email><div class="g-recaptcha" data-sitekey=x></div></form>
        <script src="https://www.google.com/recaptcha/api.js"></script>
        <p>12 High Street, Leeds. Open Tue to Sat.</p>""",
    "a site behind a content network": f"""<title>Home</title>{ARTISTS}
        <script>(function(){{var a='/cdn-cgi/challenge-platform/scripts/jsd/main.js'}})()</script>""",
    "a small site behind a content network": """<title>Rosa Tattoo</title><p>Rosa, fine line tattoos in
        Porto, by appointment only. Write to hello at rosa.example and say what you would like, where on the
        body and how big. Waiting time is about six weeks at the moment; deposits are kept when you do not
        come. Find the newest work on Instagram and flash days in the news.</p>
        <script>var a='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>""",
    "a page built by scripts behind a content network": """<title>Ink</title><div id=root></div>
        <script src=/main.js></script>
        <script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>""",
    "a page built by scripts behind a firewall": """<title>Ink</title><div id=root></div>
        <script src="https://abc.edge.sdk.awswaf.com/abc/challenge.js"></script>""",
    "an article on captchas": f"<title>Why captcha?</title><p>verify you are a human</p>{ARTISTS}",
    "an empty page built by scripts": "<title>Ink</title><div id=root></div><script src=/main.js></script>",
    "nothing": "",
}


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_recognised_whatever_its_status(name: str, status: int) -> None:
    assert why_blocked(status, {}, CHALLENGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_not_taken_for_a_challenge(name: str) -> None:
    assert why_blocked(200, {}, PAGES[name]) == ""


def test_429_is_a_refusal_without_a_body() -> None:
    assert why_blocked(429, {}, "")


@pytest.mark.parametrize(
    "headers",
    [
        {"cf-mitigated": "challenge"},
        {"x-amzn-waf-action": "captcha"},
        {"x-datadome": "protected", "x-dd-b": "1"},
    ],
)
def test_headers_alone_can_tell(headers: dict[str, str]) -> None:
    assert why_blocked(403, headers, "")


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_error_page_of_the_site_is_no_challenge(status: int) -> None:
    assert why_blocked(status, {}, "<title>Not here</title><p>This page is gone.</p>") == ""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun Mar  1 12:00:30 2026", 30.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1e9", None),
        ("99999999999999999999", 999_999_999.0),
        ("Sun, 99 Foo 2026", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds
