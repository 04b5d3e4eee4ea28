"""Definition of the search index: mappings and analyzers that work alike on all supported servers.

It uses only analysis that OpenSearch and the embedded server perform alike: the standard tokenizer,
``lowercase``, ``asciifolding`` and ``edge_ngram``. There is no stemmer, synonym, char filter or normalizer:
the application folds keys and expands synonyms (``docs/search-servers.md`` lists the differences).
"""

import hashlib
import json
from enum import StrEnum
from typing import Any

Definition = dict[str, Any]

PREFIX_MAX = 20
"""Maximum length of an indexed prefix in characters; a longer query word matches the folded field instead."""

FORGET_DELETES_AFTER = "26h"
"""Time for which a deleted document's version is kept; longer than a stream keeps records (24 h)."""

REFRESH_EVERY = "1s"
"""Time after which writes become visible to searches; OpenSearch's default, but set by name.

Unset, it does not hold for an index that nobody searches, such as one that is being filled. That would be
refreshed all at once, and the live index, which waits for the same threads, be late by seconds.
"""


class Kind(StrEnum):
    """Kind of index; the value is the alias that searches use."""

    ARTISTS = "artists"
    STUDIOS = "studios"


def index_name(kind: Kind, number: int) -> str:
    """Returns the name of the index behind an alias, such as ``artists-v3``."""
    return f"{kind}-v{number}"


def index_number(name: str) -> int:
    """Returns the number in a name such as ``artists-v3``; 0 if there is none."""
    number = name.rpartition("-v")[2]
    return int(number) if number.isdecimal() else 0


def _text() -> Definition:
    """Returns a text field that matches whole words (folded) and, under ``.prefix``, the start of words."""
    return {
        "type": "text",
        "analyzer": "folded",
        "fields": {"prefix": {"type": "text", "analyzer": "folded_prefixes", "search_analyzer": "folded"}},
    }


def _text_with_raw() -> Definition:
    field = _text()
    field["fields"]["raw"] = {"type": "keyword", "ignore_above": 256}
    return field


_KEYWORD: Definition = {"type": "keyword", "ignore_above": 512}
_PLAIN_TEXT: Definition = {"type": "text", "analyzer": "folded"}

_SHARED: Definition = {
    "name": _text(),
    "name_key": _KEYWORD,
    "name_variants": _text(),
    "studio_id": _KEYWORD,
    "city": _text_with_raw(),
    "city_key": _KEYWORD,
    "country": _KEYWORD,
    "location": {"type": "geo_point"},
    "styles": _KEYWORD,
    "rating": {"type": "float"},
    "rating_count": {"type": "integer"},
    "completeness": {"type": "float"},
    "updated_at": {"type": "date"},
    "version": {"type": "long"},
    "all_text": _text(),
}

_ARTISTS: Definition = _SHARED | {
    "artist_id": _KEYWORD,
    "aliases": _PLAIN_TEXT,
    "handle": _KEYWORD,
    "handle_key": _KEYWORD,
    "handle_words": _text(),
    "studio_name": _text_with_raw(),
    "studio_key": _KEYWORD,
    "role": _KEYWORD,
    "bio": _PLAIN_TEXT,
    "has_portfolio": {"type": "boolean"},
    "portfolio_count": {"type": "integer"},
    "images": {"type": "object", "enabled": False},
    "confidence": {"type": "float"},
    "sources": _KEYWORD,
}

_STUDIOS: Definition = _SHARED | {
    "address": _PLAIN_TEXT,
    "website": _KEYWORD,
    "instagram": _KEYWORD,
    "handle_words": _text(),
    "phone": _KEYWORD,
    "outcome": _KEYWORD,
    "sources": _KEYWORD,
}

_PROPERTIES = {Kind.ARTISTS: _ARTISTS, Kind.STUDIOS: _STUDIOS}

ANALYSIS: Definition = {
    "filter": {"word_prefixes": {"type": "edge_ngram", "min_gram": 1, "max_gram": PREFIX_MAX}},
    "analyzer": {
        "folded": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
        "folded_prefixes": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "word_prefixes"],
        },
    },
}


def body(kind: Kind) -> Definition:
    """Returns the body of the create-index request for a kind.

    The mapping is strict: the index rejects a document with an unknown field.
    """
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",
                "gc_deletes": FORGET_DELETES_AFTER,
                "refresh_interval": REFRESH_EVERY,
            },
            "analysis": ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"definition": fingerprint(kind)},
            "properties": _PROPERTIES[kind],
        },
    }


def fingerprint(kind: Kind) -> str:
    """Returns a digest of mapping and analyzers; an index with another digest needs a rebuild."""
    text = json.dumps([_PROPERTIES[kind], ANALYSIS], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fields(kind: Kind) -> frozenset[str]:
    """Returns the names of all top-level fields of a kind, for checks of documents and queries."""
    return frozenset(_PROPERTIES[kind])
