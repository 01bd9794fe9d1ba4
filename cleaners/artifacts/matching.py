"""Find the lexicon's forms in a text: one table, script-aware borders, longest match first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import regex
from numpy.typing import NDArray

from cleaners import compiled
from cleaners.artifacts import calques, context, forms, general, lexicon
from cleaners.artifacts.calques import Calque
from cleaners.artifacts.endings import LANGUAGES as DECLINING
from cleaners.artifacts.endings import ending_at
from cleaners.artifacts.entries import LANGUAGE_CODES, LANGUAGES, ORIGINS, gathered
from cleaners.artifacts.form_table import CALQUE, FORM, SHORT, STEM, TOPIC, FormTable, Spoken
from cleaners.artifacts.forms import UNDECLINED, Form
from cleaners.artifacts.general import General
from cleaners.artifacts.lexicon import Lexicon
from cleaners.artifacts.reading import Reading, is_cjk, read
from cleaners.records import UNKNOWN_LANGUAGE, Page
from cleaners.rules import Rules

CASE_ENDINGS = regex.compile(
    r"(?:ью|ями|ами|ях|ах|ям|ам|ою|ей|ой|ем|ом|ові|еві|єм|я|ю|е|и|і|ї|й|ь|а|у|ы)?(?![\p{L}\p{M}\p{N}])"
)
"""Russian and Ukrainian case endings that may follow the stem of a name."""
UNSPACED = frozenset({"zh", "ja", "ko"})
_KATAKANA = regex.compile(r"[\p{Katakana}ー]")


class Occurrence(NamedTuple):
    """A form of the lexicon at ``start:end`` of the text.

    ``ending`` is a case ending, ``rivals`` the same form of other concepts.
    """

    start: int
    end: int
    form: Form
    ending: str = ""
    rivals: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Languages:
    """The primary language at each offset of a text: where a stretch begins, what is spoken."""

    starts: tuple[int, ...]
    spoken: tuple[str, ...]

    def __call__(self, position: int) -> str:
        """Give the primary language at an offset."""
        if len(self.starts) == 1:
            return self.spoken[0]
        return self.spoken[max(0, bisect_right(self.starts, position) - 1)]

    @classmethod
    def of(cls, page: Page) -> Languages:
        """Join the blocks of one language; those of none have the page's."""
        primary = page.language.partition("-")[0]
        starts, spoken = [0], [primary]
        for block in page.blocks:
            own = block.language
            language = primary if own == UNKNOWN_LANGUAGE else own.partition("-")[0]
            if language != spoken[-1]:
                starts.append(block.start)
                spoken.append(language)
        return cls(tuple(starts), tuple(spoken))


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


class Named(NamedTuple):
    """The concepts that an original names, and those among them that it names for certain."""

    all: frozenset[str] = frozenset()
    certain: frozenset[str] = frozenset()


class Found(NamedTuple):
    """What was found in a text, each in the order of the text."""

    occurrences: list[Occurrence]
    mentions: list[Mention]
    phrases: list[Phrase]


RIGHT = forms.RIGHT
INFLECTED = DECLINING | {"de"}
"""Languages in Latin letters that add an ending to a name."""
_SPELT = frozenset({"spelling", "hybrid", "human", "attested"})
SHORTEST_SPELT = 5
"""Fewer capitals in a row are an abbreviation of something else."""
_NO_NAMES = General(())
_DERIVED = frozenset({"_made"})
_BRACKETS = frozenset("(（[【")


