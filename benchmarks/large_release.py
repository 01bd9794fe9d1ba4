"""Publish a release of many segment pairs, to measure the web page on.

    python -m benchmarks.large_release --bench BENCH --clean DIR [--pairs 210000]

The texts are those of the benchmarks' quality and alignment files. There are some ten thousand of
them; what is missing to the number asked for is made by joining each with another of the same
languages, so that no two pairs are equal. Scores, sites, dates and findings are given by a hash of
the text. All tables are filled, through the same writer as those of every release.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from cleaners.records import content_id
from flows import release
from flows.exports import ReleaseInfo, Tables, write_release
from flows.rows import (
    DocumentPairRow,
    DocumentRow,
    EditRow,
    FindingRow,
    PairRow,
    RejectRow,
    RepairRow,
)

SENTENCES = 40
MENU = "Home | News | Markets\n"
CODES = (
    *("accuracy/mistranslation:number", "accuracy/omission", "accuracy/untranslated"),
    *("fluency/duplication", "accuracy/mistranslation:negation", "fluency/punctuation"),
)
Text = tuple[str, str]


def main() -> None:
    """Read the texts, make the rows, publish the release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=210_000)
    given = parser.parse_args()
    version = content_id("large release", str(given.pairs))[: release.VERSION_DIGITS]
    tables = make_tables(given.bench, given.pairs, version)
    info = ReleaseInfo(
        version=version,
        signature="limpide:benchmark",
        funnel={
            "pages": len(tables.documents),
            "documents": len(tables.documents),
            "document pairs": len(tables.document_pairs),
            "segment pairs": len(tables.pairs),
            "accepted segment pairs": sum(pair.accepted for pair in tables.pairs),
        },
        languages=tuple(sorted({row.language for row in tables.documents})),
    )
    published, _ = release.publish(
        given.clean, version, lambda folder: write_release(folder, tables, info)
    )
    print(f"{len(tables.pairs):,} pairs in {published.folder}")


def make_tables(bench: Path, wanted: int, version: str) -> Tables:
    """Make the rows of all tables."""
    texts: dict[tuple[str, str], list[Text]] = defaultdict(list)
    for languages, text in _texts(bench):
        texts[languages].append(text)
    distinct = {languages: list(dict.fromkeys(found)) for languages, found in texts.items()}
    total = sum(map(len, distinct.values()))
    maker = _Maker(version)
    for languages, found in sorted(distinct.items()):
        share = wanted * len(found) // total + 1
        maker.add(languages, list(islice(_joined(found), share)))
    return maker.tables()


