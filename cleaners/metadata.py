"""What a page says about itself: title, language, addresses, dates, site, licence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from cleaners.records import Metadata

# BCP-47 asks for the shortest code; and Chinese is told apart by script, as everywhere in Limpide.
_RENAMED_LANGUAGES = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil", "no": "nb",
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt",
    "rus": "ru", "ita": "it", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh", "cmn": "zh",
    "vie": "vi", "ind": "id", "ara": "ar", "tur": "tr", "pol": "pl", "nld": "nl", "dut": "nl",
    "ukr": "uk", "tha": "th", "hin": "hi", "cn": "zh", "jp": "ja",
}  # fmt: skip
_CHINESE_SCRIPTS = {
    "cn": "Hans", "sg": "Hans", "my": "Hans", "chs": "Hans",
    "tw": "Hant", "hk": "Hant", "mo": "Hant", "cht": "Hant",
}  # fmt: skip
_TAG = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{1,8})*)", re.IGNORECASE)

_ARTICLE_TYPES = re.compile(
    r"(?:Article|BlogPosting|Report|Review|Posting|Recipe|Question)$", re.IGNORECASE
)
# Anything in a script's "@type", also where the script as a whole is broken.
_TYPE_NAMES = re.compile(r'"@type"\s*:\s*("[^"]+"|\[[^\]]*\])')
_NAME = re.compile(r'"([^"]+)"')
_PAGE_TYPES = re.compile(r"(?:WebPage|CreativeWork|VideoObject|Product|Event|Book)$", re.IGNORECASE)

# Names of meta elements that hold the day of publication, the most trustworthy first.
DATE_NAMES = (
    "article:published_time", "datepublished", "og:published_time", "article:published",
    "og:article:published_time", "parsely-pub-date", "sailthru.date", "publishdate",
    "publish-date", "publish_date", "published_time", "published-date", "pubdate",
    "publication_date", "citation_publication_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "date",
)  # fmt: skip
# An address that stays as it is, whatever it is joined to.
_WHOLE_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[\w.~%+-]+)*/?(?:\?[\w.~%+=&-]+)?", re.ASCII)
META_NAMES = frozenset((
    *DATE_NAMES, "content-language", "description", "og:description", "og:locale", "og:site_name",
    "og:title", "og:type", "og:url",
))  # fmt: skip
"""Names of all meta elements that are read."""
_BLANKS = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_SLASHED_DATE = re.compile(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?(?:[T ](.*))?$")
_COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)$")
_ZONE = re.compile(r"(\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d))$")
# Inline scripts that hold a widget's settings are shorter than this.
LONGEST_SETTINGS = 20_000
# An article's text in linked data is longer; a shorter one is the beginning for all to read.
_SHORTEST_ARTICLE = 600
# More of it tells nothing new.
_LONGEST_SUMMARY = 4000
_EARLIEST_YEAR = 1990
_LATEST_YEAR = 2100


def language_tag(text: str | None) -> str | None:
    """Give the BCP-47 form of a language code as sites write it, or ``None`` when it is none.

    The shortest code, hyphens, usual letter case; Chinese by script instead of region.

    >>> [language_tag(code) for code in ("pt_br", "zh-TW", "zh_Hans_CN", "FR", "x-default")]
    ['pt-BR', 'zh-Hant', 'zh-Hans', 'fr', None]
    """
    match = _TAG.fullmatch((text or "").strip().replace("_", "-").partition(".")[0])
    if match is None:
        return None
    parts = [part.lower() for part in match[2].split("-")[1:]]
    if match[1].lower() == "zh" or _RENAMED_LANGUAGES.get(match[1].lower()) == "zh":
        scripts = [part.title() for part in parts if part in ("hans", "hant")]
        scripts += [_CHINESE_SCRIPTS[part] for part in parts if part in _CHINESE_SCRIPTS]
        return f"zh-{scripts[0]}" if scripts else "zh"
    language = _RENAMED_LANGUAGES.get(match[1].lower(), match[1].lower())
    shown = [language]
    for part in parts:
        if len(part) == 1:
            break
        if len(part) == 4 and part.isalpha():
            shown.append(part.title())
        else:
            shown.append(part.upper() if len(part) == 2 or part.isdigit() else part)
    return "-".join(shown)


def iso_date(text: str | None) -> str | None:
    """Give a date or time as sites write it in ISO 8601, or ``None`` when it is not certain.

    ``05/07/2026`` may be May or July: that is ``None``.

    >>> iso_date("Sun, 05 Jul 2026 10:30:00 +0200"), iso_date("2026年7月5日")
    ('2026-07-05T10:30:00+02:00', '2026-07-05')
    >>> iso_date("05/07/2026") is None
    True
    """
    text = (text or "").strip()
    if not text or len(text) > 64:
        return None
    if slashed := _SLASHED_DATE.match(text):
        text = f"{slashed[1]}-{int(slashed[2]):02}-{int(slashed[3]):02}"
        text += f"T{slashed[4].strip()}" if slashed[4] else ""
    elif compact := _COMPACT_DATE.match(text):
        text = "-".join(compact.groups())
    value = _parse_iso(text) or _parse_mail_date(text)
    if value is None:
        return None
    return value.isoformat() if _EARLIEST_YEAR <= value.year <= _LATEST_YEAR else None


def _parse_iso(text: str) -> date | None:
    zoned = _ZONE.sub(lambda zone: zone[1] + ("Z" if zone[2] else f"{zone[3]}:{zone[4]}"), text)
    try:
        if len(zoned) == len("2026-07-05"):
            return date.fromisoformat(zoned)
        return None if zoned.isdigit() else datetime.fromisoformat(zoned)
    except ValueError:
        return None


def _parse_mail_date(text: str) -> date | None:
    """Parse the form of RFC 5322, which has the month as a word."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def epoch_date(seconds: float) -> str | None:
    """Give a Unix time (seconds, or milliseconds where that alone makes sense) in ISO 8601, UTC.

    >>> epoch_date(1783242000)
    '2026-07-05T09:00:00+00:00'
    """
    if seconds > 1e11:
        seconds /= 1000
    if not 6e8 < seconds < 4e9:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


