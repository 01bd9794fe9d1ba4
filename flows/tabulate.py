"""A collection as the rows of the published tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import langcodes

from cleaners.bitext.presets import Preset
from cleaners.edits import final_spans, origin
from cleaners.records import Document, DocumentPair, Edit, Reject, Segment, content_id
from flows.collection import AlignedPair, Collection, JudgedBead
from flows.corpora.rows import tabulate_units
from flows.row_parts import described, finding_rows, folded, pair_reject
from flows.rows import (
    DocumentPairRow,
    DocumentRow,
    EditRow,
    FindingRow,
    PairRow,
    RejectRow,
    RepairRow,
    SpellingRow,
    SuggestionRow,
    Tables,
)
from flows.spelling_counts import SpellingCount


@dataclass(frozen=True)
class _Edited:
    """A document with where its edits show, so that they are looked up once."""

    document: Document
    shown: tuple[tuple[int, int, Edit], ...]

    def inside(self, segment: Segment) -> list[Edit]:
        """Give the edits inside a segment; a removal at its very edge is outside."""
        return [
            edit
            for start, end, edit in self.shown
            if (start < segment.end and end > segment.start)
            or (start == end and segment.start < start < segment.end)
        ]


@dataclass(frozen=True)
class _Stories:
    """Which documents are versions of one story, and which of them seem to be originals."""

    story: dict[str, str]
    originals: frozenset[str]

    def is_original(self, document: Document) -> bool | None:
        """Whether the others seem to translate this one; ``None`` when it has no other version."""
        return document.id in self.originals if document.id in self.story else None


def tabulate(collection: Collection, version: str, accepting: Preset) -> Tables:
    """Turn a collection into the rows of all tables of the release of that version."""
    edited = {document.id: _edited(document) for document in collection.documents}
    stories = _stories([aligned.pair for aligned in collection.pairs])
    pairs: list[PairRow] = []
    findings: list[FindingRow] = []
    rejects = [_page_reject(reject, version) for reject in collection.rejects]
    for aligned in collection.pairs:
        for row, bead in _pair_rows(aligned, edited, version, accepting):
            pairs.append(row)
            findings += finding_rows(row, bead.quality, version)
            if not row.accepted:
                place = (aligned.source.path, aligned.source.record)
                rejects.append(pair_reject(row, bead.quality, place, accepting))
    documents = collection.documents
    units = tabulate_units(collection.units, version, accepting)
    return Tables(
        documents=[_document_row(one, collection, stories, version) for one in documents],
        pairs=[*pairs, *units.pairs],
        document_pairs=[_document_pair_row(one, version) for one in collection.pairs],
        edits=[*(row for one in documents for row in _edit_rows(one, version)), *units.edits],
        suggestions=[
            *(row for one in documents for row in _suggestion_rows(one, version)),
            *units.suggestions,
        ],
        repairs=[
            *(row for one in edited.values() for row in _repairs(one, version)),
            *units.repairs,
        ],
        findings=[*findings, *units.findings],
        spellings=[_spelling_row(one, version) for one in collection.spellings],
        rejects=[*rejects, *units.rejects],
    )


def _edited(document: Document) -> _Edited:
    spans = final_spans(document.edits)
    shown = [(*span, edit) for span, edit in zip(spans, document.edits, strict=True)]
    return _Edited(document, tuple(shown))


def _stories(pairs: Sequence[DocumentPair]) -> _Stories:
    """Join documents that are linked by pairs; a story is named by its documents."""
    members: dict[str, set[str]] = {}
    for pair in pairs:
        joined = members.get(pair.source, {pair.source}) | members.get(pair.target, {pair.target})
        for document in joined:
            members[document] = joined
    story = {document: content_id(*sorted(joined)) for document, joined in members.items()}
    return _Stories(story, frozenset(pair.source for pair in pairs if pair.direct))


def _document_row(
    document: Document, collection: Collection, stories: _Stories, version: str
) -> DocumentRow:
    metadata = document.metadata
    cluster = collection.clusters[document.id]
    return DocumentRow(
        id=document.id,
        path=document.path,
        record=document.record,
        url=metadata.url,
        canonical_url=metadata.canonical_url,
        domain=_domain(document),
        title=document.title,
        language=document.language,
        iso639_3_script=_iso639_3_script(document.language),
        text=document.text,
        content=document.content,
        characters=len(document.text),
        segments=len(document.segments),
        published_at=metadata.published_at,
        fetched_at=metadata.fetched_at,
        licence=metadata.licence,
        site_name=metadata.site_name,
        cluster_id=cluster.cluster_id,
        duplicate_of=cluster.duplicate_of,
        story_id=stories.story.get(document.id),
        likely_original=stories.is_original(document),
        mt_suspected=document.mt_suspected,
        mt_evidence=metadata.mt_evidence,
        edits=len(document.edits),
        suggestions=len(document.suggestions),
        raw_sha256=document.raw_sha256,
        dataset_version=version,
    )


def _domain(document: Document) -> str | None:
    """Give the host name of a page's address; ``None`` when it has none."""
    address = document.metadata.url or document.metadata.canonical_url
    try:
        return urlsplit(address).hostname if address else None
    except ValueError:  # a broken address, such as one with an unclosed bracket
        return None


