"""Corpora that people have: read in every form, nothing lost for a bad row, written and re-read."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile

from cleaners.records import Finding, Quality
from flows.corpora.opening import Corpus, Reader, find, with_languages
from flows.corpora.records import read_pairs_jsonl, read_table
from flows.corpora.results import Result, ResultFormat, write
from flows.corpora.tmx import read_tmx
from flows.corpora.units import Languages, Unit
from flows.raw_streams import Fault, RawStream
from flows.settings import SettingsError

NOBODY = Languages()
HEAD = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="en" adminlang="en" datatype="x"'
    ' creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"/><body>'
)
TAIL = "</body></tmx>"


def tu(*variants: tuple[str, str], attributes: str = "") -> str:
    inner = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in variants)
    return f"<tu{attributes}>{inner}</tu>"


def stream(data: bytes | str) -> RawStream:
    return RawStream(io.BytesIO(data.encode() if isinstance(data, str) else data), "")


def tmx(data: bytes | str, asked: Languages = NOBODY) -> list[Unit | Fault]:
    return list(read_tmx(stream(data), asked))


def texts(items: Sequence[Unit | Fault]) -> list[object]:
    """Give source and target of units, reason and number of faults."""
    return [
        (item.source, item.target) if isinstance(item, Unit) else (item.reason, item.record)
        for item in items
    ]


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ("Plain &amp; simple", "Plain & simple"),
        ('A <bpt i="1">&lt;b></bpt>bold<ept i="1">&lt;/b></ept> word', "A bold word"),
        ('Press <ph>{0}</ph><hi type="b">twice</hi>.', "Press twice."),
        ("Two\n   lines", "Two lines"),
        ("<![CDATA[a </tu> in <b>]]>", "a </tu> in <b>"),
        ("kept <!-- <tu> not kept --> too", "kept  too"),
        ("您好&#x3002;", "您好。"),
    ],
)
def test_a_segment_of_a_memory_is_its_text(segment: str, text: str) -> None:
    (unit,) = tmx(HEAD + tu(("en", segment), ("fr", "Oui")) + TAIL)
    assert isinstance(unit, Unit)
    assert unit.source == text


GOOD = tu(("en", "One"), ("fr", "Un"))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (tu(("en", "&nbsp;"), ("fr", "Oui")), "bad-tmx-unit"),
        (tu(("en", "&#x7;"), ("fr", "Oui")), "bad-tmx-unit"),
        (tu(("en", "<b>"), ("fr", "Oui")), "bad-tmx-unit"),
        ('<tu><tuv xml:lang="en"><seg>open', "bad-tmx-unit"),
        (tu(("en", "alone")), "no-pair"),
        (tu(("", "no"), ("", "language")), "no-pair"),
        ("<tu/>", "bad-tmx-unit"),
    ],
)
def test_a_bad_unit_costs_only_itself(bad: str, reason: str) -> None:
    assert texts(tmx(HEAD + GOOD + bad + GOOD + TAIL)) == [
        ("One", "Un"),
        (reason, 2),
        ("One", "Un"),
    ]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEAD.replace("<tmx", f"{BOMB}<tmx", 1) + tu(("en", "&c;"), ("fr", "x")), "xml-entities"),
        (
            HEAD.replace("<tmx", '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx', 1)
            + tu(("en", "&x;"), ("fr", "x")),
            "xml-entities",
        ),
        ("<html><body>a page</body></html>", "bad-tmx"),
        (HEAD + TAIL, "bad-tmx"),
        ("", "bad-tmx"),
    ],
)
def test_what_is_no_memory_or_would_explode_is_refused(data: str, reason: str) -> None:
    assert texts(tmx(data)) == [(reason, 0)]


def test_an_ordinary_document_type_is_no_bar() -> None:
    data = HEAD.replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx', 1) + GOOD + TAIL
    assert texts(tmx(data)) == [("One", "Un")]


THREE = tu(("en-GB", "Three"), ("de", "Drei"), ("fr", "Trois"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Languages(), [("Three", "Drei"), ("Three", "Trois")]),
        (Languages("de", "fr"), [("Drei", "Trois")]),
        (Languages("fr", "en"), [("Trois", "Three")]),
        (Languages("", "fr"), [("Three", "Trois")]),
        (Languages("de"), [("Drei", "Three"), ("Drei", "Trois")]),
        (Languages("it", "fr"), [("no-pair", 1)]),
    ],
)
def test_languages_choose_the_pairs_of_a_unit(
    asked: Languages, expected: list[tuple[str, str]]
) -> None:
    assert texts(tmx(HEAD + THREE + TAIL, asked)) == expected


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_a_memory_is_read_in_its_encoding(codec: str) -> None:
    declared = HEAD.replace('"1.0"', f'"1.0" encoding="{codec}"', 1)
    data = (declared + tu(("en", "Summer"), ("fr", "Été")) + TAIL).encode(codec)
    assert texts(tmx(data)) == [("Summer", "Été")]


class Dripping(io.BytesIO):
    """A file that gives little at a time."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        super().__init__(data)
        self._sizes = sizes or [1]
        self._turn = 0

    def read(self, size: int | None = -1) -> bytes:
        self._turn += 1
        return super().read(min(size or 1, self._sizes[self._turn % len(self._sizes)]))


