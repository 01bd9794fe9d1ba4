"""A release is read back by readers that are not ours, and holds what went in."""

import csv
import hashlib
import json
import math
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from translate.storage import tbx, tmx

from flows.exports import ReleaseInfo, Tables, write_release
from flows.exports.checksums import write_checksums
from flows.exports.schema import columns, record
from flows.exports.tables import guard, unguard
from flows.exports.tmx import write_tmx
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
    in_order,
)

DTD = Path(__file__).parent / "data" / "tmx14.dtd"
VERSION = "2026.11.21"
INFO = ReleaseInfo(
    VERSION,
    "limpide:0.1.0|rules:ab12cd34",
    funnel={"raw pages": 3, "documents": 2},
    languages=("zh-Hans", "fr", "no", "und"),
    notes=("A note for readers.",),
)
ROW_TYPES = {
    "documents": DocumentRow,
    "pairs": PairRow,
    "document_pairs": DocumentPairRow,
    "repairs": RepairRow,
    "edits": EditRow,
    "suggestions": SuggestionRow,
    "findings": FindingRow,
    "spellings": SpellingRow,
    "rejects": RejectRow,
}
ORDINARY = (
    "黄仁勋说：“你好，世界！”",
    "L’été, déjà !",
    "مرحبا بالعالم",
    "Привет",
    "a=b",
    "5 - 3",
    "x",
)
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''+",
)
NASTY = (
    *FORMULAS,
    'say "hi", twice',
    '"',
    "a\tb",
    "a\nb",
    "a\rb",
    "a\r\nb\r\n",
    "a\0b",
    "\ud83d half an emoji \ude00",
    "\u202eright to left\u202c",
    "👩‍👩‍👧 🏳️‍🌈",
    "]]>",
    "<seg>&amp;</seg><!--",
    "a;b\\;c\\",
    "\ufeffBOM",
    "a\u2028b\u2029c\u0085d\u000be\u000cf\u001cg",
    "\x1a\x07\x7f",
    "\ufffe\uffff",
    "NA",
    "null",
    "None",
    "",
    " ",
    "{'a': 1}",
    "# not a comment",
    "字" * 100_000,
)
any_text = st.one_of(
    st.sampled_from(NASTY[:-1]),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.text("=+-@'\t\r\n\",;\\ a\0\ud800", max_size=6),
)


def shown(text: str) -> str:
    """Say what a file holds of a text: readers refuse NUL and lone surrogates."""
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def values_of(kind: str, nullable: bool, allowed: tuple[str, ...]) -> st.SearchStrategy[Any]:
    plain: dict[str, st.SearchStrategy[Any]] = {
        "string": st.sampled_from(allowed) if allowed else any_text,
        "integer": st.integers(0, 2**31),
        "number": st.floats(0, 1),
        "boolean": st.booleans(),
        "strings": st.lists(any_text.filter(bool), max_size=3).map(tuple),
        "integers": st.lists(st.integers(0, 2**31 - 1), max_size=3).map(tuple),
    }
    return st.none() | plain[kind] if nullable else plain[kind]


def rows_of(name: str) -> st.SearchStrategy[Any]:
    """Lists of rows of one table, any text in any column, languages and keys as they must be."""
    row_type = ROW_TYPES[name]
    fields = {c.name: values_of(c.kind, c.nullable, c.meaning.values) for c in columns(row_type)}
    if name == "pairs":
        fields |= {"source_lang": st.just("zh-Hans"), "target_lang": st.just("fr")}
    for column in row_type.key:
        if column == "id":
            fields["id"] = st.text("0123456789abcdef", min_size=4, max_size=4)
    unique = {"unique_by": lambda row: [getattr(row, k) for k in row_type.key].__repr__()}
    return st.lists(st.builds(row_type, **fields), max_size=4, **(unique if row_type.key else {}))


