"""The report of a run: the figures of the tables, no harm in its text, nothing in it empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from flows import job
from flows.charts import bar, histogram
from flows.exports import ReleaseInfo, Tables, write_release
from flows.exports.html import language, link
from flows.exports.schema import columns
from flows.figures import Histogram
from flows.report_page import report_text
from flows.rows import DocumentRow, EditRow, FindingRow, PairRow, RejectRow, Row
from flows.settings import Settings

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'


def row(row_type: type[Row], **known: Any) -> Any:
    """Make a row; what is not given is unknown, empty or one half."""
    plain = {"string": "", "strings": (), "integers": (), "integer": 0, "number": 0.5}
    values = {
        column.name: None if column.nullable else plain.get(column.kind, False)
        for column in columns(row_type)
    }
    return row_type(**values | known)


def pair(identifier: str, **known: Any) -> Any:
    given = {"source": "Where is it?", "target": "أين هو؟", "accepted": True} | known
    return row(PairRow, id=identifier, source_lang="en", target_lang="ar", **given)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, small_raw: Path) -> Path:
    """Do the whole job on a few pages."""
    settings = Settings(small_raw, tmp_path_factory.mktemp("report") / "clean", workers=1)
    outcome = job.run(settings)
    assert isinstance(outcome, job.Outcome)
    return outcome.release.folder


def rows_of(page: Any, title: str) -> dict[str, int]:
    """Read a list of the report: names and their counts."""
    (section,) = page.xpath(f"//section[h2='{title}']")
    return {
        tr.xpath("string(td[1])"): int(tr.xpath("string(td[2])").split()[0].replace(",", ""))
        for tr in section.xpath(".//tbody/tr")
    }


def test_figures_are_those_of_the_tables(published: Path) -> None:
    page = html.parse(published / "report.html")
    manifest = json.loads((published / "manifest.json").read_text("utf-8"))
    assert rows_of(page, "From raw pages to accepted pairs") == manifest["funnel"]
    documents = pd.read_parquet(published / "documents/documents.parquet")
    names = {"en": "English", "fr": "French", "ja": "Japanese", "zh-Hans": "Chinese (simplified)"}
    counted = documents.language.map(names).value_counts().to_dict()
    assert rows_of(page, "Languages") == counted
    edits = pd.read_parquet(published / "edits/edits.parquet")
    removed = edits[(edits.step == "boilerplate") & (edits.after == "")]
    kinds = removed.rule.str.partition("/")[0].str.replace("_", " ").value_counts()
    shown = rows_of(page, "Boilerplate that went")
    assert sum(shown.values()) == kinds.sum()
    assert all(kinds.get(kind, count) == count for kind, count in shown.items())


def test_report_is_in_manifest_and_checksums(published: Path) -> None:
    manifest = json.loads((published / "manifest.json").read_text("utf-8"))
    assert "report.html" in {page["path"] for page in manifest["pages"]}
    assert "  report.html\n" in (published / "SHA256SUMS").read_text("utf-8")


def test_no_chart_is_empty_and_each_says_what_it_shows(published: Path) -> None:
    page = html.parse(published / "report.html")
    charts = page.xpath("//svg[@role='img']")
    assert len(charts) == 2
    for chart in charts:
        assert chart.get("aria-label")
        assert chart.xpath(".//rect")
    for section in page.xpath("//section"):
        assert section.xpath(".//td | .//rect | .//p")


def test_links_lead_to_files_of_the_release(published: Path) -> None:
    page = html.parse(published / "report.html")
    links = set(page.xpath("//a/@href"))
    assert links
    assert all((published / one).is_file() for one in links)


def test_a_release_without_anything_has_no_empty_parts(tmp_path: Path) -> None:
    info = ReleaseInfo("empty", "limpide:1", {"pages": 0})
    write_release(tmp_path, Tables(), info, report_text)
    page = html.parse(tmp_path / "report.html")
    assert page.xpath("//h2/text()") == ["From raw pages to accepted pairs"]
    assert not page.xpath("//svg[@role='img']")


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    document = row(DocumentRow, id="d", language=HOSTILE, domain=HOSTILE, title=HOSTILE)
    tables = Tables(
        documents=[document],
        pairs=[
            pair("p", source=HOSTILE, findings=(HOSTILE,), accepted=False),
            pair("q", target="字" * 1_000_000),
        ],
        edits=[
            row(EditRow, id="d", step="names", rule=HOSTILE, before=HOSTILE, after="x"),
            row(EditRow, id="d", sequence=1, step="boilerplate", rule=HOSTILE, before=HOSTILE),
        ],
        findings=[
            row(
                FindingRow, id="p", code=HOSTILE, message=HOSTILE, source_start=2, source_end=10**9
            ),
            row(FindingRow, id="q", code=HOSTILE, message=HOSTILE),
        ],
        rejects=[
            row(
                RejectRow, kind="page", path=HOSTILE, reason=HOSTILE, detail=HOSTILE, advice=HOSTILE
            )
        ],
    )
    info = ReleaseInfo("bad", HOSTILE, {HOSTILE: 1}, notes=(HOSTILE,))
    write_release(tmp_path, tables, info, report_text)
    page = html.parse(tmp_path / "report.html")
    assert not page.xpath("//script | //img | //iframe | //link | //object | //base")
    assert not [name for e in page.iter() for name in e.attrib if name.startswith("on")]
    assert len(page.xpath("//*[contains(text(), 'alert(1)')]")) >= 10
    assert page.xpath("//p[@lang='ar'][@dir='rtl']")
    assert (tmp_path / "report.html").stat().st_size < 100_000


def test_the_same_tables_give_the_same_report(tmp_path: Path) -> None:
    pairs = [pair(str(n), source=f"Where is {n}?", findings=("a/b",)) for n in range(20)]
    found = [
        row(FindingRow, id=str(n), code="a/b", message="x", source_start=0, source_end=5)
        for n in range(20)
    ]
    texts = []
    for number, order in enumerate((1, -1)):
        folder = tmp_path / str(number)
        folder.mkdir()
        tables = Tables(pairs=pairs[::order], findings=found[::order])
        write_release(folder, tables, ReleaseInfo("v", "limpide:1"), report_text)
        texts.append((folder / "report.html").read_text("utf-8"))
    assert texts[0] == texts[1]
    assert texts[0].count("<mark>Where</mark>") == 2


def test_bars_of_a_histogram_have_the_right_height() -> None:
    counted = Histogram((1.0, 2.0, 3.0), (50, 0, 10), (50, 0, 0))
    chart = html.fromstring(histogram(counted, ["a", "b", "c"], "says", "axis"))
    heights = [float(bar_.get("height")) for bar_ in chart.xpath(".//rect")]
    assert heights[0] == heights[1] == pytest.approx(heights[2] * 5, abs=0.1)
    assert len(chart.xpath(".//g")) == 2


@pytest.mark.parametrize(
    ("share", "accepted", "widths"), [(1, 0.5, [50, 50]), (0, 1, [0]), (0.2, 1, [20])]
)
def test_level_bars(share: float, accepted: float, widths: list[float]) -> None:
    drawn = html.fromstring(bar(share, accepted)).xpath(".//rect/@width")
    assert [float(width) for width in drawn] == widths


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.org", "http://[", ""]
)
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    assert link(address, "<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("az-Arab", "rtl"),
        ("az", "ltr"),
        ("ja", "ltr"),
        ("und", "auto"),
        ('"x', "auto"),
    ],
)
def test_direction_of_a_language(tag: str, direction: str) -> None:
    assert f'dir="{direction}"' in language(tag)
    assert tag == "und" or direction == "auto" or f'lang="{tag}"' in language(tag)
