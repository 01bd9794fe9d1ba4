"""Bytes to text, and the repair of text that was decoded or escaped wrongly."""

from typing import Literal

import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import edits, patterns
from cleaners.encoding import UnreadableError, decode, repair
from cleaners.mojibake import MISREADINGS
from cleaners.records import Block, Page
from cleaners.rules import load
from cleaners.suspects import look, odd_pairs

RULES = load()
SENTENCES = {
    "fr": "L’été dernier, à Orléans, « déjà » 30 élèves ont reçu leur prix : où êtes-vous ?",
    "es": "¿Qué pasó en España? El niño comió piñas y después durmió la siesta.",
    "de": "Über die Straße führen größere Brücken als früher, sagte die Bürgermeisterin.",
    "ru": "Порт Роттердама начал шестимесячный эксперимент с ночными поездами в Германию.",
    "uk": "Київські науковці з’ясували, що ґрунт містить менше вологи, ніж торік.",
    "zh-Hans": "中国科学院的研究人员发现，这种材料在高温下也能保持稳定，可以用于制造新的电池。",
    "zh-Hant": "臺灣的研究人員發現，這種材料在高溫下也能保持穩定，可以用來製造新的電池。",
    "ja": "研究者たちは、この材料が高温でも安定していることを確認したと発表した。",
    "ko": "연구진은 이 소재가 높은 온도에서도 안정적이라는 사실을 확인했다고 발표했다.",
    "el": "Οι ερευνητές διαπίστωσαν ότι το υλικό παραμένει σταθερό σε υψηλές θερμοκρασίες.",
    "tr": "Araştırmacılar, malzemenin yüksek sıcaklıkta da kararlı kaldığını gösterdi.",
    "pl": "Naukowcy stwierdzili, że materiał pozostaje stabilny również w wyższej temperaturze.",
    "ar": "أعلن الباحثون أن المادة تبقى مستقرة حتى في درجات الحرارة العالية.",
    "th": "นักวิจัยพบว่าวัสดุนี้ยังคงเสถียรแม้ในอุณหภูมิสูง และสามารถใช้ผลิตแบตเตอรี่ได้",
}
LEGACY = [
    ("fr", "cp1252"), ("fr", "mac_roman"), ("es", "cp1252"), ("de", "cp1252"),
    ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "cp866"), ("uk", "cp1251"), ("zh-Hans", "gb18030"),
    ("zh-Hant", "big5"), ("zh-Hant", "gb18030"), ("ja", "cp932"), ("ja", "euc_jp"),
    ("ja", "iso2022_jp"), ("ko", "cp949"), ("el", "cp1253"), ("tr", "cp1254"), ("pl", "cp1250"),
    ("pl", "iso8859_2"), ("ar", "cp1256"), ("th", "cp874"), ("fr", "utf-8"), ("ja", "utf-8-sig"),
    ("ja", "utf-16"), ("fr", "utf-16-le"), ("es", "utf-16-be"), ("de", "utf-32"),
]  # fmt: skip


def page(text: str, kind: Literal["paragraph", "code"] = "paragraph") -> Page:
    blocks = tuple(Block(start, end, kind=kind) for start, end in edits.line_spans(text))
    return Page(text, blocks)


@pytest.mark.parametrize(("language", "codec"), LEGACY)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
def test_the_bytes_decide_whatever_is_declared(
    language: str, codec: str, declared: str | None
) -> None:
    text = SENTENCES[language]
    data = text.encode(codec, "ignore")
    assert decode(data, declared=declared) == data.decode(codec)


@pytest.mark.parametrize(("language", "codec"), LEGACY[:21])
def test_a_page_in_markup_is_decoded_whatever_its_meta_says(language: str, codec: str) -> None:
    body = f"<html><head><meta charset='iso-8859-1'></head><p class='x'>{SENTENCES[language]}</p>"
    data = body.encode(codec, "ignore")
    assert decode(data, html=True) == data.decode(codec)


