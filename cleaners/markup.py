"""A page as it came becomes text in blocks, with what its markup says of it.

HTML and flattened text give the same shape, a ``Page``: HTML through ``cleaners.flattening``, text
as it stands. For HTML the first line is the ``<title>``; paragraphs are separated by an empty line,
list items, table cells and lines cut by ``<br>`` by a line break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners import encoding, flattening, html_tables, mt_marks, text_lines
from cleaners import rules as rule_data
from cleaners.blocks import Blocks
from cleaners.elements import Kind
from cleaners.flattening import Flattened
from cleaners.metadata import Gathered, iso_date, language_tag
from cleaners.records import UNKNOWN_LANGUAGE, Metadata, Page, Scrape
from cleaners.rules import Rules

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

# Tags that open or structure a page; in running text "<" is followed by none of these.
_HTML_TAG = re.compile(
    r"</?(?:!doctype\s+html|html|head|body|title|meta|p|div|article|section|main|h[1-6]|br|ul|ol|li"
    r"|table|tr|td|span|a|img|strong|em|b|i|blockquote|figure|pre|script|style|link|frameset)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# Enough of a page to see whether it is HTML.
_HTML_SAMPLE = 20_000

_BULLETS = "-*+•‣◦▪▫●○■□⁃∙·–"
_BULLET = re.compile(rf"(?:[{_BULLETS}]|\(?\d{{1,2}}[.)、）]|[a-z][.)])[ \t\u00a0\u3000]+\S")
# What may end the letter or number of an item.
_FENCES = "`~"
# What a line that is no paragraph begins with, or has behind a number.
_SIGNS = text_lines.code_points(f"#|{_FENCES}{_BULLETS}")
_NUMBER_ENDS = text_lines.code_points(".)、）")
_CODE_FENCE = re.compile(r"(?:```|~~~)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_TABLE_ROW = re.compile(r"\|.*\|")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})")

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FRONT_MATTER_LINE = re.compile(r"([A-Za-z][\w.-]*)[ \t]*:(?:[ \t]+(.*))?")
_MARKDOWN_PATH = re.compile(r"\.(?:md|markdown)(?:\.gz|\.zst)?$", re.IGNORECASE)
_FRONT_MATTER_LENGTH = 10_000

NOTHING_KNOWN = Metadata()


def flatten(scrape: Scrape, rules: Rules | None = None) -> Page:
    r"""Flatten a scrape, HTML or text.

    A page of media ``html`` that holds no tags is taken as text. Raises
    ``encoding.UnreadableError`` when the bytes are no text.

    >>> html = "<title>輝達</title><p>黃仁勳<br>在台北"
    >>> flatten(Scrape("raw/a.html", html.encode(), "html")).text
    '輝達\n\n黃仁勳\n在台北'
    """
    content = scrape.content
    html = scrape.media == "html"
    text = encoding.decode(content, html=html) if isinstance(content, bytes) else content
    if html and _HTML_TAG.search(text):
        return flatten_html(text, scrape.metadata, rules)
    metadata = scrape.metadata
    if _MARKDOWN_PATH.search(scrape.path):
        text, metadata = front_matter(text, metadata)
    return flatten_text(text, metadata)


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML: it starts like a page, or has at least two tags of it.

    >>> looks_like_html("<p>Bonjour<br>à tous"), looks_like_html("si a <b> c alors")
    (True, False)
    """
    sample = text[:_HTML_SAMPLE]
    if _HTML_START.match(sample):
        return True
    tags = _HTML_TAG.finditer(text if len(text) <= _HTML_SAMPLE else sample)
    return next(tags, None) is not None and next(tags, None) is not None


