# ruff: noqa: E501 - a case is read best on one line
"""Whose name it is: known people with rare names, ordinary people who share one, names discussed."""

from __future__ import annotations

import pytest

from cleaners import rules
from cleaners.artifacts.bearers import RARE, bearers
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.repair import repair
from cleaners.edits import line_spans
from cleaners.records import Block, Cleaned, Page

RULES = rules.load()


def repaired(text: str, language: str) -> Cleaned:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return repair(Page(text, blocks, language=language), RULES)


RARE_NAMES = [
    # few people can have the name, and the passage is news: no company and no colleague is needed
    ("en", "Zhang Xueyou added six concerts in Macau.", "Jacky Cheung added six concerts in Macau."),
    ("fr", "L'acteur Liang Chaowei fait la queue.", "L'acteur Tony Leung fait la queue."),
    ("de", "Das Konzert von Zhang Xueyou ist ausverkauft.", "Das Konzert von Jacky Cheung ist ausverkauft."),
    ("es", "El premio fue para Liang Chaowei por la película.", "El premio fue para Tony Leung por la película."),
]  # fmt: skip

ORDINARY_PEOPLE = [
    # trades, studies and places of daily life
    ("en", "Zhang Xueyou, a dentist in Hefei, sang at the concert."),
    ("en", "The concert was opened by primary school pupils and Zhang Xueyou, their caretaker."),
    ("en", "The baker Liang Chaowei watches a film every Sunday."),
    ("en", "Huang Renxun, a plumber, is no relation of the head of NVIDIA."),
    ("fr", "Le boulanger Liang Chaowei aime le cinéma et les films."),
    ("es", "La panadera Zhang Xueyou canta en un concierto del barrio."),
    ("pt", "O taxista Liang Chaowei viu o filme duas vezes."),
    ("de", "Der Zahnarzt Zhang Xueyou hört das Album jeden Abend."),
    ("it", "Zhang Xueyou, idraulico, è andato al concerto."),
    ("id", "Zhang Xueyou, mahasiswa teknik, menonton konser itu."),
    ("pl", "Dentysta Zhang Xueyou był na koncercie."),
    ("tr", "Diş hekimi Zhang Xueyou konsere gitti."),
    ("ru", "Стоматолог Хуан Жэньсюнь купил билет на концерт."),
    ("uk", "Стоматолог Хуан Женьсюнь купив квиток на концерт."),
    # kin, court reports and lists of people, where nothing speaks for the known one
    ("en", "Huang Renxun was arrested after the film festival."),
    ("en", "The award went to Liu Zihan, Zhang Xueyou and Wang Yiran."),
    ("es", "Zhang Zhongmou, de 43 años, repara bicicletas y juega al fútbol."),
    ("en", "The deputy mayor of Shangrao, Zhang Zhongmou, opened the bridge."),
    ("fr", "La ferme de Zhu Diwen produit des noix ; son film préféré est un western."),
    ("it", "Il ristorante di Cai Yingwen a Prato serve ravioli; il premio è andato al figlio."),
    # nothing at all
    ("en", "Zhang Xueyou spoke."),
]  # fmt: skip

DISCUSSED = [
    # tables of names, and what other people call somebody
    ("en", "Foxconn's founder | 郭台銘 | Guo Taiming | Terry Gou"),
    ("fr", "TSMC, fondateur : 張忠謀 = Zhang Zhongmou = Morris Chang"),
    ("ru", "Глава NVIDIA — Дженсен Хуанг — Хуан Жэньсюнь"),
    ("ru", "Илон Маск — 马斯克 — Ма Сыкэ, глава Tesla"),
    ("en", "director | Ang Lee | Li An"),
    ("es", "El director Ang Lee nació en Pingtung. Los diarios de Pekín siguen llamándolo Li An."),
    ("it", "Morris Chang, fondatore di TSMC, che i vicini chiamano Zhang Zhongmou, ha 94 anni."),
    ("es", "El fundador de TSMC, Morris Chang, nació en Ningbo; allí lo llaman Zhang Zhongmou."),
    ("pl", "Morris Chang, założyciel TSMC, nazywany Zhang Zhongmou, ma 94 lata."),
    ("tr", "TSMC'nin kurucusu Morris Chang, Zhang Zhongmou diye anılan mühendis, emekli oldu."),
    ("vi", "Nhà sáng lập TSMC là Morris Chang; báo chí Bắc Kinh viết là Zhang Zhongmou."),
    ("en", "NVIDIA is called Yingweida on the mainland and Huida in Taiwan, says its GPU team."),
    ("en", "The chip maker NVIDIA has two Chinese names, Yingweida and Huida."),
    ("fr", "Les caractères chinois de NVIDIA se lisent Huida à Taïwan."),
    ("de", "Die chinesischen Namen von NVIDIA sind Yingweida und Huida."),
    ("fr", "En Chine, Coca-Cola s'écrit Kekou Kele et Nvidia Yingweida."),
    ("ja", "NVIDIAの漢字表記は英偉達である。"),
]

SPELLINGS = [
    ("en", "Nvidia sells GPUs. Huida rose, says Jensen Huang.", "Nvidia sells GPUs. Nvidia rose, says Jensen Huang."),
    ("en", "NVIDIA sells GPUs. Huida rose, says Jensen Huang.", "NVIDIA sells GPUs. NVIDIA rose, says Jensen Huang."),
    ("en", "Nvidia sells GPUs, says Jensen Huang.", "Nvidia sells GPUs, says Jensen Huang."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), RARE_NAMES)
def test_a_rare_name_in_the_news_is_the_known_one(language: str, text: str, expected: str) -> None:
    assert repaired(text, language).page.text == expected


@pytest.mark.parametrize(("language", "text"), [*ORDINARY_PEOPLE, *DISCUSSED])
def test_ordinary_people_and_names_discussed_stay(language: str, text: str) -> None:
    assert repaired(text, language).edits == ()


@pytest.mark.parametrize(("language", "text", "expected"), SPELLINGS)
def test_a_repair_writes_a_brand_as_the_document_does(
    language: str, text: str, expected: str
) -> None:
    assert repaired(text, language).page.text == expected


@pytest.mark.parametrize(
    "text",
    [
        "삼성전자 주가와 반도체.",
        "현대자동차와 기아, LG전자 주가가 올랐다.",
        "이재용 삼성전자 회장이 반도체 공장을 찾았다.",
    ],
)
def test_an_official_longer_name_is_not_shortened(text: str) -> None:
    assert repaired(text, "ko").edits == ()


def person(source: str) -> Concept:
    return Concept("somebody", "person", "Some Body", "Body", source=(source,))


def test_more_people_share_a_common_name() -> None:
    names = ["諸葛勳冀", "黃仁勳", "劉德華", "王偉明"]
    counts = [bearers(person(name)) for name in names]
    assert counts == sorted(counts)
    assert counts[1] <= RARE < counts[3]
    assert bearers(person("王偉")) == bearers(person("馬克·吐溫")) > RARE