def _iso639_3_script(tag: str) -> str:
    """Give a language as ISO 639-3 and ISO 15924 codes, ``zho_Hans``, for users of MT models."""
    if tag == "und":
        return "und_Zyyy"
    language = langcodes.Language.get(tag)
    return f"{language.to_alpha3()}_{language.maximize().script or 'Zyyy'}"


def _document_pair_row(aligned: AlignedPair, version: str) -> DocumentPairRow:
    pair, source, target = aligned.pair, aligned.source, aligned.target
    return DocumentPairRow(
        id=content_id(source.id, target.id),
        source_doc=source.id,
        target_doc=target.id,
        source_lang=source.language,
        target_lang=target.language,
        score=pair.score,
        direct=pair.direct,
        evidence=tuple(f"{one.kind}={one.value} ({one.weight:+.2f})" for one in pair.evidence),
        dataset_version=version,
    )


def _pair_rows(
    aligned: AlignedPair, edited: dict[str, _Edited], version: str, accepting: Preset
) -> Iterator[tuple[PairRow, JudgedBead]]:
    source, target = aligned.source, aligned.target
    seen = Counter[tuple[str, str]]()
    for bead in aligned.beads:
        texts = (bead.source, bead.target)
        languages = (source.language, target.language)
        identity = (*languages, *texts, source.id, target.id, str(seen[texts]))
        seen[texts] += 1
        whole = bool(bead.source and bead.target)
        row = PairRow(
            id=content_id(*identity),
            source_lang=source.language,
            target_lang=target.language,
            source=bead.source,
            target=bead.target,
            source_doc=source.id,
            target_doc=target.id,
            source_url=source.metadata.url or source.metadata.canonical_url,
            target_url=target.metadata.url or target.metadata.canonical_url,
            source_index=bead.bead.source,
            target_index=bead.bead.target,
            alignment=f"{len(bead.bead.source)}-{len(bead.bead.target)}",
            part=_part(aligned, bead),
            score_alignment=bead.bead.score,
            score_quality=bead.quality.score,
            findings=tuple(finding.code for finding in bead.quality.findings),
            accepted=whole and accepting.accepts(bead.quality),
            mt_suspected=source.mt_suspected or target.mt_suspected,
            domain=_domain(source),
            published_at=source.metadata.published_at,
            fetched_at=source.metadata.fetched_at,
            licence=_licence(source, target),
            cluster_id=content_id(*languages, *map(folded, texts)),
            edits_source=_count(edited[source.id], bead.bead.source),
            edits_target=_count(edited[target.id], bead.bead.target),
            raw_sha256_source=source.raw_sha256,
            raw_sha256_target=target.raw_sha256,
            corpus=None,
            corpus_unit=None,
            dataset_version=version,
        )
        yield row, bead


def _part(aligned: AlignedPair, bead: JudgedBead) -> str:
    """Give the part of the page that the bead's first segment stands in."""
    if bead.bead.source:
        return aligned.source.segments[bead.bead.source[0]].part
    return aligned.target.segments[bead.bead.target[0]].part


def _licence(source: Document, target: Document) -> str | None:
    """Give the licences of both pages; unknown on one side stays unknown."""
    licences = {source.metadata.licence, target.metadata.licence}
    known = sorted(licence for licence in licences if licence)
    return " AND ".join(known) if len(known) == len(licences) else None


def _count(edited: _Edited, indices: Sequence[int]) -> int:
    return sum(len(edited.inside(edited.document.segments[index])) for index in indices)


def _page_reject(reject: Reject, version: str) -> RejectRow:
    return RejectRow(
        kind="document" if reject.stage in ("duplicates", "select") else "page",
        id=None,
        path=reject.path,
        record=reject.record,
        stage=reject.stage,
        reason=reject.reason,
        detail=reject.detail,
        advice=reject.advice,
        dataset_version=version,
    )


def _edit_rows(document: Document, version: str) -> Iterator[EditRow]:
    for sequence, edit in enumerate(document.edits):
        yield EditRow(document.id, sequence, edit.round, *described(edit), version)


def _suggestion_rows(document: Document, version: str) -> Iterator[SuggestionRow]:
    for sequence, edit in enumerate(document.suggestions):
        yield SuggestionRow(document.id, sequence, *described(edit), version)


def _spelling_row(counted: SpellingCount, version: str) -> SpellingRow:
    one = counted.spelling
    return SpellingRow(
        concept=one.concept,
        name=one.name,
        kind=one.kind,
        language=one.language,
        spelling=one.text,
        short=one.short,
        preferred=one.preferred,
        times=counted.times,
        documents=counted.documents,
        sites=counted.sites,
        mixed=counted.mixed,
        spellings=counted.spellings,
        dataset_version=version,
    )


def _repairs(edited: _Edited, version: str) -> Iterator[RepairRow]:
    """Give each segment whose words an edit changed, as the page had it and as it is now."""
    document = edited.document
    page_text = document.page_text
    for segment in document.segments:
        edits = edited.inside(segment)
        if not edits:
            continue
        start, end = origin(segment.start, segment.end, document.edits)
        before = page_text[start:end]
        if before.split() == segment.text.split():
            continue
        yield RepairRow(
            id=content_id(document.id, str(segment.index), before, segment.text),
            document=document.id,
            index=segment.index,
            language=segment.language,
            before=before,
            after=segment.text,
            rules=tuple(dict.fromkeys(f"{edit.step}/{edit.rule}" for edit in edits)),
            url=document.metadata.url or document.metadata.canonical_url,
            path=document.path,
            dataset_version=version,
        )
