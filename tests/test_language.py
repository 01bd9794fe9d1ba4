"""Languages of texts, blocks and pages; ``und`` where nobody can know."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import edits
from cleaners.language import identify, label, script
from cleaners.languages import profiles, sole_words, word_languages
from cleaners.records import Block, Metadata, Page
from cleaners.rules import RuleFileError, Rules, load

RULES = load()
SENTENCES = {
    "en": "The port authority said that fewer ships arrive now than in the past.",
    "sv": "Hon berättade att hamnen inte längre tar emot så många fartyg som förr.",
    "da": "Hun fortalte, at havnen ikke længere modtager så mange skibe af den slags.",
    "nb": "Hun fortalte at havnen ikke lenger tar imot så mange skip av det slaget.",
    "de": "Die Hafenbehörde teilte mit, dass weniger Schiffe als früher anlegen.",
    "nl": "De havenautoriteit zegt dat er minder schepen aanleggen dan vroeger.",
    "es": "La autoridad portuaria dijo que ahora llegan menos barcos que antes.",
    "pt": "A autoridade portuária disse que agora chegam menos navios do que antes.",
    "it": "L'autorità portuale ha detto che ora arrivano meno navi di prima.",
    "fr": "L’autorité portuaire a dit que moins de navires arrivent qu’auparavant.",
    "ca": "L'autoritat portuària ha dit que ara arriben menys vaixells que abans.",
    "ro": "Autoritatea portuară a spus că acum sosesc mai puține nave decât înainte.",
    "pl": "Władze portu podały, że przypływa tu mniej statków niż dawniej.",
    "cs": "Správa přístavu uvedla, že sem připlouvá méně lodí než dříve.",
    "sk": "Správa prístavu uviedla, že sem pripláva menej lodí ako predtým.",
    "hu": "A kikötő szerint most kevesebb hajó érkezik, mint korábban.",
    "fi": "Satama kertoi, että aluksia saapuu nyt vähemmän kuin ennen.",
    "et": "Sadam teatas, et laevu saabub nüüd vähem kui varem.",
    "tr": "Liman idaresi, artık eskisinden daha az gemi geldiğini söyledi.",
    "id": "Otoritas pelabuhan mengatakan bahwa kapal yang datang kini lebih sedikit.",
    "vi": "Cảng vụ cho biết hiện nay số tàu cập bến ít hơn trước.",
    "ru": "Администрация порта сообщила, что судов стало меньше, чем раньше.",
    "uk": "Адміністрація порту повідомила, що суден стало менше, ніж раніше.",
    "bg": "Управата на пристанището съобщи, че корабите са по-малко от преди.",
    "sr": "Лучка управа је саопштила да сада стиже мање бродова него раније.",
    "ar": "قالت سلطة الميناء إن عدد السفن التي تصل الآن أقل من ذي قبل.",
    "fa": "اداره بندر گفت که اکنون کشتی‌های کمتری نسبت به گذشته می‌آیند.",
    "ur": "بندرگاہ کے حکام نے کہا کہ اب پہلے سے کم جہاز آتے ہیں۔",
    "hi": "बंदरगाह प्रशासन ने कहा कि अब पहले से कम जहाज़ आते हैं।",
    "el": "Η λιμενική αρχή ανακοίνωσε ότι φτάνουν λιγότερα πλοία από πριν.",
    "he": "רשות הנמל הודיעה כי מגיעות כעת פחות ספינות מבעבר.",
    "th": "การท่าเรือแจ้งว่าขณะนี้มีเรือเข้าเทียบท่าน้อยลง",
    "ko": "항만 당국은 입항하는 배가 예전보다 줄었다고 밝혔다.",
    "ja": "港湾当局は、入港する船が以前より減ったと発表した。",
    "zh-Hans": "港务局表示，现在进港的船只比过去少了。",
    "zh-Hant": "港務局表示，現在進港的船隻比過去少了。",
}


def page(*lines: str, declared: str | None = None) -> Page:
    text = "\n".join(lines)
    blocks = tuple(Block(start, end) for start, end in edits.line_spans(text))
    return Page(text, blocks, Metadata(language=declared))


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_a_sentence_is_known_by_itself(language: str) -> None:
    assert identify(SENTENCES[language]).tag == language


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_a_wrong_declaration_does_not_win(language: str) -> None:
    wrong = "de" if language == "en" else "en"
    assert identify(SENTENCES[language], wrong).tag == language


@pytest.mark.parametrize(
    "text",
    ["", " ", "42", "3,5 % (2026)", "…!?", "Jensen Huang", "NVIDIA", "TSMC Honda Toyota", "😀",
     "\ud800", "@elonmusk", "https://example.org/la-vida-es", "a", "∀x∈ℝ"],
)  # fmt: skip
def test_where_nobody_can_know_it_is_und(text: str) -> None:
    assert identify(text).tag == "und"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le PDG de NVIDIA 黃仁勳 est arrivé", "fr"),
        ("NVIDIA 執行長黃仁勳宣布 GB200 將量產", "zh-Hant"),
        ("TSMC、熊本に新工場", "ja"),
        ("鲜の每日：这家店铺已经开了十二年，顾客一直很多", "zh-Hans"),
        ("Генеральный директор NVIDIA Jensen Huang приехал", "ru"),
        ("젠슨 황 NVIDIA CEO", "ko"),
        ("LA VILLE EST FERMÉE DEPUIS HIER", "fr"),
        ("Luka je saopštila da sada stiže manje brodova nego ranije tokom vremena", "sr-Latn"),
    ],
)
def test_mixed_scripts_have_a_main_language(text: str, language: str) -> None:
    assert identify(text).tag == language


def test_characters_that_both_ways_of_writing_share_follow_the_declaration() -> None:
    assert identify("人工智能", "zh-TW").tag == "zh-Hant"
    assert identify("人工智能", "zh-CN").tag == "zh-Hans"


def test_the_script_is_told() -> None:
    assert [script(SENTENCES[language]) for language in ("ru", "ja", "ko", "hi", "fr")] == [
        "Cyrl", "Jpan", "Kore", "Deva", "Latn",
    ]  # fmt: skip


def test_short_blocks_have_the_pages_language_and_long_ones_their_own() -> None:
    long = SENTENCES["es"]
    lines = ["Inicio", long, long, SENTENCES["en"], "한국어", "Jensen Huang", "10"]
    found = label(page(*lines, declared="en"), RULES)
    assert found.language == "es"
    assert [block.language for block in found.blocks] == ["es", "es", "es", "en", "ko", "es", "es"]


def test_a_page_of_pickers_is_decided_by_its_running_text() -> None:
    picker = ["日本語", "한국어", "Русский", "Deutsch", "简体中文", "Tiếng Việt", "العربية"]
    assert label(page(*picker * 3, SENTENCES["pt"], SENTENCES["pt"]), RULES).language == "pt"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"{SENTENCES['sv']} {SENTENCES['sv']} Också hon ville att de skulle få veta det.", "sv"),
        ("The port said that they would have been there. " + SENTENCES["zh-Hant"] * 9, "zh-Hant"),
    ],
)
def test_everyday_words_decide_in_their_own_script_only(text: str, language: str) -> None:
    assert label(page(text), RULES).language == language


def test_a_page_without_words_has_what_it_declares() -> None:
    assert label(page("42", "Jensen Huang", declared="fr-CA"), RULES).language == "fr"
    assert label(page("42", declared="not a tag"), RULES).language == "und"
    assert label(page(), RULES).language == "und"


@settings(max_examples=150)
@given(st.text(), st.one_of(st.none(), st.text(max_size=8)))
def test_any_text_has_an_answer_and_always_the_same(text: str, declared: str | None) -> None:
    first = identify(text, declared)
    assert 0 <= first.confidence <= 1
    assert identify(text, declared) == first
    line = text.replace("\n", " ")
    assert label(page(line, declared=declared), RULES).text == line


def test_profiles_are_whole() -> None:
    known = profiles(RULES)
    assert len(known) >= 60
    assert all(word == word.lower() for word in word_languages(RULES))
    assert all(letter == letter.lower() for profile in known.values() for letter in profile.letters)


def test_a_bad_profile_is_refused_by_name(tmp_path: Path) -> None:
    bad = (("fr = 1", "fr"), ("[fr]\nletters = 'é'", "script"), ("[fr]\nword = ''", "word"))
    for text, part in bad:
        (tmp_path / "languages.toml").write_text(text, "utf-8")
        profiles.cache_clear()
        with pytest.raises(RuleFileError, match=part):
            profiles(Rules((tmp_path,)))
    profiles.cache_clear()


WORDS = [(word, tags[0]) for word, tags in word_languages(RULES).items() if len(tags) == 1]


@given(st.lists(st.sampled_from(WORDS) | st.text().map(lambda text: (text, ""))))
def test_words_of_one_language_are_counted_once_each(chosen: list[tuple[str, str]]) -> None:
    text = "\u2003".join(word.upper() for word, _ in chosen)
    known = dict(WORDS)
    seen = {word for word in text.lower().split() if word in known}
    assert sole_words(RULES).count(text) == Counter(known[word] for word in seen)
