"""Calques and labels: each rule by its examples, and what decides where a phrase is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import rules
from cleaners.artifacts import calques
from cleaners.artifacts.repair import repair
from cleaners.edits import apply, undo
from cleaners.records import Block, Cleaned, Page

RULES = rules.load()
ALL = calques.read(RULES)


def repaired(text: str, language: str, original: str = "") -> Cleaned:
    pages = [
        Page(t, (Block(0, len(t), language=tag),), language=tag)
        for t, tag in ((text, language), (original, "zh"))
    ]
    return repair(pages[0], RULES, pages[1] if original else None)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: f"{rule.language}-{rule.id}")
def test_each_rule_does_what_its_examples_say(rule: calques.Calque) -> None:
    name = f"calque/{rule.language}/{rule.id}"
    for example in rule.changes:
        text, arrow, after = example.partition(calques.ARROW)
        done = repaired(text, rule.language)
        assert name in {e.rule for e in (done.suggestions if rule.suggest else done.edits)}
        if rule.suggest:
            assert name not in {e.rule for e in done.edits}
        elif arrow:
            assert done.page.text == after
            assert repaired(after, rule.language).edits == ()
    for text in rule.keeps:
        done = repaired(text, rule.language)
        assert name not in {e.rule for e in (*done.edits, *done.suggestions)}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: f"{rule.language}-{rule.id}")
def test_a_rule_that_changes_shows_what_it_makes(rule: calques.Calque) -> None:
    assert rule.suggest or any(calques.ARROW in example for example in rule.changes)


def test_no_two_rules_of_a_language_claim_a_phrase() -> None:
    owners: dict[tuple[str, str], list[str]] = {}
    for rule in ALL:
        for form in rule.targets:
            owners.setdefault((rule.language, form), []).append(rule.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("text", "original", "after"),
    [
        ("Do not cut leeks.", "不要割韭菜。", "Do not fleece retail investors."),
        ("Do not cut leeks.", "不要收割韭菜。", "Do not fleece retail investors."),
        ("Do not cut leeks.", "不要切蔥。", None),
        ("Token holders cut leeks.", "代幣持有者切蔥。", None),
    ],
)
def test_a_chinese_original_decides(text: str, original: str, after: str | None) -> None:
    assert repaired(text, "en", original).page.text == (after or text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“Rainbow fart” (彩虹屁) is what they called it."),
        ("en", "See https://example.org/a/rainbow-fart and #rainbow fart_x."),
        ("en", "In Chinese slang a rainbow fart is a compliment."),
        ("en", "`rainbow fart` is an extension of the editor."),
        ("fr", "L'expression « couper les poireaux » désigne, en argot de la crypto, une arnaque."),
        ("fr", "Couper les poireaux en rondelles, ajouter le bouillon ; les actions du chef."),
        ("en", "Synopsis: a boy meets a girl."),
        ("en", "The big pie was divided among investors of the token."),
    ],
)
def test_what_is_explained_or_ordinary_stays(language: str, text: str) -> None:
    assert repaired(text, language).edits == ()


RULE = '[[rule]]\nid = "x"\nreason = "r"\nforms = ["a b"]\nafter = "c"\n'
SHOWN = 'changes = ["a b => c"]\nkeeps = ["d"]\n'


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (RULE + 'keeps = ["d"]', "changes"),
        (RULE.replace('after = "c"\n', "") + SHOWN, "after"),
        ('[[rule]]\nid = "x"\nfoms = ["a b"]', "unknown key 'foms'"),
        (RULE + 'near = ["soup"]\n' + SHOWN, "no list 'soup'"),
        (RULE + "line = true\n" + SHOWN, "'line' is for labels"),
        (RULE + "inflected = [1]\n" + SHOWN, "'inflected' must be a table"),
        (RULE.replace('forms = ["a b"]\n', "") + SHOWN, "missing 'forms'"),
        (RULE + SHOWN + RULE + SHOWN, "defined twice"),
        ("words = 1", "must be a table of lists"),
    ],
)
def test_the_loader_refuses_mistakes(tmp_path: Path, content: str, complaint: str) -> None:
    file = tmp_path / "calques" / "en.toml"
    file.parent.mkdir()
    file.write_text(content, "utf-8")
    with pytest.raises(rules.RuleFileError, match=complaint):
        calques.read(rules.Rules((rules.BUILT_IN, tmp_path)))


PIECES = st.sampled_from(
    [form for rule in ALL for form in list(rule.targets)[:2]]
    + ["bitcoin", "(", "Synopsis :", "\n", "割韭菜", "«", "d'"]
)


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(PIECES, max_size=6).map(" ".join),
    language=st.sampled_from(sorted({rule.language for rule in ALL})),
)
def test_edits_undo_and_settle(text: str, language: str) -> None:
    done = repaired(text, language)
    assert apply(text, done.edits) == done.page.text
    assert undo(done.page.text, done.edits) == text
    assert repaired(done.page.text, language).edits == ()
