"""What a page says of its own kind: the types in its linked data and the form of its address.

The types are the words of schema.org and Open Graph, which are the same in every language; of an
address the form tells most, and a few words of software and shops that travel with it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

import numpy as np

from cleaners.boilerplate.sheet import Matrix
from cleaners.records import Metadata

_TYPES = {
    "article": r"Article$|BlogPosting|Report|Review$|Recipe",
    "news": r"News",
    "product": r"Product$|Offer|Vehicle",
    "forum": r"Discussion|QAPage|Question|Answer|Comment",
    "listing": r"Collection|ItemList|SearchResults|OfferCatalog|Store$",
    "questions": r"FAQ",
    "organisation": r"Organization|LocalBusiness|Service|Course|Corporation"
    r"|SoftwareApplication",
    "page": r"WebPage|WebSite",
    "trail": r"Breadcrumb",
    "manual": r"TechArticle|HowTo|APIReference",
    "og_article": r"^og:.*(?:article|post)",
    "og_product": r"^og:.*product",
    "og_website": r"^og:website$",
    "og": r"^og:",
}
_ADDRESSES = {
    "forum_address": r"/t/|thread|viewtopic|showtopic|/forum|forum\.|/topic|questions?/|community"
    r"|boards?[./]|discuss|comments/",
    "product_address": r"/products?/|/p/|/item|/dp/|/shop|-p-\d|/buy",
    "listing_address": r"/collections?|/c/|/categor|/catalog|/tags?/|/search|/shop/?$|/browse"
    r"|/list",
    "manual_address": r"docs?[./]|documentation|reference|/guide|manual|wiki|/api|/help|/tutorial"
    r"|/learn|\.readthedocs",
    "news_address": r"/news|/artic|/blog|/story|/post|blog\.|news\.|nachricht|noticia|/20\d\d/"
    r"|article",
}
_TYPE_CUES = tuple(map(re.compile, _TYPES.values()))
_ADDRESS_CUES = tuple(map(re.compile, _ADDRESSES.values()))
_DISCUSSION = re.compile(r"Discussion|^QAPage$")
_DATED = re.compile(r"/(?:19|20)\d\d/\d\d?/")

COLUMNS = (
    *_TYPES, *_ADDRESSES, "no_address", "parts", "home", "hyphens", "digits", "name_length",
    "dated", "document", "query",
)  # fmt: skip
"""The measures, in the order of their rows."""


def measure(metadata: Metadata) -> Matrix:
    """Measure what a page says of itself: one value a measure, in the order of ``COLUMNS``."""
    return np.array(
        (*_typed(metadata.types), *_addressed(metadata.url or metadata.canonical_url or "")),
        dtype=np.float32,
    )


def is_article(metadata: Metadata) -> bool:
    """Tell whether a page calls itself an article, and no discussion.

    >>> is_article(Metadata(types=("NewsArticle",)))
    True
    >>> is_article(Metadata(types=("DiscussionForumPosting", "Article")))
    False
    """
    if not metadata.types:
        return False
    said = dict(zip(_TYPES, _typed(metadata.types), strict=True))
    return bool(said["article"] or said["og_article"]) and not any(
        map(_DISCUSSION.search, metadata.types)
    )


@lru_cache(maxsize=256)
def _typed(types: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(float(any(map(cue.search, types))) for cue in _TYPE_CUES)


def _addressed(url: str) -> tuple[float, ...]:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    path = parts.path.lower()
    whole = f"{parts.netloc}{path}?{parts.query}".lower() if parts.query else parts.netloc + path
    names = [name for name in path.split("/") if name]
    last = names[-1] if names else ""
    return (
        *(float(cue.search(whole) is not None) for cue in _ADDRESS_CUES),
        not parts.netloc,
        len(names),
        not names,
        last.count("-") + last.count("_"),
        sum(map(str.isdigit, path)),
        len(last),
        _DATED.search(path) is not None,
        path.endswith((".html", ".htm", ".shtml")),
        bool(parts.query),
    )
