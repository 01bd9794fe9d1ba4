"""Typography: one style in a document, and everything right left alone."""

import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import edits, patterns, quotes
from cleaners.records import Block, Page
from cleaners.rules import RuleFileError, Rules, load
from cleaners.typography import VERBATIM, unify

RULES = load()


def page(text: str, language: str) -> Page:
    spans = edits.line_spans(text)
    return Page(text, tuple(Block(a, b, language=language) for a, b in spans), language=language)


CHANGES = [
    ("fr", "Il dit : « Oui ! »", "Il dit\xa0: «\xa0Oui\xa0!\xa0»"),
    ("fr", "Le “robot” et l'\"usine\"", "Le «\xa0robot\xa0» et l'«\xa0usine\xa0»"),
    ("fr", "l’IA, l’été et l'hiver", "l’IA, l’été et l’hiver"),
    ("fr", "d’abord, d’« IA » et d'« usine »", "d’abord, d’«\xa0IA\xa0» et d’«\xa0usine\xa0»"),
    ("fr", "un «plan B» prêt", "un «\xa0plan B\xa0» prêt"),
    ("de", '„Ja“ und „nein“, alle "gut".', "„Ja“ und „nein“, alle „gut“."),
    ("en", 'He said "no", "never" and “maybe”.', 'He said "no", "never" and "maybe".'),
    ("ru", 'Порт «Роттердам», «Мэрск» и "Газпром"', "Порт «Роттердам», «Мэрск» и «Газпром»"),
    ("es", "«Sí», dijo; ¿ Por qué “no”?", "«Sí», dijo; ¿Por qué «no»?"),
    ("en", "ＮＶＩＤＩＡ sold ３０ chips", "NVIDIA sold 30 chips"),
    ("ja", "４万トン、８6億円、12か月、9割", "4万トン、86億円、12か月、9割"),
    ("ja", "実験に\xa0成功した", "実験に成功した"),
    ("ja", "ﾌﾟﾗｲﾊﾞｼｰ", "プライバシー"),
    ("zh-Hans", "他说，我来，谢谢，但是,要等", "他说，我来，谢谢，但是，要等"),
    ("zh-Hant", "等等...", "等等……"),
    ("de", "Der Hafen , der wächst", "Der Hafen, der wächst"),
    ("de", "Kommt er ? Ja !", "Kommt er? Ja!"),
    ("de", "Er sagte：ja，nein。Sie ging。", "Er sagte: ja, nein. Sie ging."),
    ("fr", "Il dit：non，puis oui。Vraiment？", "Il dit\xa0: non, puis oui. Vraiment\xa0?"),
    ("fr", "Le film《Titre》sort", "Le film «\xa0Titre\xa0» sort"),
    ("es", "El plan 「B」 falló！", "El plan «B» falló!"),
    ("it", "Sì… no… forse... Poi", "Sì… no… forse… Poi"),
    ("pt", "um porto – grande – e outro - pequeno", "um porto – grande – e outro – pequeno"),
    ("ru", "порт — большой — и другой - малый", "порт — большой — и другой — малый"),
    ("ru", "Он сказал，что едет。", "Он сказал, что едет."),
    ("pl", "Firma（輝達） rośnie", "Firma (輝達) rośnie"),
    ("pl", "„Tak”, «nie», „może”", "„Tak”, „nie”, „może”"),
    ("vi", 'Ông nói，“được”, “không”, "thôi"', "Ông nói, “được”, “không”, “thôi”"),
    ("ko", "그는 말했다，그리고 갔다。", "그는 말했다, 그리고 갔다."),
    ("id", "Benarkah ? Ya", "Benarkah? Ya"),
]  # fmt: skip
KEEPS = [
    ("fr", "Quoi! Vraiment? 10:30"),
    ("fr", "«\xa0Il parle de “robots” ici\xa0»"),
    ("fr", "l'IA et l'été"),
    ("fr", 'un écran 27" et un "robot"'),
    ("fr", "«\u202fBonjour\u202f»\u202f!"),
    ("fr", "voir https://exemple.fr/?x=1;y ou @l_ami, #mot"),
    ("de", "»Ja«, sagte er. »Nein«, sagte sie."),
    ("de", "„Er nannte es ‚gut‘“, sagte sie."),
    ("en", "She said “yes” and then ‘no’."),
    ("en", 'The 5\'10" player\'s "shot"'),
    ("en", "rock 'n' roll, the '90s, it's"),
    ("ja", "「はい」と“いいえ”、4万トン"),
    ("ja", "会社概要 採用情報 アクセス"),
    ("ja", "成功！　次は第２回、第３回"),
    ("ja", "全角ＡＢＣのみ"),
    ("zh-Hans", "“是的”，他说：“好。”"),
    ("zh-Hant", "「好」,「不好」"),
    ("zh-Hant", "輝達推出 GB200，售價 3,000 美元"),
    ("zh-Hant", "他說……"),
    ("ko", "그는 “네”라고 말했다. '아니요'"),
    ("ar", "قال: «نعم»، ثم “لا”"),
    ("und", '“a” "b" \' ’'),
    ("pl", "„Tak”, powiedział. „Nie”."),
    ("sv", "”Ja”, sade han. ”Nej”."),
    ("fr", "Vraiment\xa0? Oui\xa0!"),
    ("en", "a ? b : c and the ! operator"),
    ("en", "Wait... what... no"),
    ("en", "Wait… then... done"),
    ("en", "PSG - OM ended 3 - 2 – at last – in Paris"),
    ("en", "He watched 《流浪地球》 and said 「好」"),
    ("en", "10，000 people, 3：2 and 5。6"),
    ("en", "Co-operation, well-known – and so on – e-mail"),
    ("de", "Nord-Süd, 2019-2020 – Seite 3 - 5"),
    ("es", "¿Qué? ¡Sí!, «uno» y «dos»"),
    ("it", "l'arte, «uno», c'è"),
    ("pt", "“um”, d'água"),
    ("ru", "«Да», — сказал он."),
    ("pl", "Czy „tak”? Nie!"),
    ("vi", "“Được”, ông nói."),
    ("ko", "그는 ‘네’라고 말했다… 그리고... 끝"),
    ("ja", "はい…いいえ...、「《本》」"),
    ("zh-Hans", "他说：《流浪地球》（电影），好！"),
    ("id", "“Ya”, katanya."),
]