def pair(number: int = 0, **changes: Any) -> PairRow:
    row = PairRow(
        id=f"{number:016x}",
        source_lang="zh-Hans",
        target_lang="fr",
        source="你好。",
        target="Bonjour.",
        source_doc="d1",
        target_doc="d2",
        source_url=None,
        target_url="https://example.org/fr?a=1;b=2",
        source_index=(0,),
        target_index=(0, 1),
        alignment="1-2",
        part="body",
        score_alignment=0.93,
        score_quality=1 / 3,
        findings=("accuracy/omission", "fluency/punctuation"),
        accepted=True,
        mt_suspected=False,
        domain="example.org",
        published_at=None,
        fetched_at=None,
        licence="CC-BY-4.0",
        cluster_id=None,
        edits_source=0,
        edits_target=1,
        raw_sha256_source="0" * 64,
        raw_sha256_target="1" * 64,
        corpus=None,
        corpus_unit=None,
        dataset_version=VERSION,
    )
    return replace(row, **changes)


def document(identifier: str, **changes: Any) -> DocumentRow:
    row = DocumentRow(
        id=identifier,
        path="news/page.html",
        record=0,
        url="https://example.org/",
        canonical_url=None,
        domain="example.org",
        title="黄仁勋",
        language="zh-Hans",
        iso639_3_script="zho_Hans",
        text="你好。\n=1+1",
        content="黄仁勋\n\n你好。\n=1+1",
        characters=8,
        segments=3,
        published_at="2024-05-01",
        fetched_at=None,
        licence=None,
        site_name=None,
        cluster_id=None,
        duplicate_of=None,
        story_id=None,
        likely_original=None,
        mt_suspected=True,
        mt_evidence=("class=gtranslate; since 2019", "meta translation-stats"),
        edits=1,
        suggestions=0,
        raw_sha256="0" * 64,
        dataset_version=VERSION,
    )
    return replace(row, **changes)


def release(folder: Path, tables: Tables) -> Path:
    write_release(folder, tables, INFO)
    return folder


@pytest.fixture(scope="module")
def nasty_rows() -> tuple[PairRow, ...]:
    texts = (*ORDINARY, *NASTY)
    nasty = [pair(n, source=text, target=text[::-1]) for n, text in enumerate(texts)]
    gap = pair(900, target="", target_index=(), alignment="1-0", accepted=False, score_quality=0.0)
    refused = pair(901, accepted=False, source="refusée")
    lists = pair(902, findings=("a;b", "c\\", "\\;", "=1", "\0"), source_index=())
    return (*nasty, gap, refused, lists)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, nasty_rows: tuple[PairRow, ...]) -> Path:
    documents = [document("d1"), document("d2", licence="CC0-1.0", title="", mt_evidence=())]
    tables = Tables(documents=documents, pairs=(*nasty_rows, pair(999, source_lang="en")))
    return release(tmp_path_factory.mktemp("release"), tables)


# The readers: each gives the table as rows of cells, typed or as text.


def with_pandas_json(path: Path, *, lines: bool) -> list[dict[str, Any]]:
    frame = pd.read_json(path, lines=lines, dtype=False, precise_float=True, orient="records")
    return [dict(row) for row in frame.astype(object).to_dict("records")]


def with_pandas_parquet(path: Path) -> list[dict[str, Any]]:
    return [dict(row) for row in pd.read_parquet(path).astype(object).to_dict("records")]


TYPED_READERS: dict[str, tuple[str, Callable[[Path], list[dict[str, Any]]]]] = {
    "pandas-jsonl": ("jsonl", lambda path: with_pandas_json(path, lines=True)),
    "pandas-json": ("json", lambda path: with_pandas_json(path, lines=False)),
    "python-jsonl": (
        "jsonl",
        lambda path: [json.loads(line) for line in path.read_text("utf-8").splitlines()],
    ),
    "python-json": ("json", lambda path: json.loads(path.read_bytes())),
    "pyarrow": ("parquet", lambda path: pq.read_table(path).to_pylist()),
    "pandas-parquet": ("parquet", with_pandas_parquet),
}


def with_pandas_csv(path: Path, separator: str, encoding: str) -> list[dict[str, str]]:
    frame = pd.read_csv(path, sep=separator, encoding=encoding, dtype=str, keep_default_na=False)
    return [dict(row) for row in frame.to_dict("records")]


def with_csv(path: Path, separator: str, encoding: str) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=separator, strict=True))


TEXT_READERS: dict[str, tuple[str, Callable[[Path], list[dict[str, str]]]]] = {
    "pandas-csv": ("csv", lambda path: with_pandas_csv(path, ",", "utf-8-sig")),
    "python-csv": ("csv", lambda path: with_csv(path, ",", "utf-8-sig")),
    "pandas-tsv": ("tsv", lambda path: with_pandas_csv(path, "\t", "utf-8")),
    "python-tsv": ("tsv", lambda path: with_csv(path, "\t", "utf-8")),
}


