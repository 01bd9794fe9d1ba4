"""What has no business in a sentence, and what must be the same on both sides: addresses."""

from __future__ import annotations

from collections import Counter

import regex

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import CLOSING
from cleaners.records import Finding, Severity

RESIDUE = regex.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});|\]\(https?:|\{\{|\}\}"
    r"|\[\[|\]\]|\*\*|\\u[0-9a-f]{4}|<!--",
    regex.IGNORECASE,
)
BROKEN = regex.compile(r"\ufffd|[ÃÂ][\u0080-\u00bf]|â€[™œ\u009d“”¦˜]|Ð[\u0080-\u00bf]|ï»¿|\?{4,}")
ADDRESS = regex.compile(
    r"https?://[^\s<>，。；、）」]+|www\.[^\s<>，。；、）」]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+|(?<!\w)@\w{3,}",
    regex.ASCII,
)
BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "《": "》", "「": "」", "『": "』"}
ASKING = frozenset("?？؟;")
KINDS: tuple[tuple[regex.Pattern[str], str, str, Severity], ...] = (
    (RESIDUE, "fluency/markup", "markup is left", "minor"),
    (BROKEN, "fluency/character-encoding", "characters are broken", "major"),
)


def residue(pair: Pair) -> tuple[Finding, ...]:
    """Find markup and encoding damage on one side only.

    >>> pair = Pair("Il l’a dit hier.", "He said so&nbsp;yesterday.", "fr", "en")
    >>> [finding.message for finding in residue(pair)]
    ["markup is left in the target: '&nbsp;'"]
    """
    findings = []
    for pattern, code, words, grave in KINDS:
        source, target = pattern.search(pair.source), pattern.search(pair.target)
        if target and not source:
            message = f"{words} in the target: {target.group()!r}"
            findings.append(Finding(code, grave, message, target_span=target.span()))
        elif source and not target:
            message = f"{words} in the source: {source.group()!r}"
            findings.append(Finding(code, grave, message, source_span=source.span()))
    return tuple(findings)


def addresses(pair: Pair) -> tuple[Finding, ...]:
    """Find links, e-mail addresses and handles that differ, or that only one side has."""
    source = [
        (m.group().rstrip(".,;:!?)").lower(), m.span()) for m in ADDRESS.finditer(pair.source)
    ]
    target = [
        (m.group().rstrip(".,;:!?)").lower(), m.span()) for m in ADDRESS.finditer(pair.target)
    ]
    left = [item for item in source if item[0] not in {text for text, _ in target}]
    right = [item for item in target if item[0] not in {text for text, _ in source}]
    if left and right:
        message = f"the source has {left[0][0]} where the target has {right[0][0]}"
        return (
            Finding("accuracy/mistranslation:address", "minor", message, left[0][1], right[0][1]),
        )
    if left:
        message = f"{left[0][0]} of the source is not in the target"
        return (Finding("accuracy/omission:address", "minor", message, source_span=left[0][1]),)
    if right:
        message = f"{right[0][0]} of the target is not in the source"
        return (Finding("accuracy/addition:address", "minor", message, target_span=right[0][1]),)
    return ()


def punctuation(pair: Pair) -> tuple[Finding, ...]:
    """Find brackets that do not close in the target, and a question that became a statement."""
    findings = []
    if not unclosed(pair.source) and unclosed(pair.target):
        message = f"a bracket does not close in the target: {unclosed(pair.target)}"
        findings.append(Finding("fluency/punctuation", "minor", message))
    asks = pair.source.rstrip(CLOSING)[-1:] in ASKING - {";"}
    answers = pair.target.rstrip(CLOSING)[-1:]
    if asks and answers in (".", "。"):
        message = "the source asks, the target does not"
        findings.append(Finding("fluency/punctuation", "minor", message))
    return tuple(findings)


def unclosed(text: str) -> str:
    """Give the brackets that have no partner, sorted; smileys and 1) lists do not matter here."""
    counts = Counter(character for character in text if character in BRACKETS_OF)
    return "".join(
        opening for opening, closing in BRACKETS.items() if counts[opening] > counts[closing]
    )


BRACKETS_OF = frozenset(BRACKETS) | frozenset(BRACKETS.values())
