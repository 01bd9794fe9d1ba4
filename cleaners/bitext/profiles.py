"""What pairing looks at in a document: its first sentences, numbers, names, address and date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from cleaners.records import Document

# The beginning tells stories apart, and a long page then costs no more than a short one. Measured
# on three collections: four sentences are enough for nearly all pairs, sixteen no better than ten.
MOST_SENTENCES: Final = 10
MOST_CHARACTERS: Final = 400
# An address whose last part has fewer letters than this in words names nothing (``a381969.txt``).
FEWEST_SLUG_LETTERS: Final = 8

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ’']\d{3}(?!\d))*(?:[.,]\d+)?")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")
_SLUG_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGE_PART = re.compile(r"[a-z]{2}([-_]([a-z]{2}|hans|hant))?", re.IGNORECASE)


class Profile(NamedTuple):
    """A document as pairing sees it; the sets can be compared across languages."""

    id: str
    language: str
    site: str
    sentences: tuple[str, ...]
    length: int
    numbers: frozenset[str]
    names: frozenset[str]
    slug: str
    addresses: frozenset[str]
    alternates: frozenset[str]
    day: date | None
    translated: int


def profile(document: Document) -> Profile:
    """Take from a document what pairing looks at."""
    metadata = document.metadata
    addresses = [url for url in (metadata.canonical_url, metadata.url) if url]
    return Profile(
        id=document.id,
        language=language_key(document.language),
        site=_site(document),
        sentences=_first_sentences(document),
        length=len(document.content),
        numbers=numbers(document.content),
        names=names(document.content),
        slug=slug(addresses[0] if addresses else document.path),
        addresses=frozenset(map(_plain, addresses)),
        alternates=frozenset(_plain(url) for _, url in metadata.alternates),
        day=_day(metadata.published_at),
        translated=len(metadata.mt_evidence) + _names_repaired(document),
    )


def language_key(tag: str) -> str:
    """Give what makes two languages different here: the language, and the script of Chinese.

    >>> language_key("pt-BR"), language_key("zh-Hant")
    ('pt', 'zh-Hant')
    """
    return tag if tag.startswith("zh") else tag.split("-", maxsplit=1)[0]


def numbers(text: str) -> frozenset[str]:
    """Give the significant digits of the numbers in a text.

    Separators, the decimal sign and zeros at the end are left out, so that 2.4 billion and 24億
    meet, as do 3,000 and 3千.

    >>> numbers("NT$2.4 billion, 3,000 engineers") == numbers("24億元、3千人")
    True
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = (
        "".join(str(unicodedata.decimal(sign)) for sign in found if sign.isdecimal()).strip("0")
        for found in _NUMBER.findall(plain)
    )
    return frozenset(found for found in digits if found)


def names(text: str) -> frozenset[str]:
    """Give the Latin-script words with a capital, folded: names look alike in most languages.

    >>> sorted(names("月之暗面发布Kimi轻量模型，与DeepSeek同场"))
    ['deepseek', 'kimi']
    """
    marked = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return frozenset(word.casefold() for word in _LATIN_WORD.findall(plain) if word != word.lower())


def slug(address: str) -> str:
    """Give the words that end an address, without language and file type.

    Empty when they name nothing.

    >>> slug("raw/site/en_iron-battery-chile.html")
    'iron battery chile'
    >>> slug("https://example.org/fr/2024/iron-battery-chile/")
    'iron battery chile'
    >>> slug("raw/site/a381969.txt")
    ''
    """
    path = unquote(urlsplit(address).path).rstrip("/")
    last = re.sub(r"\.(html?|txt|md|php|aspx?)$", "", path.rsplit("/", 1)[-1], flags=re.IGNORECASE)
    parts = re.split(r"[_.]", last)
    kept = [part for part in parts if not _LANGUAGE_PART.fullmatch(part)]
    words = [word.casefold() for part in kept for word in _SLUG_WORD.findall(part)]
    if len(words) < 2 or sum(map(len, words)) < FEWEST_SLUG_LETTERS:
        return ""
    return " ".join(words)


def _first_sentences(document: Document) -> tuple[str, ...]:
    return tuple(_sentences(document))[:MOST_SENTENCES]


def _sentences(document: Document) -> Iterator[str]:
    if document.segments:
        texts = [segment.text for segment in document.segments]
    else:
        texts = _SENTENCE_END.split(document.content)
    return (text[:MOST_CHARACTERS] for text in texts if text and not text.isspace())


def _site(document: Document) -> str:
    """Give the host of the page or, without an address, its folder below ``raw/``."""
    host = urlsplit(document.metadata.canonical_url or document.metadata.url or "").hostname
    if host:
        return host.removeprefix("www.")
    folders = document.path.split("/")[:-1]
    return "/".join(folders[1:])


def _plain(url: str) -> str:
    """Give an address without what does not matter: scheme, ``www.``, query, last slash."""
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/")


def _day(published_at: str | None) -> date | None:
    try:
        return date.fromisoformat((published_at or "")[:10])
    except ValueError:
        return None


def _names_repaired(document: Document) -> int:
    """Count repaired names: what a machine made of names shows that a page is a translation."""
    return sum(edit.step == "names" for edit in document.edits)
