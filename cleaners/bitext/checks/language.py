"""Whether each side is in its language: copies, other languages, stretches left untranslated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.spans import sentence_spans
from cleaners.bitext.checks.tables import base
from cleaners.language import identify
from cleaners.records import Finding, Severity

# Scripts that a language is written in; a language that is not listed is written in Latin letters.
SCRIPTS = {
    "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic", "mk": "Cyrillic", "be": "Cyrillic",
    "kk": "Cyrillic", "sr": "Cyrillic Latin", "zh": "Han", "ja": "Han Hiragana Katakana",
    "ko": "Hangul Han", "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "he": "Hebrew",
    "hi": "Devanagari", "mr": "Devanagari", "ne": "Devanagari", "bn": "Bengali", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "el": "Greek", "ka": "Georgian", "hy": "Armenian",
    "km": "Khmer", "my": "Myanmar", "lo": "Lao", "si": "Sinhala", "gu": "Gujarati",
    "pa": "Gurmukhi", "kn": "Kannada", "ml": "Malayalam", "am": "Ethiopic",
}  # fmt: skip
ALL_SCRIPTS = sorted({name for names in SCRIPTS.values() for name in names.split()} | {"Latin"})
SCRIPT = {name: regex.compile(rf"\p{{{name}}}") for name in ALL_SCRIPTS}
# Chinese, Japanese and Korean say in one character what others say in two or three.
DENSE = frozenset({"Han", "Hiragana", "Katakana", "Hangul"})
DENSE_WEIGHT = 2.5
# A text with so much of a script that its language does not use is in another language.
FOREIGN_SHARE = 0.4
# Languages that identification takes for each other in a single sentence.
ALIKE = (
    frozenset({"id", "ms"}), frozenset({"nb", "da", "sv"}), frozenset({"cs", "sk"}),
    frozenset({"hr", "sr", "bs", "sl"}), frozenset({"es", "ca", "gl", "pt"}),
    frozenset({"ru", "uk", "bg", "be", "mk"}), frozenset({"fa", "ar", "ur"}),
    frozenset({"nl", "af"}), frozenset({"hi", "mr", "ne"}), frozenset({"fi", "et"}),
    frozenset({"it", "la"}),
)  # fmt: skip
SURE, SURE_AMONG_ALIKE = 0.7, 0.95
FEWEST_LETTERS = 20
SPELLED = regex.compile(r"[\p{L}\p{M}]+(?:['’\-][\p{L}\p{M}]+)*")
# So many words in a row that stand on both sides are a copy, not a name …
COPIED_WORDS, COPIED_SMALL = 6, 4
# … and in a script without spaces so many characters.
COPIED_LETTERS = 12
# A text with fewer words in small letters is all names.
FEWEST_SMALL = 3


def copied(pair: Pair) -> tuple[Finding, ...]:
    """Find a target that repeats its source.

    >>> copied(Pair("何が起きたのか。", "何が起きたのか。", "ja", "pt"))[0].severity
    'critical'
    """
    if base(pair.source_language) == base(pair.target_language) or not _is_language(pair.source):
        return ()
    if _bare(pair.source) != _bare(pair.target):
        return ()
    message = "the target repeats the source"
    return (Finding("accuracy/untranslated", "critical", message, None, (0, len(pair.target))),)


def language(pair: Pair) -> tuple[Finding, ...]:
    """Find a side that is in another language, as a whole or in one of its sentences.

    >>> pair = Pair("Он уехал.", "Er ist gestern abgereist, sagte die Polizei.", "ru", "fr")
    >>> [finding.message for finding in language(pair)]
    ['the target is in another language: de']
    """
    if copied(pair):
        return ()
    return tuple(_side(pair, "source")) + tuple(_side(pair, "target"))


def untranslated(pair: Pair) -> tuple[Finding, ...]:
    """Find a run of source words that stands in the target as it was.

    >>> pair = Pair("He said the sun does not work night shifts here.",
    ...             "Dijo que the sun does not work night shifts aquí.", "en", "es")
    >>> [pair.target[slice(*finding.target_span)] for finding in untranslated(pair)]
    ['the sun does not work night shifts']
    """
    if base(pair.source_language) == base(pair.target_language) or copied(pair):
        return ()
    found = _common_run(pair)
    if found is None:
        return ()
    source, target = found
    message = f"left as in the source: {pair.target[slice(*target)]!r}"
    return (Finding("accuracy/untranslated", "major", message, source, target),)


def _side(pair: Pair, side: str) -> Iterator[Finding]:
    text = pair.target if side == "target" else pair.source
    expected = pair.target_language if side == "target" else pair.source_language
    whole = other_language(text, expected)
    if whole:
        message = f"the {side} is in another language: {whole}"
        yield _finding("critical", message, side, (0, len(text)))
        return
    for start, end in sentence_spans(text):
        part = other_language(text[start:end], expected)
        if part and end - start < len(text.strip()):
            message = f"a sentence of the {side} is in another language: {part}"
            yield _finding("major", message, side, (start, end))
            return


def other_language(text: str, expected: str) -> str | None:
    """Give the language of a text when it is surely not the expected one, else ``None``."""
    expected = base(expected)
    letters = sum(character.isalpha() for character in text)
    if not letters or expected in ("und", "mul", "zxx"):
        return None
    scripts = _scripts(expected)
    counts = Counter(map(_script, text))
    other = max(
        (name for name in ALL_SCRIPTS if name not in scripts),
        key=lambda name: counts[name] * (DENSE_WEIGHT if name in DENSE else 1),
    )
    own = sum(counts[name] for name in scripts)
    weight = counts[other] * (DENSE_WEIGHT if other in DENSE else 1)
    if other != "Latin" and weight > FOREIGN_SHARE * (own + weight) and counts[other] > 3:
        return _identified(text)[0]
    if letters < FEWEST_LETTERS or _only_names(text):
        return None
    if other == "Latin":
        return _identified(text)[0] if own < 0.1 * letters else None
    tag, confidence = _identified(text)
    found = base(tag)
    if found in (expected, "und", "mul"):
        return None
    sure = SURE_AMONG_ALIKE if _alike(found, expected) else SURE
    return tag if confidence >= sure else None


def doubt(text: str, expected: str) -> float:
    """Tell how sure identification is that a text is in another language than expected, 0-1.

    Meant for short texts, too: evidence, not a verdict.
    """
    tag, confidence = _identified(text)
    found, expected = base(tag), base(expected)
    return 0.0 if found in (expected, "und", "mul") or _alike(found, expected) else confidence


def _alike(found: str, expected: str) -> bool:
    return any(found in group and expected in group for group in ALIKE)


@lru_cache(maxsize=4096)
def _identified(text: str) -> tuple[str, float]:
    found = identify(text)
    return found.tag, found.confidence


@cache
def _script(character: str) -> str | None:
    """Give the script of a letter that some listed language uses."""
    return next((name for name, letter in SCRIPT.items() if letter.match(character)), None)


@cache
def _scripts(language: str) -> tuple[str, ...]:
    return tuple(SCRIPTS.get(language, "Latin").split())


def _only_names(text: str) -> bool:
    """Tell whether a Latin text is all names: fewer than two words begin with a small letter."""
    if not SCRIPT["Latin"].search(text):
        return False
    small: int = sum(match.group()[0].islower() for match in SPELLED.finditer(text))
    return small < FEWEST_SMALL


def _is_language(text: str) -> bool:
    """Tell whether a text has words to translate, not only names, numbers and addresses."""
    return any(SCRIPT[name].search(text) for name in ALL_SCRIPTS if name != "Latin") or (
        not _only_names(text)
    )


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _common_run(pair: Pair) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Give the longest run of words that both sides share, when it is too long for a name."""
    source = [(m.group().casefold(), m.span()) for m in SPELLED.finditer(pair.source)]
    target = [(m.group().casefold(), m.span()) for m in SPELLED.finditer(pair.target)]
    if not {word for word, _ in source} & {word for word, _ in target}:
        return None
    best, at = 0, (0, 0)
    previous = [0] * (len(target) + 1)
    for i, (word, _) in enumerate(source, 1):
        current = [0] * (len(target) + 1)
        for j, (other, _) in enumerate(target, 1):
            if word == other:
                current[j] = previous[j - 1] + 1
                if current[j] > best:
                    best, at = current[j], (i, j)
        previous = current
    if not best:
        return None
    run = target[at[1] - best : at[1]]
    span = (run[0][1][0], run[-1][1][1])
    text = pair.target[slice(*span)]
    small: int = sum(pair.target[start].islower() for _, (start, _) in run)
    dense = not SCRIPT["Latin"].search(text) and best < 3 and len(text) >= COPIED_LETTERS
    if not (dense and not _alike_scripts(pair)) and (best < COPIED_WORDS or small < COPIED_SMALL):
        return None
    return (source[at[0] - best][1][0], source[at[0] - 1][1][1]), span


def _alike_scripts(pair: Pair) -> bool:
    """Tell whether both languages share a script, in which words may well be the same."""
    source = _scripts(base(pair.source_language))
    return bool(set(source) & set(_scripts(base(pair.target_language))))


def _finding(severity: Severity, message: str, side: str, span: tuple[int, int]) -> Finding:
    if side == "source":
        return Finding("accuracy/untranslated", severity, message, source_span=span)
    return Finding("accuracy/untranslated", severity, message, target_span=span)
