"""Names of a translated page that only its original explains.

The lexicon's forms are looked for everywhere. Beside the original, which names who is meant, looser
likenesses will do: a name that sounds like one of the original's (``Gougueule``), that renders it
word by word (``Vieux Champ Électrique``), that cuts it short (``Mei Tana``), or that reads a
Japanese name by its characters (``Omori Senkei``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import product

import regex

from cleaners.artifacts import meanings, romanisation
from cleaners.artifacts.forms import LATIN_LANGUAGES, NOT_NEEDED, SOME, Form, fold
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import RIGHT, Named, Occurrence
from cleaners.artifacts.phonetic import inflected, skeleton
from cleaners.artifacts.scene import Places, Scene, starts_sentence
from cleaners.rules import BUILT_IN

SHORTEST = 5
"""Shorter words are like too many others."""
SHORTEST_NAME = 6
"""One word of fewer letters sounds like too many: Ford, Friday."""
LIKE = 0.65
"""How alike (``difflib`` ratio) the letters must be besides sounding the same."""
LONGEST_RUN = 4
"""Words of the longest rendering."""
SHORTEST_START = 3
"""Letters that a name cut short must keep."""
SYLLABLES = 3
"""Characters of the shortest surname one of whose readings may be another."""
BRANDS = frozenset({"company", "exchange", "coin", "product", "media"})
_TOKEN = regex.compile(r"\p{Lu}[\p{L}\p{M}]*(?:['’‑-][\p{L}\p{M}]+)*")
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[‑-][\p{L}\p{M}]+)*")
_SMALL = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "and",
        "de",
        "la",
        "le",
        "les",
        "l",
        "d",
        "des",
        "du",
        "del",
        "las",
        "los",
        "el",
        "y",
        "e",
        "et",
        "di",
        "della",
        "dell",
        "dei",
        "delle",
        "da",
        "do",
        "dos",
        "das",
        "von",
        "vom",
        "der",
        "die",
        "das",
        "im",
    ]
)
_PAIR = regex.compile(
    r"(?<![\p{L}'’-])\p{Lu}[\p{Latin}\p{M}'’-]+ \p{Lu}[\p{Latin}\p{M}'’-]+(?![\p{L}-])"
)
_BELONGING = frozenset(
    {"s", "n", "an", "ian", "er", "ers", "ese", "i", "ish", "us", "es", "e", "a"}
)
"""What makes another word of a name, of its people or of several: New York, New Yorker."""
_KANJI = regex.compile(r"\p{Han}{3,8}")
_TRADES = {
    "電気": "Electric",
    "電機": "Electric",
    "電子": "Electronics",
    "製薬": "Pharmaceutical",
    "重工業": "Heavy Industries",
    "銀行": "Bank",
    "証券": "Securities",
    "建設": "Construction",
    "化学": "Chemical",
    "製鋼": "Steel",
}
"""Ends of the names of Japanese firms that their English names translate."""
_FIRM = regex.compile(rf"(?<!\p{{Han}})(\p{{Han}}{{2,3}})({'|'.join(_TRADES)})(?!\p{{Han}})")
_NAMES_ALIKE = str.maketrans("r", "l")


@dataclass(frozen=True, slots=True)
class Original:
    """The page that a page was translated from: its language, text, and the concepts it names."""

    language: str
    text: str
    named: Named


def concepts(original: Original) -> Mapping[str, Concept]:
    """Give, by id, the people and firms that the original names and no lexicon knows."""
    found = {}
    for name in (*_pairs(original.text), *_japanese(original)):
        identifier = "original/" + fold(name).replace(" ", "-")
        found[identifier] = Concept(identifier, "person", name, name)
    return found | {firm.id: firm for firm in _firms(original)}


def _firms(original: Original) -> list[Concept]:
    """Give the firms of a Japanese original that are called by a surname and their trade."""
    if original.language != "ja":
        return []
    surnames, _ = _name_parts()
    found = {}
    for stem, trade in _FIRM.findall(original.text):
        if stem in surnames:
            name = f"{surnames[stem].capitalize()} {_TRADES[trade]}"
            identifier = "original/" + fold(name).replace(" ", "-")
            found[identifier] = Concept(identifier, "company", name, name, (stem + trade,))
    return list(found.values())


def counterparts(
    scene: Scene,
    original: Original,
    taken: Iterable[Occurrence],
    language_at: Callable[[int], str],
) -> Iterator[Occurrence]:
    """Give the names of a page that stand for a name of the original, and no form covers."""
    occupied = Places(list(taken))
    for found in (
        *_sounding(scene, original, language_at),
        *_rendered(scene, original, language_at),
        *_altered(scene, original, language_at),
        *_misread(scene, original, language_at),
    ):
        if any(occupied.over(found.start, found.end)):
            continue
        occupied = Places([*occupied.beginning(0, len(scene.text)), found])
        yield found
    for found in _nearly_read(scene, original, language_at):
        # Đức, the last syllable of Lagarde's reading, is also Germany.
        if all(one.form.origin in RIGHT for one in occupied.over(found.start, found.end)):
            yield found


def _named(scene: Scene, original: Original) -> list[Concept]:
    known = (scene.known(one) for one in sorted(original.named.all))
    return [concept for concept in known if concept.kind not in ("place", "institution", "concept")]


def _form(text: str, concept: Concept) -> Form:
    """Make the form; a brand needs a little, so that parts of longer names are looked at."""
    need = SOME if concept.kind in BRANDS else NOT_NEEDED
    return Form(fold(text), concept.id, "paired", need)


def _sounding(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the words that sound like a name of the original, or nearly read its characters."""
    named = _named(scene, original)
    if not named:
        return
    spelt = _words_of(original.text)
    tokens = list(_TOKEN.finditer(scene.text))
    for number, first in enumerate(tokens):
        for last in tokens[number : number + 2]:
            surface = scene.text[first.start() : last.end()]
            if last is not first and surface != f"{first.group()} {last.group()}":
                break
            folded = fold(surface)
            if len(folded) < SHORTEST or folded in spelt or _is_word(scene, folded):
                continue
            language = language_at(first.start())
            if language not in LATIN_LANGUAGES:
                continue
            one = [c for c in named if _sounds_like(folded, c, language)]
            if len(one) == 1:
                yield Occurrence(first.start(), last.end(), _form(surface, one[0]))


