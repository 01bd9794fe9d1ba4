"""Put the right form in place of a wrong one: article, elision, case ending, capital letter."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from cleaners.artifacts import cases, turkish
from cleaners.artifacts.context import Context
from cleaners.artifacts.endings import declined
from cleaners.artifacts.forms import fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence

WITH_ARTICLE = frozenset({"institution", "place", "concept", "media"})
"""Kinds whose names keep the article that stands before them."""
NO_ARTICLE = frozenset({"es", "fr", "it"})
"""Languages with articles that name companies without one."""
LONGEST_ARTICLE = 8

_NAME_AFTER = regex.compile(r"[ -]?[\p{Lu}\p{N}]")
_VOWEL = regex.compile(r"[aeiouyàâéèêëîïôûœ]", regex.IGNORECASE)
_GENDER = {
    "feminine": {"o ": "a ", "do ": "da ", "no ": "na ", "ao ": "à ", "pelo ": "pela "},
    "masculine": {"a ": "o ", "da ": "do ", "na ": "no ", "à ": "ao ", "pela ": "pelo "},
}
"""Portuguese articles agree with the new name: companies are feminine, coins and people not."""
_CASES = {
    **dict.fromkeys(("я", "а", "ы"), ("а", "я")),
    **dict.fromkeys(("ю", "у"), ("у", "ю")),
    **dict.fromkeys(("ем", "ом", "єм", "ой", "ою", "ей"), ("ом", "ем")),
    **dict.fromkeys(("е", "ові"), ("е", "е")),
}
"""The ending seen on the wrong form: the one for a right form in a hard consonant, and in -й/-ь."""
_OPEN = frozenset("бвгджзклмпстфхцчшщ")
_FEMININE = {"а": "", "я": "", "ы": "а", "и": "а", "у": "а", "ю": "а"}
"""Endings of names in -а and -я, and those that names in consonants have in the same case."""
_CYRILLIC_END = regex.compile(r"[бвгджзклмнпрстфхцчшщ]$", regex.IGNORECASE)
_SOFT_END = regex.compile(r"[йь]$", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What replaces ``start:end`` of the text."""

    start: int
    end: int
    after: str


def replace(
    text: str, found: Occurrence, concept: Concept, language: str, context: Context
) -> Replacement | None:
    """Give the replacement of a wrong form, or ``None`` where its language has no known form.

    >>> from cleaners import rules
    >>> from cleaners.artifacts import context, lexicon
    >>> from cleaners.artifacts.forms import Form
    >>> words, around = lexicon.read(rules.load()), context.read(rules.load())
    >>> found = Occurrence(6, 11, Form("huida", "nvidia", "spelling"))
    >>> replace("PDG d'Huida", found, words.concepts["nvidia"], "fr", around)
    Replacement(start=5, end=11, after='e NVIDIA')
    """
    name = concept.canonical(language, short=found.form.short)
    if name is None:
        return None
    start, end = found.start, found.end
    ending = _case_ending(found)
    if ending and language not in ("ru", "uk"):
        name = declined(name, ending, language)
    elif ending and (concept.kind == "person" or _CYRILLIC_END.search(name)):
        name = _declined(name, ending, language)
    elif concept.kind == "institution" and cases.governed(text, start, language):
        name = cases.genitive(name, language)
    generic = context.generic.get(language)
    if generic and concept.kind in ("company", "exchange") and text[end : end + 1] == " ":
        match = generic.match(fold(text), end + 1)
        end = match.end() if match else end
    lead = ""
    if _takes_no_article(text, end, found, concept, language):
        start, lead = _without_article(text, start, language, context)
        if language == "pt":
            start, lead = _agreeing(text, found.start, concept)
    start, lead = _elided(text, start, lead, name, language)
    end, added = _agreed(text, end, name, language)
    after = lead + name + added
    if not after[0].isupper() and _starts_line(text, start):
        after = after[0].upper() + after[1:]
    return Replacement(start, end, after)


def _agreed(text: str, end: int, name: str, language: str) -> tuple[int, str]:
    """Give what follows a name and agrees with how it ends, and where that ended before."""
    if language == "ko":
        particle = korean_particle(text, end, name)
        return end + len(particle), particle
    if language == "tr" and (agreed := turkish.ending(text, end, name)):
        return end + len(agreed[0]), agreed[1]
    return end, ""