@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_how_a_memory_arrives_does_not_matter(sizes: list[int]) -> None:
    broken = tu(("en", "&nope;"), ("fr", "Non"))
    data = HEAD + GOOD + "<!-- <tu> -->\n" + broken + THREE + "<tu>\n" + GOOD + TAIL
    whole = tmx(data)
    assert list(read_tmx(RawStream(Dripping(data.encode(), sizes), ""), NOBODY)) == whole


@pytest.mark.parametrize(
    ("suffix", "data", "expected"),
    [
        (".tsv", "Hello\tBonjour\nBye\tAdieu\n", [("Hello", "Bonjour"), ("Bye", "Adieu")]),
        (".tsv", "en\tid\nYes\tYa\n", [("Yes", "Ya")]),
        (".tsv", "source\ttarget\nHello\tBonjour\n", [("Hello", "Bonjour")]),
        (".tsv", 'en\tfr\n"Hi"\tSalut\n', [("Hi", "Salut")]),
        (".tsv", '"Hi," he said.\t« Salut »\n', [('"Hi," he said.', "« Salut »")]),
        (".tsv", "id\tfr\ten\n7\tOui\tYes\n", [("Oui", "Yes")]),
        (".csv", 'source,target\n"a, b","c\nd"\n', [("a, b", "c d")]),
        (".tsv", "0.91\tHello\tBonjour\n", [("Hello", "Bonjour")]),
        (
            ".sent",
            "http://a.org/x\thttp://b.org/y\tHello\tBonjour\t0.9\n",
            [("Hello", "Bonjour")],
        ),
        (".sent", "src_url\tsrc_text\ttrg_text\nu\tHello\tBonjour\n", [("Hello", "Bonjour")]),
        (".tsv", "a\tb\nonly\nc\td\n", [("a", "b"), ("bad-pair-row", 2), ("c", "d")]),
        (".tsv", "a\tb\nc\td\te\nf\tg\n", [("a", "b"), ("bad-pair-row", 2), ("f", "g")]),
        (".tsv", "a\tb\n \t \nc\td\n", [("a", "b"), ("c", "d")]),
        (".tsv", "a\tb\n\td\n", [("a", "b"), ("", "d")]),
        (".tsv", "no tab at all\nnor here\n", [("no-pair-columns", 0)]),
        (".tsv", "", [("empty", 0)]),
        (".tsv", "Été\tSummer\n".encode("cp1252"), [("Été", "Summer")]),
        (".tsv", "Été\tSummer\n".encode("utf-16"), [("Été", "Summer")]),
    ],
)  # fmt: skip
def test_tables(suffix: str, data: str | bytes, expected: list[tuple[object, ...]]) -> None:
    assert texts(list(read_table(stream(data), suffix, NOBODY))) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"source": "Hi", "target": "Salut"}', ("Hi", "Salut")),
        ('{"translation": {"en": "Hi", "fr": "Salut"}}', ("Hi", "Salut")),
        ('{"src": "Hi", "tgt": "Salut", "src_lang": "en"}', ("Hi", "Salut")),
        ('{"source": "Hi", "target": 3}', ("bad-pair-row", 1)),
        ('{"text": "a page"}', ("no-pair-columns", 1)),
        ('{"source": "Hi"', ("bad-json-line", 1)),
        ('{"source": "", "target": ""}', ("bad-pair-row", 1)),
    ],
)
def test_json_lines(line: str, expected: tuple[object, ...]) -> None:
    assert texts(list(read_pairs_jsonl(stream(line + "\n"), NOBODY))) == [expected]


