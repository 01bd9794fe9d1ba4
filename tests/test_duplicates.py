"""Duplicates: which copies are found, which look-alikes are left, which page is kept."""

from __future__ import annotations

from dataclasses import replace
from random import Random  # noqa: TID251 - Hypothesis hands out a seeded one

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.bitext.duplicates import cluster
from cleaners.records import Block, Document, Edit, Metadata, content_id

LIBRARY = (
    "The city government announced on Monday that it will build a new library by the canal. "
    "Construction is due to start next March and will cost about 80 million yuan. "
    "The building will have a reading room for 150 children and a recording studio. "
    "People living nearby worry about noise at night, and want the gates closed at 9 p.m. "
    "The roof will be planted with grass to absorb rain, the architect Lin Yue said."
)
SAME_SUBJECT = (
    "The city government opened a new market hall by the canal on Sunday. "
    "Lin Yue, the architect of the planned library, cut the ribbon together with 20 children. "
    "Traders pay 300 yuan a month for a stall and must leave before the gates close at night."
)
CHINESE = (
    "市政府周一宣布将在运河边建造一座新图书馆。工程预计明年三月开工，费用约八千万元。"
    "馆内将有一个儿童阅览室和一间录音室。附近居民担心夜间噪音。"
    "建筑师林月说，屋顶会种满草，可以吸收雨水。"
)
CHINESE_SAME_SUBJECT = (
    "建筑师林月周日在运河边为市集剪彩。市政府表示，摊位月租三百元，夜间必须收摊。"
    "二十名儿童参加了开幕式，附近居民送来了花篮。"
)
HARBOUR = (
    "The harbour reopened this morning after two days of storms. "
    "Ships had been waiting offshore. Officials said the channel was clear. "
)
AIRPORT = HARBOUR.replace("harbour", "airport").replace("Ships", "Planes")
AIRPORT = AIRPORT.replace("channel", "runway")
LIBRARY_ELSEWHERE = (
    LIBRARY.replace("library", "swimming hall")
    .replace("canal", "railway")
    .replace("reading room", "shallow pool")
    .replace("recording studio", "sauna")
    .replace("architect", "engineer")
)
CHINESE_ELSEWHERE = (
    CHINESE.replace("图书馆", "游泳池")
    .replace("运河", "铁路")
    .replace("儿童阅览", "男宾更衣")
    .replace("录音", "桑拿")
)

LINKED = Metadata(alternates=(("fr", "https://example.org/fr"),))


def document(
    name: str,
    text: str,
    language: str = "en",
    metadata: Metadata = Metadata(),  # noqa: B008 - frozen
    edits: tuple[Edit, ...] = (),
) -> Document:
    content = f"Headline\n\n{text}"
    blocks = (Block(0, 8, "title", label="title"), Block(10, len(content), label="content"))
    return Document(
        id=name,
        path=f"raw/{name}.html",
        record=0,
        raw_sha256=content_id(content),
        content=content,
        blocks=blocks,
        metadata=metadata,
        language=language,
        edits=edits,
    )


def are_duplicates(first: str, second: str, language: str = "en") -> bool:
    documents = [document("a", first, language), document("b", second, language)]
    return len({found.cluster_id for found in cluster(documents)}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LIBRARY, LIBRARY),
        (LIBRARY, LIBRARY.upper()),
        (LIBRARY, LIBRARY.replace("about 80", "some 80").replace("nearby", "close by")),
        (LIBRARY, LIBRARY.replace("Lin Yue", "Forest Moon").replace("city", "town")),
        (LIBRARY, LIBRARY.rsplit(". ", 1)[0]),
        (LIBRARY, LIBRARY.rsplit(". ", 3)[0]),
        ("Breaking: " + LIBRARY, LIBRARY + " Share this story with your friends."),
        ("Stocks rose.", "Stocks rose."),
    ],
)
def test_copies_are_found(first: str, second: str) -> None:
    assert are_duplicates(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CHINESE, CHINESE.replace("林月", "林越")),
        (CHINESE, CHINESE.rsplit("。", 2)[0] + "。"),
        (CHINESE, CHINESE.replace("周一", "星期一").replace("约八千万", "八千万")),
    ],
)
def test_chinese_copies_are_found(first: str, second: str) -> None:
    assert are_duplicates(first, second, "zh-Hans")


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        (LIBRARY, SAME_SUBJECT, "en"),
        (CHINESE, CHINESE_SAME_SUBJECT, "zh-Hans"),
        (LIBRARY, LIBRARY.split(". ", maxsplit=1)[0] + ". " + SAME_SUBJECT, "en"),
        ("Stocks rose.", "Stocks fell.", "en"),
        (
            "On Monday gold closed at 2,010 dollars, silver at 23.4 and copper at 8,890 dollars.",
            "On Monday gold closed at 1,950 dollars, silver at 22.1 and copper at 9,120 dollars.",
            "en",
        ),
        ("", LIBRARY, "en"),
        (HARBOUR, AIRPORT, "en"),
        (HARBOUR * 2, AIRPORT * 2, "en"),
        (LIBRARY, LIBRARY_ELSEWHERE, "en"),
        (CHINESE, CHINESE_ELSEWHERE, "zh-Hans"),
    ],
)
def test_other_pages_are_left_alone(first: str, second: str, language: str) -> None:
    assert not are_duplicates(first, second, language)


