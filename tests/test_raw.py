"""Reading raw/: real files of each kind, whole and damaged."""

import gzip
import io
import itertools
import json
import os
import sys
import tracemalloc
import warnings
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaners.markup import flatten
from cleaners.records import Reject, Scrape
from flows import raw
from flows.raw_json import json_elements
from flows.raw_streams import RECORD_LIMIT

FRENCH = "Le port a rouvert ce matin, après deux jours d’arrêt."
CHINESE = "港口今天早上重新开放，货轮在外海等候。"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def read(folder: Path) -> tuple[list[Scrape], list[str]]:
    items = list(raw.read(folder))
    scrapes = [item for item in items if isinstance(item, Scrape)]
    rejects = [item for item in items if isinstance(item, Reject)]
    for reject in rejects:
        assert reject.stage == "read"
        assert reject.advice.endswith(".")
        assert reject.detail
    return scrapes, [reject.reason for reject in rejects]


def texts(scrapes: list[Scrape]) -> list[str]:
    return [flatten(scrape).text for scrape in scrapes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def jsonl(*records: Mapping[str, object]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


RECORDS = [{"url": "https://a.example/1", "text": FRENCH}, {"Content": CHINESE, "Lang": "zh_CN"}]
CSV = f'url,text\nhttps://a.example/1,"{FRENCH}"\n,"{CHINESE}"\n'


def parquet(rows: list[dict[str, object]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


def warc(pages: list[tuple[str, str, bytes]], *, compressed: bool = False) -> bytes:
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=compressed)
    with warnings.catch_warnings():
        # The writer leaves its temporary files to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        write_pages(writer, pages)
    return sink.getvalue()


def write_pages(writer: WARCWriter, pages: list[tuple[str, str, bytes]]) -> None:
    for url, content_type, payload in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", content_type)], "HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(payload), http_headers=headers
        )
        writer.write_record(record)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", FRENCH),
        ("deep/er/a.md", FRENCH),
        ("a.html", f"<p>{FRENCH}</p><br>"),
        ("A.HTM", f"<p>{FRENCH}</p><br>"),
        ("a.json", json.dumps({"text": FRENCH})),
        ("a.json", json.dumps([{"html": f"<p>{FRENCH}</p>"}])),
        ("a.json", json.dumps({"total": 1, "Items": [{"body": FRENCH}]})),
        ("a.json", json.dumps({"articles": [{"content": {"rendered": f"<p>{FRENCH}</p>"}}]})),
        ("a.json", jsonl({"text": FRENCH})),
        ("a.jsonl", jsonl({"Page-Content": FRENCH})),
        ("a.jsonl", "\ufeff" + jsonl({"text": FRENCH})),
        ("a.jsonl", jsonl({"text": FRENCH}).encode("utf-16")),
        ("a.jsonl", json.dumps({"paragraphs": 1, "text": [FRENCH]})),
        (
            "a.csv",
            f"text\n{FRENCH.replace(',', '')}\n".replace(" matin", ", matin").replace(",", ""),
        ),
        ("a.csv", f"id;Titre;Contenu\r\n1;;{FRENCH}\r\n"),
        ("a.csv", f"sep=;\nid;text\n1;{FRENCH}\n"),
        ("a.csv", f'\ufeffurl,text\n,"{FRENCH}"\n'),
        ("a.csv", f'url,text\n,"{FRENCH}"\n'.encode("cp1252")),
        ("a.csv", f'url,text\n,"{FRENCH}"\n'.encode("utf-16")),
        ("a.tsv", f"url\ttext\n\t{FRENCH}\n"),
        ("a.parquet", parquet([{"url": "u", "text": FRENCH}])),
        ("a.parquet", parquet([{"html": f"<p>{FRENCH}</p>".encode()}])),
        ("a.warc", warc([("https://a.example/", "text/plain; charset=utf-8", FRENCH.encode())])),
    ],
)
@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
def test_one_page_in_each_kind_of_file(
    folder: Path, name: str, data: bytes | str, compression: str
) -> None:
    data = data.encode() if isinstance(data, str) else data
    if compression == ".gz":
        data = gzip.compress(data, mtime=0)
    elif compression == ".zst":
        data = zstandard.compress(data)
    write(folder, name + compression, data)
    scrapes, reasons = read(folder)
    assert reasons == []
    [text] = texts(scrapes)
    assert text.replace(",", "") == FRENCH.replace(",", "")
    assert scrapes[0].path == f"raw/{name}{compression}"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", "", "empty"),
        ("a.html", " \n\t\n", "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        ("a.txt", b"PK\x03\x04" + bytes(range(256)) * 20, "binary"),
        ("a.json", "", "empty"),
        ("a.json", '{"text": "never ends', "bad-json"),
        ("a.json", "[" * 100_000, "bad-json"),
        ("a.json", json.dumps({"colour": "red"}), "no-text-column"),
        ("a.jsonl", "{'text': 'single quotes'}\n", "bad-json-line"),
        ("a.jsonl", "[1, 2]\n", "bad-json-line"),
        ("a.jsonl", '{"text": ""}\n', "empty"),
        ("a.jsonl", '{"text": null}\n', "empty"),
        ("a.jsonl", '{"title": "Sans texte"}\n', "no-text-column"),
        ("a.csv", "", "empty"),
        ("a.csv", "name,price\nx,1\n", "no-text-column"),
        ("a.csv", "url,text\nu,a,b\n", "bad-csv-row"),
        ("a.parquet", b"PAR1 and no more", "bad-parquet"),
        ("a.parquet", parquet([{"name": "x"}]), "no-text-column"),
        ("a.parquet", b"", "empty"),
        ("a.warc", b"this is no archive\n", "bad-warc-record"),
        ("a.txt.gz", b"not gzip at all", "bad-gzip"),
        ("a.txt.gz", gzip.compress(FRENCH.encode() * 50, mtime=0)[:-9], "truncated-archive"),
        ("a.txt.zst", b"not zstd at all", "bad-zstd"),
        ("a.txt.zst", zstandard.compress(os.urandom(3000))[:-9], "truncated-archive"),
        ("a.docx", b"PK\x03\x04", "unknown-type"),
        ("README", "text", "unknown-type"),
        ("a.gz", gzip.compress(b"text", mtime=0), "unknown-type"),
    ],
)
def test_what_cannot_be_read_is_a_reject_with_a_reason(
    folder: Path, name: str, data: bytes | str, reason: str
) -> None:
    write(folder, name, data)
    write(folder, "b.txt", FRENCH)
    scrapes, reasons = read(folder)
    assert reasons == [reason]
    assert texts(scrapes) == [FRENCH]


