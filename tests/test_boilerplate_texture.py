"""How lines are woven, and the network that judges them by it: flattened text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaners import rules as rule_data
from cleaners.boilerplate import features, network, phrases, texture
from cleaners.boilerplate.lines import Line, Lines
from cleaners.rules import RuleFileError

RULES = rule_data.load()
PHRASES = phrases.load(RULES)
FEED = (
    "Ann Lee · 3 h",
    "Me gusta mucho.",
    "Per Ek · 12 h",
    "Qué bien.",
    "Xu Li · 40 h",
    "Gracias.",
)


def measured(texts: Sequence[str]) -> features.Measured:
    return features.measure(Lines.of([Line(text) for text in texts]), "", PHRASES)


def woven(page: features.Measured) -> NDArray[np.float32]:
    """Give the rows of the page's texture."""
    return page.columns[-len(texture.COLUMNS) :]


def measures(texts: Sequence[str], name: str) -> list[float]:
    found = woven(measured(texts))[texture.COLUMNS.index(name)]
    return [round(float(value), 3) for value in found]


@pytest.mark.parametrize(
    ("name", "texts", "wanted"),
    [
        ("upper", ("AB cd", "台北", "12"), [0.5, 0, 0]),
        ("caseless", ("AB cd", "台北", "שלום"), [0, 1, 1]),
        ("figures", ("10 %", "ten"), [0.5, 0]),
        ("numbers", ("1 von 2", "drei"), [0.667, 0]),
        ("short_tokens", ("что это за домик", "Новости"), [0.75, 0]),
        ("fresh", ("rot rot", "rot blau"), [0, 0.5]),
        ("above", ("Der Hafen wächst.", "Hafen", "Bahnhof"), [0, 1, 0]),
        ("below", ("Der Hafen wächst.", "Hafen", "Bahnhof"), [0.5, 0, 0]),
        ("first_shared", ("Lire la suite", "Lire ceci", "Été"), [1.099, 1.099, 0.693]),
        ("last_shared", ("о нас", "для нас", "Дом"), [1.099, 1.099, 0.693]),
        ("template", FEED, [1.386, 0.693, 1.386, 0.693, 1.386, 0.693]),
        ("template_after", FEED, [2, 30, 2, 30, 30, 30]),
        ("template_even", FEED, [0, 0, 1, 0, 0, 0]),
        ("continues", ("Le port, dit", "le ministre.", "il dort."), [0, 1, 0]),
        ("continued", ("Le port, dit", "le ministre.", "il dort."), [1, 0, 0]),
        ("trails_off", ("Mehr dazu …", "Mehr dazu...", "Mehr."), [1, 1, 0]),
        ("points_on", ("Далее »", "Далее"), [1, 0]),
        ("exclaims", ("快來！", "Now!", "Now."), [1, 1, 0]),
        ("open_end", ("以下：", "Voir :", "Fin."), [1, 1, 0]),
        ("symbol_start", ("* Home", "Home", "1 Home"), [1, 0, 0]),
        ("rise", ("uno dos tres", "uno", "uno"), [0, -0.693, 0]),
        ("page_caseless", ("台北 AB",), [0.5]),
        ("page_short", ("uno", "uno dos tres cuatro"), [0.5, 0.5]),
    ],
)
def test_measure(name: str, texts: Sequence[str], wanted: Sequence[float]) -> None:
    assert measures(texts, name) == pytest.approx(wanted, abs=2e-3)


def test_words_of_the_running_text_are_known_elsewhere() -> None:
    text = "Wegen des Sturms bleibt der Hafen heute zu, sagte die Sprecherin der Stadt am Morgen."
    related, foreign, _ = measures(["Hafen", "Kontakt", text], "likeness")
    assert related > foreign == 0


@given(st.lists(st.text(min_size=1).map(lambda text: " ".join(text.split()) or "x"), max_size=12))
def test_any_lines_can_be_measured_and_judged(texts: list[str]) -> None:
    page = measured(texts)
    found = woven(page)
    assert found.shape == (len(texture.COLUMNS), len(texts))
    assert np.isfinite(found).all()
    scores = network.load(RULES).score(page.columns, page.sheet.tokens, page.words)
    assert scores.shape == (len(texts),)
    assert np.isfinite(scores).all()


def test_weights_are_the_same_when_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "boilerplate"
    folder.mkdir()
    known = network.load(RULES)
    network.write(known, folder / "text.npz")
    again = network.load(rule_data.load(tmp_path))
    assert again is not known
    assert all(
        np.array_equal(getattr(again, name), getattr(known, name))
        for name in network.Network.__dataclass_fields__
    )


def test_networks_of_an_unknown_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        replace(network.load(RULES), line=np.zeros((2, 30, 113), np.float32))


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="train the weights"):
        network.load(rule_data.Rules((tmp_path,)))
