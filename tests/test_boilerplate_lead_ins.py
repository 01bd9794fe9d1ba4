"""What leads away from an article: "Read also: …" between its paragraphs, articles inside it."""

from __future__ import annotations

import pytest

import cleaners
from cleaners import markup
from cleaners import rules as rule_data
from cleaners.boilerplate import below_the_line, lead_ins, one_article, strip
from cleaners.records import Metadata

# Words that lead to another article, its headline, and two paragraphs that they stand between.
LEADS = {
    "en": (
        "Read also:",
        "Museum finds a map that was thought lost",
        "The harbour reopened this morning after two days of storm, and the first ships came in.",
        "The harbour master said that no one was hurt, and that the quay had only small damage.",
    ),
    "fr": (
        "À lire aussi »",
        "Le musée retrouve une carte perdue depuis longtemps",
        "Le port a rouvert ce matin après deux jours de tempête, et les premiers navires entrent.",
        "Le capitaine du port assure que personne n'est blessé et que le quai a peu souffert.",
    ),
    "es": (
        "Lea también:",
        "El museo halla un mapa que se creía perdido",
        "El puerto reabrió esta mañana tras dos días de tormenta, y entraron los primeros barcos.",
        "El capitán del puerto dijo que nadie resultó herido y que el muelle apenas sufrió daños.",
    ),
    "ru": (
        "Читайте также:",
        "В музее нашли карту, которую считали потерянной",
        "Порт открылся этим утром после двух дней шторма, и первые суда уже вошли в гавань.",
        "Капитан порта сообщил, что никто не пострадал, а причал получил лишь малый ущерб.",
    ),
    "pl": (
        "Czytaj także:",
        "Muzeum odnalazło mapę uznaną za zaginioną",
        "Port otwarto dziś rano po dwóch dniach sztormu i wpłynęły do niego pierwsze statki.",
        "Kapitan portu mówi, że nikt nie został ranny, a nabrzeże prawie nie ucierpiało.",
    ),
    "el": (
        "Διαβάστε επίσης:",
        "Το μουσείο βρήκε χάρτη που θεωρούνταν χαμένος",
        "Το λιμάνι άνοιξε ξανά σήμερα το πρωί μετά από δύο ημέρες καταιγίδας, είπε ο δήμος.",
        "Ο λιμενάρχης είπε ότι δεν τραυματίστηκε κανείς και ότι η προβλήτα έπαθε μικρές ζημιές.",
    ),
    "sv": (
        "Läs också:",
        "Museet hittar en karta som man trodde var borta",
        "Hamnen öppnade igen i morse efter två dagars storm, och de första fartygen kom in.",
        "Hamnkaptenen sade att ingen skadades och att kajen bara fått små skador av vågorna.",
    ),
    "fi": (
        "Lue myös:",
        "Museo löysi kadonneeksi luullun vanhan kartan",
        "Satama avattiin tänä aamuna kahden myrskypäivän jälkeen, ja ensimmäiset laivat tulivat.",
        "Satamakapteeni kertoi, ettei kukaan loukkaantunut ja että laituri kärsi vain vähän.",
    ),
    "zh-Hans": (
        "延伸阅读：",
        "博物馆找到一张大家以为已经遗失的地图",
        "港口在两天的风暴之后于今天早上重新开放，第一批船只已经陆续进港，市民前来观看。",
        "港务长表示没有人员受伤，码头只受到轻微损坏，渡轮明天起恢复每两小时一班的航行。",
    ),
}


@pytest.mark.parametrize("language", LEADS)
@pytest.mark.parametrize("mode", ["html", "text"])
def test_what_leads_to_another_article_goes(language: str, mode: str) -> None:
    lead, headline, *body = LEADS[language]
    if mode == "text":
        found = cleaners.extract_text("\n".join((body[0], f"{lead} {headline}", body[1])))
    else:
        link = f"<p>{lead} <a href='/2'>{headline}</a></p>"
        found = cleaners.extract_html(f"<p>{body[0]}</p>{link}<p>{body[1]}</p>")
    assert found.text.split("\n\n" if mode == "html" else "\n") == body


@pytest.mark.parametrize(
    "line",
    [
        # No sign follows; or what follows is no link.
        "<p>Read also <a href='/2'>the report of the harbour master on the storm</a></p>",
        "<p>Read also: the report of the harbour master on what the storm had done.</p>",
    ],
)
def test_a_line_without_sign_or_link_is_not_proven(line: str) -> None:
    before, after = LEADS["en"][2:]
    page = markup.flatten_html(f"<p>{before}</p>{line}<p>{after}</p>", Metadata())
    cleaned = strip.strip(page, rule_data.load())
    assert lead_ins.LEAD_IN not in {edit.rule for edit in cleaned.edits}


PARAGRAPHS = [line for language in ("en", "en") for line in LEADS[language][2:]]
COMMENT = "I was there with my children on Monday, and we saw the waves break over the lighthouse."


def page(kind: str, own: list[str]) -> str:
    said = "".join(f"<p>{line}</p>" for line in own)
    inner = "".join(f"<article><p>{COMMENT} {i}.</p></article>" for i in ("One", "Two", "Three"))
    return (
        f"<title>The harbour</title><meta property='og:type' content='{kind}'>"
        f"<article><h1>The harbour</h1>{said}{inner}</article>"
    )


def test_an_article_inside_the_article_goes() -> None:
    text = cleaners.extract_html(page("article", PARAGRAPHS)).text
    assert PARAGRAPHS[0] in text
    assert COMMENT not in text


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        # A live blog's article holds its posts and little else; a forum is no article.
        ("article", ["All of today's news from the harbour."]),
        ("website", PARAGRAPHS),
    ],
)
def test_articles_that_are_the_text_stay(kind: str, own: list[str]) -> None:
    cleaned = strip.strip(markup.flatten_html(page(kind, own), Metadata()), rule_data.load())
    assert one_article.INNER not in {edit.rule for edit in cleaned.edits}


LONG = (
    "Nästa år vill staden redan före sommaren besluta om även de mindre fartygen i den gamla "
    "bassängen ska få ström från land medan de ligger vid kaj över helgen"
)


@pytest.mark.parametrize(
    ("tail", "goes"),
    [
        ("Solana steht still Satellit überwacht Wälder", True),
        # An address is no headline, and one headline is not this long.
        ("Fragen beantwortet Frau Weber unter weber@hafen.example im Büro Hamburg", False),
        (LONG, False),
    ],
)
def test_only_what_can_be_headlines_is_taken_for_them(tail: str, *, goes: bool) -> None:
    text = f"Der Hafen baut den Landstrom für große Schiffe aus. {tail}"
    found = below_the_line.glued_headlines(text, ["Anwohner sind froh."], "", strong=True)
    assert (found is not None) is goes


def test_a_sentence_cut_off_inside_an_article_is_no_headline() -> None:
    end = "A finales de abril, el tráfico de barcos Zenda era de casi"
    text = f"Los trabajos del nuevo muelle empiezan pronto. {end}"
    body = ["La naviera está contenta."]
    assert below_the_line.glued_headlines(text, body, "", strong=True, last=True) is not None
    assert below_the_line.glued_headlines(text, body, "", strong=True, last=False) is None
    assert below_the_line.glued_headlines(text, body, end, strong=True, last=False) is not None