def test_records_keep_what_is_said_of_them(folder: Path) -> None:
    record = {
        "URL": "https://a.example/1",
        "Title": "Le port",
        "text": FRENCH,
        "language": "pt_br",
        "date": "2026/7/5",
        "fetchedAt": 1783242000,
        "metadata": {"license": "CC-BY-4.0", "title": "nested gives way"},
    }
    write(folder, "a.jsonl", jsonl(record))
    [scrape], _ = read(folder)
    known = scrape.metadata
    assert (known.url, known.title, known.language) == ("https://a.example/1", "Le port", "pt-BR")
    assert (known.published_at, known.licence) == ("2026-07-05", "CC-BY-4.0")
    assert known.fetched_at == "2026-07-05T09:00:00+00:00"


def test_a_record_prefers_html_and_skips_empty_fields(folder: Path) -> None:
    write(folder, "a.jsonl", jsonl({"text": "x", "html": "<p>y</p>"}, {"text": "", "body": "z"}))
    scrapes, reasons = read(folder)
    assert [(scrape.content, scrape.media) for scrape in scrapes] == [
        ("<p>y</p>", "html"),
        ("z", "text"),
    ]
    assert reasons == []


def test_a_broken_line_loses_nothing_else(folder: Path) -> None:
    good = jsonl(*RECORDS)
    write(folder, "a.jsonl", good + '{"text": "cut\n' + "\n" + good)
    scrapes, reasons = read(folder)
    assert reasons == ["bad-json-line"]
    assert [scrape.record for scrape in scrapes] == [0, 1, 4, 5]
    [reject] = [item for item in raw.read(folder) if isinstance(item, Reject)]
    assert reject.record == 2
    assert "line 3" in reject.detail


def test_a_line_of_another_charset_is_decoded_by_itself(folder: Path) -> None:
    line = '{"text": "Les éléphants étaient très fatigués après la journée passée à Gênes."}\n'
    write(folder, "a.jsonl", jsonl(RECORDS[1]).encode() + line.encode("cp1252"))
    scrapes, reasons = read(folder)
    assert reasons == []
    assert texts(scrapes)[1].startswith("Les éléphants étaient")


def test_a_broken_element_of_an_array_loses_nothing_else(folder: Path) -> None:
    write(folder, "a.json", '[{"text": "un ] \\" {"}, {"text": trois}, {"text": "deux"}]')
    scrapes, reasons = read(folder)
    assert texts(scrapes) == ['un ] " {', "deux"]
    assert reasons == ["bad-json", "bad-json"]