def test_a_declaration_tips_the_scales_where_bytes_cannot() -> None:
    data = "prix 5 ¤".encode("iso8859_5", "ignore") + b" \xa4"
    assert decode(data, declared="iso-8859-15").endswith("€")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        ("\ufeff \n".encode("utf-16-le"), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary"),
        (b"PK\x03\x04\x14\0\x06\0", "binary"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"\0\x01\x02\x03" * 500, "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(data, html=True)
    assert caught.value.reason == reason


def test_a_cut_off_character_or_a_stray_byte_keeps_the_page() -> None:
    data = SENTENCES["ru"].encode()
    assert decode(data[:-2]) == SENTENCES["ru"][:-2] + "\ufffd"
    assert decode(data[:40] + b"\xff" + data[40:]).replace("\ufffd", "") == SENTENCES["ru"]
    assert decode(SENTENCES["zh-Hans"].encode("gb18030")[:-1])[:30] == SENTENCES["zh-Hans"][:30]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data, html=True)
    except UnreadableError as error:
        text = error.reason
    assert text.strip("\x00\ufeff\ufffe") or not data.strip()


CHANGES = [
    ("Le PDG a annoncÃ© mardi Ã\xa0 Tainan", "Le PDG a annoncé mardi à Tainan"),
    ("lâ€™entreprise nâ€™est quâ€™un dÃ©but", "l’entreprise n’est qu’un début"),
    ("Р“Р»Р°РІРЅР°СЏ Рё РїРѕСЂС‚", "Главная и порт"),
    ("Порт СЌРєСЃРїРµСЂРёРјРµРЅС‚ идёт", "Порт эксперимент идёт"),
    ("ÃƒÂ©tÃƒÂ©", "été"),
    ("l'annÃ©e derniÃ¨re Ã Paris", "l'année dernière à Paris"),
    ("20 Â°C", "20 °C"),
    ("grÃ¼ÃŸ dich â€” mit Ã–l", "grüß dich — mit Öl"),
    ("Gesti&oacute;n del Oro", "Gestión del Oro"),
    ("l&amp;amp;rsquo;&amp;eacute;t&eacute; &#8212; R&amp;D", "l’été — R&D"),
    ("prix &lt; 5 &euro;", "prix < 5 €"),
    ("Deep\u00adSeek di ponse\u200bl, ke\ufefftiga", "DeepSeek di ponsel, ketiga"),
    ("記\u200b憶體\u200e", "記憶體"),
    ("\ud83d\ude00 et \ud83d", "😀 et \ufffd"),
    ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
    ("か\u3099くせい", "がくせい"),
    ("l\x92été \x93bon\x94", "l’été “bon”"),
    ("a\x00b\x1b", "ab"),
    ("eins\u2028zwei", "eins\nzwei"),
]
KEEPS = [
    *SENTENCES.values(),
    "“你好，世界！”‘是的’——……",
    "「ＴＳＭＣ」の４万トン、８６億台湾ドル　２社",
    "ﬁnance ﬂeuve œuvre Œdipe ŒUVRE",
    "CAFÉ… «MENÜ” À«",
    "il a dit : « À 5 °C, ça va… » – voilà",
    "می‌خواهم کتاب‌ها را بخوانم",
    "क्‍ष हिन्दी",
    "👩‍💻 🏳️‍🌈 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "שלום \u200eNVIDIA",
    "ภาษา\u200bไทย",
    "AT&T, R&D, a && b; c",
    "In HTML you write &amp; for an ampersand and &lt;b&gt; for bold.",
    "À la carte? São Paulo, Ângela, Österreich",
    "СССР, РСФСР, Р. Шуман и С. Рахманинов",
    "Åland, Ærø, Ðà Nẵng, ñandú",
    "E=mc² ½ ¾ ± × ÷ µ",
    "�",
    "A letra Ã é usada em português. Ela tem til.",
    "The sign Ã is a letter.",
    "Ã é nasal.\nA vogal Ã",
    "Roumain : la lettre Â se lit î.",
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_damage_is_repaired_and_the_repair_can_be_undone(before: str, after: str) -> None:
    cleaned = repair(page(before), RULES)
    assert cleaned.page.text == after
    assert edits.undo(after, cleaned.edits) == before
    assert repair(cleaned.page, RULES).edits == ()


@pytest.mark.parametrize("text", KEEPS)
def test_right_text_stays_as_it_is(text: str) -> None:
    assert repair(page(text), RULES).edits == ()


@pytest.mark.parametrize("language", sorted(SENTENCES))
@pytest.mark.parametrize("codec", MISREADINGS[:2])
def test_every_script_comes_back_from_a_misreading(language: str, codec: str) -> None:
    misread = SENTENCES[language].encode().decode(codec)
    assert repair(page(misread), RULES).page.text == SENTENCES[language]


def test_short_words_follow_the_rest_of_their_page() -> None:
    misread = SENTENCES["ru"].encode().decode("sloppy-windows-1251")
    cleaned = repair(page(f"{misread}\nСЂР°Р·\nРё"), RULES)
    assert cleaned.page.text == f"{SENTENCES['ru']}\nраз\nи"


@pytest.mark.parametrize("piece", ["Ã© ", "Ã©", "Ã  ", "é Ã© ", "l'annÃ©e "])
@pytest.mark.parametrize("length", [1, 7, 238, 241, 244, 481, 999])
def test_edits_never_overlap_however_the_text_is_cut(piece: str, length: int) -> None:
    text = (piece * length)[:length].strip()
    cleaned = repair(page(text), RULES)
    assert edits.undo(cleaned.page.text, cleaned.edits) == text


def test_code_keeps_its_entities() -> None:
    assert repair(page("if (a &amp;&amp; b)", "code"), RULES).edits == ()


@pytest.mark.parametrize("rule", patterns.load(RULES, "encoding/invisible"), ids=lambda r: r.id)
def test_each_rule_does_what_its_examples_say(rule: patterns.PatternRule) -> None:
    for before, after in rule.changes:
        assert edits.apply(before, patterns.find("encoding", [rule], before)) == after
    for text in rule.keeps:
        assert not patterns.find("encoding", [rule], text)


DAMAGED = st.lists(
    st.sampled_from(
        ["Ã©", "Ã", " ", "â€™", "é", "Р“", "Рё", "СЏ", "a", "amp;", "&", "\u200b", "\xad", "\ud83d",
         "\ude00", "ä½", "好", "\x85", "\n", "e\u0301", "&lt;", "\u200d", "ا", "\r", "ÃƒÂ©", "ï»¿"]
    )
).map("".join)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.text(st.characters()), DAMAGED))
def test_any_text_can_be_undone_and_is_done_once(text: str) -> None:
    before = page(text)
    cleaned = repair(before, RULES)
    assert cleaned.page == edits.edit_page(before, cleaned.edits)
    assert edits.undo(cleaned.page.text, cleaned.edits) == text
    assert repair(cleaned.page, RULES).edits == ()


ODD = "".join(MOJIBAKE_CATEGORIES.values()).replace("-", "") + "×°√≈‚βāвЂ aZ.,\n"


@given(st.text(st.sampled_from(ODD), max_size=8))
def test_what_ftfy_takes_for_mojibake_is_suspected(text: str) -> None:
    if is_bad(text):
        assert odd_pairs().search(text)
        assert look(text).misread
