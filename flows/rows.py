"""The rows that a release publishes: one frozen dataclass a table, one documented field a column.

What is said here about a column (meaning, unit, range) is said once: the Parquet schema, the data
package and the dataset card are made from it. Offsets are in characters (Unicode code points),
half-open; languages are BCP-47 tags; unknown is ``None``; no item of a list is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias, TypeVar

from cleaners.records import Severity


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column says: a sentence, its unit, its smallest and largest value, or all its values.

    ``minimum`` and ``maximum`` are inclusive.
    """

    text: str
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    values: tuple[str, ...] = ()


Language: TypeAlias = Annotated[
    str, Meaning("Language as a BCP-47 tag: und = unknown, mul = mixed, zxx = no language.")
]
Position: TypeAlias = Annotated[int, Meaning("Place of the record in its file.", minimum=0)]
RawPath: TypeAlias = Annotated[
    str, Meaning("File that held the page, below the folder of the scrapes.")
]
RawHash: TypeAlias = Annotated[str, Meaning("SHA-256 of the page as it came, 64 hex digits.")]
DatasetVersion: TypeAlias = Annotated[str, Meaning("Version of the release that holds this row.")]
Score: TypeAlias = Annotated[
    float, Meaning("Higher is better; not comparable across language pairs.", "", 0, 1)
]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One clean page."""

    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, Meaning("Identifier of the document, from its content.")]
    path: RawPath
    record: Position
    url: Annotated[str | None, Meaning("Address from which the page was taken.")]
    canonical_url: Annotated[str | None, Meaning("Address that the page gives as its own.")]
    domain: Annotated[str | None, Meaning("Host name of the address.")]
    title: Annotated[str, Meaning("Headline, clean; empty when the page has none.")]
    language: Language
    iso639_3_script: Annotated[
        str, Meaning("The language as ISO 639-3 code and ISO 15924 script, such as zho_Hans.")
    ]
    text: Annotated[str, Meaning("Clean text without the headline; one line a block.")]
    content: Annotated[
        str, Meaning("Headline and text as one; undoing the edits on it gives the flattened page.")
    ]
    characters: Annotated[int, Meaning("Length of the text.", "characters", 0)]
    segments: Annotated[int, Meaning("Number of titles, headings and sentences found.", "", 0)]
    published_at: Annotated[
        str | None, Meaning("When the page says it was published, ISO 8601, as precise as known.")
    ]
    fetched_at: Annotated[str | None, Meaning("When the page was taken, ISO 8601.")]
    licence: Annotated[
        str | None, Meaning("Licence of the page, as its record names it; empty = unknown.")
    ]
    site_name: Annotated[str | None, Meaning("Name of the site, as the page gives it.")]
    cluster_id: Annotated[
        str | None, Meaning("Identifier shared by this document and its near duplicates.")
    ]
    duplicate_of: Annotated[
        str | None, Meaning("Identifier of the duplicate that was kept in place of this one.")
    ]
    story_id: Annotated[
        str | None, Meaning("Identifier shared by all language versions of one story.")
    ]
    likely_original: Annotated[
        bool | None, Meaning("Whether this version seems to be the one the others translate.")
    ]
    mt_suspected: Annotated[
        bool, Meaning("Whether something on the page says that a machine translated it.")
    ]
    mt_evidence: Annotated[
        tuple[str, ...],
        Meaning("What says so: marks of tools, see-original-label, notice, source-residue …"),
    ]
    edits: Annotated[int, Meaning("Changes made to the page; each is in edits.", "", 0)]
    suggestions: Annotated[
        int,
        Meaning("Changes proposed but not made; each is in suggestions.", "", 0),
    ]
    raw_sha256: RawHash
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class PairRow:
    """One aligned segment pair; a gap (``1-0``, ``0-1``) is a row with an empty side.

    A pair of a corpus that came aligned has no documents; its sides have identifiers of their own,
    to which its edits belong.
    """

    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, Meaning("Identifier of the pair, from its content.")]
    source_lang: Language
    target_lang: Language
    source: Annotated[str, Meaning("Source text, clean; empty in a 0-1 gap.")]
    target: Annotated[str, Meaning("Target text, clean; empty in a 1-0 gap.")]
    source_doc: Annotated[str, Meaning("Identifier of the source document or side.")]
    target_doc: Annotated[str, Meaning("Identifier of the target document or side.")]
    source_url: Annotated[str | None, Meaning("Address of the source page.")]
    target_url: Annotated[str | None, Meaning("Address of the target page.")]
    source_index: Annotated[
        tuple[int, ...], Meaning("Places of the segments in the source document.", "", 0)
    ]
    target_index: Annotated[
        tuple[int, ...], Meaning("Places of the segments in the target document.", "", 0)
    ]
    alignment: Annotated[str, Meaning("Segments on each side: 1-1, 2-1 …; 1-0 and 0-1 are gaps.")]
    part: Annotated[
        str, Meaning("Where in the page the pair stands.", values=("title", "heading", "body"))
    ]
    score_alignment: Annotated[
        float, Meaning("How well the two sides fit each other; 0 for a gap.", "", 0, 1)
    ]
    score_quality: Annotated[
        float, Meaning("How far the pair can be trusted as a translation; 0 for a gap.", "", 0, 1)
    ]
    findings: Annotated[
        tuple[str, ...],
        Meaning("MQM codes of what was noticed; details are in findings."),
    ]
    accepted: Annotated[
        bool, Meaning("Whether it is good enough for what the release is for (training …).")
    ]
    mt_suspected: Annotated[bool, Meaning("Whether either page says that a machine translated it.")]
    domain: Annotated[str | None, Meaning("Host name of the source page.")]
    published_at: Annotated[
        str | None, Meaning("When the source page says it was published, ISO 8601.")
    ]
    fetched_at: Annotated[str | None, Meaning("When the source page was taken, ISO 8601.")]
    licence: Annotated[
        str | None, Meaning("Licence of the pages, as their records name it; empty = unknown.")
    ]
    cluster_id: Annotated[
        str | None, Meaning("Identifier shared by pairs that say nearly the same.")
    ]
    edits_source: Annotated[int, Meaning("Changes made inside the source text.", "", 0)]
    edits_target: Annotated[int, Meaning("Changes made inside the target text.", "", 0)]
    raw_sha256_source: RawHash
    raw_sha256_target: RawHash
    corpus: Annotated[
        str | None, Meaning("File of the corpus that held the pair; empty for a pair of pages.")
    ]
    corpus_unit: Annotated[
        int | None, Meaning("Line, row or unit of that file, counted from 1.", "", 1)
    ]
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class DocumentPairRow:
    """Two documents that are translations of each other."""

    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, Meaning("Identifier of the document pair, from its content.")]
    source_doc: Annotated[str, Meaning("Identifier of the source document.")]
    target_doc: Annotated[str, Meaning("Identifier of the target document.")]
    source_lang: Language
    target_lang: Language
    score: Score
    direct: Annotated[bool, Meaning("Whether one side is the likely original of the story.")]
    evidence: Annotated[
        tuple[str, ...], Meaning("Reasons to believe or doubt it, each as kind=value (weight).")
    ]
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class EditRow:
    """One change made to a document; a removal has an empty ``after``."""

    key: ClassVar[tuple[str, ...]] = ("id", "sequence")

    id: Annotated[str, Meaning("Identifier of the document, or the side of a corpus's pair.")]
    sequence: Annotated[int, Meaning("Place in the order of the document's edits.", "", 0)]
    round: Annotated[
        int, Meaning("How often the steps had run on the page, this time included.", "", 1)
    ]
    step: Annotated[str, Meaning("Cleaning step that made the change.")]
    rule: Annotated[str, Meaning("Rule of that step; for removals, kind and rule.")]
    start: Annotated[int, Meaning("Start in the text that the step was given.", "characters", 0)]
    end: Annotated[int, Meaning("End in the text that the step was given.", "characters", 0)]
    before: Annotated[str, Meaning("What stood there; empty for an insertion.")]
    after: Annotated[str, Meaning("What stands there now; empty for a removal.")]
    confidence: Annotated[float, Meaning("How sure the rule is.", "", 0, 1)]
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One change that was not made, for a person to judge."""

    key: ClassVar[tuple[str, ...]] = ("id", "sequence")

    id: Annotated[str, Meaning("Identifier of the document.")]
    sequence: Annotated[int, Meaning("Place in the order of the suggestions.", "", 0)]
    step: Annotated[str, Meaning("Cleaning step that proposes the change.")]
    rule: Annotated[str, Meaning("Rule of that step.")]
    start: Annotated[int, Meaning("Start in the document's content.", "characters", 0)]
    end: Annotated[int, Meaning("End in the document's content.", "characters", 0)]
    before: Annotated[str, Meaning("What stands there.")]
    after: Annotated[str, Meaning("What may have to stand there.")]
    confidence: Annotated[float, Meaning("How sure the rule is.", "", 0, 1)]
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One segment of a document before and after its repair, in one language."""

    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, Meaning("Identifier of the repair, from its content.")]
    document: Annotated[str, Meaning("Identifier of the document.")]
    index: Annotated[int, Meaning("Place of the segment in the document.", "", 0)]
    language: Language
    before: Annotated[str, Meaning("The segment as the page had it.")]
    after: Annotated[str, Meaning("The segment as it is published.")]
    rules: Annotated[tuple[str, ...], Meaning("Rules that changed it, each as step/rule.")]
    url: Annotated[str | None, Meaning("Address from which the page was taken.")]
    path: RawPath
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """One spelling of a name that the lexicon knows, counted over the documents of a language."""

    key: ClassVar[tuple[str, ...]] = ("concept", "language", "short", "spelling")

    concept: Annotated[str, Meaning("Identifier of who or what is named.")]
    name: Annotated[str, Meaning("Its name as the lexicon has it.")]
    kind: Annotated[str, Meaning("What it is: person, company, coin, place …")]
    language: Language
    spelling: Annotated[str, Meaning("How it is written; inflected names count as the base form.")]
    short: Annotated[bool, Meaning("Whether it is a short name or an acronym: Musk, U.S.")]
    preferred: Annotated[bool, Meaning("Whether the lexicon has this spelling for the language.")]
    times: Annotated[int, Meaning("How often it stands in all unique documents.", "", 1)]
    documents: Annotated[int, Meaning("Documents that have it.", "", 1)]
    sites: Annotated[int, Meaning("Sites whose documents have it.", "", 1)]
    mixed: Annotated[int, Meaning("Documents that have it and another spelling too.", "", 0)]
    spellings: Annotated[
        int, Meaning("Spellings of this name in this language, this one included.", "", 1)
    ]
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing noticed about a segment pair."""

    key: ClassVar[tuple[str, ...]] = ()

    id: Annotated[str, Meaning("Identifier of the pair.")]
    code: Annotated[str, Meaning("MQM type, such as accuracy/mistranslation:number.")]
    severity: Annotated[
        Severity, Meaning("How grave it is.", values=("neutral", "minor", "major", "critical"))
    ]
    message: Annotated[str, Meaning("What was noticed, in words.")]
    source_start: Annotated[int | None, Meaning("Start in the source text.", "characters", 0)]
    source_end: Annotated[int | None, Meaning("End in the source text.", "characters", 0)]
    target_start: Annotated[int | None, Meaning("Start in the target text.", "characters", 0)]
    target_end: Annotated[int | None, Meaning("End in the target text.", "characters", 0)]
    dataset_version: DatasetVersion


