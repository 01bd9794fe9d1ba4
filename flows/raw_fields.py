"""The fields of a record, under the names that people give them, become a scrape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from cleaners.encoding import UnreadableError, decode
from cleaners.markup import looks_like_html
from cleaners.metadata import epoch_date, iso_date, language_tag
from cleaners.records import Metadata

# Role -> names, the likeliest first; letter case, "-", "_", "." and spaces do not matter.
NAMES: dict[str, tuple[str, ...]] = {
    "html": ("html", "raw_html", "html_content", "content_html", "body_html", "page_html", "源码"),
    "text": (
        "text", "content", "body", "contents", "raw_text", "raw_content", "full_text", "main_text",
        "clean_text", "plain_text", "text_content", "page_content", "article_body", "article_text",
        "body_text", "article", "markdown", "document", "texte", "contenu", "texto", "contenido",
        "正文", "内容", "內容", "文章", "本文", "текст",
    ),
    "url": (
        "url", "uri", "link", "page_url", "source_url", "web_url", "original_url", "article_url",
        "permalink", "target_uri", "href", "loc", "address", "网址", "链接", "網址",
    ),
    "canonical": ("canonical_url", "canonical"),
    "title": (
        "title", "headline", "page_title", "article_title", "titre", "titulo", "título", "标题",
        "標題", "タイトル", "заголовок",
    ),
    "language": (
        "lang", "language", "language_code", "lang_code", "languages", "in_language", "locale",
        "langue", "idioma", "语言", "語言",
    ),
    "published": (
        "published_at", "date_published", "published", "publication_date", "publish_date",
        "published_date", "publish_time", "pub_date", "date", "fecha", "data", "日期", "发布时间",
    ),
    "fetched": (
        "fetched_at", "fetch_time", "date_fetched", "crawled_at", "crawl_date", "date_crawled",
        "scraped_at", "scrape_date", "retrieved_at", "date_download", "downloaded_at", "timestamp",
    ),
    "licence": ("licence", "license", "license_url", "licence_url", "rights", "licencia"),
    "site": ("site_name", "site", "publisher", "website", "sitename"),
    "charset": ("charset", "encoding"),
}  # fmt: skip
NESTED = ("metadata", "meta", "properties")
# Keys under which an interface wraps a text in an object of its own.
_WRAPPED = ("rendered", "html", "text", "value", "content", "body")

Fields = Mapping[str, object]


def field_key(name: str) -> str:
    """Fold a field name: ``Published_At``, ``publishedAt`` and ``published-at`` are one."""
    return "".join(char for char in name.casefold() if char.isalnum())


_ROLES = {field_key(name): role for role, names in NAMES.items() for name in names}
_RANKS = {field_key(name): rank for names in NAMES.values() for rank, name in enumerate(names)}
_NESTED_KEYS = frozenset(field_key(name) for name in NESTED)


@dataclass(frozen=True, slots=True)
class Content:
    """The page in a record, and how to read it."""

    content: str | bytes
    media: Literal["html", "text"]


def roles(names: Iterable[str]) -> dict[str, str]:
    """Give the field that plays each role; among several the name that stands first in ``NAMES``.

    >>> roles(["ID", "Published-At", "date", "Body", "link"])
    {'published': 'Published-At', 'text': 'Body', 'url': 'link'}
    """
    found: dict[str, str] = {}
    for name in names:
        role = _ROLES.get(field_key(name))
        if role and (role not in found or _RANKS[field_key(name)] < _RANKS[field_key(found[role])]):
            found[role] = name
    return found


def has_page(names: Iterable[str]) -> bool:
    """Whether one of these fields can hold a page."""
    return not roles(names).keys().isdisjoint(("html", "text"))


def needed(names: Iterable[str]) -> list[str]:
    """Give the fields of these that anything is read from, in their order."""
    return [name for name in names if field_key(name) in _ROLES or field_key(name) in _NESTED_KEYS]


def page(record: Fields) -> Content | None:
    """Give the page that a record holds, or ``None`` when no field of it is one.

    HTML is preferred to text that was made from it. A list of strings is a list of paragraphs.
    """
    empty: Content | None = None
    ordered = sorted(
        (name for name in record if _ROLES.get(field_key(name)) in ("html", "text")),
        key=lambda name: (_ROLES[field_key(name)] != "html", _RANKS[field_key(name)]),
    )
    for name in ordered:
        content = _content(record[name])
        if content is None:
            continue
        if not content.strip():
            empty = empty or Content("", "text")
            continue
        html = _ROLES[field_key(name)] == "html" or (
            isinstance(content, str) and looks_like_html(content)
        )
        return Content(content, "html" if html else "text")
    return empty


def _content(value: object) -> str | bytes | None:
    if isinstance(value, (str, bytes)):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if isinstance(value, Mapping):
        wrapped = (value.get(key) for key in _WRAPPED)
        return next((text for text in wrapped if isinstance(text, str)), None)
    return "" if value is None else None


def metadata(record: Fields) -> Metadata:
    """Give what a record says of its page, nested ``metadata`` objects included.

    >>> metadata({"Lang": "zh_TW", "meta": {"date": "2026/7/5"}}).published_at
    '2026-07-05'
    """
    known = _own_metadata(record)
    for name, value in record.items():
        if field_key(name) not in _NESTED_KEYS:
            continue
        nested = value
        if isinstance(nested, str) and nested.lstrip().startswith("{"):
            try:
                nested = json.loads(nested)
            except (ValueError, RecursionError):
                continue
        if isinstance(nested, Mapping):
            known = merged(known, _own_metadata(nested))
    return known


def charset(record: Fields) -> str | None:
    """Give the character set that a sidecar names."""
    return _string(record, roles(map(str, record)), "charset")


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Fill what ``first`` does not know with what ``second`` says."""
    gaps = {
        item.name: getattr(second, item.name)
        for item in fields(Metadata)
        if not getattr(first, item.name)
    }
    return replace(first, **gaps)


def _own_metadata(record: Fields) -> Metadata:
    named = roles(map(str, record))
    return Metadata(
        url=_string(record, named, "url"),
        canonical_url=_string(record, named, "canonical"),
        title=_string(record, named, "title"),
        language=language_tag(_string(record, named, "language")),
        site_name=_string(record, named, "site"),
        published_at=_date(record, named, "published"),
        fetched_at=_date(record, named, "fetched"),
        licence=_string(record, named, "licence"),
    )


def _string(record: Fields, named: Mapping[str, str], role: str) -> str | None:
    value = record.get(named.get(role, ""))
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("rendered", "name", "url") if key in value), None)
    if isinstance(value, bytes):
        try:
            value = decode(value)
        except UnreadableError:
            return None
    return (value.strip() or None) if isinstance(value, str) else None


def _date(record: Fields, named: Mapping[str, str], role: str) -> str | None:
    value = record.get(named.get(role, ""))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return epoch_date(value)
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) >= 10:
        return epoch_date(int(value.strip()))
    return iso_date(value) if isinstance(value, str) else None