def _words_of(text: str) -> frozenset[str]:
    return frozenset(fold(match.group()) for match in _WORD.finditer(text))


def _is_word(scene: Scene, folded: str) -> bool:
    """Tell whether the page, or some language, uses a word in lower case."""
    if " " in folded:
        return False
    lower = regex.search(rf"(?<!\p{{L}}){regex.escape(folded)}(?!\p{{L}})", scene.text)
    return lower is not None or folded in scene.context.ordinary


def _sounds_like(folded: str, concept: Concept, language: str) -> bool:
    name = fold(concept.canonical(language) or "")
    if not name or not name.replace(" ", "").isascii() or folded == name or folded[0] != name[0]:
        return _spells(folded, concept)
    words, right = folded.split(), name.split()
    letters = SequenceMatcher(None, folded, name).ratio()
    close = letters >= LIKE and (len(right) > 1 or len(name) >= SHORTEST_NAME)
    alike = (
        close
        and len(words) == len(right)
        and all(_sound(a) == _sound(b) != "" for a, b in zip(words, right, strict=True))
    )
    return (alike and not inflected(folded, name)) or _spells(folded, concept)


def _sound(word: str) -> str:
    return skeleton(word.translate(_NAMES_ALIKE))


def _spells(folded: str, concept: Concept) -> bool:
    """Tell whether a word is one letter away from the pinyin of a brand's characters."""
    if concept.kind not in BRANDS or not folded.isalpha():
        return False
    return any(
        system == "pinyin"
        and len(text) >= SHORTEST
        and text[0] == folded[0]
        and _one_letter_away(text, folded)
        for source in concept.source
        for text, system in romanisation.spellings(source, person=False).items()
    )


