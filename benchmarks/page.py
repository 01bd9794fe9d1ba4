"""Measure the web page on a large release, and Datasette on the same rows.

    python -m benchmarks.large_release --bench BENCH --clean DIR
    python -m benchmarks.page --clean DIR [--datasette PATH/datasette]

The page runs as users run it, in a process of its own, over HTTP on this machine. Printed are
medians of the time until the whole answer is there, the most memory that the process ever held, and
how many downloads of random filters and orders were equal, row for row and in order, to what a
separate DuckDB connection gives for a query that is written here by hand.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random  # noqa: TID251 - which filters are tried is drawn with a seed
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

ROUNDS = 7
TRIALS = 36
SEED = 6
WHOLE = 50_000
COLUMNS = ("id", "source", "target", "score_quality", "accepted", "domain", "findings")
ORDERS = {
    "release": "source_lang, target_lang, id",
    "best": "score_quality DESC, id",
    "worst": "score_quality, id",
    "newest": "published_at DESC NULLS LAST, id",
    "longest": "length(source) DESC, id",
    "site": "domain NULLS LAST, id",
}
Pages = dict[str, str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--datasette", default="")
    parser.add_argument("--only-datasette", action="store_true")
    given = parser.parse_args()
    release = (given.clean / "latest").resolve()
    if not given.only_datasette:
        measure_limpide(given.clean, release)
    if given.datasette:
        with datasette(given.datasette, release) as (base, process):
            print("Datasette")
            measured(process, base, datasette_pages())
            datasette_download(base, release)
            print(f"  most memory held: {memory(process):,.0f} MB")


def measure_limpide(clean: Path, release: Path) -> None:
    """Measure the page."""
    with limpide(clean) as (base, process):
        root = f"{base}/releases/{release.name}"
        first = json.loads(get(f"{root}/download/json?q=minister&least=0.99").data or "[]")[0]
        print("Limpide")
        measured(process, root, pages(first))
        exact(root, release)
        print(f"  most memory held: {memory(process):,.0f} MB")


def pages(row: dict[str, Any]) -> Pages:
    """Name the views to measure, and their addresses; each facet is followed once."""
    beside = f"/article/{row['source_doc']}/beside/{row['target_doc']}"
    return {
        "table page, all rows": "/pairs",
        "table page, best first": "/pairs?sort=best",
        "table page 2,000": "/pairs?sort=longest&page=2000",
        "facet: languages": "/pairs?pair=en-de",
        "facet: verdict": "/pairs?accepted=yes",
        "facet: finding": "/pairs?finding=accuracy%2Fomission",
        "facet: site": "/pairs?site=www.site-007.example",
        "facet: machine translation": "/pairs?mt=yes",
        "facet: evidence": "/pairs?evidence=see-original-label",
        "facet: repairs": "/pairs?changed=yes",
        "facet: part": "/pairs?part=title",
        "facet: score": "/pairs?least=0.95&most=1.00",
        "facet: date": "/pairs?since=2023&until=2024",
        "six filters": "/pairs?accepted=yes&pair=en-de&mt=no&least=0.7&since=2021&q=minister",
        "text search": "/pairs?q=minister",
        "one pair": f"/pair/{row['id']}",
        "two articles side by side": beside,
        "articles": "/articles",
        "names": "/names",
        "one name": "/names/name-7",
        "rejects": "/rejects",
        "rules": "/rules",
    }


def measured(process: subprocess.Popen[bytes], root: str, views: Pages) -> None:
    """Print the median time of each view: until the answer is there, and the server's CPU time.

    On a machine that does other work too, the CPU time says more; on an idle one with two cores a
    query takes less than that. No two requests of a view are for the same rows.
    """
    for name, view in views.items():
        times, work = [], []
        for number in range(ROUNDS):
            started, spent = time.perf_counter(), cpu(process)
            get(root + varied(view, number))
            times.append(time.perf_counter() - started)
            work.append(cpu(process) - spent)
        print(
            f"  {1000 * statistics.median(times):7.0f} ms median, {1000 * times[0]:7.0f} first, "
            f"{1000 * statistics.median(work):6.0f} ms CPU  {name}",
            flush=True,
        )


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Give the CPU time that a process has spent, all threads, in seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def varied(view: str, number: int) -> str:
    """Ask for slightly other rows each time, so that no answer comes from the counts kept."""
    if not view.startswith("/pairs") or not number:
        return view
    most = f"{1 - number / 1000:.3f}"
    if "most=" in view:
        return view.replace("most=1.00", f"most={most}")
    return f"{view}{'&' if '?' in view else '?'}most={most}"


@dataclass(frozen=True)
class Answer:
    """What came back for an address."""

    data: bytes
    headers: Any


def get(address: str) -> Answer:
    """Fetch an address whole."""
    with urllib.request.urlopen(address, timeout=600) as answer:  # noqa: S310 - on this machine
        return Answer(answer.read(), answer.headers)


def exact(root: str, release: Path) -> None:
    """Compare downloads of random filters and orders with a direct query."""
    asked = duckdb.connect()
    asked.execute(f"CREATE VIEW pairs AS FROM read_parquet('{release}/pairs/*/*.parquet')")
    draw = random.Random(SEED)  # noqa: S311
    equal = rows = large = 0
    slowest = 0.0
    for trial in range(TRIALS):
        query, where, parameters = drawn(draw, small=trial % 3 == 0)
        order = draw.choice(sorted(ORDERS))
        name = draw.choice(["tsv", "exact-csv", "jsonl", "json", "parquet"])
        expected = asked.execute(
            f"SELECT {', '.join(COLUMNS)} FROM pairs WHERE {where} ORDER BY {ORDERS[order]}",
            parameters,
        ).fetchall()
        started = time.perf_counter()
        answer = get(f"{root}/download/{name}?{urllib.parse.urlencode([*query, ('sort', order)])}")
        took = time.perf_counter() - started
        same = READERS[name](answer.data) == [tuple(map(plain, row)) for row in expected]
        same = same and int(answer.headers["X-Total-Count"]) == len(expected)
        equal += same
        rows += len(expected)
        if len(expected) >= WHOLE:
            large += 1
            slowest = max(slowest, took / len(expected) * WHOLE)
        if not same:
            print(f"  NOT EQUAL: {name} {query} {order}")
    print(
        f"  {equal} of {TRIALS} downloads equal to a direct query, {rows:,} rows; {large} of "
        f"{WHOLE:,} rows and more, at worst {slowest:.1f} s for {WHOLE:,} rows"
    )


def drawn(draw: random.Random, *, small: bool) -> tuple[list[tuple[str, str]], str, list[Any]]:
    """Draw filters: as items of an address, and as a condition that is written by hand."""
    query: list[tuple[str, str]] = []
    where, parameters = ["true"], []
    if draw.random() < 0.5:
        query.append(("accepted", "yes"))
        where.append("accepted")
    if draw.random() < 0.4:
        least = f"{draw.random() / 2:.2f}"
        query.append(("least", least))
        where.append("score_quality >= ?")
        parameters.append(float(least))
    if draw.random() < 0.3:
        query.append(("mt", "no"))
        where.append("NOT mt_suspected")
    if small:
        pair = draw.choice(["en-de", "ru-en", "zh-en", "en-fr"])
        query.append(("pair", pair))
        where.append("source_lang || '-' || target_lang = ?")
        parameters.append(pair)
        word = draw.choice(["the", "President", "und", "не", "2"])
        query.append(("q", word))
        where.append("(contains(lower(source), lower(?)) OR contains(lower(target), lower(?)))")
        parameters += [word, word]
    elif draw.random() < 0.3:
        since = draw.choice(["2020", "2021-06", "2022-02-02"])
        query.append(("since", since))
        where.append("published_at >= ?")
        parameters.append(since)
    return query, " AND ".join(where), parameters


def plain(value: Any) -> Any:
    """Give a value as it is compared: lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


