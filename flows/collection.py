"""All documents together: duplicates, translations of each other, sentences, quality."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cleaners import paired
from cleaners.bitext import consistency, duplicates, pairing, quality
from cleaners.bitext.beads import align_documents, side_text
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.embedding import using
from cleaners.records import Bead, Document, DocumentPair, Quality, Reject
from cleaners.rules import Rules
from flows.codec import from_json, to_json
from flows.corpora.cleaning import CleanUnit
from flows.progress import Progress, no_progress
from flows.settings import Settings
from flows.shards import CleanedPages, page_reject, work_folder
from flows.spelling_counts import SpellingCount, spellings_of
from flows.store import Store

# Document pairs aligned before their result is made safe on disk: some seconds of work.
PAIRS_A_SHARD = 20


@dataclass(frozen=True)
class JudgedBead:
    """A bead with its two texts (empty where it is a gap) and what is thought of them."""

    bead: Bead
    source: str
    target: str
    quality: Quality


@dataclass(frozen=True)
class AlignedPair:
    """A document pair, oriented so that the language tag of the source sorts first."""

    pair: DocumentPair
    source: Document
    target: Document
    beads: tuple[JudgedBead, ...]


@dataclass(frozen=True)
class Collection:
    """Everything a release is made of."""

    documents: tuple[Document, ...]
    clusters: dict[str, duplicates.Duplicate]
    pairs: tuple[AlignedPair, ...]
    rejects: tuple[Reject, ...]
    pages: int
    units: tuple[CleanUnit, ...] = ()
    spellings: tuple[SpellingCount, ...] = ()


def collect(
    settings: Settings, rules: Rules, pages: CleanedPages, progress: Progress = no_progress
) -> Collection:
    """Cluster, pair, align and assess the cleaned pages.

    The result depends on the set of pages only, not on their order.
    """
    rejects = [*pages.rejects, *(page_reject(d) for d in pages.documents if d.rejected)]
    documents = [document for document in pages.documents if not document.rejected]
    chosen = [document for document in documents if _is_chosen(document, settings.languages)]
    rejects += [_not_chosen(d) for d in documents if not _is_chosen(d, settings.languages)]
    progress("duplicates", 0, len(chosen))
    clusters = {entry.document: entry for entry in duplicates.cluster(chosen)}
    rejects += [_duplicate(d, clusters[d.id]) for d in chosen if clusters[d.id].duplicate_of]
    unique = [document for document in chosen if not clusters[document.id].duplicate_of]
    progress("pair", 0, len(unique))
    with using(settings.model):
        pairs = pairing.pair(unique)
    beside = _repaired(chosen, clusters, pairs, rules)
    chosen = [beside.get(document.id, document) for document in chosen]
    unique = [beside.get(document.id, document) for document in unique]
    with using(settings.model):
        aligned = _align_all(settings, rules, unique, pairs, progress)
    units, others = _chosen_units(pages.units, settings.languages)
    rejects += others
    aligned, units = _compared(aligned, units)
    order = sorted(rejects, key=lambda reject: (reject.path, reject.record, reject.reason))
    count = len(pages.documents) + len(pages.rejects)
    return Collection(
        tuple(chosen),
        clusters,
        tuple(aligned),
        tuple(order),
        count,
        tuple(units),
        spellings_of(unique, rules),
    )


def _repaired(
    documents: Sequence[Document],
    clusters: Mapping[str, duplicates.Duplicate],
    pairs: Sequence[DocumentPair],
    rules: Rules,
) -> dict[str, Document]:
    """Give, by id, the documents whose original is known, with the names that it decides.

    A reprint has the original of the document that it repeats.
    """
    by_id = {document.id: document for document in documents}
    sources = {pair.target: by_id[pair.source] for pair in pairs if pair.direct}
    found = {}
    for document in documents:
        source = sources.get(clusters[document.id].duplicate_of or document.id)
        if source is not None:
            found[document.id] = paired.repair_beside(document, source, rules)
    return found


def _compared(
    aligned: Sequence[AlignedPair], units: Sequence[CleanUnit]
) -> tuple[list[AlignedPair], list[CleanUnit]]:
    """Add what shows only when all pairs are compared with each other."""
    entries = [
        consistency.Entry(
            (pair.source.language, pair.target.language),
            bead.source,
            bead.target,
            (pair.source.id, pair.target.id),
        )
        for pair in aligned
        for bead in pair.beads
    ]
    entries += [
        consistency.Entry(
            (one.unit.source_language, one.unit.target_language),
            one.source.text,
            one.target.text,
            (one.path, one.path),
        )
        for one in units
    ]
    found = consistency.across(entries)
    places = itertools.count()

    def more(quality: Quality) -> Quality:
        findings = found.get(next(places), ())
        return replace(quality, findings=(*quality.findings, *findings)) if findings else quality

    compared = [
        replace(pair, beads=tuple(replace(bead, quality=more(bead.quality)) for bead in pair.beads))
        for pair in aligned
    ]
    return compared, [replace(one, quality=more(one.quality)) for one in units]


def _chosen_units(
    units: Sequence[CleanUnit], languages: Sequence[str]
) -> tuple[list[CleanUnit], list[Reject]]:
    """Choose the units both of whose languages were asked for; the others are told by corpus."""
    chosen = []
    others = Counter[tuple[str, str]]()
    for unit in units:
        tags = (unit.unit.source_language, unit.unit.target_language)
        left_out = next((tag for tag in tags if not _is_asked(tag, languages)), None)
        if left_out is None:
            chosen.append(unit)
        else:
            others[unit.path, left_out] += 1
    advice = "Add the language to the run's languages, or name none to publish all."
    rejects = [
        Reject(path, 0, "select", "language-not-asked", f"{count:,} pairs are in {tag}", advice)
        for (path, tag), count in others.items()
    ]
    return chosen, rejects


def _is_chosen(document: Document, languages: Sequence[str]) -> bool:
    return _is_asked(document.language, languages)


def _is_asked(language: str, languages: Sequence[str]) -> bool:
    """Whether a language was asked for; ``zh`` asks for all its scripts."""
    tag = language.lower()
    asked = [language.lower().replace("_", "-") for language in languages]
    return not asked or any(tag == one or tag.startswith(f"{one}-") for one in asked)


def _not_chosen(document: Document) -> Reject:
    detail = f"the page is in {document.language}"
    advice = "Add the language to the run's languages, or name none to publish all."
    path, record = document.path, document.record
    return Reject(path, record, "select", "language-not-asked", detail, advice)


def _duplicate(document: Document, entry: duplicates.Duplicate) -> Reject:
    detail = f"says the same as document {entry.duplicate_of} (similarity {entry.similarity:.2f})"
    advice = "Nothing to do; the fuller copy is published, this one is listed with it."
    return Reject(document.path, document.record, "duplicates", "duplicate", detail, advice)


def _align_all(
    settings: Settings,
    rules: Rules,
    documents: Sequence[Document],
    pairs: Sequence[DocumentPair],
    progress: Progress,
) -> list[AlignedPair]:
    """Align and assess each pair, taking what an earlier run finished from the store."""
    by_id = {document.id: document for document in documents}
    oriented = [_orient(by_id[pair.source], by_id[pair.target]) for pair in pairs]
    model = settings.model_fingerprint
    keys = [_pair_key(source, target, model) for source, target in oriented]
    store = Store(work_folder(settings, rules) / "alignments")
    todo = [number for number, key in enumerate(keys) if settings.force or key not in store]
    for first in range(0, len(todo), PAIRS_A_SHARD):
        progress("align", first, len(todo))
        numbers = todo[first : first + PAIRS_A_SHARD]
        judged = [judge(*oriented[number]) for number in numbers]
        store.save(
            [
                (keys[number], {"beads": [to_json(bead) for bead in beads]})
                for number, beads in zip(numbers, judged, strict=True)
            ]
        )
    if todo:
        progress("align", len(todo), len(todo))
    finished = dict(store.load(keys))
    aligned = []
    for pair, key, (source, target) in zip(pairs, keys, oriented, strict=True):
        beads = from_json(finished[key]["beads"], tuple[JudgedBead, ...])
        aligned.append(AlignedPair(pair, source, target, beads))
    aligned.sort(key=lambda one: (one.source.language, one.target.language, one.source.id))
    return aligned


def _orient(one: Document, other: Document) -> tuple[Document, Document]:
    """Put the document whose language tag sorts first on the source side."""
    first, second = sorted((one, other), key=lambda document: (document.language, document.id))
    return first, second


def _pair_key(source: Document, target: Document, model: str) -> str:
    """Name a document pair by all that its alignment depends on besides rules and code."""
    digest = hashlib.sha256(model.encode())
    for document in (source, target):
        digest.update(f"{document.id}\0{document.language}\0".encode())
        for segment in document.segments:
            digest.update(f"{segment.part}\0{segment.text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def judge(source: Document, target: Document) -> list[JudgedBead]:
    """Align two documents and assess each bead."""
    beads = align_documents(source, target)
    texts = [(side_text(source, bead.source), side_text(target, bead.target)) for bead in beads]
    pairs = [Pair(a, b, source.language, target.language) for a, b in texts if a and b]
    qualities = iter(quality.assess_all(pairs))
    return [
        JudgedBead(bead, a, b, next(qualities) if a and b else Quality(0.0))
        for bead, (a, b) in zip(beads, texts, strict=True)
    ]