@dataclass(frozen=True, slots=True)
class RejectRow:
    """One page, document or pair that is not published as good, and why."""

    key: ClassVar[tuple[str, ...]] = ()

    kind: Annotated[str, Meaning("What was rejected.", values=("page", "document", "pair"))]
    id: Annotated[str | None, Meaning("Identifier of the document or the pair, where it has one.")]
    path: RawPath
    record: Position
    stage: Annotated[str, Meaning("Where in the run it was rejected.")]
    reason: Annotated[str, Meaning("Reason code, such as no-content.")]
    detail: Annotated[str, Meaning("What exactly was wrong.")]
    advice: Annotated[str, Meaning("What a person can do about it.")]
    dataset_version: DatasetVersion


Row: TypeAlias = (
    DocumentRow
    | PairRow
    | DocumentPairRow
    | EditRow
    | SuggestionRow
    | RepairRow
    | FindingRow
    | SpellingRow
    | RejectRow
)


@dataclass(frozen=True, slots=True)
class Tables:
    """All rows of a release; their order does not matter."""

    documents: Sequence[DocumentRow] = ()
    pairs: Sequence[PairRow] = ()
    document_pairs: Sequence[DocumentPairRow] = ()
    repairs: Sequence[RepairRow] = ()
    edits: Sequence[EditRow] = ()
    suggestions: Sequence[SuggestionRow] = ()
    findings: Sequence[FindingRow] = ()
    spellings: Sequence[SpellingRow] = ()
    rejects: Sequence[RejectRow] = ()


AnyRow = TypeVar("AnyRow", bound=Row)


def in_order(rows: Sequence[AnyRow]) -> list[AnyRow]:
    """Sort rows by their fields, in the order of the columns: the same rows, the same order."""
    return sorted(rows, key=_sort_key)


def _sort_key(row: Row) -> tuple[tuple[bool, object], ...]:
    """Order by every field, unknown before known."""
    values = (getattr(row, name) for name in row.__slots__)
    return tuple((value is not None, value) for value in values)
