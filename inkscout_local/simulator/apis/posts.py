"""Blog posts in the shape of JSONPlaceholder (json-server behind Express), with made-up words."""

from typing import Any

from inkscout_local.simulator.apis.replies import ApiRequest, Reply, chance, links, not_found
from inkscout_local.simulator.apis.settings import PostsApi

# fmt: off
_WORDS = (
    "amber", "anchor", "apron", "arbor", "basil", "beacon", "birch", "bolt", "brass", "brook", "candle",
    "cedar", "chalk", "clover", "copper", "cotton", "crane", "dapple", "delta", "ember", "fable", "fern",
    "flint", "garnet", "ginger", "gravel", "harbor", "hazel", "heron", "indigo", "iris", "ivory", "jasper",
    "juniper", "kettle", "lantern", "larch", "linen", "maple", "marble", "meadow", "mica", "nettle",
    "nickel", "oak", "olive", "otter", "paper", "pebble", "pepper", "plum", "quartz", "raven", "reed",
    "rowan", "russet", "saffron", "sage", "satin", "slate", "sorrel", "spruce", "thistle", "timber",
)
# fmt: on
_USERS = 10
_PAGE_SIZE = 10


class Posts:
    """Posts of ten users; their ids count from 1, and they never change."""

    def __init__(self, settings: PostsApi) -> None:
        self._posts = [_post(settings.seed, number) for number in range(1, settings.count + 1)]

    def reply(self, asked: ApiRequest) -> Reply:
        """Returns all posts, a page or slice of them, or one post; ``{}`` for any other path."""
        parts = [part for part in asked.path.split("/") if part]
        if parts[:1] != ["posts"] or len(parts) > 2:
            return _with_headers(not_found())
        if len(parts) == 2:
            found = [post for post in self._posts if str(post["id"]) == parts[1]]
            return _with_headers(Reply(dict(found[0]), at=None, indent=2) if found else not_found())
        user = asked.query.get("userId")
        chosen = [dict(post) for post in self._posts if user is None or str(post["userId"]) == user]
        return _with_headers(_sliced(asked, chosen))


def _sliced(asked: ApiRequest, posts: list[dict[str, Any]]) -> Reply:
    size = asked.whole("_limit", _PAGE_SIZE, 10_000) or _PAGE_SIZE
    total = {"X-Total-Count": str(len(posts)), "Access-Control-Expose-Headers": "X-Total-Count"}
    if "_page" in asked.query:
        last = max(1, -(-len(posts) // size))
        page = max(1, asked.whole("_page", 1, 10**9))
        wanted = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
        pages = {
            name: {"_page": number, "_limit": size} for name, number in wanted.items() if 1 <= number <= last
        }
        total["Access-Control-Expose-Headers"] += ", Link"
        total["Link"] = links(asked.origin, asked.path, pages)
        return Reply(posts[(page - 1) * size : page * size], headers=total, indent=2)
    if "_start" in asked.query:
        start = asked.whole("_start", 0, 10**9)
        return Reply(posts[start : start + size], headers=total, indent=2)
    if "_limit" in asked.query:
        return Reply(posts[:size], headers=total, indent=2)
    return Reply(posts, indent=2)


def _with_headers(reply: Reply) -> Reply:
    reply.headers |= {
        "X-Powered-By": "Express",
        "Cache-Control": "max-age=43200",
        "Pragma": "no-cache",
        "Expires": "-1",
        "Vary": "Origin, Accept-Encoding",
    }
    return reply


def _post(seed: str, number: int) -> dict[str, Any]:
    def words(part: object, count: int) -> str:
        return " ".join(_WORDS[chance(seed, number, part, at) % len(_WORDS)] for at in range(count))

    return {
        "userId": (number - 1) // _USERS % _USERS + 1,
        "id": number,
        "title": words("title", 3 + chance(seed, number) % 6),
        "body": "\n".join(words(line, 5 + chance(seed, number, line) % 4) for line in range(4)),
    }