def assert_typed_equal(read: list[dict[str, Any]], rows: list[Any]) -> None:
    assert len(read) == len(rows)
    for got, row in zip(read, rows, strict=True):
        assert list(got) == list(row.__slots__)
        for name, value in got.items():
            assert typed(value) == expected(getattr(row, name)), name


def typed(value: Any) -> Any:
    """Give a reader's value its plain form: arrays become lists, the many nothings None."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value


def expected(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, tuple):
        return [expected(item) for item in value]
    return round(value, 6) if isinstance(value, float) else value


def assert_text_equal(read: list[dict[str, str]], rows: list[Any], *, guarded: bool) -> None:
    assert len(read) == len(rows)
    for got, row in zip(read, rows, strict=True):
        assert list(got) == list(row.__slots__)
        for name, text in got.items():
            value = getattr(row, name)
            assert parsed(unguard(text) if guarded else text, value) == expected(value), name


def parsed(text: str, like: Any) -> Any:
    """Read a cell as a value of the same type as another; this is the card's description."""
    if like is None:
        assert text == ""
        return None
    if isinstance(like, bool):
        return {"true": True, "false": False}[text]
    if isinstance(like, tuple):
        items = re.findall(r"(?:\\.|[^;\\])+", text, re.DOTALL)
        plain = [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in items]
        return [int(item) for item in plain] if like and isinstance(like[0], int) else plain
    if isinstance(like, float):
        assert re.fullmatch(r"\d\.\d{1,6}", text)
    return type(like)(text)


def stem(folder: Path, name: str) -> str:
    return f"{folder}/pairs/zh-Hans-fr/zh-Hans-fr" if name == "pairs" else f"{folder}/{name}/{name}"


@pytest.mark.parametrize("reader", TYPED_READERS)
def test_nasty_text_read_back_typed(
    folder: Path, nasty_rows: tuple[PairRow, ...], reader: str
) -> None:
    suffix, read = TYPED_READERS[reader]
    assert_typed_equal(read(Path(f"{stem(folder, 'pairs')}.{suffix}")), list(nasty_rows))


@pytest.mark.parametrize("reader", TEXT_READERS)
def test_nasty_text_read_back_from_text(
    folder: Path, nasty_rows: tuple[PairRow, ...], reader: str
) -> None:
    suffix, read = TEXT_READERS[reader]
    rows = read(Path(f"{stem(folder, 'pairs')}.{suffix}"))
    assert_text_equal(rows, list(nasty_rows), guarded=suffix == "csv")


# A whole release is written for each example: shrinking a failure would take many minutes.
WHOLE = {"deadline": None, "phases": (Phase.explicit, Phase.reuse, Phase.generate)}
some_tables = st.builds(Tables, **{name: rows_of(name) for name in ROW_TYPES})


@settings(max_examples=12, **WHOLE)
@given(some_tables)
def test_any_rows_read_back(tables: Tables) -> None:
    with TemporaryDirectory() as path:
        folder = release(Path(path), tables)
        for name in ROW_TYPES:
            ordered = in_order(getattr(tables, name))
            if name == "pairs" and not ordered:
                continue
            for suffix, read in TYPED_READERS.values():
                assert_typed_equal(read(Path(f"{stem(folder, name)}.{suffix}")), ordered)
            for suffix, read_text in TEXT_READERS.values():
                rows = read_text(Path(f"{stem(folder, name)}.{suffix}"))
                assert_text_equal(rows, ordered, guarded=suffix == "csv")


@settings(max_examples=6, **WHOLE)
@given(some_tables, st.randoms())
def test_same_bytes_in_any_order(tables: Tables, shuffle: Any) -> None:
    shuffled = {}
    for name in ROW_TYPES:
        shuffled[name] = list(getattr(tables, name))
        shuffle.shuffle(shuffled[name])
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        release(Path(one), tables)
        release(Path(other), Tables(**shuffled))
        assert contents(Path(one)) == contents(Path(other))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_rows_are_sorted_by_id(tmp_path: Path) -> None:
    release(tmp_path, Tables(pairs=[pair(3), pair(1), pair(2)]))
    identifiers = pd.read_parquet(f"{stem(tmp_path, 'pairs')}.parquet")["id"].to_list()
    assert identifiers == sorted(identifiers)