def read(corpus: Corpus, asked: Languages = NOBODY) -> list[Unit | Fault]:
    return list(Reader(corpus, asked))


@pytest.mark.parametrize(
    ("named", "asked", "languages"),
    [
        (["books.en", "books.fr"], NOBODY, ("en", "fr")),
        (["books.fr", "books.en"], NOBODY, ("fr", "en")),
        (["books"], NOBODY, ("en", "fr")),
        (["books"], Languages("fr", "en"), ("fr", "en")),
        (["books.fr"], NOBODY, ("fr", "en")),
        (["books.fr"], Languages("en", "fr"), ("en", "fr")),
        (["news.de-en"], NOBODY, ("de", "en")),
        (["news.de-en.en"], NOBODY, ("de", "en")),
        (["news.de-en"], Languages("en", "de"), ("en", "de")),
    ],
)
def test_moses_files_are_found(
    tmp_path: Path, named: list[str], asked: Languages, languages: tuple[str, str]
) -> None:
    for name in ("books.en", "books.fr", "news.de-en.de", "news.de-en.en", "books.txt"):
        (tmp_path / name).write_text(f"a line of {name[-2:]}\n\nanother\n", "utf-8")
    corpus = find([str(tmp_path / name) for name in named], asked)
    assert (corpus.languages.source, corpus.languages.target) == languages
    assert texts(read(corpus)) == [
        (f"a line of {languages[0]}", f"a line of {languages[1]}"),
        ("another", "another"),
    ]
    assert [unit.number for unit in read(corpus) if isinstance(unit, Unit)] == [1, 3]


def test_moses_files_that_do_not_correspond_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("one\ntwo\n", "utf-8")
    (tmp_path / "a.fr").write_text("un", "utf-8")
    (fault,) = read(find([str(tmp_path / "a")], NOBODY))
    assert isinstance(fault, Fault)
    assert (fault.reason, fault.detail) == ("unequal-lines", "a.en has 2 lines and a.fr 1")


def test_a_compressed_corpus_is_read(tmp_path: Path) -> None:
    file = tmp_path / "en-fr.sent.gz"
    file.write_bytes(gzip.compress(b"src_text\ttrg_text\nHello\tBonjour\n"))
    corpus = find([str(file)], NOBODY)
    assert corpus.languages == Languages("en", "fr")
    assert texts(read(corpus)) == [("Hello", "Bonjour")]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["nothing"], "nothing: No such file"),
        (["lone.en"], "its counterpart is not there"),
        (["many"], "is there in de, en, fr; say which two"),
    ],
)
def test_an_unclear_name_says_what_to_do(tmp_path: Path, names: list[str], message: str) -> None:
    for name in ("lone.en", "many.de", "many.en", "many.fr"):
        (tmp_path / name).write_text("x\n", "utf-8")
    with pytest.raises(SettingsError, match=message):
        find([str(tmp_path / name) for name in names], NOBODY)


