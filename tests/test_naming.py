# ruff: noqa: E501 - a case is read best on one line
"""Names that a text speaks about stay; beside each case is one in which the same name is wrong."""

from __future__ import annotations

import pytest

from cleaners import rules
from cleaners.artifacts.repair import repair
from cleaners.edits import line_spans
from cleaners.records import Block, Page

RULES = rules.load()

SPOKEN_OF = [
    # another name of the same thing, told by what leads to it
    ("en", "Guo Taiming, known abroad as Terry Gou, founded Foxconn.",
     "Guo Taiming, known abroad for Foxconn, spoke.",
     "Terry Gou, known abroad for Foxconn, spoke."),
    ("en", "Cai Chongxin, whom colleagues at Alibaba call Joe Tsai, owns the Nets.",
     "Cai Chongxin, whom colleagues at Alibaba admire, owns the Nets.",
     "Joe Tsai, whom colleagues at Alibaba admire, owns the Nets."),
    ("fr", "Guo Taiming, que la presse appelle Terry Gou, a fondé Foxconn.",
     "Guo Taiming, que la presse admire, a fondé Foxconn.",
     "Terry Gou, que la presse admire, a fondé Foxconn."),
    ("es", "Guo Taiming, a quien la prensa llama Terry Gou, fundó Foxconn.",
     "Guo Taiming, conocido como empresario de Foxconn, habló.",
     "Terry Gou, conocido como empresario de Foxconn, habló."),
    ("de", "Guo Taiming, den die Presse Terry Gou nennt und als Gründer von Foxconn feiert.",
     "Guo Taiming, den die Presse als Gründer von Foxconn feiert.",
     "Terry Gou, den die Presse als Gründer von Foxconn feiert."),
    ("it", "Guo Taiming, che la stampa chiama Terry Gou, ha fondato Foxconn.",
     "Guo Taiming, che la stampa ammira, ha fondato Foxconn.",
     "Terry Gou, che la stampa ammira, ha fondato Foxconn."),
    # others write so
    ("en", "Fans of AMD know the executive as Su Zifeng.",
     "Fans of AMD know the executive Su Zifeng.",
     "Fans of AMD know the executive Lisa Su."),
    ("en", "The paper writes the name of the Foxconn founder as Guo Taiming.",
     "The paper writes to the Foxconn founder Guo Taiming.",
     "The paper writes to the Foxconn founder Terry Gou."),
    ("fr", "Les journaux écrivent le nom du fondateur de Foxconn comme Guo Taiming.",
     "Le fondateur de Foxconn, Guo Taiming, écrit comme il parle.",
     "Le fondateur de Foxconn, Terry Gou, écrit comme il parle."),
    ("es", "Los diarios escriben el nombre del fundador de Foxconn como Guo Taiming.",
     "Los diarios escriben al fundador de Foxconn, Guo Taiming.",
     "Los diarios escriben al fundador de Foxconn, Terry Gou."),
    ("pt", "Para Jensen Huang, os jornais traduzem a marca da GPU como Huida.",
     "Para Jensen Huang, os jornais elogiam a GPU da Huida.",
     "Para Jensen Huang, os jornais elogiam a GPU da NVIDIA."),
    ("id", "Warga mengenal pendiri Foxconn sebagai Guo Taiming.",
     "Warga mengenal pendiri Foxconn, Guo Taiming.",
     "Warga mengenal pendiri Foxconn, Terry Gou."),
    ("ru", "Газеты пишут фамилию главы AMD как Су Цзыфэн.",
     "Газеты пишут, что глава AMD Су Цзыфэн выступила.",
     "Газеты пишут, что глава AMD Лиза Су выступила."),
    # tables
    ("en", "| Characters | Pinyin | Use |\n|---|---|---|\n| 郭台銘 | Guo Taiming | Kuo Tai-ming |\n",
     "| Company | Founder | Since |\n|---|---|---|\n| Foxconn | Guo Taiming | 1974 |\n",
     "| Company | Founder | Since |\n|---|---|---|\n| Foxconn | Terry Gou | 1974 |\n"),
    ("fr", "蘇姿丰 ; Su Zifeng ; Lisa Su\n郭台銘 ; Guo Taiming ; Terry Gou",
     "AMD ; Su Zifeng ; 2014\nFoxconn ; Guo Taiming ; 1974",
     "AMD ; Lisa Su ; 2014\nFoxconn ; Terry Gou ; 1974"),
    ("en", "Su Zifeng = Lisa Su", "Su Zifeng = AMD", "Lisa Su = AMD"),
]  # fmt: skip
"""Language, what speaks of a name, what only uses the same name, and what that becomes."""


def text_after(text: str, language: str) -> str:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return repair(Page(text, blocks, language=language), RULES).page.text


@pytest.mark.parametrize(("language", "text"), [row[:2] for row in SPOKEN_OF])
def test_names_that_are_spoken_of_stay(language: str, text: str) -> None:
    assert text_after(text, language) == text


@pytest.mark.parametrize(("language", "text", "after"), [(row[0], *row[2:]) for row in SPOKEN_OF])
def test_names_that_are_only_used_are_repaired(language: str, text: str, after: str) -> None:
    assert text_after(text, language) == after