def flatten_html(
    html: str | BeautifulSoup, metadata: Metadata = NOTHING_KNOWN, rules: Rules | None = None
) -> Page:
    """Flatten an HTML page, given as text or as a parsed soup.

    What the page's record said (``metadata``) wins over what the page says of itself.

    >>> from bs4 import BeautifulSoup
    >>> page = flatten_html(BeautifulSoup("<h1>Le port</h1><ul><li>Un<li>Deux</ul>", "lxml"))
    >>> [(block.text(page.text), block.kind, block.path) for block in page.blocks][1]
    ('Un', 'list_item', 'body/ul/li')
    """
    flattened = _flattened(html)
    gathered = Gathered.of(flattened.notes)
    found = gathered.metadata(metadata, _headlines(flattened))
    evidence = mt_marks.evidence(
        flattened.source, found, gathered.default_version, rules or rule_data.load()
    )
    found = replace(found, mt_evidence=metadata.mt_evidence or evidence)
    return _assembled(_shown_title(gathered.title, metadata.title, flattened), flattened, found)


def outline_html(html: str | BeautifulSoup, metadata: Metadata = NOTHING_KNOWN) -> Page:
    """Flatten an HTML page, but give of its metadata only what decides which lines stay.

    >>> outline_html("<title>Le port</title><p>Il a rouvert.").text == flatten_html(
    ...     "<title>Le port</title><p>Il a rouvert."
    ... ).text
    True
    """
    flattened = _flattened(html)
    gathered = Gathered.of(flattened.notes)
    found = gathered.outline(metadata, _headlines(flattened))
    return _assembled(_shown_title(gathered.title, metadata.title, flattened), flattened, found)


def _flattened(html: str | BeautifulSoup) -> Flattened:
    if isinstance(html, str):
        return flattening.flatten(html)
    from cleaners import soup  # noqa: PLC0415 - only who passes a soup waits for it

    return soup.flatten(html)


def _headlines(flattened: Flattened) -> list[str]:
    """Give the texts of the ``<h1>`` elements."""
    paths = [number for number, path in enumerate(flattened.paths) if path.endswith("h1")]
    lines = [line for path in paths for line in _lines_with(flattened, path)]
    return [flattened.text[flattened.starts[line] : flattened.ends[line]] for line in sorted(lines)]


def _lines_with(flattened: Flattened, path: int) -> list[int]:
    lines: list[int] = (flattened.path_numbers == path).nonzero()[0].tolist()
    return lines


def _shown_title(title: str, known: str | None, flattened: Flattened) -> str:
    """Give the title line: the page's own, else its record's where the page does not show it."""
    if title or not known:
        return title
    known = " ".join(known.split())
    first = zip(flattened.starts[:5], flattened.ends[:5], strict=True)
    return "" if any(known in flattened.text[start:end] for start, end in first) else known


def _assembled(title: str, flattened: Flattened, metadata: Metadata) -> Page:
    """Put the lines of a page under its title, each one block."""
    text, alone = flattened.text, int(title != "")
    head = f"{title}\n\n" if title and text else title
    kinds: list[Kind] = ["title"] if title else []
    kinds += [html_tables.KINDS[kind] for kind in flattened.kinds.tolist()]
    blocks = Blocks(
        [0] * alone + (flattened.starts + len(head)).tolist(),
        [len(title)] * alone + (flattened.ends + len(head)).tolist(),
        kinds,
        ["head/title"] * alone + [flattened.paths[p] for p in flattened.path_numbers.tolist()],
        [""] * alone + [flattened.css[names] for names in flattened.css_numbers.tolist()],
        [0.0] * alone + flattened.link_densities.tolist(),
        [UNKNOWN_LANGUAGE] * (alone + len(flattened.starts)),
        [""] * (alone + len(flattened.starts)),
        flattened.elements.after(alone),
    )
    return Page(head + text, blocks, metadata)


