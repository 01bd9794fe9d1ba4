"""Names of an original that no language translates: brands, and people whose surname is a word.

Nobody lists them. A name is a brand's where the original says so: after ``shares of``, before
``GmbH``, in Latin letters beside ``公司``. Authorities, places and works are translated rightly, so
that a name with a word of theirs is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from cleaners.artifacts.context import Context
from cleaners.artifacts.firms import Firms
from cleaners.artifacts.forms import fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.slots import joins
from cleaners.artifacts.translated import PUBLIC, given_names, words_by_sense
from cleaners.artifacts.windows import SMALL
from cleaners.rules import BUILT_IN

OFFICIAL = frozenset(
    [
        *("federal", "royal", "central", "reserve", "public", "social", "development", "cross"),
        *("trust", "service", "services", "security", "international", "fund", "funds", "fair"),
        *("deposit", "deposits", "railway", "railways", "rail", "mint", "treasury", "revenue"),
        *("customs", "police", "fire", "health", "medical", "chamber", "chambers", "doctors"),
        *("reporters", "front", "movement", "green", "deal", "agreement", "alliance", "cup"),
        *("prize", "award", "awards", "olympic", "olympics", "museum", "saint", "holy", "old"),
        *("new", "gate", "road", "avenue", "line", "valley", "hill", "hills", "beach", "bay"),
        *("cape", "desert", "strait", "channel", "canal", "bridge", "castle", "cathedral"),
        *("act", "bill", "code", "constitution", "democratic", "republican", "socialist"),
        *("liberal", "conservative", "labour", "labor", "workers", "trade", "statistics"),
        *("monetary", "nuclear", "space", "standard", "standards", "regulatory", "inspectorate"),
        *("auditors", "criminal", "supreme", "constitutional", "administrative", "commissioner"),
        *("director", "chairman", "executive", "officer", "manager", "attorney", "prosecutor"),
        *("prince", "princess", "emperor", "empress", "sultan", "duke", "lord", "lady", "sir"),
        *("captain", "major", "colonel", "doctor", "professor", "father", "mother", "brother"),
        *("sister", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december", "christmas", "easter", "internet", "web"),
        *("english", "spanish", "italian", "dutch", "polish", "russian", "japanese", "korean"),
        *("indian", "african", "asian", "asia", "africa", "europe", "america", "china", "germany"),
        *("france", "spain", "italy", "russia", "india", "korea", "arab", "islamic", "catholic"),
        *("machine", "learning", "artificial", "intelligence", "private", "key", "smart", "proof"),
    ]
)
"""More words, in English, of names that are rightly translated: offices, places, terms."""
AUTHORITIES = (
    *("court", "tribunal", "ministry", "minister", "nations", "parliament", "council", "senate"),
    *("committee", "commission", "federation", "republic", "government", "university", "police"),
    *("army", "church", "party", "congress", "assembly", "agency", "authority", "department"),
    *("president", "association", "museum", "institute", "foundation", "union", "embassy"),
)
"""English words whose like, in any language, is no part of a brand."""
FEWEST_LETTERS = 4
LONGEST = 4
"""Words of the longest name."""
TRADE = 24
"""Characters before a person's name within which a trade says what the person is."""
_TRANSLATED = frozenset({"place", "institution", "concept", "media"})
"""Kinds of the lexicon whose names languages have of their own."""
_RUN = regex.compile(
    r"(?<![\p{Latin}\p{M}\p{N}'’.@#/_-])\p{Lu}[\p{Latin}\p{M}]+(?: \p{Lu}[\p{Latin}\p{M}]+){0,5}"
    r"(?![\p{Latin}\p{M}\p{N}_@/])"
)
_GLOSS = regex.compile(r"[(（]\s*$")
_LONGER = regex.compile(
    r"(?<=\p{L},? )\p{Lu}\p{Ll}+ (?:of|for|de|du|des|del|da|do|dos|das|di|dei|della|van|von)"
    r"(?: (?:la|los|las|the))? $|(?<=\p{L},? )\p{Lu}\p{Ll}+ (?:de |della |dell|de l|d|)['’]$"
)
"""What makes a name the end of a longer one: ``la Banque des …``."""
_THE = regex.compile(r"(?<!\p{L})the [\"“]?$", regex.IGNORECASE)
_NOUN_AFTER = regex.compile(r"[\"”]? (?!and|or|but|is|was|in|on|at|to|of|for)\p{Ll}{3}")


class Person(NamedTuple):
    """A person of an original in Latin letters: given name, surname."""

    given: str
    surname: str


def brands(text: str, language: str, lexicon: Lexicon, firms: Firms) -> tuple[str, ...]:
    """Give the brands of an original in Latin letters, in the order in which they come.

    >>> from cleaners import rules
    >>> from cleaners.artifacts import firms, lexicon
    >>> all_rules = rules.load()
    >>> words, around = lexicon.read(all_rules), firms.read(all_rules)
    >>> brands("Shares of Copper Lantern fell; the Royal Mint is shut.", "en", words, around)
    ('Copper Lantern',)
    >>> brands("荷兰公司 Amber Kiln 周四宣布建厂。", "zh", words, around)
    ('Amber Kiln',)
    """
    folded = fold(text)
    if len(folded) != len(text):
        return ()
    runs = list(_RUN.finditer(text))
    known = _known(lexicon)
    listed = (
        run.group()
        for run in runs
        if fold(run.group()) in known and _places().isdisjoint(fold(run.group()).split())
    )
    found = dict.fromkeys(listed)
    found |= dict.fromkeys(
        name
        for run in runs
        for name in _called(run, text, folded, language, firms)
        if _is_brand(name, text, language, lexicon)
    )
    for chain in _lists(runs, folded):
        if any(run.group().startswith(tuple(found)) for run in chain):
            names = (run.group() for run in chain)
            several = [n for n in names if " " in n and not n.startswith(tuple(found))]
            found |= {name: None for name in several if _is_brand(name, text, language, lexicon)}
    return tuple(found)


