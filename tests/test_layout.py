"""Layout: what is joined, cut and removed, and what is left alone."""

import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import layout_signs
from cleaners.columns import Columns
from cleaners.edits import edit_page, line_spans, undo
from cleaners.layout import rejoin
from cleaners.layout_signs import DOUBTFUL, FOLLOWS, LOOSE, Signs
from cleaners.markup import flatten_html, flatten_text
from cleaners.rejoining import _judge, unfinished_words
from cleaners.rules import RuleFileError, Rules, load

RULES = load()

# A page whose lines are cut at links, so that weaker evidence counts.
CUT_PAGE = "\n\nShe spoke to\nLe Monde\n, and later to\nReuters\n. He said nothing new."
JOINED = "\n\nShe spoke to Le Monde, and later to Reuters. He said nothing new."
WRAPPED = (
    "Das Schiff lief am Morgen aus dem Hafen aus und nahm Kurs auf die\n"
    "offene See, wo es am Abend von einem Sturm überrascht wurde, der drei\n"
    "Tage dauerte. Erst am vierten Tag sah die Mannschaft wieder Land und\n"
    "konnte die Segel setzen."
)
GLUED = (
    "Voici l'essentiel. Points clés de la réunion - Prix du transport : il monte encore en mars."
    " - Stock de la centrale : il baisse un peu. - Délai de livraison : un mois au plus."
)

CHANGED = {
    "punctuation starts the line": (
        "The minister told the reporters of the daily\nLe Monde\n, who had waited outside.",
        "The minister told the reporters of the daily\nLe Monde, who had waited outside.",
    ),
    "mid-sentence, small letter": (
        "Le ministre a présenté hier soir devant le\nparlement la réforme attendue depuis un an.",
        "Le ministre a présenté hier soir devant le parlement la réforme attendue depuis un an.",
    ),
    "Russian": (
        "Министр сообщил вчера вечером журналистам о\nтом, что реформа начнётся в марте.",
        "Министр сообщил вчера вечером журналистам о том, что реформа начнётся в марте.",
    ),
    "Chinese, particle": (
        "行政院昨天晚上在台北公布了準備多年的新計畫，並說明\n的內容包括能源與住宅。",
        "行政院昨天晚上在台北公布了準備多年的新計畫，並說明的內容包括能源與住宅。",
    ),
    "Japanese, particle": (
        "政府は昨日、長年準備してきた新しいエネルギー計画\nを発表し、来年から実施すると述べた。",
        "政府は昨日、長年準備してきた新しいエネルギー計画を発表し、来年から実施すると述べた。",
    ),
    "link inside a cut page": (
        "A plan was submitted yesterday by the\nKorean ministry\nand accepted at once." + CUT_PAGE,
        "A plan was submitted yesterday by the Korean ministry and accepted at once." + JOINED,
    ),
    "wrapped at a fixed width": (WRAPPED, WRAPPED.replace("\n", " ")),
    "emphasis": ("Il faut *plus* de **radiologues**.", "Il faut plus de radiologues."),
    "emphasis, Chinese": ("這是**非常重要**的消息。", "這是非常重要的消息。"),
    "emphasis over words": ("Das ist _wirklich so_ gesagt.", "Das ist wirklich so gesagt."),
    "link": ("Voir [le rapport](https://a.example/r_(1)) ici.", "Voir le rapport ici."),
    "heading mark": ("## Le port\n\nIl rouvre.", "Le port\n\nIl rouvre."),
    "runs of spaces": ("un  deux\ttrois   \n\n\n\n  quatre", "un deux trois\n\nquatre"),
    "list on one line": (GLUED, GLUED.replace(" - ", "\n- ").replace(" Points", "\n\nPoints")),
}

UNCHANGED = {
    "menu": "Accueil\nMarchés\nNewsletters\nnous contacter\nmentions légales",
    "small menu": "facebook\ntwitter\ninstagram",
    "Chinese menu": "首页\n新闻\n财经\n科技",
    "ticker": "BTC\n+0.14%\nETH\n-5.82%",
    "heading and paragraph": "Le port rouvre ses portes au public\nLes navires sont revenus hier.",
    "long heading": "The minister explains how the new energy plan will work\nBERLIN It was late.",
    "two paragraphs": "La séance a été longue et parfois houleuse.\nelle reprend demain matin.",
    "user name and post": "marie_92\nje pense que la nouvelle version est meilleure que l'autre",
    "poem": "Under der linden\nan der heide,\ndâ unser zweier bette was,\ndâ muget ir vinden",
    "foot of a page": (
        "El consumo eléctrico de la isla fue en un 70 % de renovables\n"
        "Usamos cookies para mejorar la experiencia. Aceptar todas\n"
        "Quiénes somos | Contacto | Privacidad | Condiciones de uso\n© 2026 Diario"
    ),
    "address": "12, rue de la Paix\n75002 Paris\nFrance",
    "empty line between": "Il a présenté hier soir devant le\n\nparlement la réforme attendue.",
    "bullets": "- un pain de campagne bien cuit\n- deux bouteilles d'eau de source",
    "numbered": "1. wash the vegetables thoroughly first\n2. cut them into small pieces then",
    "file names": "Supprimez *.txt et *.md puis a*b*c et 2 * 3 * 4.",
    "censored": "Well, f**k that s**t.",
    "footnote star": "Prix* hors taxes* et ports",
    "names with signs": "C-3PO/R2-D2, 90 % → <15 %, @un_nom_long, snake_case_name, __init__",
    "address with underscores": "https://a.example/_a b_/c",
    "not a link": "array[i](x) et [1] puis [note] (voir plus bas)",
    "dashes in a sentence": "Le port - ouvert en 1900 : un record - et la gare - neuve - vont.",
    "facts on a line": "05/10/2018 - Autor: Ana - Categoria: Saúde - Tags: porto, navio",
    "comments of commands": "Then run:\n# chown root /etc/sudoers\n# chmod 0440 /etc/sudoers",
    "two items only": "Retenir : - Prix : il monte. - Stock : il baisse.",
    "code": "```\nif  x:\n    y  = *p*\n```",
    "hard space": "Vraiment\u00a0? « Oui »",
    "last line break": "Une ligne.\n",
}