def test_a_page_in_another_language_is_no_duplicate() -> None:
    documents = [document("a", LIBRARY, "en"), document("b", LIBRARY, "fr")]
    assert len({found.cluster_id for found in cluster(documents)}) == 2


def kept(*documents: Document) -> str:
    (one,) = [found.document for found in cluster(documents) if found.duplicate_of is None]
    assert all(found.duplicate_of in (None, one) for found in cluster(documents))
    return one


def test_the_complete_page_is_kept() -> None:
    short = LIBRARY.rsplit(". ", 2)[0]
    assert kept(document("a", short, metadata=LINKED), document("b", LIBRARY)) == "b"


def test_then_the_page_that_links_its_versions() -> None:
    linked = document("b", LIBRARY, metadata=LINKED)
    assert kept(document("a", LIBRARY, metadata=Metadata(published_at="2024-01-01")), linked) == "b"


def test_then_the_page_with_fewer_repairs() -> None:
    repaired = (Edit("names", "lexicon/nvidia", 0, 5, "Huida", "NVIDIA"),)
    assert kept(document("a", LIBRARY, edits=repaired), document("b", LIBRARY)) == "b"


def titled(name: str, title: str) -> Document:
    content = f"{title}\n\n{LIBRARY}"
    end = len(title)
    blocks = (Block(0, end, "title", label="title"), Block(end + 2, len(content), label="content"))
    return replace(document(name, LIBRARY), content=content, blocks=blocks)


@pytest.mark.parametrize(
    ("labelled", "plain"),
    [
        ("快訊｜市府將在運河邊建圖書館", "市府將在運河邊建圖書館"),
        ("BREAKING: City to build a library", "City to build a library"),
        ("[Reprint] City to build a library", "City to Build a Library"),
    ],
)
def test_then_the_page_that_adds_nothing_to_the_title(labelled: str, plain: str) -> None:
    early = replace(titled("a", labelled), metadata=Metadata(published_at="2024-01-31"))
    assert kept(early, titled("b", plain)) == "b"


def test_a_title_with_more_behind_it_has_no_label() -> None:
    longer = titled("a", "City to build a library by the canal")
    assert kept(longer, titled("b", "City to build a library")) == "a"


def test_then_the_earliest_then_the_identifier() -> None:
    later = document("a", LIBRARY, metadata=Metadata(published_at="2024-02-01T08:00:00Z"))
    earlier = document("b", LIBRARY, metadata=Metadata(published_at="2024-01-31"))
    assert kept(later, earlier, document("c", LIBRARY)) == "b"
    assert kept(document("d", LIBRARY), document("c", LIBRARY)) == "c"


def test_many_copies_are_one_cluster() -> None:
    documents = [document(f"{i:03}", LIBRARY + f" Copy {i}.") for i in range(60)]
    assert len({found.cluster_id for found in cluster(documents)}) == 1


TEXTS = [LIBRARY, LIBRARY + " More.", LIBRARY.rsplit(". ", 2)[0], SAME_SUBJECT, "", "Stocks rose."]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=7), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(texts: list[str], chance: Random) -> None:
    documents = [document(f"{i}", text) for i, text in enumerate(texts)]
    shuffled = list(documents)
    chance.shuffle(shuffled)
    found = cluster(documents)
    assert cluster(shuffled) == found
    assert [one.document for one in found] == [one.id for one in documents]
    assert sum(one.duplicate_of is None for one in found) == len({one.cluster_id for one in found})