@pytest.mark.parametrize(("language", "before", "after"), CHANGES)
def test_mixed_styles_become_one(language: str, before: str, after: str) -> None:
    cleaned = unify(page(before, language), RULES)
    assert cleaned.page.text == after
    assert edits.undo(after, cleaned.edits) == before
    assert unify(cleaned.page, RULES).edits == ()


@pytest.mark.parametrize(("language", "text"), KEEPS)
def test_what_is_right_stays(language: str, text: str) -> None:
    assert unify(page(text, language), RULES).page.text == text


def test_each_block_follows_its_own_language_and_code_none() -> None:
    text = "Il dit : oui\nHe said : yes\nx = « a »"
    (a, b), (c, d), (e, f) = edits.line_spans(text)
    blocks = (
        Block(a, b, language="fr"),
        Block(c, d, language="en"),
        Block(e, f, kind="code", language="fr"),
    )
    cleaned = unify(Page(text, blocks, language="fr"), RULES)
    assert cleaned.page.text == "Il dit\xa0: oui\nHe said : yes\nx = « a »"


@pytest.mark.parametrize("rule", patterns.load(RULES, "typography"), ids=lambda rule: rule.id)
def test_each_rule_does_what_its_examples_say(rule: patterns.PatternRule) -> None:
    for before, after in rule.changes:
        assert edits.apply(before, patterns.find("typography", [rule], before)) == after
    for text in rule.keeps:
        assert not patterns.find("typography", [rule], text)


def test_a_bad_rule_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "typography"
    folder.mkdir()
    rule = "[[rule]]\nid = 'x'\nreason = 'y'\npattern = '('\nreplace = ''\nchanges = ['a => b']\n"
    for text, part in (
        (rule, "keeps"),
        (rule + "keeps = ['c']", "pattern"),
        (rule.replace("'('", "'a'") + "keeps = ['c']\nflags = 1", "flags"),
        (rule.replace("a => b", "a").replace("'('", "'a'") + "keeps = ['c']", "changes"),
    ):
        (folder / "bad.toml").write_text(text, "utf-8")
        patterns.load.cache_clear()
        with pytest.raises(RuleFileError, match=part):
            patterns.load(Rules((tmp_path,)), "typography")


def test_every_style_of_quotes_is_a_pair() -> None:
    for accepted in quotes.styles(RULES).values():
        assert all(all(style.marks) for style in accepted)


MARKS = st.lists(
    st.sampled_from(
        [*"«»“”„\"'’ \xa0\u3000,:;!?。，、…０５9Ａaé好のﾌﾟ\n", "l’a", "d'« b", "...", " -- ", "@x"]
    )
).map("".join)


@settings(max_examples=200)
@given(
    st.one_of(MARKS, st.text()), st.sampled_from(["fr", "de", "en", "es", "ja", "zh-Hant", "und"])
)
def test_any_text_keeps_its_numbers_and_is_done_once(text: str, language: str) -> None:
    before = page(text, language)
    cleaned = unify(before, RULES)
    assert edits.undo(cleaned.page.text, cleaned.edits) == text
    assert unify(cleaned.page, RULES).edits == ()
    assert digits(cleaned.page.text) == digits(text)


def digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())


@pytest.mark.parametrize("piece", ["a", "黄仁勋说中文", "a.", "a+", "@", "a@b.", "#", '"', "« "])
def test_the_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = process_time()
        list(VERBATIM.finditer(text))
        return process_time() - start

    short = min(seconds(100_000) for _ in range(2))
    assert seconds(200_000) <= 3 * short + 0.1
