"""Discovery: what a collection says about names that machine translation broke.

Reads a release that is published, or cleans a folder of scraped pages as a run would; gives
candidates for review. Everything is read twice or three times, a document pair at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc
import regex

from cleaners import languages, sentences
from cleaners.artifacts import (
    discovery_page,
    discovery_pairs,
    discovery_recurring,
    discovery_roles,
    discovery_stories,
)
from cleaners.artifacts.discovery import Candidate
from cleaners.artifacts.discovery_couples import Couple, Known, Side
from cleaners.artifacts.discovery_names import UNSPACED, names, small_words
from cleaners.artifacts.discovery_rank import Ledger
from cleaners.artifacts.forms import fold
from cleaners.artifacts.matching import RIGHT, index
from cleaners.artifacts.romanisation import simplified
from cleaners.bitext.checks import entities, tables
from cleaners.rules import Rules
from flows import review, review_page, shards
from flows.collection import Collection, collect
from flows.progress import Progress, no_progress
from flows.published import Published
from flows.release import releases
from flows.settings import Settings, SettingsError

LIMIT = 1000
"""Candidates that a review file holds at most; the rest is rarely worth a look."""
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_ASIAN = regex.compile(r"[\p{Han}\p{Katakana}\p{Hangul}]")
_REMEMBERED = 20_000
SHOWN = 5
"""Candidates that the summary of a run names."""


@dataclass(frozen=True)
class Material:
    """The documents and aligned document pairs of a collection, to be read as often as needed."""

    texts: Callable[[], Iterator[tuple[Side, str]]]
    couples: Callable[[], Iterator[Couple]]


@dataclass(frozen=True)
class Discovery:
    """What a run of discovery did: the candidates in the review file, and how many there were."""

    written: tuple[Candidate, ...]
    found: int
    documents: int
    couples: int


def discover(
    sources: Sequence[Path],
    settings: Settings,
    out: Path,
    limit: int = LIMIT,
    progress: Progress = no_progress,
) -> Discovery:
    """Look through releases and folders of scraped pages; write the review file and its page.

    ``settings`` give the rules, the folder for finished work, and the number of workers. Raises
    ``SettingsError`` for a source that is neither, ``RuleFileError`` for a broken file.
    """
    rules = settings.load_rules()
    materials = [_material(source, settings, rules, progress) for source in sources]
    found, documents, couples = candidates(materials, rules, progress)
    written = review.write(out, found[:limit], rules)
    return Discovery(tuple(written), len(found), documents, couples)


def newest_release(clean: Path) -> Path:
    """Give the folder of the newest release; raises ``SettingsError`` when there is none."""
    published = releases(clean)
    if not published:
        raise SettingsError(
            f"{clean}: holds no release; name a folder of scraped pages, or do 'limpide run' first"
        )
    return published[-1].folder


def _material(source: Path, settings: Settings, rules: Rules, progress: Progress) -> Material:
    if (source / "manifest.json").is_file():
        return from_release(Published(source))
    if not source.is_dir():
        raise SettingsError(f"{source}: is no folder of a release or of scraped pages")
    wanted = replace(settings, raw=source).checked()
    pages = shards.clean_pages(wanted, rules, progress)
    return from_collection(collect(wanted, rules, pages, progress))


def from_collection(collection: Collection) -> Material:
    """Give the documents of a collection that was cleaned and aligned just now."""

    def texts() -> Iterator[tuple[Side, str]]:
        for one in collection.documents:
            if not collection.clusters[one.id].duplicate_of:
                yield Side(one.id, one.path, one.language), one.content

    def couples() -> Iterator[Couple]:
        for one in collection.pairs:
            left, right = (Side(d.id, d.path, d.language) for d in (one.source, one.target))
            beads = [(bead.source, bead.target) for bead in one.beads]
            yield _couple(left, right, beads, direct=one.pair.direct)

    return Material(texts, couples)


def from_release(published: Published) -> Material:
    """Give the documents of a release; the pairs of one pair of languages at a time."""

    def texts() -> Iterator[tuple[Side, str]]:
        columns = ["id", "path", "language", "content", "duplicate_of"]
        for row in published.records("documents", columns):
            if not row["duplicate_of"]:
                side = Side(str(row["id"]), str(row["path"]), str(row["language"]))
                yield side, str(row["content"])

    def couples() -> Iterator[Couple]:
        rows = published.records("documents", ["id", "path", "language"])
        sides = {str(r["id"]): Side(str(r["id"]), str(r["path"]), str(r["language"])) for r in rows}
        links = published.records("document_pairs", ["source_doc", "target_doc", "direct"])
        direct = {(one["source_doc"], one["target_doc"]) for one in links if one["direct"]}
        for pair in published.language_pairs:
            for (left, right), beads in _beads(published, pair):
                if left in sides and right in sides:
                    is_direct = (left, right) in direct
                    yield _couple(sides[left], sides[right], beads, direct=is_direct)

    return Material(texts, couples)


def _beads(
    published: Published, pair: str
) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Give the aligned sentences of each two documents of a pair of languages."""
    columns = ["source_doc", "target_doc", "source_index", "target_index", "source", "target"]
    both = (pc.field("source") != "") & (pc.field("target") != "")
    order = [(column, "ascending") for column in columns[:2]]
    table = published.table(f"pairs/{pair}", columns, both).sort_by(order)
    rows = (row for batch in table.to_batches() for row in batch.to_pylist())
    for documents, group in groupby(rows, itemgetter("source_doc", "target_doc")):
        listed = sorted(group, key=lambda row: (row["source_index"], row["target_index"]))
        yield documents, [(row["source"], row["target"]) for row in listed]


