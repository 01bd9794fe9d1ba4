"""Learning what a site puts on many of its pages: counted page by page, proposed for review.

Two passes over the pages. The first counts hashes only (8 bytes a line); the second looks closer at
the lines that repeat and are kept somewhere. Which page comes first makes no difference.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from cleaners.boilerplate.features import RUNNING_TEXT
from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.shape import ends_sentence, weight
from cleaners.boilerplate.site_rules import Example, SiteRule, key, rule_id
from cleaners.records import Cleaned, Page

# A line must stand on so many pages of its site, and on this share of them unless it is on many.
LEAST_PAGES = 4
LEAST_SHARE = 0.1
MANY_PAGES = 20
# A place of which this share of the lines goes is one that the site keeps for other things.
_NEARLY_ALWAYS = 0.9
_LEAST_LINES = 10
# A page of which this share of the running text stands on another page is a copy of it.
_COPY = 0.8
# A short line that is (nearly) always kept, and followed by text, heads a section of articles.
_HEADS = 0.8
_ALWAYS_KEPT = 0.95
_EXAMPLES = 3
_EXCERPT = 200
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE_TOKENS = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of a page: its text, the kind as which it went (empty where it stays), its markup.

    ``title`` lines are headlines or repeat one; ``heads`` says that text stands above and follows.
    """

    text: str
    kind: str = ""
    path: str = ""
    css: str = ""
    title: bool = False
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known of one page: its site, its name, its lines in order."""

    site: str
    page: str
    lines: tuple[Seen, ...]


def observe(page: Page, stripped: Cleaned, name: str) -> Observed:
    """Note the lines of a page and what the boilerplate step made of each."""
    removals = [edit for edit in stripped.edits if not edit.after]
    kinds = []
    position = 0
    for block in page.blocks:
        while position < len(removals) and removals[position].end <= block.start:
            position += 1
        near = removals[position] if position < len(removals) else None
        gone = near is not None and near.start <= block.start and block.end <= near.end
        kinds.append(near.rule.split("/")[0] if near and gone else "")
    headlines = {
        key(block.text(stripped.page.text))
        for block in stripped.page.blocks
        if block.label == "title"
    } | {key(page.metadata.title or "")}
    texts = [block.text(page.text) for block in page.blocks]
    running = [not kind and is_running(text) for kind, text in zip(kinds, texts, strict=True)]
    lines = [
        Seen(
            text,
            kinds[index],
            block.path,
            block.css,
            title=block.path == "head/title" or key(text) in headlines,
            heads=any(running[:index]) and any(running[index + 1 : index + 2]),
        )
        for index, (block, text) in enumerate(zip(page.blocks, texts, strict=True))
    ]
    return Observed(page.site, name, tuple(lines))


def is_running(text: str) -> bool:
    """Tell whether a line is running text: a sentence of some length."""
    return ends_sentence(text) and weight(tokens(text), text) >= RUNNING_TEXT


def is_dateline(text: str) -> bool:
    """Tell whether a short line says when: it holds a year, or two and more numbers.

    >>> is_dateline("Paris, 3 mai 2026"), is_dateline("Abonnez-vous pour 1 euro")
    (True, False)
    """
    words = tokens(text)
    return len(words) <= _DATE_TOKENS and (words.count("0") > 1 or bool(_YEAR.search(text)))


@dataclass(slots=True)
class _Place:
    """What happened to the lines of one place in the markup of a site."""

    removed: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    running: bool = False
    pages: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class _Counts:
    """A site's pages, and the hashes of its lines, each once a page."""

    pages: int = 0
    lines: array[int] = field(default_factory=lambda: array("Q"))
    kept: array[int] = field(default_factory=lambda: array("Q"))
    places: defaultdict[tuple[str, str], _Place] = field(
        default_factory=lambda: defaultdict(_Place)
    )


@dataclass(slots=True)
class _Line:
    """All that was seen of one repeated line: its pages, kinds, spellings and examples."""

    pages: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    heads: int = 0
    title: bool = False
    texts: set[str] = field(default_factory=set)
    examples: list[Example] = field(default_factory=list)


def propose(pages: Callable[[], Iterable[Observed]]) -> dict[str, list[SiteRule]]:
    """Propose rules for each site; ``pages`` gives all pages, and is called twice."""
    counts: defaultdict[str, _Counts] = defaultdict(_Counts)
    for observed in pages():
        if observed.site:
            _count(counts[observed.site], observed)
    wanted = {site: _repeated(given) for site, given in counts.items()}
    found: dict[str, dict[int, _Line]] = {site: {} for site in counts}
    running: defaultdict[str, dict[str, dict[int, int]]] = defaultdict(dict)
    for observed in pages():
        if wanted.get(observed.site):
            _look_closer(found[observed.site], wanted[observed.site], observed)
            running[observed.site][observed.page] = _running(wanted[observed.site], observed)
    proposals = {}
    for site in sorted(counts):
        copies = _copies(running[site])
        rules = _lines(found[site], counts[site].pages - len(copies), copies)
        rules += _places(counts[site])
        if rules:
            proposals[site] = sorted(rules, key=lambda rule: (-rule.pages, rule.id))
    return proposals


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _count(counts: _Counts, observed: Observed) -> None:
    counts.pages += 1
    keys = [(key(line.text), line) for line in observed.lines]
    counts.lines.extend({_hash(folded) for folded, _ in keys if folded})
    counts.kept.extend({_hash(folded) for folded, line in keys if folded and not line.kind})
    touched = set()
    for line in observed.lines:
        if line.css and not line.title:
            place = counts.places[line.path, line.css]
            touched.add((line.path, line.css))
            if line.kind:
                place.removed[line.kind] += 1
            else:
                place.kept += 1
                place.running |= is_running(line.text)
                place.examples.append(Example(observed.page, line.text[:_EXCERPT]))
                place.examples = sorted(place.examples, key=_example_order)[:_EXAMPLES]
    for where in touched:
        counts.places[where].pages += 1


