"""Reasons in a page's text to believe that a machine translated it.

The marks of widgets and proxies in a page's source are found by ``mt_marks``, the label that offers
the original by the boilerplate step. What is found here comes after them:

- ``notice``: a line that says so (``Translated by Google``);
- ``declared-language``: the page calls itself Chinese, Japanese or Korean and is in another script;
- ``source-residue``: characters of such a script in running text, neither quoted nor in brackets;
- ``source-punctuation``: its full-width signs between words of another script;
- ``artifact-density``: several different names or phrases that had to be repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from cleaners.edits import line_spans
from cleaners.patterns import Phrase, phrases
from cleaners.records import Edit, Metadata, Page
from cleaners.rules import Rules

LONGEST_NOTICE = 160
"""Characters of the longest line that is a notice and not a sentence of an article."""
_STEMS = (
    *("transl", "tradu", "übersetz", "tradott", "traduz", "перев", "terjemah"),
    *("dịch tự", "dịch máy", "dịch bằng", "dịch bởi", "翻訳", "翻譯", "翻译", "번역"),
)
"""One of these is in every notice, whatever its language."""
FEWEST_LEFT = 2
"""One stray character or sign may be a slip of the keyboard."""
FEWEST_REPAIRS, FEWEST_CONCEPTS, REPAIRS_PER_1000 = 3, 2, 2.0
"""So many repairs, of so many different names, in so many words: one wrong name is a slip."""
NAMES = "names"
_UNIFYING = ("/variant", "/brand-case")
_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}"
_OTHER = r"\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}"
_EAST_ASIAN = ("zh", "ja", "ko")
_QUOTED = regex.compile(
    r"[(（\[【«“„\"「『《〈‘'][^()（）\[\]【】«»“”„\"「」『』《》〈〉\n]{0,80}[)）\]】»”“\"」』》〉’']"
)
_LEFT = regex.compile(rf"(?<=[{_OTHER}\p{{N}}][ ,]?)[{_CJK}]{{1,6}}(?=[ ,.]?[{_OTHER}\p{{N}}])")
_SIGNS = regex.compile(rf"(?<=[{_OTHER}\p{{N}}])[，。、；：？！]|[《〈【「『](?=[{_OTHER}])")
_ANY = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff1f\U00020000-\U0003ffff]")
_SCRIPT = regex.compile(rf"[{_CJK}]")
_LETTER = regex.compile(rf"[{_CJK}{_OTHER}]")


def notices(rules: Rules) -> tuple[Phrase, ...]:
    """Give the lines that say that a machine translated the page."""
    return phrases(rules, "mt_notices", "notice")


def weigh(flattened: Page, page: Page, edits: Sequence[Edit], rules: Rules) -> Page:
    """Add to a clean page's metadata what its text and its edits say of machine translation.

    ``flattened`` is the page before any edit, whose notices are gone from the clean one.

    >>> from cleaners.records import Block
    >>> from cleaners.rules import load
    >>> text = "Le groupe 输 a reculé，dit-il，de 3 %。 Le titre 跌 a suivi."
    >>> page = Page(text, (Block(0, len(text)),), Metadata(), "fr")
    >>> weigh(page, page, (), load()).metadata.mt_evidence
    ('source-residue', 'source-punctuation')
    """
    if not page.text:
        return page
    found = [
        *(["notice"] if _has_notice(flattened.text, rules) else []),
        *_of_text(page),
        *(["artifact-density"] if is_dense(page.text, edits) else []),
    ]
    known = page.metadata.mt_evidence
    new = tuple(reason for reason in found if reason not in known)
    return replace(page, metadata=replace(page.metadata, mt_evidence=known + new)) if new else page


def with_density(metadata: Metadata, text: str, edits: Sequence[Edit]) -> Metadata:
    """Give the metadata of a document whose names were repaired further."""
    known = metadata.mt_evidence
    if "artifact-density" in known or not is_dense(text, edits):
        return metadata
    return replace(metadata, mt_evidence=(*known, "artifact-density"))


def _has_notice(text: str, rules: Rules) -> bool:
    if not _has_stem(text):
        return False
    lines = {text[a:b].strip(" \t*_()（）[]【】.。") for a, b in line_spans(text)}
    short = sorted(line for line in lines if 4 <= len(line) <= LONGEST_NOTICE)
    return any(
        notice.pattern.fullmatch(line)
        for line in short
        if _has_stem(line)
        for notice in notices(rules)
    )


def _has_stem(text: str) -> bool:
    lower = text.lower()
    return any(stem in lower for stem in _STEMS)


def _of_text(page: Page) -> Iterator[str]:
    """Compare the script of the text with what the page calls itself, and look for residue."""
    text = page.text
    language = page.language.partition("-")[0]
    declared = (page.metadata.language or "").partition("-")[0].lower()
    if language in _EAST_ASIAN or language == "und":
        return
    any_left = _ANY.search(text)
    if declared in _EAST_ASIAN and not _is_east_asian(text):
        yield "declared-language"
    if any_left is None:
        return
    bare = _QUOTED.sub(" ", text)
    if len(_LEFT.findall(bare)) >= FEWEST_LEFT:
        yield "source-residue"
    if len(_SIGNS.findall(text)) >= FEWEST_LEFT:
        yield "source-punctuation"


def _is_east_asian(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    return letters == 0 or len(_SCRIPT.findall(text)) * 5 > letters


def is_dense(text: str, edits: Sequence[Edit]) -> bool:
    """Tell whether so many names were broken that a machine must have written the text.

    >>> edits = [Edit(NAMES, f"{c}/spelling", 0, 1, "a", "b") for c in ("x", "y", "y")]
    >>> is_dense("word " * 500, edits), is_dense("word " * 500, edits[1:])
    (True, False)
    """
    repairs = [one for one in edits if one.step == NAMES and not one.rule.endswith(_UNIFYING)]
    concepts = {one.rule.rpartition("/")[0] for one in repairs}
    words = max(len(text.split()), len(text) // 6)
    enough = len(repairs) >= FEWEST_REPAIRS and len(concepts) >= FEWEST_CONCEPTS
    return enough and len(repairs) * 1000 >= REPAIRS_PER_1000 * words
