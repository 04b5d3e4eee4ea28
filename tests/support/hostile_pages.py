"""Pages written to cost their reader more than they should, at any size; and a site around each."""

import json
from collections.abc import Callable

Page = Callable[[int], str]
"""Makes a page of about so many characters."""


def _over_and_over(unit: str, head: str = "", tail: str = "") -> Page:
    def made(size: int) -> str:
        return head + unit * max(1, (size - len(head) - len(tail)) // len(unit)) + tail

    return made


def _all_different(unit: str, head: str = "", tail: str = "") -> Page:
    """Makes pages of pieces that are alike and not equal, each with a word of its own for ``{}``."""

    def word(number: int) -> str:
        letters = ""
        while number:
            number, letter = divmod(number, 20)
            letters += "bcdfghjklmnprstvwxyz"[letter] + "aeiou"[letter % 5]
        return letters.title() or "Anna"

    def made(size: int) -> str:
        times = max(1, (size - len(head) - len(tail)) // (len(unit) + 4))
        return head + "".join(unit.replace("{}", word(number)) for number in range(times)) + tail

    return made


def _nested(tag: str) -> Page:
    def made(size: int) -> str:
        times = size // (2 * len(tag) + 5)
        return f"<{tag}>" * times + "Anna Bell" + f"</{tag}>" * times

    return made


def _attributes(size: int) -> str:
    return "<h1>Artists</h1><div " + "".join(f"a{n}=b " for n in range(size // 9)) + ">Anna Bell</div>"


def _json(size: int) -> str:
    artist = {"name": "Anna Bell", "instagram": "anna.bell", "role": "Tattoo artist", "bio": "Tattoos."}
    text = json.dumps({"artists": [artist] * (size // 90)})
    return f"<h1>Artists</h1><script type='application/json'>{text}</script>"


def _deep_json(size: int) -> str:
    return f"<h1>Artists</h1><script type='application/ld+json'>{'[' * size}</script>"


HOSTILE_PAGES: dict[str, Page] = {
    "refresh without end": _over_and_over("<meta http-equiv=refresh content='0;url="),
    "robots without end": _over_and_over("<meta name=robots "),
    "metas without end": _over_and_over("<meta ", tail=" refresh robots"),
    "metas in quotes": _over_and_over("<meta name=\"robots' ", tail=" refresh"),
    "comments without end": _over_and_over("<!--", tail=" refresh"),
    "scripts without end": _over_and_over("<script ", tail=" refresh captcha"),
    "noscripts without end": _over_and_over("<noscript>", tail=" refresh captcha"),
    "styles without end": _over_and_over("<style ", tail=" recaptcha/api.js"),
    "titles without end": _over_and_over("<title ", tail=" g-recaptcha"),
    "tags without end": _over_and_over("<", tail=" g-recaptcha"),
    "forms without end": _over_and_over("<form "),
    "nested blocks": _nested("div"),
    "nested emphasis": _nested("b"),
    "nested tables": _nested("table"),
    "a table": _over_and_over("<tr><td>Anna Bell<td>blackwork", "<h1>Artists</h1><table>"),
    "attributes": _attributes,
    "data in JSON": _json,
    "nested JSON": _deep_json,
    "torn flight rows": _over_and_over('__next_f.push([1,"a', "<script>", "</script>"),
    "torn literals": _over_and_over("name:'", "<script>var artists=[{", "</script>"),
    "one long name": _over_and_over("Z", "<h1>Artists</h1><p>"),
    "capital letters": _over_and_over("Z ", "<h1>Artists</h1><p>"),
    "hyphens": _over_and_over("A-", "<h1>Artists</h1><p>"),
    "introductions": _over_and_over("my name is Za ", "<h1>Artists</h1><p>"),
    "owners": _over_and_over("owner and a", "<h1>Artists</h1><p>"),
    "a mail address": _over_and_over("a", "<p>mail a@"),
    "dots of a mail address": _over_and_over("a.", "<p>mail a@"),
    "local parts": _over_and_over("a.a@", "<p>"),
    "a telephone number": _over_and_over("1 ", "<p>tel: "),
    "digits": _over_and_over("0", "<p>tel: +"),
    "brackets of a telephone number": _over_and_over("(0", "<p>tel: "),
    "opening hours": _over_and_over("Mon-", "<p>"),
    "days": _over_and_over("1. May - ", "<p>Guest artist Anna Bell "),
    "handles": _over_and_over("@a", "<p>instagram: "),
    "labels of handles": _over_and_over("instagram: ", "<p>"),
    "white space": _over_and_over("&nbsp; ", "<h1>Artists</h1><p>Anna"),
    "quotations": _over_and_over('"a ', "<h1>Artists</h1><h3>"),
    "commas": _over_and_over("Our artists: Anna, ", "<p>"),
    "prices": _over_and_over("80 80€", "<p>"),
    "options": _over_and_over("<option>Anna", "<select name=artist>"),
    "links": _over_and_over("<a href=/artists/a-a-a-a>Artists</a>"),
    "one long link": _over_and_over("/a", "<a href='/artists", "'>Artists</a>"),
    "frames": _over_and_over("<iframe src=//a>"),
    "classes": _over_and_over("team-", "<div class='", "'></div>"),
    "styles in attributes": _over_and_over("display :", "<div style='", "'>Anna</div>"),
    "sentences": _over_and_over("Anna is a ", "<p>"),
    "pieces of a title": _all_different("Crow {} Tattoo | ", "<title>", "</title><p>A tattoo studio"),
    "different rows": _all_different("<li>{} Cole – fine line</li>", "<h1>Artists</h1><ul>"),
    "different cards": _all_different(
        "<div><h3>{} Cole</h3><a href='/w/{}'>{}'s works</a></div>", "<h1>Artists</h1>"
    ),
    "different titles with handles": _all_different("<h3>{}</h3><a href='https://instagram.com/{}'>ig</a>"),
    "different founders": _all_different("<p>{} Cole opened the studio. {} Cole (realism) tattoos here.</p>"),
    "different mailboxes": _all_different("<p>{}@nine.org</p>", "<h1>Artists</h1>"),
    "different backgrounds": _all_different(
        "<div data-setbg='w/{}.jpg'></div><a href='v/{}.jpg'>{} work</a>"
    ),
    "logos": _all_different("<div class=logo>Crow {}</div>"),
    "curly brackets": _over_and_over("{{", "<h1>Artists</h1><script src=a></script><p>"),
}
"""Every kind by name. What is opened is never closed, and what repeats never ends as a pattern hopes."""
