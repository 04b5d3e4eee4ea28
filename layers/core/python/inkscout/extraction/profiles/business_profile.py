"""Reads an account from a response of Instagram's Business Discovery API as an artist's profile."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from inkscout.domain.excerpt import shortened
from inkscout.domain.reading import Evidence, Image, ProfileReading
from inkscout.extraction.model import SNIPPET
from inkscout.extraction.page.images import ALT, image_hash
from inkscout.extraction.text.mails import mails_in
from inkscout.extraction.text.names import read_name
from inkscout.extraction.text.styles import hashtags_in, style_of_hashtag, styles_in
from inkscout.vocabulary.handles import clean_handle

FINDER = "profile.business_discovery"
BIO = 1_500
"""Maximum length of a biography, in characters."""

_MAX_STYLES = 12
_BIO_WEIGHT = 3


def read_business_profile(account: Mapping[str, Any]) -> ProfileReading:
    """Returns the profile of one Instagram account.

    Args:
        account: The ``business_discovery`` object as the API returned it: ``username``, ``name``,
            ``biography``, ``website``, ``followers_count`` and ``media``; the latter holds ``caption``,
            ``media_type``, ``media_url`` and ``permalink`` of recent posts.
    """
    bio = str(account.get("biography") or "").strip()
    name = str(account.get("name") or "").strip()
    handle = clean_handle(str(account.get("username") or ""))
    posts = _posts(account)
    captions = [str(post.get("caption") or "") for post in posts]
    tags = [tag for text in (bio, *captions) for tag in hashtags_in(text)]
    guess = read_name(name)
    followers = account.get("followers_count")
    return ProfileReading(
        name=guess.name if guess is not None else name,
        bio=shortened(bio, BIO),
        email=next(iter(mails_in(bio)), ""),
        booking_url=str(account.get("website") or ""),
        instagram=handle,
        followers=int(followers) if isinstance(followers, int | float) else None,
        styles=_styles(bio, captions),
        hashtags=tuple(dict.fromkeys(tags))[:60],
        portfolio=tuple(_images(posts)),
        evidence=(
            Evidence(
                url=f"https://www.instagram.com/{handle}/",
                finder=FINDER,
                snippet=shortened(bio or name, SNIPPET),
            ),
        ),
    )


def _posts(account: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    media = account.get("media")
    data = media.get("data", []) if isinstance(media, Mapping) else []
    return [post for post in data if isinstance(post, Mapping)]


def _styles(bio: str, captions: Sequence[str]) -> tuple[str, ...]:
    """Returns the style keys, most mentioned first; a mention in the biography counts as three captions.

    With more than four captions, one caption is not enough.
    """
    votes: Counter[str] = Counter()
    votes.update(dict.fromkeys(styles_in(bio, listed=True), _BIO_WEIGHT))
    for text in captions:
        tagged = {style for tag in hashtags_in(text) if (style := style_of_hashtag(tag))}
        votes.update(sorted(tagged | set(styles_in(text))))
    least = 2 if len(captions) > 4 else 1
    return tuple(style for style, count in votes.most_common(_MAX_STYLES) if count >= least)


def _images(posts: Sequence[Mapping[str, Any]]) -> list[Image]:
    """Returns the posts' images; hashes use the permanent link if there is one, since media URLs expire."""
    images = []
    for post in posts:
        url = str(post.get("media_url") or post.get("thumbnail_url") or "")
        lasting = str(post.get("permalink") or url)
        if url.startswith("http") and post.get("media_type") != "VIDEO":
            images.append(
                Image(url=url, alt=shortened(str(post.get("caption") or ""), ALT), hash=image_hash(lasting))
            )
    return images
