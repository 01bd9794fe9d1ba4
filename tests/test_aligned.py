# ruff: noqa: E501 - a case is read best on one line
"""Names that no lexicon knows, rendered by a page: told by where they stand beside the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import paired, rules, sentences
from cleaners.artifacts import firms
from cleaners.artifacts.kept_names import brands
from cleaners.artifacts.lexicon import read
from cleaners.edits import line_spans, undo_steps
from cleaners.records import Block, Document, Metadata, Page

RULES = rules.load()

CHANGED = [
    # by sense and place, again in the next sentence
    ("en", "The chief executive of Copper Lantern spoke on Monday.\nShares of Copper Lantern rose.", "fr", "Le directeur général de Lanterne de Cuivre a parlé lundi.\nLes actions de Lanterne de Cuivre ont progressé.", "Le directeur général de Copper Lantern a parlé lundi.\nLes actions de Copper Lantern ont progressé."),
    # a word that no table has, in the place of a firm's name on both sides
    ("en", "The railway company Zwartvoet promised quieter trains.", "fr", "La compagnie ferroviaire Pied Noir a promis des trains plus silencieux.", "La compagnie ferroviaire Zwartvoet a promis des trains plus silencieux."),
    ("en", "The railway company Zwartvoet promised quieter trains.", "vi", "Công ty đường sắt Chân Đen hứa tàu chạy êm hơn.", "Công ty đường sắt Zwartvoet hứa tàu chạy êm hơn."),
    # a name in Latin letters in a Chinese original
    ("zh", "荷兰公司 Copper Lantern 周四宣布建厂。", "es", "La empresa holandesa Linterna de Cobre anunció el jueves una planta.", "La empresa holandesa Copper Lantern anunció el jueves una planta."),
    # one word is alike, the other in no table; both sentences call it a firm
    ("zh", "荷兰公司 Amber Kiln 周四宣布建厂。\n公司 Amber Kiln 招聘工程师。", "fr", "La société néerlandaise Four d'Ambre a annoncé jeudi une usine.\nLa société Four d'Ambre recrute des ingénieurs.", "La société néerlandaise Amber Kiln a annoncé jeudi une usine.\nLa société Amber Kiln recrute des ingénieurs."),
    # a compound, quotation marks, an adjective in small letters
    ("en", "Chipmaker Silver Thistle hired engineers in Brechtau.", "de", "Der Chiphersteller Silberdistel stellte Ingenieure in Brechtau ein.", "Der Chiphersteller Silver Thistle stellte Ingenieure in Brechtau ein."),
    ("en", "The drone maker Pale Sparrow tested a craft.\nPale Sparrow plans flights.", "ru", "Производитель дронов «Бледный воробей» испытал аппарат.\n«Бледный воробей» планирует полёты.", "Производитель дронов «Pale Sparrow» испытал аппарат.\n«Pale Sparrow» планирует полёты."),
    # right the first time, rendered the second
    ("en", "Paper maker Willow Stone cut jobs.\nThe founder of Willow Stone resigned.", "it", "Il produttore di carta Willow Stone taglia posti.\nIl fondatore di Salice di Pietra si è dimesso.", "Il produttore di carta Willow Stone taglia posti.\nIl fondatore di Willow Stone si è dimesso."),
    # an original in another language than English; English has no article there
    ("fr", "Le PDG de Rivage Noir a vendu une usine.", "en", "The CEO of Black Shore sold a plant.", "The CEO of Rivage Noir sold a plant."),
    # a surname after the same given name, then alone
    ("en", "Judge Fenella Whittle adjourned the trial.\nIt resumes in June, Whittle said.", "de", "Richterin Fenella Schnitzen vertagte den Prozess.\nEr geht im Juni weiter, sagte Schnitzen.", "Richterin Fenella Whittle vertagte den Prozess.\nEr geht im Juni weiter, sagte Whittle."),
]  # fmt: skip

KEPT = [
    # authorities, places, works, prizes, lines, parties, days
    ("en", "The head of the Fisheries Inspectorate met the Coastal Court.\nThe Fisheries Inspectorate moved.", "fr", "Le chef de l'Inspection des pêches a rencontré le Tribunal du littoral.\nL'Inspection des pêches a déménagé."),
    ("fr", "La Banque des Territoires et la Caisse des Dépôts aident la société Vantorix.", "en", "The Bank of Territories and the Deposits Fund help the company Vantorix."),
    ("en", "Her novel The Glass Orchard won the Golden Quill.\nPublisher Marrow & Finch said so.", "de", "Ihr Roman „Der gläserne Obstgarten“ gewann die Goldene Feder.\nDas sagte der Verlag Marrow & Finch."),
    ("en", "The company moved to the Black Forest after Green Friday.", "de", "Die Firma zog nach dem Grünen Freitag in den Schwarzwald."),
    ("pt", "A empresa apelou ao Supremo Tribunal e às Nações Unidas.", "en", "The company appealed to the Supreme Court and the United Nations."),
    # other spellings of one name
    ("en", "The company Shevchuk Agro sells wheat, Volodymyr Shevchuk said.", "de", "Die Firma Schewtschuk Agro verkauft Weizen, sagte Wolodymyr Schewtschuk."),
    ("en", "The drug company Selesio grew.", "ru", "Фармацевтическая компания Селесио выросла."),
    ("en", "The firm Ostwick Rockers won.", "ru", "Фирма Оствик Рокерз победила."),
    # the name is there, and glossed; it was dropped; two others
    ("en", "Shares of Copper Lantern rose.", "fr", "Les actions de Copper Lantern (Lanterne de Cuivre) ont progressé."),
    ("en", "Shares of Copper Lantern rose in Ostwick.", "fr", "Ses actions ont progressé à Ostwick."),
    ("zh", "机器学习（Machine Learning）公司很多。", "fr", "Les sociétés d'Apprentissage Automatique sont nombreuses."),
    # part of a longer name of the original
    ("en", "The exchange Gate is near the Iron Gate.", "de", "Die Börse Gate liegt beim Eisernen Tor."),
    ("en", "Fishermen passed the Iron Gate.", "de", "Fischer fuhren durch das Eiserne Tor."),
]  # fmt: skip


def document(text: str, language: str, name: str) -> Document:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    segments = sentences.segments(Page(text, blocks, language=language))
    return Document(name, name, 0, "", text, blocks, Metadata(), language, segments=segments)


@pytest.mark.parametrize(("source", "original", "language", "before", "after"), CHANGED)
def test_the_name_in_the_original_replaces_its_rendering(
    source: str, original: str, language: str, before: str, after: str
) -> None:
    beside = document(original, source, "a")
    done = paired.repair_beside(document(before, language, "b"), beside, RULES)
    assert done.content.replace("’", "'") == after
    assert undo_steps(done.content, done.edits) == before
    assert paired.repair_beside(done, beside, RULES).content == done.content


@pytest.mark.parametrize(("source", "original", "language", "text"), KEPT)
def test_what_is_rightly_translated_stays(
    source: str, original: str, language: str, text: str
) -> None:
    beside = document(original, source, "a")
    done = paired.repair_beside(document(text, language, "b"), beside, RULES)
    assert [edit for edit in done.edits if edit.step == "names"] == []


def test_what_is_less_sure_is_suggested() -> None:
    original = document("Ottoline Marsh runs a clinic. It is full, Marsh said.", "en", "a")
    text = "Ottoline Marais dirige une clinique. Elle est pleine, dit Marais."
    done = paired.repair_beside(document(text, "fr", "b"), original, RULES)
    assert done.content == text
    assert [(one.before, one.after) for one in done.suggestions] == [("Marais", "Marsh")] * 2


BRANDS = [
    ("en", "Investors in Magpie Kettle left; Magpie Kettle Inc. fell.", ("Magpie Kettle",)),
    ("en", "The bidders are Stone Tulip, Vantorix and Kemble Ltd.", ("Kemble", "Stone Tulip")),
    ("de", "Die Silberdistel AG und der Chiphersteller Dornfink bauen.", ("Silberdistel", "Dornfink")),
    ("ja", "英国の Granite Swan 社は新型機を発表した。", ("Granite Swan",)),
    ("en", "The company left the Royal Mint and Mount Ondal.", ()),
    ("en", "She called the Green Tower a company town.", ()),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), BRANDS)
def test_the_original_tells_what_is_a_brand(
    language: str, text: str, names: tuple[str, ...]
) -> None:
    assert brands(text, language, read(RULES), firms.read(RULES)) == names


words = st.sampled_from(
    ["The company", "Copper Lantern", "Lanterne de Cuivre", "La société", "Fenella Whittle", "Inc.",
     "Fenella Schnitzen", "said", "de", "(", ")", "«", "»", ".\n", "公司"]
)  # fmt: skip


@given(st.lists(words, max_size=9), st.lists(words, max_size=9), st.sampled_from(["en", "zh"]))
@settings(max_examples=40, deadline=None)
def test_laws(text: list[str], original: list[str], source: str) -> None:
    before, beside = " ".join(text), document(" ".join(original), source, "a")
    done = paired.repair_beside(document(before, "fr", "b"), beside, RULES)
    assert undo_steps(done.content, done.edits) == before
    again = paired.repair_beside(done, beside, RULES)
    assert paired.repair_beside(again, beside, RULES).content == again.content