def flatten_text(text: str, metadata: Metadata = NOTHING_KNOWN) -> Page:
    r"""Take a flattened page as it stands; only line ends are made ``\n``.

    Bullets, numbers and Markdown tell the kinds of the blocks.

    >>> [block.kind for block in flatten_text("# Le port\r\n\r\n- un\n• deux\nfin").blocks]
    ['heading', 'list_item', 'list_item', 'paragraph']
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text_lines.cut(text)
    starts, ends = lines.tolist()
    asked = text_lines.marked(text, lines, _SIGNS, _NUMBER_ENDS)
    kinds = _kinds(text, starts, ends, asked)
    return Page(text, Blocks.plain(starts, ends, kinds, lines), metadata)


def _kinds(
    text: str, starts: Sequence[int], ends: Sequence[int], asked: Sequence[int]
) -> list[Kind]:
    """Give the kinds of lines; those that are not ``asked`` begin with no mark."""
    kinds: list[Kind] = ["paragraph"] * len(starts)
    for index in asked:
        kinds[index] = _marked_kind(text, starts, ends, index)
    if "===" in text:
        for index in _underlined(text, starts, ends):
            kinds[index] = "heading"
    fenced = False
    fences = [index for index in asked if text[starts[index]] in _FENCES]
    for index in range(fences[0], len(starts)) if fences else ():
        fence = _CODE_FENCE.match(text, starts[index])
        if fence or fenced:
            kinds[index] = "code"
            fenced ^= fence is not None
    return kinds


def _marked_kind(text: str, starts: Sequence[int], ends: Sequence[int], index: int) -> Kind:
    """Tell the kind of a line by what it begins with."""
    start, end = starts[index], ends[index]
    first = text[start]
    if first == "#":
        alone = text.startswith("##", start, end) or _stands_alone(text, starts, ends, index)
        return "heading" if alone and _MARKDOWN_HEADING.match(text, start, end) else "paragraph"
    if first == "|":
        return "table_cell" if _TABLE_ROW.fullmatch(text, start, end) else "paragraph"
    return "list_item" if _BULLET.match(text, start, end) else "paragraph"


def _stands_alone(text: str, starts: Sequence[int], ends: Sequence[int], index: int) -> bool:
    """Whether a line opens the text or has empty lines around it: else "#" may be a comment."""
    if index == 0:
        return True
    above = text.count("\n", ends[index - 1], starts[index])
    below = text.count("\n", ends[index], starts[index + 1]) if index + 1 < len(starts) else 2
    return min(above, below) > 1


def _underlined(text: str, starts: Sequence[int], ends: Sequence[int]) -> set[int]:
    """Give the lines above a row of ``===``."""
    return {
        index - 1
        for index, start in enumerate(starts)
        if index
        and text.startswith("===", start)
        and _UNDERLINE.fullmatch(text, start, ends[index])
    }


def front_matter(text: str, metadata: Metadata) -> tuple[str, Metadata]:
    r"""Take the front matter off a Markdown text; what it says joins the metadata.

    Front matter is ``key: value`` lines between two lines of ``---`` at the very start.

    >>> front_matter("---\ntitle: 台灣的夜市\nlang: zh-TW\n---\n夜市很熱鬧。", Metadata())[0]
    '夜市很熱鬧。'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text[:_FRONT_MATTER_LENGTH])
    if match is None:
        return text, metadata
    fields: dict[str, str] = {}
    for line in match[1].split("\n"):
        if not line.strip() or line[0] in " \t-#":
            continue
        entry = _FRONT_MATTER_LINE.fullmatch(line.rstrip())
        if entry is None:
            return text, metadata
        value = (entry[2] or "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        fields[entry[1].lower()] = value
    known = replace(
        metadata,
        title=metadata.title or fields.get("title") or None,
        language=metadata.language or language_tag(fields.get("lang") or fields.get("language")),
        published_at=metadata.published_at
        or iso_date(fields.get("date") or fields.get("published")),
        url=metadata.url or fields.get("url") or fields.get("link") or None,
        canonical_url=metadata.canonical_url or fields.get("canonical_url") or None,
        licence=metadata.licence or fields.get("license") or fields.get("licence") or None,
    )
    return text[match.end() :], known
