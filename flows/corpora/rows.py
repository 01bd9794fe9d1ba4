"""The units of corpora as rows of the published tables."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from cleaners.bitext.presets import Preset
from cleaners.records import Normalised, content_id
from flows.corpora.cleaning import CleanUnit
from flows.row_parts import described, finding_rows, folded, pair_reject
from flows.rows import EditRow, FindingRow, PairRow, RejectRow, RepairRow, SuggestionRow, Tables


def tabulate_units(units: Sequence[CleanUnit], version: str, accepting: Preset) -> Tables:
    """Give the rows of units: pairs, what was found about them, what was changed in them."""
    seen = Counter[tuple[object, ...]]()
    pairs: list[PairRow] = []
    findings: list[FindingRow] = []
    edits: list[EditRow] = []
    suggestions: list[SuggestionRow] = []
    repairs: list[RepairRow] = []
    rejects: list[RejectRow] = []
    for one in units:
        unit = one.unit
        same = (one.path, unit.number, unit.source, unit.target, *_languages(one))
        row = _pair_row(one, content_id(*map(str, same), str(seen[same])), version, accepting)
        seen[same] += 1
        pairs.append(row)
        findings += finding_rows(row, one.quality, version)
        for name, side in ((row.source_doc, one.source), (row.target_doc, one.target)):
            edits += [
                EditRow(name, number, edit.round, *described(edit), version)
                for number, edit in enumerate(side.edits)
            ]
            suggestions += [
                SuggestionRow(name, number, *described(edit), version)
                for number, edit in enumerate(side.suggestions)
            ]
        repairs += _repairs(one, row, version)
        if not row.accepted:
            rejects.append(pair_reject(row, one.quality, (one.path, unit.number), accepting))
    return Tables(
        pairs=pairs,
        findings=findings,
        edits=edits,
        suggestions=suggestions,
        repairs=repairs,
        rejects=rejects,
    )


def _languages(one: CleanUnit) -> tuple[str, str]:
    return one.unit.source_language, one.unit.target_language


def _pair_row(one: CleanUnit, identifier: str, version: str, accepting: Preset) -> PairRow:
    unit = one.unit
    texts = (one.source.text, one.target.text)
    source, target = (int(bool(text)) for text in texts)
    return PairRow(
        id=identifier,
        source_lang=unit.source_language,
        target_lang=unit.target_language,
        source=one.source.text,
        target=one.target.text,
        source_doc=content_id(identifier, "source"),
        target_doc=content_id(identifier, "target"),
        source_url=unit.source_url,
        target_url=unit.target_url,
        source_index=(0,) * source,
        target_index=(0,) * target,
        alignment=f"{source}-{target}",
        part="body",
        score_alignment=one.fit,
        score_quality=one.quality.score,
        findings=tuple(finding.code for finding in one.quality.findings),
        accepted=bool(source and target) and accepting.accepts(one.quality),
        mt_suspected=False,
        domain=_host(unit.source_url),
        published_at=None,
        fetched_at=None,
        licence=unit.licence,
        cluster_id=content_id(*_languages(one), *map(folded, texts)),
        edits_source=len(one.source.edits),
        edits_target=len(one.target.edits),
        raw_sha256_source=_sha256(unit.source),
        raw_sha256_target=_sha256(unit.target),
        corpus=one.path,
        corpus_unit=unit.number,
        dataset_version=version,
    )


def _host(address: str | None) -> str | None:
    try:
        return urlsplit(address).hostname if address else None
    except ValueError:  # a broken address, such as one with an unclosed bracket
        return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _repairs(one: CleanUnit, row: PairRow, version: str) -> Iterator[RepairRow]:
    """Give each side whose words an edit changed, as it came and as it is now."""
    unit = one.unit
    sides: tuple[tuple[str, str, str, Normalised, str | None], ...] = (
        (row.source_doc, unit.source_language, unit.source, one.source, unit.source_url),
        (row.target_doc, unit.target_language, unit.target, one.target, unit.target_url),
    )
    for name, language, before, side, url in sides:
        if before.split() == side.text.split():
            continue
        yield RepairRow(
            id=content_id(name, before, side.text),
            document=name,
            index=0,
            language=language,
            before=before,
            after=side.text,
            rules=tuple(dict.fromkeys(f"{edit.step}/{edit.rule}" for edit in side.edits)),
            url=url,
            path=one.path,
            dataset_version=version,
        )
