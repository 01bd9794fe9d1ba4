"""Boilerplate: what must go, what must stay, and that a clean page is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaners
from cleaners import edits, markup
from cleaners import rules as rule_data
from cleaners.boilerplate import below_the_line, phrases
from cleaners.boilerplate.strip import strip
from cleaners.records import Edit, Page

RULES = rule_data.load()
PHRASES = phrases.load(RULES)


def stripped(text: str) -> Page:
    return strip(markup.flatten_text(text), RULES).page


def stripped_html(html: str) -> Page:
    return strip(markup.flatten_html(html), RULES).page


def test_a_real_menu_goes_and_the_headline_stays() -> None:
    page = stripped_html(
        "<title>Landstrom für Kreuzfahrtschiffe | Hafenblatt</title>"
        "<nav><ul><li><a href=/>Startseite</a><li><a href=/m>Märkte</a></ul></nav>"
        "<article><h1>Landstrom für Kreuzfahrtschiffe</h1><p class=byline>Von Clara Voss</p>"
        "<p>Der Hafen will bis 2028 alle Schiffe mit Strom versorgen. Die Kosten betragen rund "
        "56 Millionen Euro, sagte die Direktorin am Montag.</p>"
        "<p>Anwohner begrüßten, dass die Motoren künftig schweigen, wenn ein Schiff anlegt.</p>"
        "</article><footer>Über uns | Kontakt | Datenschutz</footer>"
    )
    assert [block.label for block in page.blocks] == ["title", "content", "content"]
    assert page.text.startswith("Landstrom für Kreuzfahrtschiffe\n\nDer Hafen")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BTC-0.62%\nETH+1.14%\n查看原文\n0/400\n暫無評論",
        "Accueil\nMarchés\nActualités\nSe connecter\n简体中文\nEnglish\nРусский\n日本語\n© 2026",
    ],
)
def test_a_page_without_an_article_ends_empty(text: str) -> None:
    assert stripped(text).text == ""


@pytest.mark.parametrize(
    "text",
    [
        "Der Hafen baut aus.\nDie Kosten sind hoch.\nIm Mai beginnt der Bau.",
        "港口明年扩建。\n费用约为三亿元。\n工程五月开始。",
        (
            "Bitcoin fell 2.4% on Monday to $61,200, while Ether lost 3.1%.\n"
            "Solana gained 0.8% and BNB 0.2%, traders in Singapore said.\n"
            "The index of the ten largest coins is down 5.6% this week."
        ),
        (
            "The woods are lovely, dark and deep,\nBut I have promises to keep,\n"
            "And miles to go before I sleep,\nAnd miles to go before I sleep."
        ),
        (
            "Q: How long does the battery last?\nA: About nine hours, if the screen is dim.\n"
            "Q: Can it be repaired?\nA: Yes, every part can be ordered for ten years."
        ),
        (
            "14:05 The minister has arrived at the plant and is speaking to workers.\n"
            "13:40 Police have closed the northern road because of the crowd.\n"
            "13:10 The fire is under control, the fire brigade says."
        ),
    ],
)
def test_short_and_unusual_articles_survive(text: str) -> None:
    assert stripped(text).text == text


BEFORE_AND_AFTER = {
    "en": (
        (
            "The council met on Tuesday and agreed to rebuild the old market hall. Work is to "
            "begin "
            "in spring and last two years."
        ),
        (
            "Traders fear that customers will not come back. The mayor promised lower rents for "
            "the "
            "first year, but gave no figures."
        ),
    ),
    "fr": (
        (
            "Le conseil a approuvé mardi la rénovation des halles. Les travaux commenceront au "
            "printemps et dureront deux ans."
        ),
        (
            "Les marchands craignent de perdre leurs clients. La maire a promis des loyers plus "
            "bas, "
            "sans donner de chiffres."
        ),
    ),
    "de": (
        (
            "Der Stadtrat beschloss am Dienstag den Umbau der alten Markthalle. Die Arbeiten "
            "beginnen "
            "im Frühling und dauern zwei Jahre."
        ),
        (
            "Die Händler fürchten um ihre Kunden. Die Bürgermeisterin versprach niedrigere Mieten, "
            "nannte aber keine Zahlen."
        ),
    ),
    "es": (
        (
            "El ayuntamiento aprobó el martes la reforma del viejo mercado. Las obras empezarán en "
            "primavera y durarán dos años."
        ),
        (
            "Los comerciantes temen perder clientes. La alcaldesa prometió alquileres más "
            "bajos, pero "
            "no dio cifras."
        ),
    ),
    "ru": (
        (
            "Городской совет во вторник одобрил ремонт старого рынка. Работы начнутся весной и "
            "продлятся два года."
        ),
        "Торговцы боятся потерять покупателей. Мэр обещал снизить аренду, но цифр не назвал.",
    ),
    "zh": (
        "市议会周二批准重建老市场。工程将于春天开始，预计持续两年时间。",
        "商户担心顾客不会回来。市长承诺第一年降低租金，但没有给出具体数字。",
    ),
    "ja": (
        "市議会は火曜日、古い市場の建て替えを承認した。工事は春に始まり、二年間続く予定だ。",
        "商店主は客が戻らないことを心配している。市長は家賃の引き下げを約束したが、金額は示さなかった。",
    ),
}
ABOUT_PHRASES = [
    ("en", "All rights reserved to the states under the Tenth Amendment were upheld, she wrote."),
    ("en", "Copyright 1931 is written in his only book. All rights reserved."),
    ("en", '"Subscribe to our newsletter", said the box on every page; nobody did.'),
    ("en", "The post was abolished in 1912."),
    ("en", "Source: the river Lea rises near Luton."),
    ("en", "Source: the mayor, who spoke to us for an hour, said 40 jobs would go."),
    ("en", "Accept all cookies was the button most people pressed, the study found."),
    ("fr", ("En poursuivant votre navigation, vous acceptez l'utilisation de cookies : la phrase "
           "est connue de tous. Elle n'a pourtant plus de valeur depuis 2020.")),
    ("de", ("Dieser Artikel stellt keine Anlageberatung dar – so endet fast jeder Text über "
           "Aktien. Woher kommt der Satz?")),
    ("de", "Newsletter abonnieren: dazu rät der Verein allen 400 Mitgliedern."),
    ("de", "Quelle: so nannten die Bauern den Brunnen, der nie versiegte."),
    ("es", "Fuente: el manantial nace en la sierra, a dos mil metros, y baja hasta el pueblo."),
    ("ru", "Источник: река начинается в горах, течёт на север и впадает в озеро."),
    ("zh", "本文不构成投资建议，是每篇股票文章的最后一句话。"),
    ("zh", "来源：这条河发源于青海，全长4500公里，流经九个省。"),
    ("ja", "当サイトはCookieを使用しています、という一文を読む人はほとんどいない。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "line"), ABOUT_PHRASES)
def test_prose_that_begins_with_a_phrase_stays(language: str, line: str) -> None:
    before, after = BEFORE_AND_AFTER[language]
    text = f"{before}\n\n{line}\n\n{after}"
    assert stripped(text).text == text
    html = stripped_html(f"<article><p>{before}</p><p>{line}</p><p>{after}</p></article>")
    assert html.text == text


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("en", "Disclaimer: a history"),
        ("en", "About us: a family history"),
        ("en", "What the old town eats today"),
        ("de", "Haftungsausschluss: was er bedeutet"),
        ("de", "Newsletter: warum der Brief zurückkehrt"),
        ("es", "Aviso legal: una historia"),
        ("ru", "Отказ от ответственности: история одной фразы"),
        ("zh", "免责声明：一段历史"),
    ],
)
def test_a_headline_may_begin_with_a_phrase(language: str, headline: str) -> None:
    body = "\n\n".join(BEFORE_AND_AFTER[language])
    assert stripped(f"{headline}\n\n{body}").text == f"{headline}\n\n{body}"
    paragraphs = body.replace("\n\n", "</p><p>")
    html = f"<title>{headline}</title><h1>{headline}</h1><p>{paragraphs}</p>"
    assert cleaners.clean_html(html).title == headline


@pytest.mark.parametrize(
    "html",
    [
        "<title>Bridge closed</title><p>The bridge over the Ouse is closed.</p>",
        "<p>The mayor of Leeds, Ann Lee, resigned today.</p>",
        "<title>A title here</title><p>Hello there. This is a test of the depth.</p>",
        "<p>Les écoles rouvrent lundi.</p>",
        "<p>大桥关闭。</p><p>学校停课。</p>",
        "<p>الجسر مغلق اليوم.</p>",
        "<p>Школа закрыта до понедельника.</p>",
    ],
)
def test_a_short_page_is_not_emptied(html: str) -> None:
    page = markup.flatten_html(html)
    assert strip(page, RULES).page.text == page.text
    assert cleaners.clean_html(html).rejected is None


LISTS = [
    ("The European Union has 24 official languages. They are:",
     ["Bulgarian", "Croatian", "Czech", "Danish", "Dutch", "English", "Estonian", "Finnish"],
     "Every citizen may write to the institutions in any of them and get an answer."),
    ("Le chœur chantera dans plusieurs langues cette année. Les voici :",
     ["Français", "English", "Deutsch", "Español", "Italiano", "Polski"],
     "Les billets sont en vente à l'entrée dès sept heures du soir."),
    ("В этом году хор споёт на многих языках. Вот они:",
     ["Русский", "Українська", "Deutsch", "Polski", "Français", "English"],
     "Билеты можно купить у входа с семи часов вечера."),
    ("今年合唱团将用多种语言演唱。它们是：",
     ["中文", "英语", "法语", "德语", "日语", "俄语", "English"],
     "门票可在晚上七点起于门口购买，学生半价，座位有限。"),
]  # fmt: skip


@pytest.mark.parametrize(("above", "items", "below"), LISTS)
def test_a_list_that_is_announced_stays_whole(above: str, items: list[str], below: str) -> None:
    text = "\n".join([above, *items, below])
    assert stripped(text).text == text
    listed = "".join(f"<li>{item}</li>" for item in items)
    page = stripped_html(f"<p>{above}</p><ul>{listed}</ul><p>{below}</p>")
    assert page.text.split() == text.split()


POEMS = [
    [["Der Mond ist aufgegangen,", "Die goldnen Sternlein prangen", "Am Himmel hell und klar;"],
     ["Der Wald steht schwarz und schweiget,", "Und aus den Wiesen steiget",
      "Der weiße Nebel wunderbar."]],
    [["床前明月光，", "疑是地上霜。"], ["举头望明月，", "低头思故乡。"]],
    [["The snow fell,", "the lamp burned low,", "a dog barked twice."],
     ["Then the wind.", "Then the road.", "Then nothing."]],
]  # fmt: skip


@pytest.mark.parametrize("poem", POEMS, ids=lambda poem: poem[0][0])
def test_a_poem_keeps_its_last_lines(poem: list[list[str]]) -> None:
    stanzas = "".join(f"<p>{'<br>'.join(stanza)}</p>" for stanza in poem)
    text = "\n\n".join("\n".join(stanza) for stanza in poem)
    assert cleaners.clean_html(f"<nav><a href=/>Home</a></nav>{stanzas}").content == text


TEASERS = [
    ("Das Werk wächst. (Rückblick: Die Mine öffnet nach zwei Jahren wieder) Im Mai folgt mehr.",
     "Das Werk wächst. Im Mai folgt mehr."),
    ("工廠擴建。（前情提要：礦場停工兩年後重啟）（背景補充：全球礦價走勢一覽）五月動工。",
     "工廠擴建。五月動工。"),
    ("L’usine grandit. (Rappel : La mine rouvre après deux ans) Le chantier débute en mai.",
     "L’usine grandit. Le chantier débute en mai."),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TEASERS)
def test_teasers_in_parentheses_go(before: str, after: str) -> None:
    finds = below_the_line.teasers(before, PHRASES)
    changed = [Edit("t", f.rule, f.start, f.end, before[f.start : f.end], f.after) for f in finds]
    assert edits.apply(before, changed) == after


@pytest.mark.parametrize(
    "text",
    [
        "The plant (capacity: 40 megawatts in its first year) opens in May.",
        "Le projet (budget : huit milliards de dollars) commence en mai.",
        "會議（時間：週一上午十點）改期。",
        "Er sagte: „Nein.“ (Die Verhandlungen dauern an.) Im Mai folgt mehr.",
    ],
)
def test_other_parentheses_stay(text: str) -> None:
    assert below_the_line.teasers(text, PHRASES) == []


@pytest.mark.parametrize(
    "text",
    [
        "Wei kam nach St. Gallen",
        "The mayor of St. Louis met Dr. Wei",
        "He left. Then he came back to the port of Rotterdam",
        "Die Kosten sind hoch. „Wir bauen trotzdem“",
    ],
)
def test_an_unfinished_sentence_is_no_glued_headline(text: str) -> None:
    body = ["Der Hafen von Rotterdam baut aus, sagte Wei, the port of Rotterdam is large."]
    assert below_the_line.glued_headlines(text, body, "", strong=False) is None


def test_the_first_publication_is_credited_in_any_bracket() -> None:
    text = "工程五月開始。 〈港口擴建〉這篇文章最早發表於港口日報。"
    found = below_the_line.source_credit(text, "港口擴建", PHRASES)
    assert found is not None
    assert text[: found.start] == "工程五月開始。"
    novel = "The novel was first published in 1954 and has been translated into 38 languages."
    assert below_the_line.source_credit(novel, "A novel", PHRASES) is None


def test_kinds_have_examples_and_unknown_keys_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "boilerplate" / "mine.toml"
    file.parent.mkdir()
    file.write_text('id = "mine"\nmatch = "line"\nphrase = []\n')
    with pytest.raises(rule_data.RuleFileError, match="unknown key 'phrase'"):
        phrases.load(rule_data.load(tmp_path))


LINES = st.sampled_from(
    [
        "Accueil", "0/400", "BTC-0.62%", "查看原文", "Share", "English", "日本語", "Русский", "",
        "Related articles", "Port opens new terminal", "© 2026 Harbor Ledger", "By Clara Voss",
        "La banque centrale a maintenu jeudi son taux directeur à 2 %, selon un communiqué.",
        "港口明年擴建，費用約為三億元，工程五月開始。 花蓮地熱電廠併網發電 新竹試辦自駕接駁車",
        "Der Hafen will alle Schiffe mit Strom versorgen. Die Kosten betragen 56 Millionen Euro.",
        "(Synopsis: The mine reopens after two years) Work starts in May, the ministry said.",
        "We use cookies to improve your experience. Accept all", "* * *", "mikan_77 · 3h",
    ]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=40), max_size=25))
@settings(max_examples=60, deadline=None)
def test_edits_lead_to_the_stripped_page(lines: list[str]) -> None:
    page = markup.flatten_text("\n".join(lines))
    once = strip(page, RULES)
    assert edits.apply(page.text, once.edits) == once.page.text
    assert [(b.start, b.end) for b in once.page.blocks] == edits.line_spans(once.page.text)


@given(st.lists(LINES | st.text(max_size=40), max_size=25))
@settings(max_examples=60, deadline=None)
def test_cleaning_again_changes_nothing(lines: list[str]) -> None:
    once = cleaners.clean_text("\n".join(lines))
    again = cleaners.clean_text(once.content, language=once.language)
    assert again.content == once.content
