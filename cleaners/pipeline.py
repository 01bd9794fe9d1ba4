"""The steps in order, nothing else: a scrape becomes a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaners import (
    encoding,
    language,
    layout,
    markup,
    rejection,
    scales,
    sentences,
    suspicion,
    typography,
)
from cleaners import rules as rule_data
from cleaners.artifacts import repair as artifacts
from cleaners.boilerplate import keep as keeping
from cleaners.boilerplate import kinds, site_rules, sites
from cleaners.boilerplate import strip as boilerplate
from cleaners.edits import OffsetMap, by_step, edit_page
from cleaners.records import (
    UNKNOWN_LANGUAGE,
    Block,
    Cleaned,
    Document,
    Edit,
    Metadata,
    Normalised,
    Page,
    Scrape,
    content_id,
)
from cleaners.rules import Rules

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

# Each step is Page, Rules -> Cleaned. Between the two groups, the page's language is decided, for
# which readable, re-joined text is needed, then boilerplate goes, then the blocks that stay get
# their languages, which names and typography need.
BEFORE_LANGUAGE = (encoding.repair, layout.rejoin)
NORMALISING = (artifacts.repair, typography.unify, scales.check)
# What one round lays open the next may find; the second is nearly always the last.
MOST_ROUNDS = 6


def clean(scrape: Scrape, rules: Rules | None = None) -> Document:
    """Clean one page.

    The steps run on their own result until they find nothing more, so that cleaning a clean page
    changes nothing. A page that is not worth publishing gives a document whose ``rejected`` holds a
    reason code of ``cleaners.rejection``; its edits still lead back to the flattened page.
    """
    rules = rules or rule_data.load()
    try:
        flattened = _flattened(scrape, rules)
    except encoding.UnreadableError as error:
        return failed(scrape, error.detail, error.reason)
    page, edits, suggestions, reason = _round(flattened, rules)
    fresh = edits
    for number in range(2, MOST_ROUNDS + 1):
        if not fresh or not page.text:
            break
        bare = markup.flatten_text(page.text, Metadata(language=page.language))
        bare = keeping.remember(replace(bare, site=page.site), page, rules)
        _, found, suggestions, _ = _round(bare, rules)
        fresh = [edit.replace(round=number) for edit in found]
        for _, step in by_step(fresh):
            page = edit_page(page, step)
        edits = [*edits, *fresh]
    reason = reason or rejection.no_content(flattened, page, edits)
    page = suspicion.weigh(flattened, page, edits, rules)
    return _document(scrape, page, edits, suggestions, reason)


def _flattened(scrape: Scrape, rules: Rules) -> Page:
    page = markup.flatten(scrape, rules)
    return replace(page, site=site_rules.site_of(page.metadata, scrape.path))


def observe(scrape: Scrape, rules: Rules) -> sites.Observed:
    """Judge a page's lines only, for what is learned across the pages of its site.

    Raises ``encoding.UnreadableError`` when the bytes are no text.
    """
    page = _flattened(scrape, rules)
    for cleaner in BEFORE_LANGUAGE:
        page = cleaner(page, rules).page
    page = language.label(page, rules)
    name = f"{scrape.path}#{scrape.record}" if scrape.record else scrape.path
    return sites.observe(page, boilerplate.strip(page, rules), name)


def _round(page: Page, rules: Rules) -> tuple[Page, list[Edit], Sequence[Edit], str | None]:
    """Run all steps once: the page they give, edits, suggestions, and what kind of error it is."""
    edits: list[Edit] = []
    suggestions: Sequence[Edit] = ()
    for cleaner in BEFORE_LANGUAGE:
        page, suggestions = _step(cleaner(page, rules), edits, suggestions)
    page = language.label_page(page, rules)
    reason = rejection.error_page(page, rules)
    stripped = boilerplate.strip(page, rules, language.foreign(page))
    page, suggestions = _step(stripped, edits, suggestions)
    page = language.label_blocks(page, rules)
    for cleaner in NORMALISING:
        page, suggestions = _step(cleaner(page, rules), edits, suggestions)
    return page, edits, suggestions, reason


def failed(scrape: Scrape, failure: str, reason: str = "internal-error") -> Document:
    """Give the rejected document of a page that could not be cleaned, and say why."""
    document = _document(scrape, Page("", (), scrape.metadata), rejected=reason)
    return replace(document, failure=failure)


def clean_html(
    html: str | bytes | BeautifulSoup,
    url: str | None = None,
    language: str | None = None,
    keep: Iterable[str] = (),
) -> Document:
    """Clean an HTML page given as text, as bytes, or as a parsed soup.

    ``url`` and ``language`` (a BCP-47 tag) are what the caller knows of the page; ``keep`` names
    kinds of boilerplate that stay (``"comments"``, ``"captions"`` …), labelled as what they are.
    Raises ``kinds.UnknownKindError`` for a kind that does not exist.

    >>> html = "<title>Une journée</title><p>Le port a rouvert ce matin, après deux jours."
    >>> clean_html(html + " Les navires attendent au large.</p>").title
    'Une journée'
    """
    content = html if isinstance(html, (str, bytes)) else str(html)
    scrape = Scrape("", content, "html", metadata=Metadata(url=url, language=language))
    return clean(scrape, kinds.keeping(rule_data.load(), keep))


def clean_text(
    text: str | bytes,
    url: str | None = None,
    language: str | None = None,
    keep: Iterable[str] = (),
) -> Document:
    """Clean a page that was already flattened to text (copied, pasted, exported).

    ``url`` and ``language`` (a BCP-47 tag) are what the caller knows of the page; ``keep`` names
    kinds of boilerplate that stay (``"comments"``, ``"bylines"`` …), labelled as what they are.
    Raises ``kinds.UnknownKindError`` for a kind that does not exist.
    """
    scrape = Scrape("", text, "text", metadata=Metadata(url=url, language=language))
    return clean(scrape, kinds.keeping(rule_data.load(), keep))


def normalise(text: str, language: str, rules: Rules | None = None) -> Normalised:
    """Normalise the names, terms and typography of a text in a known language, and nothing else.

    >>> normalise("Le PDG de NVIDIA, Huang Jenxun, est à Paris.", "fr").text
    'Le PDG de NVIDIA, Jensen Huang, est à Paris.'
    """
    rules = rules or rule_data.load()
    page = markup.flatten_text(text, Metadata())
    blocks = tuple(block.replace(language=language, label="content") for block in page.blocks)
    return _in_steps(replace(page, language=language, blocks=blocks), NORMALISING, rules)


def clean_segment(
    text: str, language: str, rules: Rules, original: tuple[str, str] | None = None
) -> Normalised:
    """Clean a segment that came by itself: characters, names, typography; nothing is stripped.

    ``original`` is the text that it was translated from and its language, where that is known; it
    decides what the names mean.
    """
    source = _segment_page(*original) if original else None
    steps = (
        encoding.repair,
        lambda page, rules: artifacts.repair(page, rules, source),
        typography.unify,
        lambda page, rules: scales.check(page, rules, source),
    )
    return _in_steps(_segment_page(text, language), steps, rules)


def _segment_page(text: str, language: str) -> Page:
    """Give a text of one line as a page."""
    blocks = (Block(0, len(text), language=language, label="content"),) if text else ()
    return Page(text, blocks, language=language)


def _in_steps(
    page: Page, steps: Iterable[Callable[[Page, Rules], Cleaned]], rules: Rules
) -> Normalised:
    edits: list[Edit] = []
    suggestions: Sequence[Edit] = ()
    for cleaner in steps:
        page, suggestions = _step(cleaner(page, rules), edits, suggestions)
    return Normalised(page.text, tuple(edits), tuple(suggestions))


def _step(
    cleaned: Cleaned, edits: list[Edit], suggestions: Sequence[Edit]
) -> tuple[Page, Sequence[Edit]]:
    """Note one step's edits and move the earlier suggestions on to the text that it gives."""
    edits += cleaned.edits
    if not cleaned.edits:
        return cleaned.page, (*suggestions, *cleaned.suggestions)
    offsets = OffsetMap(cleaned.edits)
    carried = []
    for suggestion in suggestions:
        start, end = offsets.forward(suggestion.start, suggestion.end)
        if start < end:
            before = cleaned.page.text[start:end]
            carried.append(suggestion.replace(start=start, end=end, before=before))
    return cleaned.page, (*carried, *cleaned.suggestions)


def _document(
    scrape: Scrape,
    page: Page,
    edits: Sequence[Edit] = (),
    suggestions: Sequence[Edit] = (),
    rejected: str | None = None,
) -> Document:
    return Document(
        id=content_id(scrape.path, str(scrape.record), scrape.raw_sha256),
        path=scrape.path,
        record=scrape.record,
        raw_sha256=scrape.raw_sha256,
        content=page.text,
        blocks=tuple(page.blocks),
        metadata=page.metadata,
        language=page.language if page.text else UNKNOWN_LANGUAGE,
        edits=tuple(edits),
        suggestions=tuple(suggestions),
        segments=() if rejected else sentences.segments(page),
        rejected=rejected,
    )