def test_languages_are_found_out() -> None:
    unit = Unit(1, "The harbour was closed for two days.", "Le port est resté fermé deux jours.")
    (found,) = with_languages(iter([unit]), NOBODY, "x")
    assert isinstance(found, Unit)
    assert (found.source_language, found.target_language) == ("en", "fr")
    (given_,) = with_languages(iter([unit]), Languages("nl", "it"), "x")
    assert isinstance(given_, Unit)
    assert (given_.source_language, given_.target_language) == ("nl", "it")
    with pytest.raises(SettingsError, match="language of the source is not clear; give --from"):
        list(with_languages(iter([Unit(1, "42", "Le port est fermé.")]), NOBODY, "x"))


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30)
PAIRS = st.lists(
    st.tuples(LINE, LINE).filter(lambda pair: bool(pair[0].strip() and pair[1].strip())),
    min_size=1,
    max_size=6,
)
FOUND = Quality(
    0.25,
    (
        Finding("accuracy/mistranslation:number", "major", "'3; 4' against '5'", (0, 1), None),
        Finding("fluency/punctuation", "minor", "a quote \\ is open"),
    ),
)


def results(pairs: list[tuple[str, str]]) -> list[Result]:
    return [
        Result(number, "en", "fr", one.strip(), other.strip(), quality=FOUND, accepted=False)
        for number, (one, other) in enumerate(pairs, 1)
    ]


def written(pairs: list[tuple[str, str]], form: ResultFormat) -> bytes:
    file = io.BytesIO()
    write(file, results(pairs), form, "limpide:test")
    return file.getvalue()


@given(pairs=PAIRS)
def test_results_as_tsv_are_read_by_pandas(pairs: list[tuple[str, str]]) -> None:
    data = written(pairs, ResultFormat.TSV)
    frame = pd.read_csv(io.BytesIO(data), sep="\t", keep_default_na=False, dtype=str)
    rows = zip(frame["source"], frame["target"], strict=True)
    assert list(rows) == [(one.source, one.target) for one in results(pairs)]
    assert set(frame["findings"]) == {"accuracy/mistranslation:number;fluency/punctuation"}
    assert set(frame["source_spans"]) == {"0-1;-"}


@given(pairs=PAIRS)
def test_results_as_tsv_are_a_corpus_again(pairs: list[tuple[str, str]]) -> None:
    again = list(read_table(stream(written(pairs, ResultFormat.TSV)), ".tsv", NOBODY))
    assert texts(again) == [(one.source, one.target) for one in results(pairs)]


@given(pairs=PAIRS)
def test_results_as_json_lines_hold_findings_whole(pairs: list[tuple[str, str]]) -> None:
    lines = written(pairs, ResultFormat.JSONL).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["source"], row["target"]) for row in rows] == [
        (one.source, one.target) for one in results(pairs)
    ]
    assert rows[0]["findings"][0] == {
        "code": "accuracy/mistranslation:number",
        "severity": "major",
        "message": "'3; 4' against '5'",
        "source_span": [0, 1],
        "target_span": None,
    }


@given(pairs=PAIRS)
def test_results_as_tmx_are_read_by_translate_toolkit(pairs: list[tuple[str, str]]) -> None:
    data = written(pairs, ResultFormat.TMX)
    units = tmxfile.parsestring(data, sourcelanguage="en", targetlanguage="fr").units
    kept = [one for one in results(pairs) if "\ufffe" not in one.source + one.target]
    kept = [one for one in kept if "\uffff" not in one.source + one.target]
    if len(kept) == len(pairs):
        assert [(unit.source, unit.target) for unit in units] == [
            (one.source, one.target) for one in kept
        ]
        assert texts(tmx(data)) == [(one.source, one.target) for one in kept]


def test_results_as_tmx_obey_the_document_type() -> None:
    data = written([("One.", "Un."), ("Two.", "Deux.")], ResultFormat.TMX)
    with (Path(__file__).parent / "data" / "tmx14.dtd").open("rb") as file:
        assert etree.DTD(file).validate(etree.fromstring(data))


def test_a_table_of_results_is_for_people() -> None:
    shown = written([("It costs 3 francs.", "Cela coûte 5 francs.")], ResultFormat.TABLE).decode()
    assert shown.splitlines() == [
        "1  score 0.250  not accepted",
        "  en      It costs 3 francs.",
        "  fr      Cela coûte 5 francs.",
        "    major: accuracy/mistranslation:number: '3; 4' against '5'",
        "      source 0-1: I",
        "    minor: fluency/punctuation: a quote \\ is open",
    ]