def _example_order(example: Example) -> tuple[str, str]:
    return example.page, example.text


def _repeated(counts: _Counts) -> frozenset[int]:
    """Give the hashes of the lines that stand on many pages and are kept on some."""
    if counts.pages < LEAST_PAGES:
        return frozenset()
    hashes, times = np.unique(np.asarray(counts.lines, dtype=np.uint64), return_counts=True)
    many = hashes[times >= _least(counts.pages)]
    return frozenset(map(int, np.intersect1d(many, np.asarray(counts.kept, dtype=np.uint64))))


def _least(pages: int) -> int:
    return max(LEAST_PAGES, min(MANY_PAGES, int(LEAST_SHARE * pages)))


def _look_closer(found: dict[int, _Line], wanted: frozenset[int], observed: Observed) -> None:
    for line in observed.lines:
        number = _hash(key(line.text))
        if number not in wanted:
            continue
        known = found.setdefault(number, _Line())
        if not known.pages or known.pages[-1] != observed.page:
            known.pages.append(observed.page)
        known.kept += not line.kind
        known.heads += line.heads
        known.title |= line.title
        if line.kind:
            known.kinds[line.kind] += 1
        if len(known.texts) < 2 or line.text < max(known.texts):
            known.texts = set(sorted({*known.texts, line.text})[:2])
        if not line.kind:
            known.examples.append(Example(observed.page, line.text[:_EXCERPT]))
            known.examples = sorted(known.examples, key=_example_order)[:_EXAMPLES]


def _running(wanted: frozenset[int], observed: Observed) -> dict[int, int]:
    """Measure a page's running text: characters by line, all that stands on no other page as 0."""
    measured: Counter[int] = Counter()
    for line in observed.lines:
        if not line.kind and is_running(line.text):
            number = _hash(key(line.text))
            measured[number if number in wanted else 0] += len(line.text)
    return dict(measured)


def _copies(running: Mapping[str, Mapping[int, int]]) -> frozenset[str]:
    """Find the pages whose text stands on an earlier page: the same story, posted again."""
    first: dict[int, str] = {}
    copies = set()
    for page in sorted(running):
        shared: Counter[str] = Counter()
        for number, length in running[page].items():
            if number in first:
                shared[first[number]] += length
        total = sum(running[page].values())
        if shared and len(running[page]) > 2 and max(shared.values()) >= _COPY * total:
            copies.add(page)
        for number in running[page]:
            if number:
                first.setdefault(number, page)
    return frozenset(copies)


def _lines(found: Mapping[int, _Line], pages: int, copies: frozenset[str]) -> list[SiteRule]:
    rules = []
    for known in found.values():
        count = len(set(known.pages) - copies)
        text = min(known.texts)
        if count < _least(pages) or not known.examples or not _may_go(known, text):
            continue
        rules.append(
            SiteRule(
                rule_id("line", key(text)),
                "proposed",
                _kind(known.kinds, text),
                line=text,
                pages=count,
                of=pages,
                kept=known.kept,
                removed=known.kinds.total(),
                note=_note(known),
                examples=tuple(known.examples),
            )
        )
    return rules


def _may_go(known: _Line, text: str) -> bool:
    """Leave out headlines, datelines, section headings, and text that says other numbers."""
    if known.title or is_dateline(text):
        return False
    running = is_running(text)
    if running and len(known.texts) > 1:
        return False
    total = known.kept + known.kinds.total()
    heading = not running and known.kept >= _ALWAYS_KEPT * total and known.heads >= _HEADS * total
    return not heading


def _kind(kinds: Counter[str], text: str) -> str:
    """Guess a kind: as which it went elsewhere, else by its look."""
    if kinds:
        return min(kinds, key=lambda kind: (-kinds[kind], kind))
    return "disclaimer" if is_running(text) else "footer"


def _note(known: _Line) -> str:
    if known.kinds:
        return "removed already on some pages, kept on others"
    return "kept on all pages so far: look closely"


def _places(counts: _Counts) -> list[SiteRule]:
    rules = []
    for (path, css), place in counts.places.items():
        removed = place.removed.total()
        total = removed + place.kept
        if (
            place.kept
            and not place.running
            and place.pages >= _least(counts.pages)
            and total >= _LEAST_LINES
            and removed >= _NEARLY_ALWAYS * total
        ):
            rules.append(
                SiteRule(
                    rule_id("place", path, css),
                    "proposed",
                    _kind(place.removed, ""),
                    path=path,
                    css=css,
                    pages=place.pages,
                    of=counts.pages,
                    kept=place.kept,
                    removed=removed,
                    note="nearly all that stands in this place of the page is removed already",
                    examples=tuple(place.examples),
                )
            )
    return rules
