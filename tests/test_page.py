"""The page: what it shows, what it sends, what it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from fastapi import FastAPI
from httpx import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from page_release import HOSTILE, publish, tables
from page_server import running

from flows.exports.tables import unguard
from flows.page.app import create_app
from flows.page.filters import SORTS, FilterError, parse
from flows.page.reviewing import Desk

EXTRA = 400
ROOT = "/releases/2"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "clean"
    publish(folder, "a" * 12, tables())
    publish(folder, "b" * 12, tables(EXTRA))
    return folder


@pytest.fixture(scope="module")
def app(clean: Path) -> FastAPI:
    return create_app(clean, Desk(clean / "proposals", clean / "rules"), token="open")


@pytest.fixture(scope="module")
def page(app: FastAPI) -> Iterator[Client]:
    with running(app) as address, Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def asked(clean: Path) -> duckdb.DuckDBPyConnection:
    """Give a connection of its own to the same Parquet files."""
    connection = duckdb.connect()
    files = f"{clean}/{'b' * 12}/pairs/*/*.parquet"
    connection.execute(f"CREATE VIEW pairs AS FROM read_parquet('{files}')")
    return connection


def shown(page: Client, address: str) -> Any:
    answer = page.get(address)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def addresses(page: Client) -> list[str]:
    """Give an address of every kind of view."""
    rows = page.get(f"{ROOT}/download/json").json()
    documents = {row["source_doc"] for row in rows} | {row["target_doc"] for row in rows}
    views = [
        "",
        "/pairs",
        "/articles",
        "/names",
        "/names/review",
        "/names/jensen-huang",
        "/names/spellings",
    ]
    views += ["/rejects", "/rules", "/rules/names/jensen-huang/hybrid", "/files", "/changes"]
    views += [f"/pair/{row['id']}" for row in rows if "Sentence" not in row["source"]][::3]
    views += [f"/article/{one}" for one in sorted(documents)]
    views += [f"/article/{one}/page" for one in sorted(documents)]
    pairs = sorted({(row["source_doc"], row["target_doc"]) for row in rows})
    views += [f"/article/{one}/beside/{other}" for one, other in pairs]
    return ["/", *(ROOT + view for view in views)]


def test_every_view_shows_hostile_text_as_text(page: Client) -> None:
    for address in addresses(page):
        tree = shown(page, address)
        scripts = [node.get("src") for node in tree.iter("script")]
        assert scripts in (["/static/page.js"], []), address
        assert not tree.xpath("//img[@onerror]"), address
        for link in tree.xpath("//@href | //@src | //@action | //@formaction"):
            assert re.match(r"(/|#|\?|https?://)", link) or link == "README.md", (address, link)
        assert not [name for name in tree.xpath("//@*") if name.startswith("alert")]
        inline = [node for node in tree.iter() if any(k.startswith("on") for k in node.attrib)]
        assert not inline, address


def test_every_answer_has_the_headers(page: Client) -> None:
    for address in ("/", f"{ROOT}/pairs", f"{ROOT}/files/report.html", "/static/page.js", "/none"):
        headers = page.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
    assert "unsafe-inline" not in page.get(f"{ROOT}/pairs").headers["content-security-policy"]


WRONG = [
    ("least=high", "from 0 to 1"),
    ("least=2", "from 0 to 1"),
    ("most=nan", "from 0 to 1"),
    ("most=1e999", "from 0 to 1"),
    ("since=yesterday", "a date"),
    ("since=2026-13", "a date"),
    ("accepted=maybe", "yes, no"),
    ("sort=id;DROP TABLE pairs", "must be one of"),
    ("pair=../../etc", "two languages"),
    ("page=0", "whole number"),
    ("page=-1", "whole number"),
    ("page=99999999999999", "whole number"),
    ("alignment=many", "1-1"),
    ("part=footer", "title, heading, body"),
    ("nonsense=1", "is no filter"),
    ("accepted=yes&accepted=no", "given twice"),
    ("q=" + "x" * 501, "longer than"),
    ("q=%00", "NUL"),
    ("&".join(f"site=s{number}" for number in range(60)), "at most"),
]


@pytest.mark.parametrize(("query", "says"), WRONG)
def test_nonsense_is_a_clear_400(page: Client, query: str, says: str) -> None:
    for view in ("pairs", "download/csv"):
        answer = page.get(f"{ROOT}/{view}?{query}")
        assert answer.status_code == 400
        assert says in html.fromstring(answer.text).text_content()


@pytest.mark.parametrize("view", ["articles", "names", "rejects", "rules"])
def test_other_lists_refuse_nonsense_too(page: Client, view: str) -> None:
    assert page.get(f"{ROOT}/{view}?nonsense=1").status_code == 400
    assert page.get(f"{ROOT}/{view}?page=x").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "..%2F..%2F..%2Fetc%2Fpasswd",
        "%2Fetc%2Fpasswd",
        "....//etc/passwd",
        "pairs/en-ar/../../../../secret.txt",
        "../.commits/000001.json",
        "C:\\boot.ini",
        "manifest.json%00.html",
        "",
    ],
)
def test_only_listed_files_are_sent(page: Client, clean: Path, path: str) -> None:
    (clean.parent / "secret.txt").write_text("hidden words", "utf-8")
    for address in (f"{ROOT}/files/{path}", f"/static/{path}", f"/releases/{path}"):
        answer = page.get(address)
        assert "hidden words" not in answer.text
        assert "root:" not in answer.text
        assert answer.status_code in (404, 307) or not path or "pairs" in path, address


@pytest.mark.parametrize(
    "query",
    [
        "q=%27%3B%20DROP%20TABLE%20pairs%3B%20--",
        "q=%25", "q=.*", "q=%5C", "q=%28", "q=%5B", "q=%7Bpairs%7D", "q=%7B%7D", "q=_",
        "site=x%27%20OR%201%3D1%20--",
        "finding=%27%29%20OR%20true%20--",
        "name=%27%20OR%20%27%27%3D%27",
        "evidence=%27%5D%29%20OR%20true%20--",
    ],
)  # fmt: skip
def test_sql_in_values_is_only_a_value(page: Client, query: str) -> None:
    answer = page.get(f"{ROOT}/download/json?{query}")
    assert answer.status_code == 200
    assert int(answer.headers["x-total-count"]) == len(answer.json()) < EXTRA
    assert page.get(f"{ROOT}/pairs").status_code == 200


def test_headers_cannot_be_injected(page: Client) -> None:
    crlf = "%0D%0ASet-Cookie:%20x=1"
    for address in (f"{ROOT}/download/csv?q=a{crlf}", f"/latest/pairs{crlf}?q=a{crlf}"):
        answer = page.get(address)
        assert "set-cookie" not in answer.headers
        assert "\n" not in answer.headers.get("content-disposition", "")
        assert "\r" not in answer.headers.get("location", "")
    name = page.get(f"{ROOT}/download/csv?q=a{crlf}").headers["content-disposition"]
    assert name == f'attachment; filename="limpide-{"b" * 12}-pairs.csv"'


def test_a_long_query_is_cut_off_with_a_message(clean: Path) -> None:
    app = create_app(clean, Desk(clean / "p", clean / "r"), seconds=1e-9)
    with running(app) as address, Client(base_url=address) as client:
        answer = client.get(f"{ROOT}/pairs?q=sentence")
    assert answer.status_code == 503
    assert "stopped after" in answer.text
    assert "language pair" in answer.text


def test_the_engine_opens_nothing_outside(app: FastAPI) -> None:
    held = app.state.site.tables("2")
    with pytest.raises(duckdb.Error, match="disabled by configuration"):
        held.rows("SELECT * FROM read_text('/etc/passwd')")
    with pytest.raises(duckdb.Error, match="locked"):
        held.rows("SET enable_external_access = true")


def test_foreign_names_and_sites_are_refused(page: Client) -> None:
    assert page.get("/", headers={"host": "evil.example"}).status_code == 403
    assert page.get("/", headers={"host": "localhost:8010"}).status_code == 200
    assert page.get("/", headers={"host": "[::1]:8010"}).status_code == 200
    answer = page.post("/token", content="token=open", headers={"origin": "http://evil.example"})
    assert answer.status_code == 403


COLUMNS = ("source", "target", "score_quality", "findings", "accepted", "source_index", "domain")


def test_downloads_hold_exactly_the_rows(page: Client, asked: Any) -> None:
    """Hostile text downloads intact in every format, read by another reader."""
    expected = asked.execute(
        f"SELECT {', '.join(COLUMNS)} FROM pairs ORDER BY score_quality DESC, id"
    ).fetchall()
    whole = "?sort=best"
    found = page.get(f"{ROOT}/download/jsonl{whole}")
    lines = [json.loads(line) for line in found.text.split("\n")[:-1]]
    assert [tuple(line[name] for name in COLUMNS) for line in lines] == expected
    assert page.get(f"{ROOT}/download/json{whole}").json() == lines
    assert found.headers["x-total-count"] == str(len(expected))
    table = pq.read_table(io.BytesIO(page.get(f"{ROOT}/download/parquet{whole}").content))
    assert [tuple(one[name] for name in COLUMNS) for one in table.to_pylist()] == expected
    texts = [row[:2] for row in expected]
    assert _texts(page, "tsv", "\t") == texts
    assert _texts(page, "exact-csv", ",") == texts
    safe = _texts(page, "csv", ",")
    assert [tuple(map(unguard, row)) for row in safe] == texts
    assert not any(cell[:1] in "=+-@\t\r" for row in safe for cell in row if cell)
    sources = {text for row in texts for text in row}
    assert {one.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd") for one in HOSTILE} <= sources


def _texts(page: Client, name: str, delimiter: str) -> list[tuple[str, str]]:
    csv.field_size_limit(2_000_000)
    text = page.get(f"{ROOT}/download/{name}?sort=best").content.decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(row["source"], row["target"]) for row in reader]


def test_tmx_holds_the_pairs_with_two_sides(page: Client) -> None:
    answer = page.get(f"{ROOT}/download/tmx?pair=en-ar")
    tree = etree.fromstring(answer.content, etree.XMLParser(huge_tree=True, load_dtd=False))
    units = tree.findall("body/tu")
    assert len(units) == int(answer.headers["x-total-count"]) == EXTRA + 3
    assert tree.find("header").get("srclang") == "en"
    several = page.get(f"{ROOT}/download/tmx").content
    assert b'srclang="en"' in several


def test_head_tells_the_count_without_the_rows(page: Client) -> None:
    answer = page.head(f"{ROOT}/download/csv?accepted=yes")
    assert answer.content == b""
    assert int(answer.headers["x-total-count"]) > 0


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "pair": st.sampled_from(["en-ar", "en-fr", "de-en"]),
        "site": st.sampled_from(["www.site1.example", "www.one.example", "none"]),
        "accepted": st.sampled_from(["yes", "no"]),
        "finding": st.sampled_from(["none", "fluency/duplication"]),
        "mt": st.sampled_from(["yes", "no"]),
        "changed": st.sampled_from(["yes", "no"]),
        "alignment": st.sampled_from(["1-1", "1-0"]),
        "q": st.sampled_from(["sentence", "رقم 1", "SENTENCE 3", "1.", "(", "no such text"]),
        "least": st.sampled_from(["0", "0.3", "1"]),
        "most": st.sampled_from(["0.5", "1"]),
        "since": st.sampled_from(["2021", "2022-03", "2023-04-11"]),
        "until": st.sampled_from(["2022", "2023-05", "2024-05-11"]),
        "sort": st.sampled_from(sorted(SORTS)),
    },
)
CONDITIONS = {
    "pair": lambda row, v: f"{row.source_lang}-{row.target_lang}" == v,
    "site": lambda row, v: (row.domain or "none") == v,
    "accepted": lambda row, v: row.accepted == (v == "yes"),
    "finding": lambda row, v: (v in row.findings) or (v == "none" and not len(row.findings)),
    "mt": lambda row, v: row.mt_suspected == (v == "yes"),
    "changed": lambda row, v: (row.edits_source + row.edits_target > 0) == (v == "yes"),
    "alignment": lambda row, v: row.alignment == v,
    "q": lambda row, v: v.lower() in row.source.lower() or v.lower() in row.target.lower(),
    "least": lambda row, v: row.score_quality >= float(v),
    "most": lambda row, v: row.score_quality <= float(v),
    "since": lambda row, v: bool(row.published_at) and row.published_at >= v,
    "until": lambda row, v: bool(row.published_at) and row.published_at[: len(v)] <= v,
}


def counts(tree: Any) -> tuple[int, int]:
    """Give how many pairs and how many gaps the head of the list tells."""
    found = re.fullmatch(r"([\d,]+) pairs?(?: and ([\d,]+) gaps?)?", tree.xpath("string(//h1)"))
    assert found
    pairs, gaps = (int((one or "0").replace(",", "")) for one in found.groups())
    return pairs, gaps


@settings(max_examples=40)
@given(FILTERS)
def test_filters_choose_as_plain_python_does(
    page: Client, clean: Path, chosen: dict[str, str]
) -> None:
    frames = (clean / ("b" * 12) / "pairs").rglob("*.parquet")
    everything = pd.concat([pd.read_parquet(file) for file in sorted(frames)])
    everything = everything.astype(object).where(everything.notna(), None)
    wanted = {
        row.id
        for row in everything.itertuples()
        if all(CONDITIONS[n](row, v) for n, v in chosen.items() if n != "sort")
    }
    query = parse(list(chosen.items())).query()
    found = [row["id"] for row in page.get(f"{ROOT}/download/json?{query}").json()]
    assert set(found) == wanted
    assert len(found) == len(wanted)
    tree = shown(page, f"{ROOT}/pairs?{query}")
    gaps = sum("0" in row.alignment for row in everything.itertuples() if row.id in wanted)
    assert counts(tree) == (len(wanted) - gaps, gaps)
    ids = [link.rpartition("/")[2] for link in tree.xpath("//a[@class='open']/@href")]
    assert ids == found[:50]


def test_facets_count_what_choosing_them_gives(page: Client) -> None:
    tree = shown(page, f"{ROOT}/pairs?accepted=yes")
    links = tree.xpath("//section[@class='facet']//a")
    assert len(links) > 8
    for link in links:
        if link.get("aria-current"):
            continue
        times = int(link.xpath("string(.//*[@class='times'])").replace(",", ""))
        followed = shown(page, link.get("href"))
        assert sum(counts(followed)) == times


def test_pages_of_the_list_hold_each_row_once(page: Client) -> None:
    for sort in SORTS:
        seen = []
        address: str | None = f"{ROOT}/pairs?sort={sort}"
        while address:
            tree = shown(page, address)
            seen += tree.xpath("//a[@class='open']/@href")
            address = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
        assert len(seen) == len(set(seen)) == EXTRA + 4 + len(HOSTILE)


def test_an_empty_form_leads_to_the_plain_address(page: Client) -> None:
    answer = page.get(f"{ROOT}/pairs?q=&side=both&least=&pair=en-ar")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{ROOT}/pairs?pair=en-ar"


@given(FILTERS)
def test_a_query_means_what_it_says(chosen: dict[str, str]) -> None:
    once = parse(list(chosen.items()))
    again = parse(_items(once.query()))
    assert again == once


def _items(query: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl(query)


def test_a_pair_shows_mark_reason_and_finding(page: Client) -> None:
    rows = page.get(f"{ROOT}/download/json?q=Tainan").json()
    tree = shown(page, f"{ROOT}/pair/{rows[0]['id']}")
    (mark,) = tree.xpath("//span[contains(@class, 'is-repair')]")
    assert mark.text == "Jensen Huang"
    tip = mark.xpath("string(.//span[@role='tooltip'])")
    assert "Huang Jenxun" in tip
    assert "half translated and half spelt out" in tip
    assert "names/jensen-huang/hybrid" in tip
    rows = page.get(f"{ROOT}/download/json?q=degrees").json()
    tree = shown(page, f"{ROOT}/pair/{rows[0]['id']}")
    marks = tree.xpath("//span[contains(@class, 'is-finding')]")
    assert [mark.text for mark in marks] == ["3", "5"]
    assert "where the target has" in marks[0].text_content()


def test_articles_side_by_side_with_gap_and_removal(page: Client) -> None:
    row = page.get(f"{ROOT}/download/json?q=Tainan").json()[0]
    tree = shown(page, f"{ROOT}/article/{row['source_doc']}/beside/{row['target_doc']}")
    beads = tree.xpath("//div[contains(@class, 'bead')]")
    first = [bead.xpath("string(./div[1]/p/text())").strip() for bead in beads[:2]]
    assert first[0].startswith("NVIDIA opens")
    assert beads[0].xpath("./div[2]/@dir") == ["rtl"]
    assert beads[0].xpath("./div[2]/@lang") == ["ar"]
    assert tree.xpath("//div[contains(@class, 'is-gap')]//p[@class='gap']")
    (removed,) = tree.xpath("//details[contains(@class, 'gone')]")
    assert "Home | News" in removed.text_content()
    assert "a known phrase" in removed.text_content()
    assert removed.getparent().getparent().getnext() is not None  # it stands before the headline


def test_whole_files_with_checksums(page: Client, clean: Path) -> None:
    import hashlib

    tree = shown(page, f"{ROOT}/files")
    for link in tree.xpath("//table//a/@href")[:12]:
        answer = page.get(link)
        row = tree.xpath(f"//a[@href='{link}']/ancestor::tr")[0]
        given_sum = row.xpath("string(.//code)")
        assert hashlib.sha256(answer.content).hexdigest() == given_sum
        assert answer.headers["x-checksum-sha256"] == given_sum
    part = page.get(f"{ROOT}/files/manifest.json", headers={"range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)


def test_changes_between_releases(page: Client) -> None:
    for _ in range(30):
        text = shown(page, f"{ROOT}/changes").text_content()
        if "being compared" not in text:
            break
    assert f"+{EXTRA}" in text
    assert "added" in text


def test_names_and_rules(page: Client) -> None:
    text = shown(page, f"{ROOT}/names").text_content()
    assert "Jensen Huang" in text
    assert "Huang Jenxun" in text
    several = shown(page, f"{ROOT}/names/spellings").text_content()
    assert "1 name with several spellings" in several
    assert several.index("NVIDIA 4 times, 3 documents, 1 site") < several.index("Nvidia 4 times")
    found = page.get(f"{ROOT}/download/json?name=jensen-huang").json()
    assert [row["source"] for row in found] == ["Jensen Huang came to Tainan."]
    rules = shown(page, f"{ROOT}/rules").text_content()
    assert "menu: a known phrase of its kind" in rules
    assert "Never fired" in rules


def test_deciding_needs_the_token_and_does_what_review_does(page: Client, clean: Path) -> None:
    address = f"{ROOT}/names/review"
    body = "decision=accept&suggestion=0"
    assert page.post(address, content=body).status_code == 403
    assert page.post("/token", content="token=wrong").status_code == 403
    assert not (clean / "rules").exists()
    signed = page.post("/token", content=f"token=open&back={address}")
    assert (signed.status_code, signed.headers["location"]) == (303, address)
    assert "httponly" in signed.headers["set-cookie"].lower()
    assert page.post("/token", content="token=open&back=//evil").headers["location"] == "/"
    assert "Accept" in page.get(address).text
    assert page.post(address, content="decision=maybe&suggestion=0").status_code == 400
    assert page.post(address, content="decision=accept&suggestion=77").status_code == 404
    done = page.post(address, content="decision=reject&suggestion=0")
    assert "Rejected: Tainan is not Kaohsiung" in done.text
    assert "Tainan" in (clean / "rules" / "review" / "rejected.toml").read_text("utf-8")
    page.cookies.clear()


def test_filters_refuse_what_they_do_not_know() -> None:
    with pytest.raises(FilterError, match="is no filter"):
        parse([("constructor", "1")])


def test_unknown_things_are_404_with_a_page(page: Client) -> None:
    for address in (f"{ROOT}/pair/none", f"{ROOT}/article/none", "/releases/99/pairs", "/nothing"):
        answer = page.get(address)
        assert answer.status_code == 404
        assert "<h1>" in answer.text
    assert page.post(f"{ROOT}/pairs").status_code == 405