def _lists(runs: list[regex.Match[str]], folded: str) -> Iterator[list[regex.Match[str]]]:
    """Give the runs that stand in one list."""
    chain = runs[:1]
    for first, second in pairwise(runs):
        if not joins(folded[first.end() : second.start()]):
            yield chain
            chain = []
        chain.append(second)
    yield chain


def _called(
    run: regex.Match[str], text: str, folded: str, language: str, firms: Firms
) -> Iterator[str]:
    """Give the part of a run of capitalised words that is called a firm; words before are titles.

    A name that explains a term in brackets is a translation itself.
    """
    before = text[max(0, run.start() - 24) : run.start()]
    if _GLOSS.search(before) or (language != "de" and _LONGER.search(before)):
        return
    words = [
        (run.start() + m.start(), run.start() + m.end())
        for m in regex.finditer(r"\S+", run.group())
    ]
    for first, (start, after) in enumerate(words):
        if fold(text[start:after]) in SMALL:
            continue
        for _, end in reversed(words[first:][:LONGEST]):
            whole = end == words[-1][1]
            if (whole or end == words[-1][0] - 1) and firms.stands(folded, start, end, language):
                yield text[start:end]
                return


def _is_brand(name: str, text: str, language: str, lexicon: Lexicon) -> bool:
    words = fold(name).split()
    letters = sum(map(len, words))
    if name.isupper() or letters < FEWEST_LETTERS or " ".join(words) in _translated(lexicon):
        return False
    if any(is_official(word, lexicon) for word in words) or not _places().isdisjoint(words):
        return False
    return language != "en" or not _is_described(name, text)


def is_official(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a folded word, in any language, is one of those that names rightly translate."""
    senses = words_by_sense(lexicon).get(word, frozenset()) | {word}
    return not (senses.isdisjoint(PUBLIC) and senses.isdisjoint(OFFICIAL))


def _is_described(name: str, text: str) -> bool:
    """Tell whether English puts its article before a name: it describes what it names."""
    pattern = regex.compile(rf"(?<!\p{{L}}){regex.escape(name)}(?!\p{{L}})")
    return any(
        _THE.search(text[max(0, match.start() - 6) : match.start()])
        and not _NOUN_AFTER.match(text, match.end())
        for match in pattern.finditer(text)
    )


def people(text: str, language: str, lexicon: Lexicon, context: Context) -> tuple[Person, ...]:
    """Give the people of an original in Latin letters whom something tells from places.

    That is a given name that is known, a trade before the name, commas around it, or the surname
    alone elsewhere; of several with one surname the first.

    >>> from cleaners import rules
    >>> from cleaners.artifacts import context, lexicon
    >>> words, around = lexicon.read(rules.load()), context.read(rules.load())
    >>> people("Ottoline Marsh came. Then Marsh spoke on Mount Ondal.", "en", words, around)
    (Person(given='Ottoline', surname='Marsh'),)
    """
    runs = list(_RUN.finditer(text))
    split = [run.group().split() for run in runs]
    times = Counter(word for words in split for word in words)
    pairs = Counter(pair for words in split for pair in pairwise(words))
    found: dict[str, Person] = {}
    for run, words in zip(runs, split, strict=True):
        given, surname = words[-2:] if len(words) > 1 else ("", "")
        if len(given) < FEWEST_LETTERS or _is_title(given, surname, lexicon):
            continue
        known = fold(given) in given_names(lexicon)
        recurs = times[surname] > pairs[given, surname]
        if known or recurs or _is_introduced(run, text, language, context):
            found.setdefault(surname, Person(given, surname))
    return tuple(found.values())


def _is_introduced(run: regex.Match[str], text: str, language: str, context: Context) -> bool:
    """Tell whether a trade stands before a name of two words, or commas on both sides."""
    before = text[max(0, run.start() - TRADE) : run.start()]
    if before.endswith(", ") and text[run.end() : run.end() + 1] == ",":
        return True
    vocations = context.vocations.get(language)
    return vocations is not None and vocations.search(fold(before + run.group())) is not None


def _is_title(given: str, surname: str, lexicon: Lexicon) -> bool:
    """Tell whether the first of two words is one of some language, or the second no person's."""
    plain = fold(surname)
    if fold(given) in words_by_sense(lexicon) or plain in _places():
        return True
    return any(is_official(word, lexicon) for word in (fold(given), plain))


@lru_cache(maxsize=4)
def _known(lexicon: Lexicon) -> frozenset[str]:
    """Give the folded names of several words that the lexicon has for firms."""
    firms = (c for c in lexicon.concepts.values() if c.kind == "company" and " " in c.name)
    return frozenset(fold(concept.name) for concept in firms)


@lru_cache(maxsize=4)
def _translated(lexicon: Lexicon) -> frozenset[str]:
    """Give the folded names of what languages call by names of their own."""
    named: list[Concept] = [c for c in lexicon.concepts.values() if c.kind in _TRANSLATED]
    return frozenset(fold(name) for concept in named for name in (concept.name, *concept.variants))


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Give the folded words of countries and cities in all languages that are names alone."""
    words = set()
    for table in ("places.tsv", "cities.tsv"):
        lines = (BUILT_IN / "quality" / table).read_text("utf-8").splitlines()[1:]
        names = (fold(line.split("\t")[-1]) for line in lines)
        words |= {name for name in names if " " not in name}
    return frozenset(words)