def test_csv_rows_may_hold_line_breaks_and_a_bad_row_loses_nothing_else(folder: Path) -> None:
    rows = 'url,text\n1,"deux\nlignes, ""ici"""\n2,"never closed\n3,trois\n4,"quatre"\n'
    write(folder, "a.csv", rows)
    scrapes, reasons = read(folder)
    assert texts(scrapes) == ['deux\nlignes, "ici"', "trois", "quatre"]
    assert reasons == ["bad-csv-row"]


def test_tsv_quotation_marks_are_text_where_they_are_not_quoting(folder: Path) -> None:
    write(folder, "a.tsv", 'url\ttext\n1\t"Non", dit-il.\n2\tfin\n')
    scrapes, _ = read(folder)
    assert texts(scrapes) == ['"Non", dit-il.', "fin"]


def test_legacy_csv_is_read_in_one_charset(folder: Path) -> None:
    rows = "標題,內容\n" + "".join(f"第{n}則,{CHINESE}這裡還有一些繁體字\n" for n in range(9))
    write(
        folder,
        "a.csv",
        rows.replace("货轮", "貨輪").replace("开放", "開放").encode("big5", "ignore"),
    )
    scrapes, reasons = read(folder)
    assert reasons == []
    assert len(scrapes) == 9
    assert all("繁體字" in text for text in texts(scrapes))
    assert scrapes[3].metadata.title == "第3則"


def test_parquet_gives_dates_and_survives_a_damaged_group(folder: Path) -> None:
    rows = [{"text": f"{FRENCH} {n}", "date": pa.scalar(n).as_py()} for n in range(400)]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=100, compression="zstd")
    data = bytearray(sink.getvalue())
    group = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0)
    start = group.data_page_offset
    data[start : start + 200] = b"\xff" * 200
    write(folder, "a.parquet", bytes(data))
    scrapes, reasons = read(folder)
    assert reasons == ["bad-parquet"]
    assert [scrape.record for scrape in scrapes] == [*range(100), *range(200, 400)]


def test_warc_charset_types_and_damage(folder: Path) -> None:
    pages = [
        (
            "https://a.example/1",
            "text/html; charset=GB18030",
            f"<p>{CHINESE}</p>".encode("gb18030"),
        ),
        ("https://a.example/i.png", "image/png", b"\x89PNG"),
        ("https://a.example/2", "text/html", f"<p>{FRENCH}</p><br>".encode()),
        ("https://a.example/3", "text/plain", FRENCH.encode()),
    ]
    data = warc(pages)
    write(folder, "a.warc", data)
    scrapes, reasons = read(folder)
    assert texts(scrapes) == [CHINESE, FRENCH, FRENCH]
    assert scrapes[0].metadata.url == "https://a.example/1"
    assert scrapes[0].metadata.fetched_at
    assert reasons == []
    # The third record's length is damaged: the first and the last are read all the same.
    at = data.index(b"Content-Length: ", data.index(b"https://a.example/2"))
    write(folder, "a.warc", data[:at] + b"Content-Length: 9" + data[at + 16 :])
    scrapes, reasons = read(folder)
    assert texts(scrapes) == [CHINESE, FRENCH]
    assert reasons == ["bad-warc-record"]


def test_gzip_members_after_a_damaged_one_are_read(folder: Path) -> None:
    data = warc([(f"https://a.example/{n}", "text/plain", FRENCH.encode()) for n in range(3)])
    members = [gzip.compress(b"WARC/" + part, mtime=0) for part in data.split(b"WARC/")[1:]]
    members[1] = members[1][:60] + b"\0\0\0\0\0\0" + members[1][66:]
    write(folder, "a.warc.gz", b"".join(members))
    scrapes, reasons = read(folder)
    assert [(scrape.metadata.url or "")[-1] for scrape in scrapes] == ["0", "2"]
    assert "bad-gzip" in reasons


def test_a_warc_of_the_usual_writer_is_read(folder: Path) -> None:
    pages = [(f"https://a.example/{n}", "text/plain", FRENCH.encode()) for n in range(3)]
    write(folder, "a.warc.gz", warc(pages, compressed=True))
    scrapes, reasons = read(folder)
    assert (texts(scrapes), reasons) == ([FRENCH] * 3, [])