class Index:
    """All forms, topic words and calques, by hash."""

    def __init__(
        self,
        words: Lexicon,
        phrases: Mapping[str, tuple[Calque, ...]],
        names: General = _NO_NAMES,
        ordinary: Collection[str] = (),
    ) -> None:
        """Compile; some twenty seconds for the built-in lexicon, so that it is kept in the cache.

        ``ordinary`` are the words of the languages that write in Chinese characters.
        """
        self._words = frozenset(ordinary)
        self.lexicon = words
        self.general = names
        self._calques = tuple(calque for rules in phrases.values() for calque in rules)
        self._domains = tuple(words.domains)
        self._concepts = tuple(words.concepts)
        entries, self._exact = gathered(words, phrases, names)
        self._table = FormTable(entries, len(self._concepts))

    def __getstate__(self) -> dict[str, object]:
        """Keep all but what follows from the rest."""
        return {name: value for name, value in vars(self).items() if name not in _DERIVED}

    @property
    def size(self) -> int:
        """How many forms, topic words and calques there are."""
        return self._table.size

    def find(
        self, text: str, language_at: Callable[[int], str], named: frozenset[str] = frozenset()
    ) -> Found:
        """Give the forms, the topic words and the calques of a text.

        ``language_at`` gives the primary language at an offset. Where forms overlap, the longest
        wins, then the one that needs least evidence. General names are looked for where the
        original has ``named`` them, or a bracket follows that may.
        """
        page = read(text)
        folded = page.folded
        occurrences: list[Occurrence] = []
        mentions: list[Mention] = []
        phrases: list[Phrase] = []
        own = len(self._concepts)
        for start, end, entry, right, kind, subject in self._scan(
            page, language_at, everything=bool(named)
        ):
            if kind == TOPIC:
                mentions.append(Mention(start, end, folded[start:end], self._domains[subject]))
                continue
            language = language_at(start)
            if kind == CALQUE:
                calque = self._calques[subject]
                if right and calque.language == language:
                    phrases.append(Phrase(start, end, calque))
            elif (
                subject < own
                or folded[end : end + 2].strip()[:1] in _BRACKETS
                or self._identifier(subject) in named
            ):
                form = self._form(entry, folded[start:end])
                found = _occurrence(_Hit(text, folded, start, end, language, bool(right)), form)
                if found:
                    occurrences.append(found)
        occurrences.sort(key=lambda o: o.form.need)
        mentions.sort(key=lambda mention: (mention.end, mention.start, mention.domain))
        return Found(_longest(_with_rivals(occurrences)), mentions, _longest(phrases))

    def named_in(self, text: str, language_at: Callable[[int], str]) -> Named:
        """Give the concepts that a text names rightly: in their own script or by a right form.

        Two Chinese characters that are a word may be just that: all others say for certain who is
        meant.
        """
        page = read(text)
        folded = page.folded
        named: set[str] = set()
        certain: set[str] = set()
        for start, end, entry, right, kind, _ in self._scan(page, language_at, everything=True):
            if kind != FORM:
                continue
            form = self._form(entry, folded[start:end])
            hit = _Hit(text, folded, start, end, language_at(start), bool(right))
            if form.origin in (*RIGHT, "source") and _occurrence(hit, form):
                named.add(form.concept)
                if len(form.text) > 2 or form.text not in self._words:
                    certain.add(form.concept)
        return Named(frozenset(named), frozenset(certain))

    def _scan(
        self, page: Reading, language_at: Callable[[int], str], *, everything: bool
    ) -> list[list[int]]:
        """Give what may stand in a text: start, end, entry, whether a border follows, kind, topic.

        General names count only before a bracket, unless ``everything`` is asked for.
        """
        starts, languages = _stretches(page.folded, language_at)
        spoken = np.array([LANGUAGE_CODES.get(one, 0) for one in languages], dtype=np.uint8)
        loose = np.array([one in INFLECTED for one in languages], dtype=np.uint8)
        return self._table.find(page, Spoken(starts, spoken, loose), everything=everything)

    def _identifier(self, subject: int) -> str:
        own = len(self._concepts)
        return self._concepts[subject] if subject < own else self.general.identifier(subject - own)

    def _form(self, entry: int, text: str) -> Form:
        """Give the form that an entry stands for; made once."""
        made = self._made.get(entry)
        if made is None:
            made = self._made[entry] = self._make(entry, text)
        return made

    @cached_property
    def _made(self) -> dict[int, Form]:
        """The forms that were met."""
        return {}

    def _make(self, entry: int, text: str) -> Form:
        columns = self._table.columns
        flags = int(columns.flags[entry])
        exact = int(columns.exact[entry])
        return Form(
            text,
            self._identifier(int(columns.subject[entry])),
            ORIGINS[columns.origin[entry]],
            float(columns.need[entry]),
            bool(flags & SHORT),
            LANGUAGES[columns.language[entry]],
            self._exact[exact] if exact >= 0 else "",
            bool(flags & STEM),
        )


class _Hit(NamedTuple):
    """Where a form was found; ``right`` tells whether a border follows."""

    text: str
    folded: str
    start: int
    end: int
    language: str
    right: bool


