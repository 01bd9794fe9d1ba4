"""A release with hostile and ordinary rows, for the tests of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleaners.records import content_id
from flows import release
from flows.exports import ReleaseInfo, Tables, write_release
from flows.exports.schema import columns
from flows.report_page import report_text
from flows.rows import (
    DocumentPairRow,
    DocumentRow,
    EditRow,
    FindingRow,
    PairRow,
    RejectRow,
    RepairRow,
    Row,
    SpellingRow,
    SuggestionRow,
)

HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "\u202etxt.exe\u202c",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)",
    "W" * 1_000_000,
    "a\x00b\x07c\x1b[31m",
    "half \ud83d of a pair",
    "'; DROP TABLE pairs; --",
    "line\u2028end\r\nand\ttab",
)


def row(row_type: type[Row], **known: Any) -> Any:
    """Make a row; what is not given is unknown, empty or one half."""
    plain = {"string": "", "strings": (), "integers": (), "integer": 0, "number": 0.5}
    values = {
        column.name: None if column.nullable else plain.get(column.kind, False)
        for column in columns(row_type)
    }
    return row_type(**values | known)


class Maker:
    """Rows of articles and their pairs, as they are added."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        self.pairs: list[Any] = []
        self.links: list[Any] = []
        self.edits: list[Any] = []
        self.repairs: list[Any] = []
        self.suggestions: list[Any] = []
        self.findings: list[Any] = []
        self.rejects: list[Any] = []
        self.spellings: list[Any] = []

    def document(self, language: str, content: str, **known: Any) -> Any:
        identifier = content_id(language, content)
        given = {
            "id": identifier,
            "path": f"site/{identifier}.html",
            "title": content.split("\n", 1)[0],
            "text": content,
            "content": content,
            "characters": len(content),
            "language": language,
            "iso639_3_script": language,
        }
        made = row(DocumentRow, **given | known)
        self.documents.append(made)
        return made

    def pair(
        self, source: Any, target: Any, texts: tuple[str, str], place: int, **known: Any
    ) -> Any:
        given = {
            "id": content_id(source.language, target.language, *texts),
            "source_lang": source.language,
            "target_lang": target.language,
            "source": texts[0],
            "target": texts[1],
            "source_doc": source.id,
            "target_doc": target.id,
            "source_index": (place,) if texts[0] else (),
            "target_index": (place,) if texts[1] else (),
            "alignment": f"{int(bool(texts[0]))}-{int(bool(texts[1]))}",
            "part": "title" if not place else "body",
            "domain": source.domain,
            "published_at": source.published_at,
        }
        made = row(PairRow, **given | known)
        self.pairs.append(made)
        return made

    def edit(self, document: Any, sequence: int, step: str, rule: str, **known: Any) -> None:
        self.edits.append(
            row(
                EditRow,
                id=document.id,
                sequence=sequence,
                round=1,
                step=step,
                rule=rule,
                confidence=0.9,
                **known,
            )
        )

    def tables(self) -> Tables:
        return Tables(
            documents=self.documents,
            pairs=self.pairs,
            document_pairs=self.links,
            repairs=self.repairs,
            edits=self.edits,
            suggestions=self.suggestions,
            findings=self.findings,
            rejects=self.rejects,
            spellings=self.spellings,
        )


