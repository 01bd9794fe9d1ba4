"""langdetect with profiles read otherwise answers as langdetect does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from langdetect import DetectorFactory, LangDetectException, detect_langs
from langdetect.detector_factory import PROFILES_DIRECTORY

from cleaners.langdetect_profiles import FILE, Profiles, number, shares

TEXTS = [
    "The bank said on Tuesday that prices would rise again.",
    "Les prix ont encore augmenté mardi, selon la banque.",
    "Los precios subieron otra vez el martes.",
    "Die Preise stiegen am Dienstag erneut.",
    "Цены снова выросли во вторник.",
    "銀行週二表示價格將再次上漲。",
    "银行周二表示价格将再次上涨。",
    "火曜日に価格が再び上昇した。",
    "가격이 화요일에 다시 올랐다.",
    "ارتفعت الأسعار مرة أخرى يوم الثلاثاء.",
    "ok",
    "Tin",
    "De prijzen stegen dinsdag. Prisene steg igjen tirsdag.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_languages_and_probabilities_are_those_of_langdetect(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DetectorFactory, "seed", 0)
    theirs = {item.lang: pytest.approx(item.prob, abs=1e-9) for item in detect_langs(text)}
    assert dict(shares(text)) == theirs


@pytest.mark.parametrize("text", ["", "123 456", "…"])
def test_no_letters_give_no_language(text: str) -> None:
    with pytest.raises(LangDetectException):
        detect_langs(text)
    assert shares(text) == []


def test_the_table_holds_the_profiles_of_the_package() -> None:
    with np.load(FILE) as file:
        held = Profiles(**file)
    runs = held.runs.repeat(np.diff(held.starts))
    files = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file())
    for language, path in enumerate(files):
        profile = json.loads(path.read_bytes())
        own = held.languages == language
        counts = dict(zip(runs[own].tolist(), held.counts[own].tolist(), strict=True))
        assert counts == {number(run): count for run, count in profile["freq"].items()}
        assert held.totals[language].tolist() == profile["n_words"]
        assert held.tags[language] == profile["name"]