def _occurrence(hit: _Hit, form: Form) -> Occurrence | None:
    """Check border, language, case and diacritics of one hit."""
    text, start, language = hit.text, hit.start, hit.language
    if form.language and form.language != language:
        return None
    ending, end, right = _ending(hit, form)
    if not right:
        return None
    surface = text[start:end]
    if form.origin in RIGHT:
        matches = surface[0] == form.exact[0] or surface[0].isupper()
    elif form.exact and form.origin == "spelling":
        matches = surface.lower() == form.exact and all(map(_has_capitals, surface.split()))
    else:
        matches = not form.exact or surface.lower() == form.exact
        if form.origin in ("literal", "calque"):
            matches = matches and (" " in surface or _has_capitals(surface))
        elif form.origin == "suffix":
            # English writes all of a name with capitals: Beijing Motor, but a Beijing motor show.
            # Others write what it is small: moneda Taida, монет Тайда.
            words = surface.split()
            every = all if form.language in ("", "en", "de") else any
            matches = matches and every(map(_has_capitals, words))
        else:
            acronym = form.origin in _SPELT and surface.isupper() and len(surface) < SHORTEST_SPELT
            # Vietnamese writes each syllable alone: a small one is a word, "thứ Ba tại London".
            words = surface.split() if language == "vi" else [surface]
            matches = matches and all(map(_has_capitals, words)) and not acronym
        matches = matches and not _inside_word(text, start, end, form)
    return Occurrence(start, end, form, ending) if matches else None


def _ending(hit: _Hit, form: Form) -> tuple[str, int, bool]:
    """Give the case ending of a hit, where it ends with it, and whether a border follows."""
    _, folded, start, end, language, right = hit
    if form.stem and (match := CASE_ENDINGS.match(folded, end)):
        declined = match.group() in ("", "й") or folded[end - 1] not in UNDECLINED
        return match.group(), match.end(), declined
    if not right and language == "de" and folded.startswith("s", end):
        return "", end, _right_border(folded, end + 1)
    if not right and form.origin in _SPELT:
        ending = ending_at(folded, start, end, language)
        return ending, end + len(ending), bool(ending)
    return "", end, right


def _inside_word(text: str, start: int, end: int, form: Form) -> bool:
    """Tell whether letters of the same syllabary go on beside a name: ノイズ in シーノイズ."""
    if form.language == "ja":
        before, after = text[start - 1 : start], text[end : end + 1]
        kana = _KATAKANA.match(text, start) and _KATAKANA.match(text, end - 1)
        return bool(kana and (_KATAKANA.match(before) or _KATAKANA.match(after)))
    return form.origin == "spelling" and form.language == "ko" and text[start - 1 : start].isalpha()


def _stretches(
    text: str, language_at: Callable[[int], str]
) -> tuple[NDArray[np.int64], Sequence[str]]:
    """Give where each stretch of lines in one language begins, and its language."""
    if isinstance(language_at, Languages):
        return np.array(language_at.starts, dtype=np.int64), language_at.spoken
    starts, spoken = [0], [language_at(0)]
    position = 0
    for line in text.split("\n"):
        start = position + len(line) - len(line.lstrip())
        language = language_at(start)
        if language != spoken[-1]:
            starts.append(start)
            spoken.append(language)
        position += len(line) + 1
    return np.array(starts, dtype=np.int64), spoken


def _has_capitals(surface: str) -> bool:
    """Tell whether a name is written like one; scripts without case always are."""
    first = surface[0]
    return first.isupper() or not first.islower()


def _right_border(folded: str, end: int) -> bool:
    if end >= len(folded) or is_cjk(folded[end - 1]):
        return True
    after = folded[end]
    return not (after.isalnum() or "\u0300" <= after <= "\u036f") or is_cjk(after)


def _with_rivals(occurrences: list[Occurrence]) -> list[Occurrence]:
    """Join the wrong forms that several concepts claim at one place."""
    places: dict[tuple[int, int], Occurrence] = {}
    for one in occurrences:
        first = places.setdefault((one.start, one.end), one)
        wrong = first.form.origin not in RIGHT and one.form.origin not in RIGHT
        if wrong and one.form.concept != first.form.concept:
            places[one.start, one.end] = first._replace(rivals=(*first.rivals, one.form))
    return list(places.values())


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
    code = Path(__file__).parent.glob("*.py")
    return compiled.kept(rules, "names", code, lambda: _compile(rules), without=("boilerplate",))


def _compile(rules: Rules) -> Index:
    words = {
        form
        for form, languages in context.read(rules).ordinary.items()
        if len(form) <= 2 and not languages.keys().isdisjoint(UNSPACED)
    }
    return Index(lexicon.read(rules), calques.by_form(rules), general.read(rules), words)