def tables(extra: int = 0) -> Tables:
    """Make a release of two aligned articles, hostile ones, and ``extra`` plain pairs."""
    maker = Maker()
    for text, documents in (("NVIDIA", 3), ("Nvidia", 2)):
        maker.spellings.append(
            row(
                SpellingRow,
                concept="nvidia",
                name="NVIDIA",
                kind="company",
                language="en",
                spelling=text,
                preferred=text == "NVIDIA",
                times=4,
                documents=documents,
                sites=1,
                mixed=1,
                spellings=2,
            )
        )
    english = maker.document(
        "en",
        "NVIDIA opens a laboratory\nJensen Huang came to Tainan.\nIt was 3 degrees.",
        domain="www.one.example",
        url="https://www.one.example/a",
        published_at="2026-03-05",
    )
    arabic = maker.document(
        "ar",
        "إنفيديا تفتتح مختبرا\nجاء جنسن هوانغ إلى تاينان.\nكانت 5 درجات.",
        domain="www.two.example",
        mt_suspected=True,
        mt_evidence=("see-original-label",),
    )
    menu = "Home | News\n"
    maker.edit(
        english, 0, "boilerplate", "menu/phrase", start=0, end=len(menu), before=menu, after=""
    )
    wrong = "Huang Jenxun"
    start = english.content.index("Jensen")
    maker.edit(
        english,
        1,
        "names",
        "jensen-huang/hybrid",
        start=start,
        end=start + len(wrong),
        before=wrong,
        after="Jensen Huang",
    )
    maker.repairs.append(
        row(
            RepairRow,
            id="r1",
            document=english.id,
            language="en",
            before="Huang Jenxun came to Tainan.",
            after="Jensen Huang came to Tainan.",
            rules=("names/jensen-huang/hybrid",),
        )
    )
    maker.suggestions.append(
        row(
            SuggestionRow,
            id=english.id,
            step="names",
            rule="kaohsiung/source?",
            start=english.content.index("Tainan"),
            end=english.content.index("Tainan") + 6,
            before="Tainan",
            after="Kaohsiung",
        )
    )
    maker.links.append(
        row(
            DocumentPairRow,
            id="l1",
            source_doc=english.id,
            target_doc=arabic.id,
            source_lang="en",
            target_lang="ar",
            evidence=("numbers=1.000 (+2.20)",),
        )
    )
    lines = zip(english.content.split("\n"), arabic.content.split("\n"), strict=True)
    for place, texts in enumerate(lines):
        good = place < 2
        made = maker.pair(
            english,
            arabic,
            texts,
            place,
            accepted=good,
            score_quality=0.9 if good else 0.1,
            findings=() if good else ("accuracy/mistranslation:number",),
            mt_suspected=True,
            edits_source=int(place == 1),
        )
    maker.findings.append(
        row(
            FindingRow,
            id=made.id,
            code="accuracy/mistranslation:number",
            severity="major",
            message="the source has '3' where the target has '5'",
            source_start=7,
            source_end=8,
            target_start=5,
            target_end=6,
        )
    )
    maker.pair(english, arabic, ("Nobody translated this.", ""), 3, alignment="1-0")
    maker.rejects.append(
        row(
            RejectRow,
            kind="page",
            path="site/menu.html",
            stage="clean",
            reason="only-menu",
            detail="nothing to publish",
            advice="Scrape the article itself.",
        )
    )
    _hostile(maker)
    for number in range(extra):
        maker.pair(
            english,
            arabic,
            (f"Sentence {number} of many.", f"جملة رقم {number}."),
            number + 4,
            score_quality=number % 7 / 7,
            accepted=number % 3 > 0,
            findings=("fluency/duplication",) if number % 5 == 0 else (),
            domain=f"www.site{number % 4}.example" if number % 4 else None,
            published_at=f"202{number % 5}-0{1 + number % 9}-11" if number % 6 else None,
        )
    return maker.tables()


def _hostile(maker: Maker) -> None:
    """Add an article of all that a page could be made of to do harm, and its pairs."""
    source = maker.document(
        "en",
        "\n".join(HOSTILE),
        url="javascript:alert(1)",
        domain='"><script>alert(2)</script>',
        site_name="<b>site</b>",
        licence='"><script>alert(3)</script>',
        path="../../etc/<passwd>",
    )
    target = maker.document("fr", "\n".join(reversed(HOSTILE)), url="data:text/html,<script>")
    for place, text in enumerate(HOSTILE):
        other = HOSTILE[-1 - place]
        made = maker.pair(
            source, target, (text, other), place, findings=('<script>alert("finding")</script>',)
        )
        maker.findings.append(
            row(
                FindingRow,
                id=made.id,
                code='<script>alert("finding")</script>',
                severity="major",
                message="</span><script>alert(4)</script>",
                source_start=0,
                source_end=3,
            )
        )
    maker.edit(
        source,
        0,
        "names",
        '<script>alert("rule")</script>/literal',
        start=0,
        end=4,
        before="<i>x",
        after=source.content[:4],
    )


def publish(clean: Path, version: str, rows: Tables) -> None:
    """Commit a release of these rows."""
    info = ReleaseInfo(
        version,
        "limpide:0|rules:0",
        {"pages": 5, "documents": len(rows.documents), "segment pairs": len(rows.pairs)},
        ("ar", "en", "fr"),
        ("A release for tests",),
    )
    release.publish(clean, version, lambda folder: write_release(folder, rows, info, report_text))