def _takes_no_article(
    text: str, end: int, found: Occurrence, concept: Concept, language: str
) -> bool:
    """Tell whether an article before the form came with a translation: ``de la Huida``.

    A spelt-out company may be part of a longer name, which keeps its article.
    """
    if found.form.origin in ("literal", "calque"):
        return concept.kind not in WITH_ARTICLE
    company = concept.kind in ("company", "exchange") and language in NO_ARTICLE
    return company and _NAME_AFTER.match(text, end) is None


def _case_ending(found: Occurrence) -> str:
    """Give a form's case ending; of a spelt-out name in -а or -я, what one in a consonant has.

    Of the consonants only н and р end a syllable of Chinese: after others the vowel was its own.
    """
    own = found.form.stem and found.form.origin == "spelling" and found.form.text[-1] in _OPEN
    return _FEMININE.get(found.ending, found.ending) if own else found.ending


def _declined(name: str, ending: str, language: str) -> str:
    """Give each word of a Cyrillic name the case that the ending shows.

    >>> _declined("Джей Чоу", "ем", "ru"), _declined("Вонг Карвай", "я", "ru")
    ('Джеем Чоу', 'Вонга Карвая')
    """
    pair = _CASES.get(ending)
    if pair is None:
        return name
    hard = "у" if language == "uk" and ending in ("е", "ові") else pair[0]
    return " ".join(_in_case(word, hard, pair[1]) for word in name.split(" "))


def _in_case(word: str, hard: str, soft: str) -> str:
    if _CYRILLIC_END.search(word):
        return word + hard
    return word[:-1] + soft if _SOFT_END.search(word) else word


def _without_article(text: str, start: int, language: str, context: Context) -> tuple[int, str]:
    """Drop the article before a name that takes none; keep the preposition joined with it."""
    articles = context.articles.get(language, {})
    before = fold(text[max(0, start - LONGEST_ARTICLE) : start])
    for article in sorted(articles, key=len, reverse=True):
        position = len(before) - len(article)
        if before.endswith(article) and (position == 0 or not before[position - 1].isalnum()):
            return start - len(article), articles[article]
    return start, ""


def _agreeing(text: str, start: int, concept: Concept) -> tuple[int, str]:
    gender = "feminine" if concept.kind in ("company", "exchange") else "masculine"
    before = text[max(0, start - LONGEST_ARTICLE) : start]
    for article, agreeing in _GENDER[gender].items():
        position = len(before) - len(article)
        if before.lower().endswith(article) and (
            position <= 0 or not before[position - 1].isalpha()
        ):
            kept = agreeing if before[position].islower() else agreeing.capitalize()
            return start - len(article), kept
    return start, ""


def _elided(text: str, start: int, lead: str, name: str, language: str) -> tuple[int, str]:
    """Make French ``de``/``d'`` agree with how the right form begins."""
    if language != "fr":
        return start, lead
    vowel = bool(_VOWEL.match(name)) and not name.isupper()
    if lead:
        return start, "d’" if lead == "de " and vowel else lead
    before = text[max(0, start - 4) : start]
    for pattern, before_vowel, kept in _ELISIONS:
        match = pattern.search(before) if vowel == before_vowel else None
        if match:
            return start - len(match.group(2)), kept
    return start, lead


_ELISIONS = (
    (regex.compile(r"(?<!\p{L})(d)(['’])$", regex.IGNORECASE), False, "e "),
    (regex.compile(r"(?<!\p{L})(qu)(['’])$", regex.IGNORECASE), False, "e "),
    (regex.compile(r"(?<!\p{L})()(l['’])$", regex.IGNORECASE), False, ""),
    (regex.compile(r"(?<!\p{L})(d)(e )$", regex.IGNORECASE), True, "’"),
)
"""What may stand before a name (the second group changes), and before which initial it must."""


_PARTICLES = {one: pair for pair in ("은는", "이가", "을를", "과와") for one in pair}
"""Korean particles after a consonant and after a vowel."""
_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28


def korean_particle(text: str, end: int, name: str) -> str:
    """Give the particle after a Korean word in the shape that its last sound asks for.

    >>> korean_particle("투하를 한다", 2, "에어드롭")
    '을'
    """
    pair = _PARTICLES.get(text[end : end + 1])
    last = ord(name[-1])
    if pair is None or text[end + 1 : end + 2].isalpha():
        return ""
    if not _FIRST_SYLLABLE <= last <= _LAST_SYLLABLE:
        return ""
    return pair[(last - _FIRST_SYLLABLE) % _FINALS == 0]


def _starts_line(text: str, start: int) -> bool:
    return regex.search(r"(?:^|[.!?\n]\s*)$", text[max(0, start - 4) : start]) is not None
