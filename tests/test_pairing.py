"""Pairing: versions of one story meet, pages on the same people do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.bitext import profiles
from cleaners.bitext.groups import gather
from cleaners.bitext.pairing import pair
from cleaners.records import Document, Edit, Metadata

ENGLISH = """City to build a library by the canal
The city government announced on Monday that it will build a new library by the canal.
Construction is due to start next March and will cost about 80 million yuan.
The building will have a reading room for 150 children and a recording studio.
People living nearby worry about noise at night.
The roof will be planted with grass to absorb rain, the architect Lin Yue said."""
FRENCH = """Une bibliothèque va être construite au bord du canal
La municipalité a annoncé lundi la construction d'une nouvelle bibliothèque au bord du canal.
Les travaux doivent commencer en mars prochain et coûteront environ 80 millions de yuans.
Le bâtiment aura une salle de lecture pour 150 enfants et un studio d'enregistrement.
Les riverains craignent le bruit la nuit.
Le toit sera couvert d'herbe pour absorber la pluie, a dit l'architecte Lin Yue."""
CHINESE = """市政府将在运河边建图书馆
市政府周一宣布将在运河边建造一座新图书馆。
工程预计明年三月开工，费用约八千万元。
馆内将有一个可容纳150名儿童的阅览室和一间录音室。
附近居民担心夜间噪音。
建筑师林月说，屋顶会种满草，可以吸收雨水。"""
VIETNAMESE = """Thành phố sẽ xây thư viện bên kênh
Chính quyền thành phố hôm thứ Hai thông báo sẽ xây một thư viện mới bên kênh.
Công trình dự kiến khởi công vào tháng Ba năm sau, chi phí khoảng 80 triệu nhân dân tệ.
Tòa nhà sẽ có phòng đọc cho 150 trẻ em và một phòng thu âm.
Người dân gần đó lo ngại về tiếng ồn ban đêm.
Mái nhà sẽ được trồng cỏ để hút nước mưa, kiến trúc sư Lâm Nguyệt cho biết."""
SAME_SUBJECT = """La bibliothèque du canal cherche un nom
Les enfants de la ville peuvent proposer un nom pour la future bibliothèque jusqu'au 12 mai.
L'architecte Lin Yue présidera le jury avec deux écrivains.
Plus de 900 bulletins sont déjà arrivés à la mairie.
Le gagnant recevra cinq livres dédicacés."""
OTHER = """Le club de football a gagné à Lyon
L'équipe l'a emporté 3 à 1 samedi soir devant 41 000 spectateurs.
Le gardien a arrêté un penalty à la dernière minute.
L'entraîneur s'est dit soulagé après quatre défaites.
Le prochain match aura lieu mercredi."""


def document(
    name: str,
    text: str,
    language: str,
    metadata: Metadata = Metadata(),  # noqa: B008 - frozen
    edits: tuple[Edit, ...] = (),
) -> Document:
    return Document(
        id=name,
        path=f"raw/site/{name}.html",
        record=0,
        raw_sha256=name,
        content=text,
        blocks=(),
        metadata=metadata,
        language=language,
        edits=edits,
    )


STORY = [
    document("e", ENGLISH, "en"),
    document("f", FRENCH, "fr"),
    document("z", CHINESE, "zh-Hans"),
    document("v", VIETNAMESE, "vi"),
]
STRANGERS = [document("s", SAME_SUBJECT, "fr"), document("o", OTHER, "fr")]


def pairs(*documents: Document) -> set[frozenset[str]]:
    return {frozenset((found.source, found.target)) for found in pair(documents)}


@pytest.mark.parametrize(
    ("first", "second"), [("e", "f"), ("e", "z"), ("f", "z"), ("e", "v"), ("z", "v")]
)
def test_two_pages_alone_in_the_world(first: str, second: str) -> None:
    chosen = [one for one in STORY if one.id in {first, second}]
    assert pairs(*chosen) == {frozenset((first, second))}


@pytest.mark.parametrize("language", ["e", "z", "v"])
@pytest.mark.parametrize("stranger", STRANGERS, ids=["same subject", "other"])
def test_two_pages_that_have_nothing_to_do_with_each_other(
    language: str, stranger: Document
) -> None:
    (page,) = [one for one in STORY if one.id == language]
    assert pairs(page, stranger) == set()


def test_all_versions_of_a_story_are_paired() -> None:
    found = pair([*STORY, *STRANGERS])
    assert len(found) == 6
    assert {name for one in found for name in (one.source, one.target)} == set("efzv")
    assert all(one.score > 0.5 for one in found)
    assert sum(one.direct for one in found) == 3


def test_evidence_adds_up() -> None:
    (found,) = pair(STORY[:2])
    kinds = {one.kind for one in found.evidence}
    assert {"sentences", "document", "order", "numbers", "names", "length"} <= kinds
    assert sum(one.weight for one in found.evidence) > 0


def test_pages_of_one_language_are_never_a_pair() -> None:
    assert pairs(STORY[1], document("g", FRENCH.replace("lundi", "hier"), "fr")) == set()


def test_the_nearer_of_two_pages_of_a_site_wins() -> None:
    half = "\n".join(FRENCH.split("\n")[:3]) + "\n" + "\n".join(OTHER.split("\n")[1:])
    assert pairs(STORY[0], STORY[1], document("h", half, "fr")) == {frozenset("ef")}


def test_rejected_and_unknown_pages_stay_out() -> None:
    assert pairs(STORY[0], replace(STORY[1], rejected="no-content")) == set()
    assert pairs(STORY[0], document("f", FRENCH, "und")) == set()
    assert pairs(STORY[0], document("f", " ", "fr")) == set()
    assert pairs() == pairs(STORY[0]) == set()


def weight(kind: str, *documents: Document) -> float | None:
    for found in pair(documents):
        for one in found.evidence:
            if one.kind == kind:
                return one.weight
    return None


def test_what_a_site_says_counts() -> None:
    linking = Metadata(
        url="https://example.org/en/library",
        alternates=(("fr", "https://example.org/fr/bibliotheque/"),),
    )
    linked = Metadata(url="http://www.example.org/fr/bibliotheque")
    assert weight("hreflang", document("e", ENGLISH, "en", linking), STORY[1]) is None
    assert weight(
        "hreflang", document("e", ENGLISH, "en", linking), document("f", FRENCH, "fr", linked)
    )


def test_a_link_to_another_story_is_not_enough() -> None:
    linking = Metadata(url="https://e.org/a", alternates=(("fr", "https://e.org/b"),))
    football = document("o", OTHER, "fr", Metadata(url="https://e.org/b"))
    assert pairs(document("e", ENGLISH, "en", linking), football) == set()


def test_years_apart_count_against() -> None:
    early = document("e", ENGLISH, "en", Metadata(published_at="2020-01-01"))
    assert weight("days_apart", early, document("f", FRENCH, "fr")) is None
    same = document("f", FRENCH, "fr", Metadata(published_at="2020-01-02T10:00:00Z"))
    late = document("f", FRENCH, "fr", Metadata(published_at="2023-01-01"))
    assert (weight("days_apart", early, same) or 0) > 0 > (weight("days_apart", early, late) or 0)


def test_the_original_is_the_page_without_broken_names() -> None:
    repaired = (Edit("names", "lexicon/lin-yue", 0, 9, "Moon Wood", "Lin Yue"),)
    found = pair([document("e", ENGLISH, "en", edits=repaired), STORY[2]])
    assert [(one.source, one.target, one.direct) for one in found] == [("z", "e", True)]


def test_else_the_earliest() -> None:
    dated = [
        document("e", ENGLISH, "en", Metadata(published_at="2024-05-03")),
        document("z", CHINESE, "zh-Hans", Metadata(published_at="2024-05-04")),
    ]
    assert [one.source for one in pair(dated)] == ["e"]


@settings(max_examples=15, deadline=None)
@given(st.permutations([*STORY[:3], *STRANGERS]))
def test_the_order_does_not_matter(documents: list[Document]) -> None:
    assert pair(documents) == pair([*STORY[:3], *STRANGERS])


def test_groups_take_no_language_and_site_twice() -> None:
    known = {one.id: profiles.profile(one) for one in [*STORY, *STRANGERS]}
    edges = {("e", "f"): 3.0, ("e", "s"): 2.0, ("e", "z"): 1.0, ("o", "z"): -1.0}

    def log_odds(first: str, second: str) -> float:
        return edges.get((min(first, second), max(first, second)), 0.5)

    assert gather(edges, known, log_odds) == [["e", "f", "z"]]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("raw/site/en_iron-battery.html", "iron battery"),
        ("raw/site/iron-battery_zh-Hant.txt", "iron battery"),
        ("https://example.org/2024/05/iron-battery-plant/", "iron battery plant"),
        ("https://example.org/iron-battery.fr.html", "iron battery"),
        ("raw/site/a381969.txt", ""),
        ("raw/site/thread-17443.txt", ""),
        ("https://example.org/news?id=7", ""),
        ("https://example.org/", ""),
        ("", ""),
    ],
)
def test_slugs(address: str, expected: str) -> None:
    assert profiles.slug(address) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3,000 engineers", "3 000 ingénieurs"),
        ("NT$2.4 billion", "24億元"),
        ("8.6 billion", "86億"),
        ("١٥ مليون", "15 million"),
        ("１２０台", "120 units"),
        ("1.234,5 kg", "1,234.5 kg"),
    ],
)
def test_numbers_meet_across_languages(first: str, second: str) -> None:
    assert profiles.numbers(first) == profiles.numbers(second) != frozenset()


@pytest.mark.parametrize(
    ("first", "second"), [("58 MWh", "85 MWh"), ("in 2024", "in 2023"), ("12.5", "1.2"), ("0", "")]
)
def test_other_numbers_do_not(first: str, second: str) -> None:
    assert profiles.numbers(first) != profiles.numbers(second) or first == "0"