def _one_letter_away(one: str, other: str) -> bool:
    """Tell whether at most one letter is another, too many or too few.

    >>> _one_letter_away("taida", "teida"), _one_letter_away("taida", "tada")
    (True, True)
    >>> _one_letter_away("taida", "tieda")
    False
    """
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    return first[1:] == second[1:] or first[1:] == second or first == second[1:]


def _rendered(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the words that translate the parts of a brand's name one by one."""
    glosses = scene.lexicon.glosses
    brands = [concept for concept in _named(scene, original) if concept.kind in BRANDS]
    known = {source for concept in brands for source in concept.source}
    brands += [firm for firm in _firms(original) if known.isdisjoint(firm.source)]
    prepared: dict[tuple[str, str], list[list[frozenset[str]]]] = {}
    words = list(_WORD.finditer(scene.text)) if brands else []
    for number, first in enumerate(words):
        if not first.group()[0].isupper():
            continue
        language = language_at(first.start())
        for run in _windows(scene.text, words, number):
            content = [fold(word.group()) for word in run if fold(word.group()) not in _SMALL]
            span = Occurrence(run[0].start(), run[-1].end(), Form("", "", "paired"))
            if len(content) < 2 or not _is_title(run, span, scene):
                continue
            for concept in brands:
                key = (concept.id, language)
                if key not in prepared:
                    prepared[key] = _parts(concept, language, glosses)
                if any(meanings.renders(content, parts) for parts in prepared[key]):
                    text = scene.text[span.start : span.end]
                    yield span._replace(form=_form(text, concept))
                    break


def _windows(
    text: str, words: list[regex.Match[str]], number: int
) -> Iterator[list[regex.Match[str]]]:
    """Give the runs of words from one on, the longest first, in one line without punctuation."""
    run = [words[number]]
    for word in words[number + 1 : number + 2 * LONGEST_RUN]:
        if text[run[-1].end() : word.start()] not in (" ", "'", "’", "-"):
            break
        run.append(word)
    for size in range(len(run), 1, -1):
        if fold(run[size - 1].group()) not in _SMALL:
            yield run[:size]


def _is_title(run: list[regex.Match[str]], span: Occurrence, scene: Scene) -> bool:
    """Tell whether words are written like a name: all with capitals, or one in mid-sentence."""
    content = [word.group() for word in run if fold(word.group()) not in _SMALL]
    return all(word[0].isupper() for word in content) or not starts_sentence(span, scene)


def _parts(
    concept: Concept, language: str, glosses: meanings.Glosses
) -> list[list[frozenset[str]]]:
    """Give what each part of a concept's names means, unless its own name says just that."""
    found = []
    name = concept.canonical(language) or concept.name
    for source in concept.source:
        parts = meanings.meanings(source)
        read = concept.id.startswith("original/")
        literal = not read and meanings.is_literal(name, source, language, glosses)
        if len(parts) > 1 and not literal:
            found.append([meanings.translated(part, language, glosses) for part in parts])
    return found


def _altered(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the names of two words that cut one of the original's short."""
    if original.language not in LATIN_LANGUAGES:
        return
    names = {tuple(fold(name).split()): name for name in _pairs(original.text)}
    spelt = _words_of(original.text)
    for match in _PAIR.finditer(scene.text, overlapped=True):
        words = tuple(fold(match.group()).split())
        if words in names or language_at(match.start()) not in LATIN_LANGUAGES:
            continue
        if scene.text[match.end() : match.end() + 2].strip()[:1].isupper():
            continue
        for right, name in names.items():
            if _cut(words, right, spelt):
                identifier = "original/" + fold(name).replace(" ", "-")
                concept = Concept(identifier, "person", name, name)
                yield Occurrence(match.start(), match.end(), _form(match.group(), concept))
                break


def _cut(words: tuple[str, ...], right: tuple[str, ...], spelt: frozenset[str]) -> bool:
    """Tell whether the last word lacks its end, or has l for r, and the first is the same."""
    if words[0] != right[0] or words[1] in spelt or not right[1].isalpha():
        return False
    end = right[1].removeprefix(words[1])
    whole = end == right[1] or len(words[1]) < SHORTEST_START
    short = not whole and bool(end) and end not in _BELONGING
    swapped = words[1].translate(_NAMES_ALIKE) == right[1].translate(_NAMES_ALIKE)
    return short or swapped


def _pairs(text: str) -> list[str]:
    """Give the pairs of capitalised words in a Latin text, each once."""
    found = dict.fromkeys(match.group() for match in _PAIR.finditer(text, overlapped=True))
    return [name for name in found if not name.isupper()]


@cache
def _name_parts() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Read how Japanese surnames and given names are read."""
    lines = (BUILT_IN / "romanisation" / "japanese_names.tsv").read_text("utf-8").splitlines()[1:]
    parts: dict[str, dict[str, str]] = {"surname": {}, "given": {}}
    for line in lines:
        characters, part, reading = line.split("\t")
        parts[part][characters] = reading
    return parts["surname"], parts["given"]


def _japanese(original: Original) -> dict[str, str]:
    """Give the Japanese people of a Japanese original: name in Latin letters, characters."""
    if original.language != "ja":
        return {}
    surnames, given = _name_parts()
    found: dict[str, str] = {}
    for match in _KANJI.finditer(original.text):
        run = match.group()
        for start, cut in product(range(len(run)), range(1, 4)):
            surname = run[start : start + cut]
            if surname not in surnames:
                continue
            for size in (3, 2):
                name = run[start + cut : start + cut + size]
                if len(name) == size and name in given:
                    latin = f"{given[name].capitalize()} {surnames[surname].capitalize()}"
                    found.setdefault(latin, surname + "\t" + name)
    return found


def _misread(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the Japanese names whose given name is read by its characters' other sounds."""
    for latin, characters in _japanese(original).items():
        given, surname = fold(latin).split()
        kanji = characters.partition("\t")[2]
        sounds = romanisation.japanese(kanji) | set(romanisation.spellings(kanji, person=False))
        wrong = {sound.replace("ou", "o").replace("uu", "u") for sound in sounds} | sounds
        concept = Concept("original/" + fold(latin).replace(" ", "-"), "person", latin, latin)
        for text in sorted(wrong - {given}):
            for order in (f"{surname} {text}", f"{text} {surname}"):
                for match in regex.finditer(rf"(?<!\p{{L}}){order}(?!\p{{L}})", scene.folded):
                    surface = scene.text[match.start() : match.end()]
                    if surface[0].isupper() and language_at(match.start()) in LATIN_LANGUAGES:
                        yield Occurrence(match.start(), match.end(), _form(surface, concept))


def _nearly_read(
    scene: Scene, original: Original, language_at: Callable[[int], str]
) -> Iterator[Occurrence]:
    """Give the given names before a surname nearly in its Vietnamese reading: ``La Gia Đức``."""
    for concept in _named(scene, original):
        given, _, surname = fold(concept.name).partition(" ")
        if concept.kind != "person" or not surname or given not in scene.folded:
            continue
        for source in concept.short_source:
            reading = fold(romanisation.vietnamese(source)).split()
            if len(reading) < SYLLABLES:
                continue
            pattern = (
                rf"(?<!\p{{L}}){regex.escape(given)}((?: \p{{L}}+){{{len(reading)}}})(?!\p{{L}})"
            )
            for match in regex.finditer(pattern, scene.folded):
                surface = scene.text[match.start() : match.end()]
                names = all(word[0].isupper() for word in surface.split())
                vietnamese = language_at(match.start()) == "vi"
                if names and vietnamese and _nearly(match.group(1).split(), reading):
                    yield Occurrence(match.start(), match.end(), _form(surface, concept))


def _nearly(words: list[str], reading: list[str]) -> bool:
    """Tell whether all words but one are those of a reading, and that one begins like its own.

    >>> _nearly("la gia duc".split(), "lap gia duc".split())
    True
    >>> _nearly("la gia duc".split(), "lap gia tu".split())
    False
    """
    wrong = [(one, other) for one, other in zip(words, reading, strict=True) if one != other]
    return len(wrong) == 1 and wrong[0][0][0] == wrong[0][1][0]