# Spreadsheets


def test_no_cell_of_the_spreadsheet_csv_is_a_formula(folder: Path) -> None:
    frame = pd.read_csv(
        f"{stem(folder, 'pairs')}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False
    )
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    for row in frame.to_numpy():
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", text) for text in row])
    assert sheet.max_row == len(frame)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_the_check_would_see_a_formula() -> None:
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    sheet.append(["=1+1"])
    assert sheet["A1"].data_type == "f"


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_guarded(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", [*ORDINARY, "'quoted'", "’=", " =1", "", "https://x.org/?a=1"])
def test_ordinary_text_is_not_guarded(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(any_text)
def test_guard_can_be_taken_away(text: str) -> None:
    assert unguard(guard(text)) == text


def test_bytes_of_both_flavours(tmp_path: Path) -> None:
    rejects = [RejectRow("page", None, "a.html", 0, "read", "empty", "=0\r", '"', VERSION)]
    release(tmp_path, Tables(rejects=rejects))
    header = "kind,id,path,record,stage,reason,detail,advice,dataset_version"
    assert (tmp_path / "rejects/rejects.csv").read_bytes() == (
        f'\ufeff{header}\r\npage,,a.html,0,read,empty,"\'=0\r","""",{VERSION}\r\n'
    ).encode()
    assert (tmp_path / "rejects/rejects.tsv").read_bytes() == (
        header.replace(",", "\t") + f'\npage\t\ta.html\t0\tread\tempty\t"=0\r"\t""""\t{VERSION}\n'
    ).encode()


def test_jsonl_is_readable_utf8_one_object_a_line(folder: Path) -> None:
    text = Path(f"{stem(folder, 'pairs')}.jsonl").read_text("utf-8")
    assert "黄仁勋说" in text
    assert not text.startswith("\ufeff")
    assert len(text.splitlines()) == text.count("\n")


def test_a_number_is_never_guarded(tmp_path: Path) -> None:
    row = DocumentPairRow("p1", "d1", "d2", "fr", "en", -0.25, False, ("url=-1",), VERSION)
    release(tmp_path, Tables(document_pairs=[row]))
    cells = (tmp_path / "document_pairs/document_pairs.csv").read_text("utf-8").split(",")
    assert "-0.25" in cells
    assert "url=-1" in cells


# Parquet


def test_parquet_says_what_it_is(folder: Path) -> None:
    file = pq.ParquetFile(f"{stem(folder, 'pairs')}.parquet")
    schema = file.schema_arrow
    assert schema.metadata[b"dataset_version"] == VERSION.encode()
    assert schema.metadata[b"signature"] == INFO.signature.encode()
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert str(schema.field("source_index").type) == "list<element: int32 not null>"
    assert not schema.field("source").nullable
    assert schema.field("licence").nullable
    assert all(field.metadata[b"description"] for field in schema)


@pytest.mark.parametrize("name", [name for name in ROW_TYPES if name != "pairs"])
def test_an_empty_table_still_has_its_columns(tmp_path: Path, name: str) -> None:
    release(tmp_path, Tables())
    names = [column.name for column in columns(ROW_TYPES[name])]
    table = f"{tmp_path}/{name}/{name}"
    assert pq.read_table(f"{table}.parquet").schema.names == names
    assert list(pd.read_csv(f"{table}.csv", encoding="utf-8-sig").columns) == names
    assert list(pd.read_csv(f"{table}.tsv", sep="\t").columns) == names
    assert json.loads(Path(f"{table}.json").read_bytes()) == []
    assert Path(f"{table}.jsonl").read_bytes() == b""


# Translation memories


def in_xml(text: str) -> str:
    """Say what is left of a text in XML 1.0, whose section 2.2 lists the characters it allows."""
    return "".join(
        c for c in shown(text) if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")
    )


def test_tmx_is_valid_by_the_dtd(folder: Path) -> None:
    dtd = etree.DTD(str(DTD))
    document = etree.parse(f"{stem(folder, 'pairs')}.tmx")
    assert dtd.validate(document), dtd.error_log
    header = document.find("header")
    assert header.attrib == {
        "creationtool": "limpide",
        "creationtoolversion": "0.1.0",
        "segtype": "sentence",
        "o-tmf": "limpide",
        "adminlang": "en",
        "srclang": "zh-Hans",
        "datatype": "plaintext",
    }


@pytest.mark.parametrize(
    "broken",
    [
        "<tmx version='1.4'><body/></tmx>",
        "<tu><tuv xml:lang='fr'><seg>a</seg><prop type='x'>late</prop></tuv></tu>",
        "<tu><tuv xml:lang='fr'><seg>a</seg></tuv><note>late</note></tu>",
        "<tuv><seg>no language</seg></tuv>",
    ],
)
def test_the_dtd_refuses_what_it_must(broken: str) -> None:
    assert not etree.DTD(str(DTD)).validate(etree.fromstring(broken))


def test_tmx_read_back_by_translate_toolkit(folder: Path, nasty_rows: tuple[PairRow, ...]) -> None:
    accepted = [row for row in nasty_rows if row.accepted and row.source and row.target]
    with Path(f"{stem(folder, 'pairs')}.tmx").open("rb") as file:
        memory = tmx.tmxfile(file, "zh-Hans", "fr")
    read = [(unit.source, unit.target) for unit in memory.unit_iter()]
    assert read == [(in_xml(row.source), in_xml(row.target)) for row in accepted]


@settings(max_examples=20, deadline=None)
@given(st.lists(any_text, min_size=1, max_size=5))
def test_any_text_in_tmx(texts: list[str]) -> None:
    pairs = [pair(n, source=f"a{text}", target=f"{text}z") for n, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        path = Path(folder, "zh-Hans-fr.tmx")
        assert write_tmx(path, map(record, pairs), "zh-Hans", INFO.signature) == len(pairs)
        document = etree.parse(path)
        assert etree.DTD(str(DTD)).validate(document)
        read = [seg.text for seg in document.iter("seg")]
        sides = [side for row in pairs for side in (row.source, row.target)]
        assert read == [in_xml(side) for side in sides]


# Files for trainers, translators and a browser


def one_line(text: str) -> str:
    """Say what a format without quotes holds of a text: no line ends, no space around."""
    return " ".join(part.strip(" \t") for part in shown(text).splitlines() if part.strip()).strip()


def in_lines(rows: tuple[PairRow, ...]) -> list[PairRow]:
    return [row for row in rows if row.accepted and row.source.strip() and row.target.strip()]


def test_moses_files_are_parallel_line_by_line(
    folder: Path, nasty_rows: tuple[PairRow, ...]
) -> None:
    rows = in_lines(nasty_rows)
    for side, language in (("source", "zh-Hans"), ("target", "fr")):
        text = Path(f"{stem(folder, 'pairs')}.{language}").read_bytes().decode("utf-8")
        lines = text.splitlines()
        assert len(lines) == text.count("\n") == len(rows)
        squeezed = [re.sub(r"\s+", " ", line) for line in lines]
        assert squeezed == [re.sub(r"\s+", " ", one_line(getattr(row, side))) for row in rows]
        assert all(line.strip() for line in lines)


def test_paracrawl_table_read_back_by_pandas(folder: Path, nasty_rows: tuple[PairRow, ...]) -> None:
    path = f"{stem(folder, 'pairs')}.sent.gz"
    table = pd.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, dtype=str, keep_default_na=False)
    assert list(table.columns[:4]) == ["src_url", "trg_url", "src_text", "trg_text"]
    rows = in_lines(nasty_rows)
    assert len(table) == len(rows)
    for (_, got), row in zip(table.iterrows(), rows, strict=True):
        assert got.src_text.split() == one_line(row.source).split()
        assert got.trg_text.split() == one_line(row.target).split()
        assert (got.src_url, got.trg_url) == ("", row.target_url)
        assert (float(got.score_quality), got.licence) == (round(1 / 3, 6), "CC-BY-4.0")


@pytest.mark.parametrize("target", ["tsv", "zh-Hans"])
def test_a_language_that_is_called_like_a_file(tmp_path: Path, target: str) -> None:
    release(tmp_path, Tables(pairs=[pair(1, target_lang=target)]))
    (both,) = (tmp_path / "pairs").iterdir()
    assert (both / f"{both.name}.{target}.2").read_text("utf-8") == "Bonjour.\n"
    with (both / f"{both.name}.tsv").open(encoding="utf-8") as file:
        assert file.readline().startswith("id\tsource_lang")


def repaired(identifier: str, before: str, after: str, rule: str = "nvidia/spelling") -> EditRow:
    number = sum(map(ord, before + after))
    return EditRow(identifier, number, 1, "names", rule, 0, 1, before, after, 0.9, VERSION)


def test_glossary_read_back_by_translate_toolkit(tmp_path: Path) -> None:
    edits = [
        repaired("d1", "Huida", "NVIDIA"),
        repaired("d2", "Huida <&> \x07", "NVIDIA"),
        repaired("d2", "Yingweida", "英伟达 NVIDIA"),
        repaired("d2", "NVIDIA", "英伟达 NVIDIA"),
        repaired("d2", "Taida", "Tether", 'tether"/><x/spelling'),
        repaired("d2", "", "x"),
        replace(repaired("d1", "a", "b"), step="typography"),
    ]
    documents = [document("d1", language="fr"), document("d2")]
    release(tmp_path, Tables(documents=documents, edits=edits))
    with (tmp_path / "glossary.tbx").open("rb") as file:
        glossary = tbx.tbxfile(file, "fr", "zh-Hans")
    nvidia, _ = glossary.units
    assert nvidia.getid() == "c-nvidia"
    french = [(term.text, term.deprecated) for term in nvidia.get_source_terms()]
    assert french == [("NVIDIA", False), ("Huida", True)]
    chinese = {(term.text, term.deprecated) for term in nvidia.get_target_terms()}
    right = {("NVIDIA", False), ("英伟达 NVIDIA", False)}
    assert chinese == right | {("Huida <&> ", True), ("Yingweida", True)}
    identifiers = etree.parse(tmp_path / "glossary.tbx").xpath("//termEntry/@id")
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", identifier) for identifier in identifiers)


def test_croissant_is_what_it_says(folder: Path) -> None:
    """Each name leads to something: terms to the context, fields to columns of that type."""
    croissant = json.loads((folder / "croissant.json").read_bytes())
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert croissant["license"] == ["CC0-1.0"]
    files = {file["@id"]: file for file in croissant["distribution"]}
    for path, file in files.items():
        data = (folder / path).read_bytes()
        assert file["contentUrl"] == path
        assert file["contentSize"] == f"{len(data)} B"
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    types = {"sc:Text": "string", "sc:Integer": "int", "sc:Float": "double", "sc:Boolean": "bool"}
    identifiers = list(files)
    for records in croissant["recordSet"]:
        identifiers.append(records["@id"])
        fields = {field["@id"] for field in records["field"]}
        identifiers += fields
        keys = records.get("key", [])
        assert {key["@id"] for key in ([keys] if isinstance(keys, dict) else keys)} <= fields
        read = pq.read_schema(folder / records["field"][0]["source"]["fileObject"]["@id"])
        assert [field["source"]["extract"]["column"] for field in records["field"]] == read.names
        for field, column in zip(records["field"], read, strict=True):
            assert field["source"]["fileObject"]["@id"] in files
            assert types[field["dataType"]] in str(column.type)
            assert field.get("isArray", False) == str(column.type).startswith("list")
    assert len(identifiers) == len(set(identifiers))
    schema_org = {"name", "description", "version", "inLanguage", "license", "distribution"}
    schema_org |= {"contentUrl", "contentSize", "encodingFormat", "sha256"}
    assert terms(croissant) <= set(croissant["@context"]) | schema_org


def terms(value: Any) -> set[str]:
    """Collect the terms of a JSON-LD document, its context left out."""
    if isinstance(value, list):
        return {term for item in value for term in terms(item)}
    if not isinstance(value, dict):
        return set()
    inside = {term for key, item in value.items() if key != "@context" for term in terms(item)}
    return inside | {key for key in value if not key.startswith("@")}


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></table><style>*{display:none}</style>",
    "&lt;b&gt;",
    "\u202egnp.exe",
)


def test_sample_shows_hostile_text_as_text(tmp_path: Path) -> None:
    pairs = [
        pair(n, source=text, target="مرحبا", target_lang="ar", findings=(text,))
        for n, text in enumerate(HOSTILE)
    ]
    pairs.append(pair(90, source_url="javascript:alert(1)", target_url="http://[x"))
    pairs.append(pair(91, source_lang="und", target="字" * 1_000_000))
    release(tmp_path, Tables(pairs=pairs))
    data = (tmp_path / "sample.html").read_text("utf-8")
    page = html.fromstring(data)
    assert {element.tag for element in page.iter()} <= SHOWN_TAGS
    assert not [name for e in page.iter() for name in e.attrib if name.startswith("on")]
    assert {link.partition(":")[0] for link in page.xpath("//@href")} == {"https"}
    cells = {cell.text_content(): cell for cell in page.xpath("//td[@dir]")}
    assert set(HOSTILE) <= set(cells)
    assert dict(cells["مرحبا"].attrib) == {"lang": "ar", "dir": "rtl"}
    assert dict(cells["你好。"].attrib) in ({"dir": "auto"}, {"lang": "zh-Hans", "dir": "ltr"})
    assert len(data) < 20_000


SHOWN_TAGS = {
    "main",
    *("html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody"),
    *("tr", "th", "td", "span", "b", "br", "abbr", "a"),
}


def test_sample_is_a_hundred_rows_whatever_their_order(tmp_path: Path) -> None:
    rows = [pair(n, source=f"{n}。") for n in range(250)]
    texts = []
    for number, ordered in enumerate((rows, rows[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        release(folder, Tables(pairs=ordered))
        texts.append((folder / "sample.html").read_text("utf-8"))
    assert texts[0] == texts[1]
    assert len(html.fromstring(texts[0]).xpath("//tbody/tr")) == 100


# The files that describe the release


def test_checksums_hold(folder: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert listed == set(contents(folder)) - {"SHA256SUMS"}


def test_checksums_follow_a_file_that_is_added(tmp_path: Path) -> None:
    release(tmp_path, Tables())
    (tmp_path / "report.html").write_text("a report")
    write_checksums(tmp_path)
    assert "  report.html\n" in (tmp_path / "SHA256SUMS").read_text()
    test_checksums_hold(tmp_path)


def test_manifest_lists_every_data_file(folder: Path, nasty_rows: tuple[PairRow, ...]) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    files = {file["path"]: file for file in manifest["files"]}
    pages = {page["path"]: page for page in manifest["pages"]}
    assert not files.keys() & pages.keys()
    files |= pages
    assert set(files) == set(contents(folder)) - {"SHA256SUMS", "manifest.json"}
    for path, data in contents(folder).items():
        if path in files:
            assert files[path]["bytes"] == len(data)
            assert files[path]["sha256"] == hashlib.sha256(data).hexdigest()
    tables = {table["name"]: table for table in manifest["tables"]}
    assert tables["pairs/zh-Hans-fr"] == {
        "name": "pairs/zh-Hans-fr",
        "rows": len(nasty_rows),
        "accepted": len(nasty_rows) - 2,
        "gaps": 2,
        "long_cells": 2,
    }
    assert manifest["licences"] == {"CC0-1.0": 1}
    assert manifest["licence_unknown"] == 1
    assert manifest["funnel"] == INFO.funnel
    assert manifest["signature"] == INFO.signature


PROFILES = "https://datapackage.org/profiles/2.0"
TEXT = {"type": "string", "minLength": 1}
NAME = {"type": "string", "pattern": "^[a-z0-9._-]+$"}
FIELD = {
    "required": ["name", "type", "description"],
    "properties": {
        "name": TEXT,
        "description": TEXT,
        "type": {"enum": ["string", "number", "integer", "boolean", "list"]},
        "itemType": {"enum": ["string", "integer"]},
        "constraints": {"propertyNames": {"enum": ["required", "minimum", "maximum", "enum"]}},
    },
}
TABLE_SCHEMA = {
    "required": ["fields"],
    "properties": {
        "$schema": {"const": f"{PROFILES}/tableschema.json"},
        "primaryKey": {"type": "array", "items": TEXT, "minItems": 1},
        "fields": {"type": "array", "minItems": 1, "items": FIELD},
    },
}
RESOURCE = {
    "required": ["name", "path", "type", "schema", "dialect", "bytes", "hash"],
    "properties": {
        "$schema": {"const": f"{PROFILES}/dataresource.json"},
        "name": NAME,
        "path": {"type": "string", "pattern": "^[^./~][^:]*$"},
        "type": {"const": "table"},
        "encoding": {"const": "utf-8"},
        "bytes": {"type": "integer"},
        "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "schema": TABLE_SCHEMA,
    },
}
PACKAGE = {
    "required": ["$schema", "name", "version", "resources"],
    "properties": {
        "$schema": {"const": f"{PROFILES}/datapackage.json"},
        "name": NAME,
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
}


def test_datapackage_describes_the_exact_files(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_bytes())
    jsonschema.validate(package, PACKAGE)
    names = [resource["name"] for resource in package["resources"]]
    assert names == sorted(set(names), key=names.index)
    assert {"documents", "pairs-zh-hans-fr", "pairs-en-fr", "rejects"} <= set(names)
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter=resource["dialect"]["delimiter"]))
        fields = resource["schema"]["fields"]
        assert rows[0] == [field["name"] for field in fields]
        for row in rows[1:]:
            for field, text in zip(fields, row, strict=True):
                assert fits(field, text), (field, text)


def fits(field: dict[str, Any], text: str) -> bool:
    """Say whether a cell is what the data package promises."""
    constraints = field.get("constraints", {})
    if text in field.get("missingValues", [""]):
        return not constraints.get("required")
    if field["type"] == "boolean":
        return text in ("true", "false")
    if field["type"] in ("integer", "number"):
        number = int(text) if field["type"] == "integer" else float(text)
        return constraints.get("minimum", number) <= number <= constraints.get("maximum", number)
    return text in constraints.get("enum", [text])


def card(folder: Path) -> tuple[dict[str, Any], str]:
    _, head, body = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def test_card_head(folder: Path) -> None:
    head, _ = card(folder)
    assert head["language"] == ["fr", "no", "zh"]
    assert head["license"] == "other"
    assert head["task_categories"] == ["translation"]
    assert head["size_categories"] == ["n<1K"]
    configs = {config["config_name"]: config for config in head["configs"]}
    assert set(configs) == {"documents", "en-fr", "zh-Hans-fr"}
    assert [name for name, config in configs.items() if config.get("default")] == ["zh-Hans-fr"]
    for config in configs.values():
        (files,) = config["data_files"]
        assert (folder / files["path"]).is_file()


def test_card_body(folder: Path) -> None:
    _, body = card(folder)
    assert INFO.signature in body
    assert "A note for readers." in body
    assert "| raw pages | 3 |" in body
    for row_type in ROW_TYPES.values():
        for column in columns(row_type):
            assert f"| `{column.name}` |" in body


def test_card_of_an_empty_release(tmp_path: Path) -> None:
    head, body = card(release(tmp_path, Tables()))
    assert head["license"] == "unknown"
    assert "configs" not in head
    assert "No two pages" in body


def test_the_lines_of_the_card_that_load_data_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, nasty_rows: tuple[PairRow, ...]
) -> None:
    _, body = card(folder)
    lines = re.findall(r"^rows = (pd\..*)$", body, re.MULTILINE)
    assert len(lines) == 3
    monkeypatch.chdir(folder)
    for line in lines:
        assert len(eval(line, {"pd": pd})) == len(nasty_rows)


# What is refused


def test_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("")
    with pytest.raises(FileExistsError, match="empty folder"):
        release(tmp_path, Tables())


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([pair(1), pair(1, source="other")], "identifiers must be unique"),
        ([pair(1, score_quality=math.nan)], "finite"),
        ([pair(1, source_lang="../../x")], "not a language tag"),
        ([pair(1, target_lang="")], "not a language tag"),
    ],
)
def test_rows_that_cannot_be_published(tmp_path: Path, pairs: list[PairRow], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        release(tmp_path, Tables(pairs=pairs))


def test_each_direction_is_a_language_pair_of_its_own(tmp_path: Path) -> None:
    back = pair(2, source_lang="fr", target_lang="zh-Hans")
    release(tmp_path, Tables(pairs=[pair(1), back]))
    assert {path.name for path in (tmp_path / "pairs").iterdir()} == {"zh-Hans-fr", "fr-zh-Hans"}


def test_unknown_stays_unknown(tmp_path: Path) -> None:
    release(tmp_path, Tables(documents=[document("d1", title="", licence=None)]))
    (row,) = pq.read_table(tmp_path / "documents/documents.parquet").to_pylist()
    assert row["title"] == ""
    assert row["licence"] is None
