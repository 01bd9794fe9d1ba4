"""Names of an original in Latin letters that a page translates word by word.

``Silver Lake`` becomes ``Lago de Plata``, the composer ``Bach`` becomes ``Ruisseau``. Only the
original tells such a name from words that are meant, and only brands and surnames are looked for:
the names of institutions and places every language translates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain

import regex

from cleaners.artifacts import meanings
from cleaners.artifacts.forms import LATIN_LANGUAGES, NOT_NEEDED, SOME, Form, fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.original import BRANDS, Original
from cleaners.artifacts.scene import SENTENCE_START, Places, Scene
from cleaners.artifacts.slots import Slots, joins

PUBLIC = frozenset(
    [
        *("academy", "administration", "agency", "airport", "airlines", "airways", "army"),
        *("association", "authority", "bank", "bay", "board", "bridge", "bureau", "center"),
        *("centre", "church", "city", "college", "commission", "committee", "community"),
        *("congress", "council", "county", "court", "department", "exchange", "federation"),
        *("festival", "forum", "foundation", "games", "government", "hall", "hospital"),
        *("house", "institute", "island", "islands", "law", "library", "market", "ministry"),
        *("mountain", "museum", "national", "network", "observatory", "office", "organization"),
        *("palace", "park", "parliament", "party", "police", "port", "post", "prize"),
        *("programme", "program", "project", "province", "republic", "river", "school", "sea"),
        *("senate", "society", "square", "station", "stock", "street", "summit", "temple"),
        *("minister", "president", "secretary", "chancellor", "king", "queen", "prince"),
        *("general", "pope", "mayor", "governor", "senator", "judge", "officials", "state"),
        *("assembly", "ocean", "west", "east", "north", "south", "western", "eastern"),
        *("northern", "southern", "division", "league", "world", "earth", "moon", "god"),
        *("lake", "gulf", "coast", "continent", "pacific", "american", "european", "german"),
        *("chinese", "french", "swiss", "british", "japan", "spring", "summer", "autumn"),
        *("winter", "people", "nation", "law", "continent", "forest", "mainland", "universe"),
        *("theatre", "theater", "tower", "treaty", "union", "united", "university", "war"),
    ]
)
"""Words of names that are rightly translated."""
LINKS = ("", "s", "n", "en", "-")
"""What German puts between the words of a compound."""
NEXT = 40
"""Characters within which the next name of a list ends."""
SHORTEST = 3
"""Letters of the shortest word that a compound is cut into."""
LIKE = 0.5
"""How alike (``difflib`` ratio) the letters of a given name and of its translation are."""
_RUN = regex.compile(
    r"(?<![\p{L}\p{N}'’-])\p{Lu}[\p{Latin}\p{M}]+(?: \p{Lu}[\p{Latin}\p{M}]+){0,3}(?![\p{L}-])"
)
_COMPANY = regex.compile(
    r",? (?:inc|corp|ltd|plc|llc|ag|gmbh|sa|ceo|cfo|shares?|chief executive|stock|said|says|"
    r"announced|plans|unveiled|reported|declined|aktien?|teilte|a annoncé|anunció)(?!\p{L})"
)
"""What follows the name of a company (after *said* also a person's, who has a given name)."""
_WORD = regex.compile(r"[\p{Latin}\p{M}]+")
_GAP = regex.compile(r"[ '’-]")
_SMALL = frozenset(
    [
        "of",
        "de",
        "du",
        "des",
        "del",
        "da",
        "do",
        "di",
        "von",
        "la",
        "los",
        "las",
        "le",
        "d",
        "l",
        "dell",
    ]
)
_ARTICLE = regex.compile(
    r"(?<!\p{L})(?:the|an?|die|das|de[mnr]|ein\p{L}*|vom|zu[mr]|beim|l[eao]s?|un[ae]?|el|il|"
    r"[oa]s?|d[oa]s?|du|des|dell?a|dei|aux?|ao|uma?)\s$|['’]$"
)


def concepts(original: Original, lexicon: Lexicon, slots: Slots) -> Mapping[str, Concept]:
    """Give, by id, the brands and the people of an original that the lexicon may not know."""
    found = [_unknown(name, "company") for name in _traded(original, lexicon, slots)]
    for first, last in _surnames(original, lexicon):
        found += [_unknown(last, "person"), _unknown(f"{first} {last}".strip(), "person")]
    return {concept.id: concept for concept in found}


def translated(
    scene: Scene,
    original: Original,
    taken: Iterable[Occurrence],
    language_at: Callable[[int], str],
) -> Iterator[Occurrence]:
    """Give the words of a page that translate a name of its original, which it does not have."""
    language = language_at(0)
    if original.language not in LATIN_LANGUAGES or language not in LATIN_LANGUAGES:
        return
    if original.language == language:
        return
    occupied = Places(list(taken))
    for found in (
        *_brands(scene, original, language),
        *_people(scene, original, language),
    ):
        if language_at(found.start) == language and not any(occupied.over(found.start, found.end)):
            yield found


def _unknown(name: str, kind: str) -> Concept:
    identifier = "original/" + fold(name).replace(" ", "-")
    return Concept(identifier, "person" if kind == "person" else "company", name, name)


def _brands(scene: Scene, original: Original, language: str) -> Iterator[Occurrence]:
    """Give the renderings of brands of several words, and of one where it is written as a name."""
    here, spelt = _words(scene.text), f" {' '.join(_words(original.text))} "
    known = (scene.known(one) for one in sorted(original.named.all))
    brands = [c for c in known if c.kind in BRANDS and f" {fold(c.name)} " in spelt]
    brands = [c for c in brands if " " in c.name or _stands_alone(c.name, original.text)]
    brands += [
        _unknown(name, "company") for name in _traded(original, scene.lexicon, scene.context.slots)
    ]
    page = f" {' '.join(here)} "
    for concept in brands:
        words = fold(concept.name).split()
        if len(words) == 1:
            words = _compound(words[0], scene.lexicon) or words
        parts = [_senses(word, language, scene.lexicon) for word in words]
        rightly = any(is_public(word, scene.lexicon) for word in words)
        if rightly or not any(parts) or f" {fold(concept.name)} " in page:
            continue
        if not all(parts):
            parts = _shared(words, parts, language, scene.lexicon)
        if not all(parts):
            continue
        if len(words) == 1:
            spans = _single(scene, parts[0], language)
        elif language == "de":
            spans = chain(_titles(scene, parts), _single(scene, _compounds(parts), language))
        else:
            spans = _titles(scene, parts)
        for start, end in spans:
            form = Form(fold(scene.text[start:end]), concept.id, "paired", SOME)
            yield Occurrence(start, end, form)


def _stands_alone(name: str, text: str) -> bool:
    """Tell whether a name of one word is ever no part of a longer one: Gate, but not Iron Gate."""
    runs = (run.group() for run in _RUN.finditer(text))
    return fold(name) in map(fold, runs)


def _compound(word: str, lexicon: Lexicon) -> list[str]:
    """Cut a name into the two words that it is made of: ``facebook``; empty where it is not.

    >>> from cleaners import rules
    >>> from cleaners.artifacts import lexicon
    >>> _compound("facebook", lexicon.read(rules.load()))
    ['face', 'book']
    """
    cuts = range(SHORTEST, len(word) - SHORTEST + 1)
    return next(
        (
            [word[:cut], word[cut:]]
            for cut in cuts
            if word[:cut] in lexicon.glosses and word[cut:] in lexicon.glosses
        ),
        [],
    )


def _compounds(parts: list[frozenset[str]]) -> frozenset[str]:
    """Join the words of a name as German does: ``Formenergie``."""
    if len(parts) != 2:
        return frozenset()
    return frozenset(
        first + link + second for first in parts[0] for second in parts[1] for link in LINKS
    )


def _people(scene: Scene, original: Original, language: str) -> Iterator[Occurrence]:
    """Give the renderings of people's surnames, with the given name or alone."""
    here = frozenset(_words(scene.text))
    for first, last in _surnames(original, scene.lexicon):
        parts = _senses(fold(last), language, scene.lexicon)
        if fold(last) in here or not parts:
            continue
        for start, end in _single(scene, parts, language, after=fold(first)):
            name = f"{first} {last}" if " " in scene.text[start:end] else last
            form = Form(fold(last), _unknown(name, "person").id, "paired", NOT_NEEDED)
            yield Occurrence(start, end, form)


def _titles(scene: Scene, parts: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Give the runs of words that translate each part once and are written like a name."""
    words = list(_WORD.finditer(scene.text))
    for number, first in enumerate(words):
        run = _run(scene.text, words, number, len(parts)) if first.group()[0].isupper() else []
        named = all(word.group()[0].isupper() for word in run)
        if run and (named or not _begins(scene, first.start())):
            folded = [fold(word.group()) for word in run]
            if meanings.renders(folded, parts):
                yield first.start(), run[-1].end()


def _run(
    text: str, words: list[regex.Match[str]], number: int, size: int
) -> list[regex.Match[str]]:
    """Give so many words from one on, prepositions left out; none where something parts them."""
    run = [words[number]]
    last = run[0]
    for word in words[number + 1 :]:
        if len(run) == size or not _GAP.fullmatch(text, last.end(), word.start()):
            break
        last = word
        if fold(word.group()) not in _SMALL:
            run.append(word)
    return run if len(run) == size else []


def _single(
    scene: Scene, part: frozenset[str], language: str, *, after: str = ""
) -> Iterator[tuple[int, int]]:
    """Give the words that translate a name of one, with a capital that only a name has there.

    ``after`` is the given name that may stand before it.
    """
    small = {word for word in _WORD.findall(scene.text) if word.islower()}
    for match in _WORD.finditer(scene.text):
        word = match.group()
        if not word[0].isupper() or fold(word) not in part or fold(word) in map(fold, small):
            continue
        before = scene.text[max(0, match.start() - 24) : match.start()]
        given = fold(before).split()[-1:] if before.endswith(" ") else []
        if given and after and _same_given(given[0], after):
            yield match.start() - len(given[0]) - 1, match.end()
            continue
        follows = scene.text[match.end() : match.end() + 2].strip()[:1].isupper()
        led = bool(given) and before.split()[-1][0].isupper() and language != "de"
        if not (follows or led or _begins(scene, match.start()) or _ARTICLE.search(fold(before))):
            yield match.span()


def _same_given(one: str, other: str) -> bool:
    return one[:1] == other[:1] and SequenceMatcher(None, one, other).ratio() >= LIKE


def _begins(scene: Scene, start: int) -> bool:
    return start == 0 or SENTENCE_START.search(scene.text[max(0, start - 6) : start]) is not None


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _traded(original: Original, lexicon: Lexicon, slots: Slots) -> Iterator[str]:
    """Give the names of several words that an English original uses as a company's."""
    if original.language != "en":
        return
    folded = fold(original.text)
    for match in _RUN.finditer(original.text):
        name = match.group()
        words = fold(name).split()
        start, end = match.span()
        if len(words) > 1 and PUBLIC.isdisjoint(words) and not name.isupper():
            led = slots.trade(folded, start, end, slots.fields) or slots.head(folded, start, "en")
            if led or _COMPANY.match(folded, end) or _listed(original.text, match, lexicon):
                yield name


def _listed(text: str, name: regex.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether a name stands in a list with a company that the lexicon knows."""
    companies = _companies(lexicon)
    for match in _RUN.finditer(text, max(0, name.start() - NEXT), name.end() + NEXT):
        first, second = sorted([match.span(), name.span()])
        if fold(match.group()) in companies and joins(fold(text[first[1] : second[0]])):
            return True
    return False


@lru_cache(maxsize=4)
def _companies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(fold(c.name) for c in lexicon.concepts.values() if c.kind == "company")


def _surnames(original: Original, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Give given names and surnames where the surname is also a word; ``""`` for no given name.

    A surname without a given name must be a word of another language than the English original's.
    """
    heads, small = words_by_sense(lexicon), frozenset(_WORD.findall(original.text))
    seen: set[str] = set()
    for match in _RUN.finditer(original.text):
        *given, last = match.group().split()
        plain = fold(last)
        if plain in seen or plain in small or plain not in heads or is_public(plain, lexicon):
            continue
        known = len(given) == 1 and fold(given[0]) in given_names(lexicon)
        foreign = not given and plain not in lexicon.glosses and original.language == "en"
        if known or foreign:
            seen.add(plain)
            yield (given[0] if given else ""), last


@lru_cache(maxsize=4)
def given_names(lexicon: Lexicon) -> frozenset[str]:
    """Give the given names of the lexicon's people that are no words."""
    people = (c for c in lexicon.concepts.values() if c.kind == "person" and " " in c.name)
    return frozenset(fold(c.name.split()[0]) for c in people) - words_by_sense(lexicon).keys()


def is_public(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word, in any language, is one of those that names rightly translate."""
    return not PUBLIC.isdisjoint(words_by_sense(lexicon).get(word, frozenset())) or word in PUBLIC


@lru_cache(maxsize=4)
def words_by_sense(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    """Give the English words that a word of some language translates."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for english, table in lexicon.glosses.items():
        found[english].add(english)
        for language in sorted(LATIN_LANGUAGES & table.keys()):
            for word in table[language]:
                found[fold(word)].add(english)
    return {word: frozenset(english) for word, english in found.items()}


def _shared(
    words: list[str], parts: list[frozenset[str]], language: str, lexicon: Lexicon
) -> list[frozenset[str]]:
    """Add to the words of a name those that are spelt the same in both languages: ``form``."""
    return [
        part or frozenset({word} & renderings(word, language, lexicon))
        for word, part in zip(words, parts, strict=True)
    ]


def renderings(word: str, language: str, lexicon: Lexicon) -> frozenset[str]:
    """Give the folded words of a language that translate a word of any language."""
    english = sorted(words_by_sense(lexicon).get(word, frozenset()))
    return meanings.translated(english, language, lexicon.glosses)


def _senses(word: str, language: str, lexicon: Lexicon) -> frozenset[str]:
    """Give the folded words of a language that translate a word, without the word itself."""
    return renderings(word, language, lexicon) - {word}