def _couple(left: Side, right: Side, beads: Sequence[tuple[str, str]], *, direct: bool) -> Couple:
    whole = [bead for bead in beads if all(bead)]
    return discovery_stories.turned(Couple(left, right, whole, direct=direct))


def candidates(
    materials: Sequence[Material], rules: Rules, progress: Progress = no_progress
) -> tuple[list[Candidate], int, int]:
    """Give the candidates that follow, the likeliest first; counts of documents and of couples."""
    known = _known(rules)
    words = _small_words(materials, rules)
    stories = discovery_stories.Stories()
    total = 0
    for couple in _all_couples(materials):
        stories.add(couple, discovery_pairs.facts(couple, words, known))
        total += 1
        progress("read", total, 0)
    originals = stories.originals()
    ledger = Ledger()
    right: set[str] = set()
    for done, couple in enumerate(_all_couples(materials), 1):
        directed = discovery_stories.directed(couple, originals)
        for sighting in discovery_pairs.sightings(directed, words, known):
            ledger.add(sighting)
        if directed.directed and directed.left.language not in UNSPACED:
            right |= _names_of(directed, words)
        progress("compare", done, total)
    documents = _look_at_pages(materials, rules, ledger, _Reader(words, known), progress)
    spelt = ledger.sources()
    for done, couple in enumerate(_all_couples(materials), 1):
        directed = discovery_stories.directed(couple, originals)
        for rendering in discovery_recurring.renderings(directed, spelt, words, known):
            ledger.add_rendering(*rendering)
        progress("name", done, total)
    return ledger.candidates(right, _lexicon_name(rules)), documents, total


class _Reader(NamedTuple):
    """What helps to read names: the words written small, and what needs no discovery."""

    words: defaultdict[str, set[str]]
    known: Known


def _look_at_pages(
    materials: Sequence[Material], rules: Rules, ledger: Ledger, reader: _Reader, progress: Progress
) -> int:
    """Note what each document says by itself, and who holds which office; counts documents."""
    held = discovery_roles.Offices()
    patterns = discovery_roles.offices(rules)
    documents = 0
    for side, text in _all_texts(materials):
        lines = [text[start:end] for start, end in sentences.split(text, side.tag)]
        words = reader.words[side.language]
        for sighting in discovery_page.sightings(side, lines, words, reader.known):
            ledger.add(sighting)
        for line in lines if side.language in patterns else ():
            for holder in discovery_roles.holders(side, line, words, patterns[side.language]):
                held.add(holder)
        documents += 1
        progress("look", documents, 0)
    for sighting in held.sightings():
        ledger.add(sighting)
    return documents


def _all_couples(materials: Sequence[Material]) -> Iterator[Couple]:
    """Give each couple once, though several sources may hold it."""
    seen: set[tuple[str, str]] = set()
    for material in materials:
        for couple in material.couples():
            key = (couple.left.document, couple.right.document)
            if key not in seen:
                seen.add(key)
                yield couple


def _all_texts(materials: Sequence[Material]) -> Iterator[tuple[Side, str]]:
    seen: set[str] = set()
    for material in materials:
        for side, text in material.texts():
            if side.document not in seen:
                seen.add(side.document)
                yield side, text


def _small_words(materials: Sequence[Material], rules: Rules) -> defaultdict[str, set[str]]:
    """Give the words that each language writes small, in these documents or everywhere."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for tag, profile in languages.profiles(rules).items():
        words[tag.partition("-")[0]].update(map(fold, profile.words))
    for side, text in _all_texts(materials):
        if side.language not in UNSPACED:
            words[side.language].update(small_words(text))
    return words


def _names_of(couple: Couple, words: defaultdict[str, set[str]]) -> set[str]:
    """Give the names, folded, that an original has."""
    language = couple.left.language
    found = (name for text, _ in couple.beads for name in names(text, language, words[language]))
    return {fold(name.text) for name in found if name.sure and not _ASIAN.search(name.text)}


def _known(rules: Rules) -> Known:
    """Give what finds the spans that need no discovery: places, dates, names of the lexicon."""
    compiled = index(rules)

    @lru_cache(maxsize=_REMEMBERED)
    def known(text: str, language: str) -> tuple[tuple[int, int], ...]:
        dates = tables.calendar(language)
        found = compiled.find(text, lambda _: language).occurrences
        return (
            *((o.start, o.end) for o in found if o.form.origin in RIGHT),
            *(m.span() for m in _WORD.finditer(text) if m.group().lower() in dates),
            *(
                (one.start, one.end)
                for one in entities.mentions(text, language)
                if one.group in ("country", "city")
            ),
        )

    return known


def _lexicon_name(rules: Rules) -> Callable[[str], str | None]:
    """Give what looks up how the lexicon calls Chinese characters."""
    by_source = {
        simplified(source): concept.name
        for concept in index(rules).lexicon.concepts.values()
        for source in concept.source
    }
    return lambda source: by_source.get(simplified(source))


def summary(done: Discovery, out: Path) -> str:
    """Say what came of a run, for people."""
    read = f"{done.documents:,} documents and {done.couples:,} document pairs looked through"
    lines = [f"{read}; names to review: {len(done.written):,}."]
    left = done.found - len(done.written)
    if left:
        lines.append(f"{left:,} more were left out: less likely, or rejected before.")
    for one in done.written[:SHOWN]:
        right = one.canonical or "?"
        lines.append(f"  {one.wrong} -> {right}{f' ({one.source})' if one.source else ''}")
    lines.append(f"Look at {out / review_page.FILE} in a browser, then: limpide review")
    return "\n".join(lines)
