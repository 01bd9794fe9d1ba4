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
    ("en", "Guo Taiming, known abroad as Terry Gou, founded Foxconn."),
    ("en", "Cai Chongxin, whom colleagues at Alibaba call Joe Tsai, owns the Nets."),
    ("fr", "Guo Taiming, que la presse appelle Terry Gou, a fondé Foxconn."),
    ("es", "Guo Taiming, a quien la prensa llama Terry Gou, fundó Foxconn."),
    ("de", "Guo Taiming, den die Presse Terry Gou nennt und als Gründer von Foxconn feiert."),
    ("it", "Guo Taiming, che la stampa chiama Terry Gou, ha fondato Foxconn."),
    # others write so
    ("en", "Fans of AMD know the executive as Su Zifeng."),
    ("en", "The paper writes the name of the Foxconn founder as Guo Taiming."),
    ("fr", "Les journaux écrivent le nom du fondateur de Foxconn comme Guo Taiming."),
    ("es", "Los diarios escriben el nombre del fundador de Foxconn como Guo Taiming."),
    ("pt", "Os jornais traduzem a marca da GPU como Huida."),
    ("id", "Warga mengenal pendiri Foxconn sebagai Guo Taiming."),
    ("ru", "Газеты пишут фамилию главы AMD как Су Цзыфэн."),
    # tables
    (
        "en",
        "| Characters | Pinyin | Use |\n|---|---|---|\n| 郭台銘 | Guo Taiming | Kuo Tai-ming |\n",
    ),
    ("fr", "蘇姿丰 ; Su Zifeng ; Lisa Su\n郭台銘 ; Guo Taiming ; Terry Gou"),
    ("en", "Su Zifeng = Lisa Su"),
]

WRONG = [
    ("en", "Guo Taiming, known for Foxconn, spoke.", "Terry Gou, known for Foxconn, spoke."),
    ("en", "| Company | Chief |\n|---|---|\n| AMD | Su Zifeng |\n", "| Company | Chief |\n|---|---|\n| AMD | Lisa Su |\n"),
    ("fr", "Le fondateur de Foxconn, Guo Taiming, écrit comme il parle.", "Le fondateur de Foxconn, Terry Gou, écrit comme il parle."),
    ("es", "Guo Taiming, conocido como empresario de Foxconn, habló.", "Terry Gou, conocido como empresario de Foxconn, habló."),
]  # fmt: skip


def text_after(text: str, language: str) -> str:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return repair(Page(text, blocks, language=language), RULES).page.text


@pytest.mark.parametrize(("language", "text"), SPOKEN_OF)
def test_names_that_are_spoken_of_stay(language: str, text: str) -> None:
    assert text_after(text, language) == text


@pytest.mark.parametrize(("language", "text", "after"), WRONG)
def test_names_that_are_only_used_are_repaired(language: str, text: str, after: str) -> None:
    assert text_after(text, language) == after