def from_json(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Take the compared columns out of objects."""
    return [tuple(plain(row[name]) for name in COLUMNS) for row in rows]


def from_text(data: bytes, delimiter: str) -> list[tuple[Any, ...]]:
    """Read the compared columns back from a table of text, by the types that the card names."""
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
    return [
        (
            row["id"],
            row["source"],
            row["target"],
            float(row["score_quality"]),
            row["accepted"] == "true",
            row["domain"] or None,
            tuple(filter(None, row["findings"].split(";"))),
        )
        for row in reader
    ]


READERS: dict[str, Callable[[bytes], list[tuple[Any, ...]]]] = {
    "tsv": lambda data: from_text(data, "\t"),
    "exact-csv": lambda data: from_text(data, ","),
    "json": lambda data: from_json(json.loads(data)),
    "jsonl": lambda data: from_json([json.loads(line) for line in data.split(b"\n")[:-1]]),
    "parquet": lambda data: from_json(pq.read_table(io.BytesIO(data)).to_pylist()),
}


@contextmanager
def limpide(clean: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the releases as a user does."""
    command = [sys.executable, "-c", "from flows.cli import main; main()"]
    command += ["serve", "--clean", str(clean), "--port", "8071"]
    with running(command, "http://127.0.0.1:8071") as process:
        yield "http://127.0.0.1:8071", process


@contextmanager
def datasette(program: str, release: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the same pairs with Datasette, in SQLite, with indices on what is filtered by."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pairs.db"
        fill(file, release)
        command = [program, str(file), "--port", "8072"]
        command += ["--setting", "sql_time_limit_ms", "60000"]
        command += ["--setting", "facet_time_limit_ms", "60000"]
        command += ["--setting", "max_csv_mb", "0"]
        with running(command, "http://127.0.0.1:8072") as process:
            yield "http://127.0.0.1:8072/pairs/pairs", process


def fill(file: Path, release: Path) -> None:
    """Copy the pairs into SQLite."""
    asked = duckdb.connect().execute(
        "SELECT id, source_lang || '-' || target_lang AS pair, source, target, score_quality, "
        "accepted, mt_suspected, domain, published_at, array_to_string(findings, ';') AS findings, "
        f"part FROM read_parquet('{release}/pairs/*/*.parquet') ORDER BY id"
    )
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "CREATE TABLE pairs (id TEXT PRIMARY KEY, pair, source, target, score_quality REAL, "
            "accepted INTEGER, mt_suspected INTEGER, domain, published_at, findings, part)"
        )
        while rows := asked.fetchmany(5_000):
            database.executemany(f"INSERT INTO pairs VALUES ({','.join('?' * 11)})", rows)
        for column in ("pair", "accepted", "domain", "score_quality", "findings"):
            database.execute(f"CREATE INDEX by_{column} ON pairs ({column})")
        database.commit()


def datasette_pages() -> Pages:
    """Name what Datasette is asked for: the same kinds of page, with the same facets."""
    facets = "".join(
        f"&_facet={name}"
        for name in ("pair", "accepted", "findings", "domain", "mt_suspected", "part")
    )
    return {
        "table page, all rows": f"?_size=50{facets}",
        "table page, best first": f"?_size=50&_sort_desc=score_quality{facets}",
        "facet: languages": f"?_size=50&pair=en-de{facets}",
        "facet: verdict": f"?_size=50&accepted=1{facets}",
        "facet: site": f"?_size=50&domain=www.site-007.example{facets}",
        "facet: score": f"?_size=50&score_quality__gte=0.95{facets}",
        "text search": f"?_size=50&_where=source+like+%27%25minister%25%27{facets}",
    }


def datasette_download(base: str, release: Path) -> None:
    """Download what is accepted, sorted by score, and say how complete it came."""
    expected = duckdb.sql(
        f"SELECT id FROM read_parquet('{release}/pairs/*/*.parquet') WHERE accepted"
    ).fetchall()
    started = time.perf_counter()
    data = get(f"{base}.csv?accepted=1&_sort_desc=score_quality&_stream=on&_size=max").data
    took = time.perf_counter() - started
    csv.field_size_limit(10_000_000)
    found = [row["id"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))]
    missing = len({one for (one,) in expected} - set(found))
    print(
        f"  streamed CSV sorted by score: {len(found):,} rows of {len(expected):,}, "
        f"{missing:,} missing, {took / len(expected) * WHOLE:.1f} s for {WHOLE:,} rows"
    )


@contextmanager
def running(command: list[str], address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is no longer needed."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                get(address + "/")
                break
            except OSError:
                time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait(60)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Give the most memory that a process ever held, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