def _texts(bench: Path) -> Iterator[tuple[tuple[str, str], Text]]:
    for file in sorted((bench / "quality").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            item = json.loads(line)
            for key in ("tgt_good", "tgt"):
                if item.get(key, "").strip() and item["src"].strip():
                    yield (item["src_lang"], item["tgt_lang"]), (item["src"], item[key])


def _joined(found: list[Text]) -> Iterator[Text]:
    """Give the texts, then each joined with the next, with the one after that, and so on."""
    yield from found
    for distance in count(1):
        for place, (source, target) in enumerate(found):
            other = found[(place + distance) % len(found)]
            yield f"{source} {other[0]}", f"{target} {other[1]}"


class _Maker:
    """Rows as they arise, a document pair of some sentences after the other."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._documents: dict[str, DocumentRow] = {}
        self._links: list[DocumentPairRow] = []
        self._pairs: dict[str, PairRow] = {}
        self._edits: list[EditRow] = []
        self._repairs: list[RepairRow] = []
        self._findings: list[FindingRow] = []
        self._rejects: list[RejectRow] = []

    def tables(self) -> Tables:
        """Give what was made."""
        return Tables(
            documents=list(self._documents.values()),
            pairs=list(self._pairs.values()),
            document_pairs=self._links,
            repairs=self._repairs,
            edits=self._edits,
            findings=self._findings,
            rejects=self._rejects,
        )

    def add(self, languages: tuple[str, str], texts: list[Text]) -> None:
        """Make two documents of each so many texts, and the pairs between them."""
        for start in range(0, len(texts), SENTENCES):
            part = texts[start : start + SENTENCES]
            sides = [self._document(languages[i], [text[i] for text in part]) for i in (0, 1)]
            key = content_id(*(side.id for side in sides))
            self._links.append(
                DocumentPairRow(
                    id=key,
                    source_doc=sides[0].id,
                    target_doc=sides[1].id,
                    source_lang=languages[0],
                    target_lang=languages[1],
                    score=0.9,
                    direct=True,
                    evidence=("sentences=0.900 (+2.00)",),
                    dataset_version=self._version,
                )
            )
            for place, text in enumerate(part):
                self._pair(sides[0], sides[1], place, text)

    def _document(self, language: str, sentences: list[str]) -> DocumentRow:
        content = "\n".join(sentences)
        identifier = content_id(language, content)
        number = int(identifier, 16)
        site = f"www.site-{number % 240:03}.example"
        path = f"raw/{site}/{identifier}.txt"
        self._changes(identifier, language, content, path, number)
        row = DocumentRow(
            id=identifier,
            path=path,
            record=0,
            url=f"https://{site}/{identifier}",
            canonical_url=None,
            domain=site,
            title=sentences[0][:120],
            language=language,
            iso639_3_script=language,
            text=content,
            content=content,
            characters=len(content),
            segments=len(sentences),
            published_at=f"{2019 + number % 7}-{1 + number % 12:02}-{1 + number % 28:02}",
            fetched_at="2026-11-01T00:00:00Z",
            licence=None,
            site_name=None,
            cluster_id=identifier,
            duplicate_of=None,
            story_id=None,
            likely_original=None,
            mt_suspected=number % 3 == 0,
            mt_evidence=("see-original-label",) if number % 3 == 0 else (),
            edits=2,
            suggestions=0,
            raw_sha256=hashlib.sha256(content.encode()).hexdigest(),
            dataset_version=self._version,
        )
        self._documents[identifier] = row
        return row

    def _changes(
        self, identifier: str, language: str, content: str, path: str, number: int
    ) -> None:
        """Record a menu that went and a name that was repaired: the document's first word."""
        if identifier in self._documents:
            return
        word = content.split(maxsplit=1)[0]
        wrong = word[::-1] + "n"
        for place, (step, rule, before, after, end) in enumerate(
            (
                ("boilerplate", "menu/phrase", MENU, "", len(MENU)),
                ("names", f"name-{number % 900}/spelling", wrong, word, len(wrong)),
            )
        ):
            start = 0
            self._edits.append(
                EditRow(
                    identifier, place, 1, step, rule, start, end, before, after, 0.9, self._version
                )
            )
        first = content.split("\n", 1)[0]
        self._repairs.append(
            RepairRow(
                id=content_id("repair", identifier),
                document=identifier,
                index=0,
                language=language,
                before=wrong + first[len(word) :],
                after=first,
                rules=(f"names/name-{number % 900}/spelling",),
                url=None,
                path=path,
                dataset_version=self._version,
            )
        )

    def _pair(self, source: DocumentRow, target: DocumentRow, place: int, text: Text) -> None:
        identifier = content_id(source.language, target.language, *text)
        number = int(identifier, 16)
        score = number % 1000 / 1000
        findings = (CODES[number % len(CODES)],) if number % 5 == 0 else ()
        accepted = score >= 0.5 and not findings
        self._pairs[identifier] = PairRow(
            id=identifier,
            source_lang=source.language,
            target_lang=target.language,
            source=text[0],
            target=text[1],
            source_doc=source.id,
            target_doc=target.id,
            source_url=source.url,
            target_url=target.url,
            source_index=(place,),
            target_index=(place,),
            alignment="1-1",
            part="title" if place == 0 else "body",
            score_alignment=number % 97 / 97,
            score_quality=score,
            findings=findings,
            accepted=accepted,
            mt_suspected=source.mt_suspected or target.mt_suspected,
            domain=source.domain,
            published_at=source.published_at,
            fetched_at=source.fetched_at,
            licence=None,
            cluster_id=identifier,
            edits_source=int(place == 0),
            edits_target=int(place == 0),
            corpus=None,
            corpus_unit=None,
            raw_sha256_source=source.raw_sha256,
            raw_sha256_target=target.raw_sha256,
            dataset_version=self._version,
        )
        for code in findings:
            self._findings.append(
                FindingRow(identifier, code, "major", "noticed", 0, 1, None, None, self._version)
            )
        if not accepted:
            reason = findings[0] if findings else "low-quality"
            self._rejects.append(
                RejectRow(
                    kind="pair",
                    id=identifier,
                    path=source.path,
                    record=0,
                    stage="quality",
                    reason=reason,
                    detail="noticed",
                    advice="Compare source and target.",
                    dataset_version=self._version,
                )
            )


if __name__ == "__main__":
    main()
