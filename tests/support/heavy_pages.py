"""Pages of any size that make reading as hard as they can."""

import json
from collections.abc import Callable

MEGABYTE = 1_000_000

_REPEATED = {
    "nested blocks": "<div>",
    "nested emphasis": "<b>",
    "cards": "<div class='card'><h3>Anna Bell</h3><p>Tattoo artist, fine line</p><a href='https://instagram.com/anna'>ig</a></div>",
    "headings": "<h2>Anna Maria</h2>",
    "sections": "<h2>Our artists</h2><p>Anna</p>",
    "links": "<a href='/artists/anna'>Anna</a> ",
    "handles": "<p>Anna Bell @anna.bell.ink</p>",
    "roles": "<div><p>Anna Bell</p><p>Tattoo Artist</p></div>",
    "options": "<select name=artist><option>Anna Bell</option>",
    "table rows": "<table><tr><td>Anna Bell</td><td>blackwork</td></tr>",
    "pictures": "<a href='/a'><img src='a.jpg' alt='Anna Bell'></a>",
    "sentences": "Our piercer Anna, the owner Ben by and tattoo artist ",
    "commas": "Our artists: Anna, ",
    "digits": "0123456789 ",
    "mails": "a.a@a.",
    "object literals": "<script>var artists=[{name:'Anna Bell',instagram:'anna.bell'},</script>",
    "frames": "<iframe src='/artists'></iframe>",
    "spans": "<span>Anna</span> ",
    "nested lists": "<ul><li><a href=/a><b>",
    "nested menus": "<div class='menu'><img src=a><a href=/x>b</a>",
    "names in one line": "Anna Bell ",
    "names set apart": "<b>Anna Bell</b>, tattoo artist ",
    "questions": "<p>by whom would you like</p><select><option>Anna Bell<option>Ben</select>",
    "own pages": "<h1>Artists</h1><a href='/artists/lien'><span>Lien</span></a>",
    "cards in attributes": "<div class='artist-card' data-name='Anna Bell' data-instagram='anna'></div>",
    "json in attributes": '<div data-props=\'{"artists":[{"name":"Anna Bell","role":"artist"}]}\'></div>',
    "marked-up people": "<div itemscope itemtype='http://schema.org/Person'><b itemprop=name>Anna</b></div>",
    "people in JSON-LD": '<script type="application/ld+json">{"@type":"Person","name":"Anna Bell"}</script>',
    "torn flight rows": '<script>self.__next_f.push([1,"a</script>',
    "parsed texts": "<script>name=JSON.parse('[[[</script>",
    "brackets": "<h2>Artists</h2><h3>Anna (((((((((((((((((((((</h3>",
    "japanese": "<h3>彫彩</h3><p>和彫り、手彫りを得意とする。</p>",
    "combining marks": "a\u0301\u0302",
    "menus": "<nav><li><a href='#'>Artists</a><ul><li><a href='/a'>Anna Bell</a></li></ul></li></nav>",
}

_ARTIST = {"name": "Anna Bell", "instagram": "anna.bell", "role": "Tattoo artist", "bio": "Tattoos flowers."}


def _list(size: int) -> str:
    return json.dumps({"artists": [_ARTIST] * (size // 100)})


def _pointers(size: int) -> str:
    return json.dumps([["Reactive", 1], *[[n + 1] * 40 for n in range(1, size // 250)], "x"])


_WHOLE: dict[str, Callable[[int], str]] = {
    "balanced blocks": lambda size: "<div>" * (size // 11) + "Anna" + "</div>" * (size // 11),
    "a table": lambda size: (
        "<table>" + "<tr><td>Anna Bell</td><td>blackwork</td></tr>" * (size // 45) + "</table>"
    ),
    "a list in JSON": lambda size: f"<script type='application/json'>{_list(size)}</script>",
    "a list in flight rows": lambda size: (
        f"<script>self.__next_f.push({json.dumps([1, f'5:{_list(size)}'])})</script>"
    ),
    "rows in flight": lambda size: (
        f"<script>self.__next_f.push({json.dumps([1, '1:[]' + chr(10)])})</script>" * (size // 50)
    ),
    "values by number": lambda size: f"<script type='application/json'>{_pointers(size)}</script>",
    "braces": lambda size: "<script>name='artist';" + "{" * (size * 9 // 10) + "</script>",
    "JSON-LD": lambda size: (
        f"<script type='application/ld+json'>{_list(size).replace('artists', 'employee')}</script>"
    ),
    "one paragraph of handles": lambda size: (
        "<p>" + " ".join(f"Anna Bell{n} @anna.bell{n}" for n in range(size * 38 // 1000)) + "</p>"
    ),
}
"""Pages that are one thing."""


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece))


HEAVY_PAGES: dict[str, Callable[[int], str]] = {
    **{name: _repeated(piece) for name, piece in _REPEATED.items()},
    **_WHOLE,
}
"""HTML by what it is made of, given its size in characters."""