def test_a_truncated_archive_gives_what_it_has(folder: Path) -> None:
    lines = jsonl(*({"text": f"{FRENCH} {os.urandom(40).hex()}"} for _ in range(2000)))
    write(folder, "a.jsonl.gz", gzip.compress(lines.encode(), mtime=0)[:-5000])
    scrapes, reasons = read(folder)
    assert reasons == ["truncated-archive"]
    assert 1000 < len(scrapes) < 2000


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.txt"])
def test_a_huge_line_is_a_reject_in_bounded_memory(folder: Path, name: str) -> None:
    huge = b"x" * (1 << 20)
    before, after = {
        "a.jsonl": (b'{"text": "un"}\n{"text": "', b'"}\n{"text": "deux"}\n'),
        "a.json": (b'[{"text": "un"}, {"text": "', b'"}, {"text": "deux"}]'),
        "a.csv": (b"url,text\n1,un\n2,", b"\n3,deux\n"),
        "a.txt": (b"", b""),
    }[name]
    with (folder / name).open("wb") as file:
        file.write(before)
        for _ in range(200):
            file.write(huge)
        file.write(after)
    tracemalloc.start()
    scrapes, reasons = read(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reasons == ["too-large"]
    assert texts(scrapes) == ([] if name == "a.txt" else ["un", "deux"])
    assert peak < 4 * RECORD_LIMIT


def test_sidecars(folder: Path) -> None:
    write(folder, "a.html", "<p>Привет, мир и всем добрый день</p><br>".encode("cp1251"))
    write(folder, "a.html.meta.json", '{"url": "https://a.example/", "charset": "cp1251"}')
    write(folder, "b.jsonl.gz", gzip.compress(jsonl({"text": FRENCH, "lang": "fr"}).encode()))
    write(folder, "b.jsonl.meta.json", '{"licence": "CC0", "lang": "de"}')
    write(folder, "c.txt", FRENCH)
    write(folder, "c.txt.meta.json", "[1]")
    scrapes, reasons = read(folder)
    assert texts(scrapes) == ["Привет, мир и всем добрый день", FRENCH, FRENCH]
    assert scrapes[0].metadata.url == "https://a.example/"
    assert (scrapes[1].metadata.licence, scrapes[1].metadata.language) == ("CC0", "fr")
    assert reasons == ["bad-sidecar"]


def test_hidden_files_and_litter_are_left_out(folder: Path) -> None:
    for name in (
        ".hidden.txt",
        ".git/a.txt",
        "Thumbs.db",
        "desktop.ini",
        "__MACOSX/a.txt",
        "b.txt~",
    ):
        write(folder, name, FRENCH)
    write(folder, "a.txt", FRENCH)
    assert [file.path for file in raw.list_files(folder)] == ["a.txt"]


def test_files_that_cannot_be_opened(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "outside").mkdir()
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "outside").symlink_to(tmp_path / "outside")
    (folder / "broken.txt").symlink_to(folder / "nothing.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    write(folder, "z.txt", FRENCH)
    (folder / "inside.txt").symlink_to(folder / "z.txt")
    scrapes, reasons = read(folder)
    assert texts(scrapes) == [FRENCH, FRENCH]
    assert reasons == ["unreadable"] * 5


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user"
)
def test_a_file_without_permission_is_a_reject(folder: Path) -> None:
    write(folder, "a.txt", FRENCH).chmod(0)
    assert read(folder) == ([], ["unreadable"])


def test_listing_is_sorted_and_hashes_the_bytes(folder: Path) -> None:
    write(folder, "b/a.txt", FRENCH)
    write(folder, "a.txt", "abc")
    first, second = raw.list_files(folder)
    assert (first.path, first.size) == ("a.txt", 3)
    assert first.sha256.startswith("ba7816bf8f01cfea")
    assert second.path == "b/a.txt"
    assert list(raw.read(folder)) == list(raw.read(folder))


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none()), max_size=6
    ),
    st.integers(1, 40),
)
@settings(max_examples=60, deadline=None)
def test_elements_of_any_array_are_told_apart(records: list[dict[str, object]], size: int) -> None:
    data = json.dumps(records).encode()
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert [json.loads(element or b"") for element in json_elements(chunks)] == records


@given(st.binary(max_size=400), st.sampled_from(sorted({*raw.READERS, *raw.PAGES})))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    folder = tmp_path_factory.mktemp("raw")
    for compression in ("", ".gz", ".zst"):
        Path(folder, f"a{suffix}{compression}").write_bytes(data)
    for item in itertools.islice(raw.read(folder), 1000):
        assert isinstance(item, (Scrape, Reject))
