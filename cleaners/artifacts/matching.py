"""Find the lexicon's forms in a text: one automaton, script-aware borders, longest match first."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeVar

import ahocorasick
import regex

from cleaners.artifacts import calques, lexicon
from cleaners.artifacts.calques import Calque
from cleaners.artifacts.forms import Form, fold
from cleaners.artifacts.generation import all_forms
from cleaners.artifacts.lexicon import Lexicon
from cleaners.rules import Rules

CASE_ENDINGS = regex.compile(
    r"(?:ью|ями|ами|ях|ах|ям|ам|ою|ей|ой|ем|ом|ові|еві|єм|я|ю|е|и|і|ї|й|ь|а|у|ы)?(?![\p{L}\p{M}\p{N}])"
)
"""Russian and Ukrainian case endings that may follow the stem of a name."""
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
UNSPACED = frozenset({"zh", "ja", "ko"})


@dataclass(frozen=True, slots=True)
class Topic:
    """A word that tells what a passage is about; ``open`` when it may be continued."""

    domain: str
    open: bool


class Occurrence(NamedTuple):
    """A form of the lexicon at ``start:end`` of the text; ``ending`` is a Cyrillic case ending."""

    start: int
    end: int
    form: Form
    ending: str = ""


class Mention(NamedTuple):
    """A topic word at a place of the text."""

    start: int
    end: int
    word: str
    domain: str


class Phrase(NamedTuple):
    """A calque at ``start:end`` of the text."""

    start: int
    end: int
    calque: Calque


Span = TypeVar("Span", Occurrence, Phrase)


class Found(NamedTuple):
    """What the automaton found in a text, each in the order of the text."""

    occurrences: list[Occurrence]
    mentions: list[Mention]
    phrases: list[Phrase]


class Index:
    """All forms, topic words and calques, compiled into one automaton."""

    def __init__(self, words: Lexicon, phrases: Mapping[str, tuple[Calque, ...]]) -> None:
        """Compile the automaton; about half a second for some hundred concepts."""
        self.lexicon = words
        entries: dict[str, list[Form | Topic | Calque]] = defaultdict(list)
        for text, rules in phrases.items():
            entries[text] += rules
        for form in all_forms(words):
            entries[form.text].append(form)
        for domain, topics in words.domains.items():
            for topic in topics:
                parts = fold(topic).rstrip("*")
                entries[parts].append(Topic(domain, open=topic.endswith("*")))
        self._automaton = ahocorasick.Automaton()
        for text, values in entries.items():
            if text:
                self._automaton.add_word(text, (len(text), tuple(values)))
        self._automaton.make_automaton()

    def find(self, text: str, language_at: Callable[[int], str]) -> Found:
        """Give the forms, the topic words and the calques of a text.

        ``language_at`` gives the primary language at an offset. Where forms overlap, the longest
        wins, then the one that needs least evidence.
        """
        folded = fold(text)
        occurrences: list[Occurrence] = []
        mentions: list[Mention] = []
        phrases: list[Phrase] = []
        for last, (length, values) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if not _left_border(folded, start):
                continue
            right = _right_border(folded, end)
            for value in values:
                if isinstance(value, Topic):
                    if right or value.open:
                        mentions.append(Mention(start, end, folded[start:end], value.domain))
                    continue
                if isinstance(value, Calque):
                    if right and value.language == language_at(start):
                        phrases.append(Phrase(start, end, value))
                    continue
                hit = _Hit(text, folded, start, end, language_at(start), right)
                found = _occurrence(hit, value)
                if found:
                    occurrences.append(found)
        occurrences.sort(key=lambda o: o.form.need)
        return Found(_longest(occurrences), mentions, _longest(phrases))


class _Hit(NamedTuple):
    """Where the automaton found a form; ``right`` tells whether a border follows."""

    text: str
    folded: str
    start: int
    end: int
    language: str
    right: bool


def _occurrence(hit: _Hit, form: Form) -> Occurrence | None:
    """Check border, language, case and diacritics of one hit."""
    text, folded, start, end, language, right = hit
    if form.language and form.language != language:
        return None
    ending = ""
    if form.stem and (match := CASE_ENDINGS.match(folded, end)):
        ending, end, right = match.group(), match.end(), True
    elif not right and language == "de" and folded.startswith("s", end):
        right = _right_border(folded, end + 1)
    if not right:
        return None
    surface = text[start:end]
    if form.origin in ("right", "variant"):
        matches = surface[0] == form.exact[0] or surface[0].isupper()
    elif form.exact and form.origin == "spelling":
        matches = surface.lower() == form.exact and _has_capitals(surface)
    else:
        matches = not form.exact or surface.lower() == form.exact
        if form.origin in ("literal", "calque"):
            matches = matches and (" " in surface or _has_capitals(surface))
        elif form.origin == "suffix":
            matches = matches and surface != surface.lower()
        else:
            matches = matches and _has_capitals(surface)
    return Occurrence(start, end, form, ending) if matches else None


def _has_capitals(surface: str) -> bool:
    """Tell whether a name is written like one; scripts without case always are."""
    first = surface[0]
    return first.isupper() or not first.islower()


def _left_border(folded: str, start: int) -> bool:
    if start == 0 or _is_cjk(folded[start]):
        return True
    before = folded[start - 1]
    return not before.isalnum() or _is_cjk(before)


def _right_border(folded: str, end: int) -> bool:
    if end >= len(folded) or _is_cjk(folded[end - 1]):
        return True
    after = folded[end]
    return not (after.isalnum() or "\u0300" <= after <= "\u036f") or _is_cjk(after)


@lru_cache(maxsize=4096)
def _is_cjk(character: str) -> bool:
    return character > "\u10ff" and _CJK.match(character) is not None


def _longest(spans: list[Span]) -> list[Span]:
    """Keep the longest of overlapping spans, in the order of the text."""
    kept: list[Span] = []
    occupied: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        positions = range(span.start, span.end)
        if occupied.isdisjoint(positions):
            occupied.update(positions)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


@lru_cache(maxsize=4)
def index(rules: Rules) -> Index:
    """Give the compiled index of these rules; compiled once, kept where the rules say."""
    if rules.compiled is None:
        return _compile(rules)
    file = rules.compiled / f"names-{_fingerprint(rules)}.index"
    try:
        # The folder is the user's own, as the rules are.
        kept: Index = pickle.loads(file.read_bytes())  # noqa: S301
    except FileNotFoundError:
        kept = _compile(rules)
        _keep(kept, file)
    return kept


def _compile(rules: Rules) -> Index:
    return Index(lexicon.read(rules), calques.by_form(rules))


def _fingerprint(rules: Rules) -> str:
    """Name what the index is made of: the rules, this package's code, the automaton's version."""
    digest = hashlib.sha256(f"{rules.hash}\0{version('pyahocorasick')}\0".encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:32]


def _keep(compiled: Index, file: Path) -> None:
    """Keep a compiled index for the next process; a folder that cannot be written keeps nothing."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(pickle.dumps(compiled, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
