"""Distinguishes pages from refusals: rate limits, bot challenges and CAPTCHA pages, even with status 200."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from inkscout.web.markup import visible_text

# Marks that occur only on challenge pages.
_SURE_MARKS = (
    "_cf_chl_opt",
    "orchestrate/chl_page",
    "cf-chl-",
    "cf_captcha_kind",
    "__cf_chl_",
    "/_incapsula_resource",
    "_pxcaptcha",
    "px-captcha",
    "geo.captcha-delivery.com",
    "/.well-known/ddos-guard/",
    "sucuri_cloudproxy_js",
    "gokuprops",
    "/.well-known/sgcaptcha",
    "wsidchk",
    "distil_r_captcha",
    "/.within.website/x/cmd/anubis/",
    "bm-verify",
    "vercel security checkpoint",
)
# Scripts of the same vendors that are also on ordinary pages; they count only with a second sign.
_VENDOR_MARKS = (
    "/cdn-cgi/challenge-platform/",
    "awswaf.com/",
    "awswafintegration",
    "ddos-guard.net/",
    "_abck",
)
# CAPTCHA widgets are also on contact forms; they count only on a page with little other text.
_WIDGET_MARKS = (
    "g-recaptcha",
    "h-captcha",
    "hcaptcha.com/1/api.js",
    "cf-turnstile",
    "recaptcha/api.js",
    "captcha",
)
_TITLES = re.compile(
    r"<title[^<>]*>\s*(?:just a moment|attention required|access denied|are you (?:a )?human|robot check|"
    r"security check|please wait|verifying you are human|human verification|one more step|ddos protection|"
    r"bot verification|checking your browser|pardon our interruption|request rejected|403 forbidden|"
    r"too many requests|captcha|un momento|einen moment|un instant|verificação|проверка)",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r"(?:checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you(?:'re| are)"
    r" (?:a )?(?:human|not a robot)|complete the (?:security check|captcha)|unusual (?:traffic|activity)|"
    r"enable javascript and cookies to continue|prove (?:that )?you(?:'re| are) (?:human|not a robot)|"
    r"i(?:'m| am) not a robot|you have been blocked|press (?:&|and) hold|sind sie ein mensch|"
    r"ich bin kein roboter|je ne suis pas un robot|no soy un robot|non sono un robot|não sou um robô|"
    r"我不是机器人|私はロボットではありません)",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"script", "style", "noscript", "svg", "head"})
_HEAD = 30_000
_THIN_TEXT = 900
_BARE_TEXT = 200
_MOST_LINKS = 8  # a challenge page links to its vendor, not to a site's pages; counting is cheap


def challenge_header(headers: Mapping[str, str]) -> str:
    """Returns the reason why the headers alone prove a bot challenge; empty if they do not."""
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "cf-mitigated: challenge"
    if headers.get("x-amzn-waf-action", ""):
        return "x-amzn-waf-action"
    if headers.get("x-datadome", "") and headers.get("x-dd-b", ""):
        return "x-datadome"
    return ""


def why_blocked(status: int, headers: Mapping[str, str], html: str) -> str:
    """Returns the reason why a response is a refusal of robots and not a page; empty if it is a page.

    Args:
        status: The HTTP status.
        headers: Response headers, names in any case if the mapping ignores it, else lower.
        html: The decoded body; only its first part is examined.
    """
    if status == 429:
        return "429: too many requests"
    header = challenge_header(headers)
    if header:
        return f"a bot challenge ({header})"
    if status in (401, 407, 451):
        return ""
    found = challenge_in(html, strict=200 <= status < 300)
    if found and (status in (200, 202, 203, 403, 405, 503) or 200 <= status < 300):
        return f"a bot challenge ({found})"
    return ""


def challenge_in(html: str, *, strict: bool) -> str:
    """Returns the mark of a challenge page in a body; empty if there is none.

    ``strict`` requires more evidence, for responses with a success status.
    """
    if not html or (strict and html.count("<a ") > _MOST_LINKS):
        return ""
    head = html[:_HEAD].lower()
    title = _title(head)
    mark = next((mark for mark in _SURE_MARKS if mark in head), "")
    if not strict:
        return mark or title or _phrase(head)
    widget = any(widget in head for widget in (*_VENDOR_MARKS, *_WIDGET_MARKS))
    if not (mark or title or widget):
        return ""
    text = _thin_text(html)
    return "" if text is None else _verdict(text, mark, title, widget=widget)


def _verdict(text: str, mark: str, title: str, *, widget: bool) -> str:
    """Returns the mark of a challenge on a page with little text, if two signs agree; else empty."""
    phrase = _phrase(text)
    if mark and (title or phrase or len(text) < _BARE_TEXT):
        return mark
    if phrase:
        return phrase
    return title if widget else ""


def _title(head: str) -> str:
    match = _TITLES.search(head)
    return match.group().split(">")[-1].strip() if match else ""


def _phrase(head: str) -> str:
    match = _PHRASES.search(head)
    return match.group() if match else ""


def _thin_text(html: str) -> str | None:
    """Returns the visible text of a page with little text; None for other pages."""
    if len(html) > 4 * _HEAD:
        return None
    text = visible_text(html, _UNSEEN)
    return text if len(text) < _THIN_TEXT else None


def retry_after(value: str, now: datetime) -> float | None:
    """Returns the seconds that a Retry-After header requests, as a number or a date; None if invalid.

    See RFC 9110, section 10.2.3.
    """
    value = value.strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