@dataclass
class Gathered:
    """What the elements of one page say, in page order."""

    title: str = ""
    language: str | None = None
    base: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    licence: str | None = None
    alternates: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[bool, str]] = field(default_factory=list)
    linked_data: list[str] = field(default_factory=list)
    seen_headline: bool = False

    @classmethod
    def of(cls, notes: Iterable[tuple[str, Mapping[str, str]]]) -> Gathered:
        """Gather what a page's notes say: tags with their attributes, title and linked data."""
        gathered = cls()
        for kind, attributes in notes:
            gathered.note(kind, attributes)
        return gathered

    def note(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Take one note."""
        if kind == "meta":
            self._meta(attributes)
        elif kind in ("a", "link"):
            self._link(kind, attributes)
        elif kind == "title":
            self.title = self.title or _BLANKS.sub(" ", attributes["text"]).strip()
        elif kind == "script":
            self.linked_data.append(attributes["text"])
        elif kind == "h1":
            self.seen_headline = True
        elif kind == "time":
            self.times.append((self.seen_headline, attributes["datetime"]))
        elif kind == "base":
            self.base = self.base or attributes.get("href")
        else:
            self.language = self.language or attributes.get("lang") or attributes.get("xml:lang")

    def _meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "").strip()
        if not content:
            return
        for key in ("property", "name", "itemprop", "http-equiv"):
            if key in attributes:
                for name in attributes[key].lower().split():
                    self.meta.setdefault(name, content)

    def _link(self, tag: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href", "").strip()
        if not href:
            return
        relations = attributes.get("rel", "").lower().split()
        if tag == "link" and "canonical" in relations:
            self.canonical = self.canonical or href
        if "license" in relations:
            self.licence = self.licence or href
        if "hreflang" in attributes and (tag == "a" or "alternate" in relations):
            self.alternates.append((attributes["hreflang"], href))

    def metadata(self, known: Metadata, headlines: Sequence[str]) -> Metadata:
        """Give the page's metadata; what its record already said wins.

        ``headlines`` are the texts of the ``<h1>`` elements.
        """
        base = self._base(known)
        alternates = {
            (tag, url): None
            for given, href in self.alternates
            if (tag := language_tag(given)) and (url := _absolute(href, base))
        }
        return replace(
            self.outline(known, headlines),
            alternates=known.alternates or tuple(alternates),
            published_at=known.published_at or self._published(),
            licence=known.licence or _absolute(self.licence, base) or self._data.licence,
        )

    def outline(self, known: Metadata, headlines: Sequence[str]) -> Metadata:
        """Give of the page's metadata what decides which of its lines stay."""
        base, data = self._base(known), self._data
        canonical = _absolute(self.canonical, base) or _absolute(self.meta.get("og:url"), base)
        site = self.meta.get("og:site_name") or data.publisher or None
        return replace(
            known,
            canonical_url=known.canonical_url or canonical,
            title=known.title or _title(data.headline, self.meta, self.title, headlines, site),
            language=known.language or self._language(),
            site_name=known.site_name or site,
            types=known.types or self._types(),
            summary=known.summary or self._summary(),
        )

    @cached_property
    def _data(self) -> _StructuredData:
        return _StructuredData.of(self.linked_data)

    def _base(self, known: Metadata) -> str | None:
        """Give the address that the page's others start from."""
        return (urljoin(known.url or "", self.base) if self.base else known.url) or None

    def _types(self) -> tuple[str, ...]:
        """Give the kinds of thing that linked data and Open Graph name, each once, in order."""
        named = [match for script in self.linked_data for match in _TYPE_NAMES.findall(script)]
        types = dict.fromkeys(name for names in named for name in _NAME.findall(names))
        kind = self.meta.get("og:type")
        return (*types, *([f"og:{kind.lower()}"] if kind else []))

    def _summary(self) -> str | None:
        """Give the page's description, and its article where linked data has all of it."""
        data = self._data
        described = self.meta.get("og:description") or self.meta.get("description")
        body = data.body if data.body and len(data.body) >= _SHORTEST_ARTICLE else None
        parts = [_one_line(text) for text in (described or data.description, body) if text]
        return "\n".join(parts)[:_LONGEST_SUMMARY] or None

    @property
    def default_version(self) -> str | None:
        """The address that hreflang names for readers of no known language (``x-default``)."""
        return next((url for tag, url in self.alternates if tag.lower() == "x-default"), None)

    def _language(self) -> str | None:
        candidates = (
            self.language,
            self.meta.get("content-language", "").partition(",")[0],
            self._data.language,
            self.meta.get("og:locale"),
        )
        return next((tag for text in candidates if (tag := language_tag(text))), None)

    def _published(self) -> str | None:
        times = [text for after, text in self.times if after] + [text for _, text in self.times]
        candidates = (
            self._data.published,
            *(self.meta.get(name) for name in DATE_NAMES),
            *times[:1],
        )
        return next((day for text in candidates if (day := iso_date(text))), None)


def _absolute(href: str | None, base: str | None) -> str | None:
    """Give an absolute web address, or ``None`` when there is no telling."""
    if not href:
        return None
    if _WHOLE_ADDRESS.fullmatch(href):
        return href
    try:
        url = urljoin(base or "", href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _title(
    headline: str | None,
    meta: Mapping[str, str],
    title: str,
    headlines: Sequence[str],
    site: str | None,
) -> str | None:
    """Choose the page's title: the first candidate that ``<title>`` or an ``<h1>`` confirms."""
    candidates = [text for text in (headline, meta.get("og:title"), *headlines) if text]
    candidates = [text for text in map(_one_line, candidates) if text and text != site]
    for text in candidates:
        if text in title or any(text in shown for shown in headlines):
            return text
    return title or (candidates[0] if candidates else None)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class _StructuredData:
    """What JSON-LD says of the page's article."""

    headline: str | None = None
    language: str | None = None
    published: str | None = None
    publisher: str | None = None
    licence: str | None = None
    description: str | None = None
    body: str | None = None

    @classmethod
    def of(cls, scripts: list[str]) -> _StructuredData:
        nodes = [node for script in scripts for node in _nodes(script)]
        articles = [node for node in nodes if _is_of_type(node, _ARTICLE_TYPES)]
        articles += [node for node in nodes if _is_of_type(node, _PAGE_TYPES)]
        return cls(
            headline=_first(articles[:1], "headline"),
            language=_first(articles, "inLanguage"),
            published=_first(articles, "datePublished"),
            publisher=_first(articles, "publisher"),
            licence=_first(articles, "license"),
            description=_first(articles[:1], "description"),
            body=_first(articles[:1], "articleBody"),
        )


def _nodes(script: str) -> Iterator[dict[str, object]]:
    """Give the objects of a JSON-LD script, outer ones first; none when it is broken."""
    body = script.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    try:
        waiting: list[object] = [json.loads(body, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            yield value
            graph = value.get("@graph")
            waiting += graph if isinstance(graph, list) else []


def _is_of_type(node: Mapping[str, object], types: re.Pattern[str]) -> bool:
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return any(isinstance(name, str) and types.search(name) for name in names)


def _first(nodes: list[dict[str, object]], key: str) -> str | None:
    """Give the first node's value that is, names or identifies something."""
    for node in nodes:
        value = node.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = next((value[k] for k in ("name", "url", "@id") if value.get(k)), None)
        if isinstance(value, str) and value.strip():
            return _one_line(value)
    return None