def pairs(table: dict[str, tuple[str, str]]) -> list[object]:
    return [pytest.param(*case, id=name) for name, case in table.items()]


@pytest.mark.parametrize(("before", "after"), pairs(CHANGED))
def test_changed(before: str, after: str) -> None:
    page = flatten_text(before)
    cleaned = rejoin(page, RULES)
    assert cleaned.page.text == after
    assert undo(cleaned.page.text, cleaned.edits) == page.text
    assert all(edit.step == "layout" for edit in cleaned.edits)


@pytest.mark.parametrize("text", [pytest.param(t, id=name) for name, t in UNCHANGED.items()])
def test_unchanged(text: str) -> None:
    assert rejoin(flatten_text(text), RULES).edits == ()


def test_lines_of_html_are_not_joined() -> None:
    html = "<p>The plan was submitted by the<p>minister, and accepted by the parliament at once."
    assert rejoin(flatten_html(html), RULES).edits == ()


def test_items_of_a_list_on_one_line_become_list_items() -> None:
    kinds = [block.kind for block in rejoin(flatten_text(GLUED), RULES).page.blocks]
    assert kinds == ["paragraph", "paragraph", "list_item", "list_item", "list_item"]


WORDS = st.sampled_from(
    ["le", "Port", "*", "**", "- Prix :", "的", "新聞", ",", ".", "of", "a", "_", "[x](/y)",
     "  ", "\t", "\n", "\n\n", "\u00a0", "#", "•", "```", "(", "« ", " ", "sentence", "de la"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join)))
@settings(max_examples=300, deadline=None)
def test_laws(text: str) -> None:
    page = flatten_text(text)
    cleaned = rejoin(page, RULES)
    assert undo(cleaned.page.text, cleaned.edits) == page.text
    assert cleaned.page.text == edit_page(page, cleaned.edits).text
    assert [(b.start, b.end) for b in cleaned.page.blocks] == line_spans(cleaned.page.text)
    letters = [char for char in cleaned.page.text if char.isalnum()]
    assert set(letters) <= set(text)
    assert rejoin(cleaned.page, RULES).edits == ()
    again = rejoin(flatten_text(cleaned.page.text), RULES)
    assert again.page.text == cleaned.page.text


LINES = st.sampled_from(
    ["Le ministre a présenté la réforme devant le", "the plan, which he said", "of", "Menu",
     "- un", "台北今天下雨，捷運照常行駛，氣象局說明天放晴", "的話", "« Oui", "port.", ", dit",
     "A long sentence of many words that goes on,", ").", "iPhone", "1. un", "l'", "réforme",
     "Elle a dit ("]
)  # fmt: skip


@given(st.lists(LINES, max_size=12).map("\n".join))
@settings(max_examples=300, deadline=None)
def test_line_breaks_that_are_not_looked_at_would_stay(text: str) -> None:
    known = unfinished_words(RULES)
    lines = Columns.of(flatten_text(text), known.signs)
    for at_links, need in ((False, DOUBTFUL), (True, LOOSE)):
        asked = _judge(lines, lines.needing(need), known, at_links=at_links)
        every = _judge(lines, lines.needing(FOLLOWS), known, at_links=at_links)
        assert list(asked) == list(every)


def test_rules_refuse_what_they_do_not_know(tmp_path: Path) -> None:
    (tmp_path / "layout").mkdir()
    file = tmp_path / "layout" / "unfinished.toml"
    for content, field in (("[starts]\nfr = ['le']", "starts"), ("[ends]\nfr = 'le'", "fr")):
        file.write_text(content)
        with pytest.raises(RuleFileError, match=field):
            unfinished_words(Rules((tmp_path, tmp_path / field)))


# The package regex may know more characters than Python does.
@given(st.characters(exclude_categories=["Cn"]))
def test_signs_of_characters_are_those_of_unicode(char: str) -> None:
    signs = Signs(beginnings=["の"], endings=["的"])
    signs.fill(ord(char))
    bits, category = int(signs.table[ord(char)]), unicodedata.category(char)
    assert bool(bits & layout_signs.LETTER) == category.startswith("L")
    assert bool(bits & layout_signs.NUMBER) == category.startswith("N")
    assert bool(bits & layout_signs.BLANK) == bool(regex.match(r"\s", char))
    assert bool(bits & layout_signs.LAST) == (char == "的")
    assert bool(bits & layout_signs.BULLET) == (char in layout_signs.LINE_BULLETS)
    assert bits & layout_signs.KNOWN
