"""Names that are ordinary words, in places that only a company's name takes."""

from __future__ import annotations

import pytest

import cleaners
from cleaners import rules
from cleaners.artifacts import slots

CHANGED = [
    ("es", "La petrolera Cáscara vendió su refinería a Chevron.", "Shell"),
    ("pt", "A petroleira Concha e a Petrobras assinaram um acordo.", "Shell"),
    ("de", "Die Kryptobörse Münzsicherheit wies den Bericht zurück.", "Binance"),
    ("es", "Las acciones de Manzana cayeron tras la presentación del iPhone.", "Apple"),
    ("ru", "Акции компании Яблоко упали после презентации iPhone.", "Apple"),
    ("fr", "Cercle, l'émetteur de l'USDC, est entré en bourse.", "Circle"),
    ("es", "El director ejecutivo de la Huida, Jensen Huang, visitó Taipéi.", "NVIDIA"),
    ("it", "Il gigante petrolifero Conchiglia ha firmato un accordo con Eni.", "Shell"),
    ("en", "President Pulabowo spoke.", "Prabowo"),
    ("ko", "웨이타리커 부터린 창업자는 말했다.", "비탈릭 부테린"),
    ("ko", "창업자 웨이타리커 부터린은 말했다.", "비탈릭 부테린"),
    ("ar", "وفقا لبنغبو ارتفعت الأسعار.", "بلومبرغ"),
    ("ar", "وفقًا لبنغبو ارتفعت الأسعار.", "بلومبرغ"),
]
KEPT = [
    ("es", "La concha de la petrolera apareció en la playa."),
    ("es", "El director de Huida recibió un premio por su película."),
    ("pt", "A petroleira recolheu uma Concha na praia."),
    ("de", "Der Apfel und die Birne sind reif."),
    ("ru", "Партия Яблоко и компания друзей провели митинг."),
    ("fr", "Le Cercle des économistes a publié une tribune."),
    ("it", "La Conchiglia è un ristorante sul lungomare."),
    ("en", "Millet, a grain of dry lands, is grown by farmers."),
    # no title: an ordinary word that begins with a short one of another language
    ("en", "Supporters were ready for Pulabowo."),
    ("en", "Pulabowo, ready for the task, spoke."),
    ("en", "The rest was for Pulabowo."),
    ("ko", "웨이타리커 부터린 선수는 말했다."),
    ("ar", "بنغبو ارتفعت الأسعار."),
]


@pytest.mark.parametrize(("language", "text", "name"), CHANGED)
def test_the_place_of_a_word_says_that_it_is_a_company(language: str, text: str, name: str) -> None:
    assert name in cleaners.normalise(text, language=language).text


@pytest.mark.parametrize(("language", "text"), KEPT)
def test_the_same_words_elsewhere_stay(language: str, text: str) -> None:
    assert cleaners.normalise(text, language=language).text == text


TITLES = [
    ("머스크 회장은", "머스크", "cars", True),
    ("회장 머스크는", "머스크", "cars", True),
    ("il re carlo", "carlo", "politics-world", True),
    ("ministers carlo and anna", "carlo", "politics-world", True),
    ("istanbul valisi ahmet", "ahmet", "politics-world", True),
    ("red carlo", "carlo", "politics-world", False),
    ("a valid carlo", "carlo", "politics-world", False),
    ("les roids carlo", "carlo", "politics-world", False),
    ("мерки карло", "карло", "politics-world", False),
    ("the start of carlo", "carlo", "sports", False),
    ("carlo, ready for", "carlo", "politics-world", False),
]


@pytest.mark.parametrize(("folded", "name", "field", "titled"), TITLES)
def test_a_short_title_is_the_whole_word(
    folded: str, name: str, field: str, *, titled: bool
) -> None:
    start = folded.index(name)
    found = slots.read(rules.load()).title(folded, start, start + len(name), [field])
    assert found is titled


REPORTS = [("펑보에 따르면", "펑보"), ("펑보가 보도했다", "펑보"), ("وفقا لبنغبو", "بنغبو")]


@pytest.mark.parametrize(("folded", "name"), REPORTS)
def test_a_medium_is_joined_to_what_says_that_it_reports(folded: str, name: str) -> None:
    start = folded.index(name)
    assert slots.read(rules.load()).reports(folded, start, start + len(name))


ARTICLES = [
    ("es", "El jefe de la Huida, Jensen Huang, habló.", "El jefe de NVIDIA, Jensen Huang, habló."),
    ("es", "Los chips del Huida, dijo Jensen Huang.", "Los chips de NVIDIA, dijo Jensen Huang."),
    ("fr", "Le PDG de la Huida, Jensen Huang.", "Le PDG de NVIDIA, Jensen Huang."),
    ("fr", "Jensen Huang dit que l'Huida avance.", "Jensen Huang dit que NVIDIA avance."),
    ("it", "Il capo della Huida, Jensen Huang.", "Il capo di NVIDIA, Jensen Huang."),
    ("pt", "O presidente da Huida, Jensen Huang.", "O presidente da NVIDIA, Jensen Huang."),
    (
        "ja",
        "黄仁勲氏はNVIDIAの新チップを発表した。",
        "ジェンスン・フアン氏はNVIDIAの新チップを発表した。",
    ),
]


@pytest.mark.parametrize(("language", "text", "right"), ARTICLES)
def test_a_company_loses_the_article_of_a_noun(language: str, text: str, right: str) -> None:
    assert cleaners.normalise(text, language=language).text == right
