"""Names that a translated sentence renders, told by where they stand beside the original.

No lexicon knows Copper Lantern. Where the original calls it a firm, and the sentence beside it has
*Lanterne de Cuivre* in its place, the one renders the other: by sense, by the words around it, by
coming again, and by nothing else being left over on either side. What fewer of these say is
suggested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import regex
from anyascii import anyascii
from rapidfuzz import fuzz

from cleaners.artifacts import context as contexts
from cleaners.artifacts import firms, kept_names, meanings
from cleaners.artifacts.forms import NOT_NEEDED, Form, fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import RIGHT, Languages, Occurrence, index
from cleaners.artifacts.replacement import replace
from cleaners.artifacts.scene import Places, Scene
from cleaners.artifacts.translated import renderings
from cleaners.artifacts.windows import NOUNS, Window, windows
from cleaners.edits import edit_page
from cleaners.records import Cleaned, Edit, Page
from cleaners.rules import Rules

STEP = "names"
ENOUGH = 4
"""Points from which a run is replaced; each kind of evidence is worth one, full sense two."""
DOUBTFUL = 3
"""Points from which it is suggested."""
MOST = 3
"""Words of a run that stands for a name of one word."""
WHOLE, HALF = 0.6, 0.42
"""How near (cosine) the senses of a name and of its rendering are: all of it, part of it."""
WORD = 0.6
"""How near the senses of two words are that translate each other."""
SURNAME = 0.45
"""How near the sense of a surname is to that of its translation, after the same given name."""
AUTHORITY = 0.8
"""How near the sense of a word is to that of an authority's."""
ELSEWHERE = 60.0
"""How alike (0-100) the letters are of a name and of what spells it in another script."""
LIKE = 70.0
"""How alike (0-100) the letters of two surnames are that may be spellings of one: Zhuk, Schuk."""
NAMING = 24
"""Characters before a run in which a naming verb speaks about the name itself."""
UNINFLECTED = frozenset({"en", "fr", "es", "pt", "it", "de", "nl", "id", "vi"})
"""Languages that leave a surname as it is."""
ALL_CAPITALS = frozenset({"en", "de", "nl"})
"""Languages that write all words of a name with capitals."""
_LATIN = regex.compile(r"\p{Latin}")
_NAMES = regex.compile(r"(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}]{3,}")
_WORDS = regex.compile(r"[\p{L}\p{M}]+")

Likeness = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]
"""Gives how near the senses of texts are to those of others (cosines); zeros where not known."""


class Bead(NamedTuple):
    """A sentence of the original, and where in the page the one beside it stands."""

    source: str
    start: int
    end: int


@dataclass(frozen=True)
class _Couple:
    """A page and its original, sentence by sentence, and all that is known of both."""

    page: Page
    spoken: str
    beads: Sequence[Bead]
    rules: Rules
    likeness: Likeness
    language: str = field(init=False)
    folded: str = field(init=False)
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        """Fold the page once."""
        compiled = index(self.rules)
        object.__setattr__(self, "language", self.page.language.partition("-")[0])
        object.__setattr__(self, "folded", fold(self.page.text))
        scene = Scene(self.page.text, compiled.lexicon, contexts.read(self.rules), (), ())
        object.__setattr__(self, "scene", scene)

    @property
    def lexicon(self) -> Lexicon:
        return self.scene.lexicon

    @cached_property
    def rights(self) -> Places[Occurrence]:
        """Where the page has right names of the lexicon."""
        languages = Languages.of(self.page)
        found, _, _ = index(self.rules).find(self.page.text, languages, frozenset())
        return Places([one for one in found if one.form.origin in RIGHT])

    def target(self, bead: Bead) -> str:
        return self.folded[bead.start : bead.end]

    def missing(self, name: str) -> list[int]:
        """Give the beads whose original has a name more often than the page."""
        pattern = _whole(fold(name))
        return [
            number
            for number, bead in enumerate(self.beads)
            if len(pattern.findall(fold(bead.source))) > len(pattern.findall(self.target(bead)))
        ]


class _Case(NamedTuple):
    """A name and the runs that may render it, all of the same words; what speaks for it."""

    name: str
    runs: tuple[Window, ...]
    sense: int
    points: int


def repair(
    page: Page, spoken: str, beads: Sequence[Bead], rules: Rules, likeness: Likeness
) -> Cleaned:
    """Give the page with the brands and surnames of its original in place of their renderings.

    ``spoken`` is the language of the original, ``beads`` its sentences with the page's beside them.
    """
    couple = _Couple(page, spoken.partition("-")[0], beads, rules, likeness)
    if len(couple.folded) != len(page.text):
        return Cleaned(page)
    judged = [*_brands(couple), *_people(couple)]
    edits = _disjoint(edit for edit, certain in judged if certain)
    suggestions = _disjoint(edit for edit, certain in judged if not certain)
    if edits:
        # Offsets of a suggestion are those of the text that the edits give: the next round has it.
        suggestions = []
    return Cleaned(edit_page(page, edits), tuple(edits), tuple(suggestions))


def names(text: str, spoken: str, rules: Rules) -> tuple[str, ...]:
    """Give the brands and surnames of an original that its translation must keep."""
    lexicon, context = index(rules).lexicon, contexts.read(rules)
    people = kept_names.people(text, spoken, lexicon, context)
    return (
        *kept_names.brands(text, spoken, lexicon, firms.read(rules)),
        *(person.surname for person in people),
    )


def lacks(page: Page, original: str, spoken: str, rules: Rules) -> bool:
    """Tell whether a page has a name of its original less often, and so may render it."""
    here, there = fold(page.text), fold(original)
    return any(
        len(pattern.findall(here)) < len(pattern.findall(there))
        for pattern in (_whole(fold(name)) for name in names(original, spoken, rules))
    )


def _whole(folded: str) -> regex.Pattern[str]:
    joined = r"[ \u00a0‑-]".join(map(regex.escape, folded.split(" ")))
    return regex.compile(rf"(?<![\p{{Latin}}\p{{M}}]){joined}(?!\p{{M}})")


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _brands(couple: _Couple) -> Iterator[tuple[Edit, bool]]:
    """Give the edits of renderings of brands, and whether each is certain."""
    text = "\n".join(bead.source for bead in couple.beads)
    found = kept_names.brands(text, couple.spoken, couple.lexicon, firms.read(couple.rules))
    found = tuple(name for name in found if not _is_authority(couple, name))
    missing = {name: beads for name in found if (beads := couple.missing(name))}
    best = [case for name in missing if (case := _best(couple, name, missing))]
    taken: set[tuple[int, int]] = set()
    for case in sorted(best, key=lambda case: (-case.points, case.name)):
        runs = [run for run in case.runs if (run.start, run.end) not in taken]
        taken |= {(run.start, run.end) for run in runs}
        for run in runs:
            edit, known = _edit(couple, run.start, run.end, case.name, "company")
            yield edit, known and case.points >= ENOUGH and not _is_named(couple, run)


def _is_authority(couple: _Couple, name: str) -> bool:
    """Tell whether a word of a name means what only authorities are called: ``Tribunal``."""
    rows = couple.likeness(name.lower().split(), kept_names.AUTHORITIES)
    return any(max(row) >= AUTHORITY for row in rows)


def _best(couple: _Couple, name: str, missing: Mapping[str, Sequence[int]]) -> _Case | None:
    """Give the runs that render a name best, or ``None``."""
    groups: defaultdict[tuple[str, ...], list[Window]] = defaultdict(list)
    own = frozenset(fold(name).split())
    for number in missing[name]:
        for window in _windows(couple, number, own):
            groups[window.key].append(window)
    senses = _senses(couple, name, [runs[0] for runs in groups.values()])
    cases = [
        case
        for runs, sense in zip(groups.values(), senses, strict=True)
        if (case := _case(couple, name, runs, sense, missing))
    ]
    cases = [case for case in cases if not any(_comes_oftener(one, case) for one in cases)]
    ranked = sorted(cases, key=lambda case: (-case.points, -case.sense, -len(case.runs)))
    if len(ranked) > 1 and ranked[0][2:] == ranked[1][2:] and _apart(*ranked[:2]):
        return None
    return ranked[0] if ranked and ranked[0].points >= DOUBTFUL else None


def _comes_oftener(one: _Case, other: _Case) -> bool:
    """Tell whether a run stands in the other, and elsewhere besides: *Mỹ* is no part of a name."""
    first = other.runs[0]
    inside = any(first.start <= run.start and run.end <= first.end for run in one.runs)
    return inside and len(one.runs) > len(other.runs)


def _apart(one: _Case, other: _Case) -> bool:
    """Tell whether two runs share no place, so that each may render the name as well."""
    first, second = one.runs[0], other.runs[0]
    return first.bead == second.bead and not (first.start < second.end and second.start < first.end)


def _windows(couple: _Couple, number: int, own: frozenset[str]) -> Iterator[Window]:
    """Give the runs of a sentence that nothing in the original explains."""
    bead = couple.beads[number]
    others = frozenset(_WORDS.findall(fold(bead.source))) - own
    names = [fold(name) for name in _NAMES.findall(bead.source) if fold(name) not in own]
    span = bead.start, bead.end
    for window in windows(couple.page.text, span, number, couple.language, others):
        rights = couple.rights.over(window.start, window.end)
        if any(one.start <= window.start and window.end <= one.end for one in rights):
            continue
        if not window.capitals and couple.language in ALL_CAPITALS:
            continue
        if any(_is_spelling(name, word) for name in names for word in window.words):
            continue
        if _spell(couple, own, window.words):
            continue
        if own.issuperset(map(fold, window.words)) or couple.scene.protects(
            window.start, window.end
        ):
            continue
        yield window


def _case(
    couple: _Couple,
    name: str,
    runs: Sequence[Window],
    sense: int,
    missing: Mapping[str, Sequence[int]],
) -> _Case | None:
    """Count what speaks for runs of the same words; ``None`` where their shape speaks against."""
    first, parts = runs[0], len(name.split())
    size = len(first.words)
    twin = any(_has_twin(couple, name, run) for run in runs)
    if not _has_shape(couple, name, runs, sense, twin=twin):
        return None
    written = any(run.named for run in runs)
    placed = any(_is_placed(couple, run) for run in runs)
    beads = {run.bead for run in runs}
    again = len(beads) > 1
    alone = any(sum(bead in where for where in missing.values()) == 1 for bead in beads)
    same = size == parts > 1 or couple.language == "vi"
    structure = placed and alone and written and (twin or (again and same))
    if not (sense or structure) or (parts == 1 and not placed and not first.quoted):
        return None
    if sense < 2 and _stands_elsewhere(couple, runs, missing[name]):
        return None
    return _Case(name, tuple(runs), sense, sense + written + placed + again + alone + twin)


def _has_shape(
    couple: _Couple, name: str, runs: Sequence[Window], sense: int, *, twin: bool
) -> bool:
    """Tell whether runs have as many words as the name, or a reason to have others."""
    first, parts = runs[0], len(name.split())
    size = len(first.words)
    whole = any(run.whole for run in runs)
    syllables = couple.language == "vi" and parts <= size <= 2 * parts + 1
    compound = (parts == 1 or couple.language in NOUNS) and sense > 0
    if not (size == parts or syllables or compound or first.quoted or (twin and size <= MOST)):
        return False
    sure = twin and len({run.bead for run in runs}) > 1
    shares = any(_is_spelling(one, word) for one in name.split() for word in first.words)
    return (whole or (sense == 2 and size == parts > 1)) and not (shares and sense < 2 and not sure)


def _has_twin(couple: _Couple, name: str, run: Window) -> bool:
    """Tell whether what leads to a run, and to the name beside it, only leads to a firm's name."""
    around = firms.read(couple.rules)
    source = fold(couple.beads[run.bead].source)
    return around.leads(couple.folded, run.start, couple.language) and any(
        around.leads(source, match.start(), couple.spoken)
        for match in _whole(fold(name)).finditer(source)
    )


def _is_placed(couple: _Couple, run: Window) -> bool:
    """Tell whether the page calls a run a firm, or puts it in quotation marks."""
    firm = firms.read(couple.rules).stands(couple.folded, run.start, run.end, couple.language)
    slots = couple.scene.context.slots
    return firm or run.quoted or slots.head(couple.folded, run.start, couple.language)


def _stands_elsewhere(couple: _Couple, runs: Sequence[Window], missing: Sequence[int]) -> bool:
    """Tell whether the page has a run where its original does not have the name."""
    words = couple.folded[runs[0].start : runs[0].end]
    here = [couple.beads[number] for number in missing]
    return any(
        not any(bead.start <= match.start() < bead.end for bead in here)
        for match in _whole(words).finditer(couple.folded)
    )


def _is_named(couple: _Couple, run: Window) -> bool:
    """Tell whether the page speaks about the name itself: ``means``, ``literally``."""
    naming = couple.scene.context.naming.get(couple.language)
    before = couple.folded[max(0, run.start - NAMING) : run.start]
    return naming is not None and naming.search(before) is not None


def _senses(couple: _Couple, name: str, found: Sequence[Window]) -> list[int]:
    """Say of each run whether its words mean what the name's do: 2 all, 1 in part, 0 not."""
    parts = name.lower().split()
    texts = [" ".join(window.words) for window in found]
    words = sorted({word for window in found for word in window.words})
    if not found:
        return []
    whole = couple.likeness([name.lower()], texts)[0]
    near = {
        (part, word): _is_sense(part, word, couple) or cosine >= WORD
        for part, row in zip(parts, couple.likeness(parts, words), strict=True)
        for word, cosine in zip(words, row, strict=True)
    }
    return [
        _sense(parts, window, near, cosine) for window, cosine in zip(found, whole, strict=True)
    ]


def _sense(
    parts: Sequence[str],
    window: Window,
    near: Mapping[tuple[str, str], bool],
    whole: float,
) -> int:
    words = window.words
    matched = [word for word in words if any(near[part, word] for part in parts)]
    met = [part for part in parts if any(near[part, word] for word in words)]
    if len(matched) == len(words) and len(met) == len(parts):
        return 2
    if not window.capitals:
        return 0
    if not frozenset(parts).isdisjoint(words):
        return int(bool(matched))
    return 2 if whole >= WHOLE else int(bool(matched) or whole >= HALF)


def _is_sense(part: str, word: str, couple: _Couple) -> bool:
    """Tell whether the table of senses has a word for another."""
    part, word = fold(part), fold(word)
    if part == word:
        return True
    listed = renderings(part, couple.language, couple.lexicon)
    return any(meanings.same_word(word, one) for one in listed)


def _people(couple: _Couple) -> Iterator[tuple[Edit, bool]]:
    """Give the edits of surnames that are translated after the given name, and then alone."""
    if couple.language not in UNINFLECTED:
        return
    text = "\n".join(bead.source for bead in couple.beads)
    there = frozenset(_WORDS.findall(fold(text)))
    people = kept_names.people(text, couple.spoken, couple.lexicon, couple.scene.context)
    for given, surname in people:
        missing = couple.missing(surname)
        wrong: dict[str, bool] = {}
        for number in missing:
            bead = couple.beads[number]
            if not _whole(fold(f"{given} {surname}")).search(fold(bead.source)):
                continue
            for match in _after(given, couple.page.text, bead):
                other = match.group(1)
                if fold(other) not in there:
                    wrong.setdefault(other, _renders(couple, surname, other))
        for other, certain in wrong.items():
            pattern = regex.compile(rf"(?<![\p{{L}}'’-]){regex.escape(other)}(?![\p{{L}}-])")
            for number in missing:
                bead = couple.beads[number]
                for match in pattern.finditer(couple.page.text, bead.start, bead.end):
                    edit, known = _edit(couple, match.start(), match.end(), surname, "person")
                    yield edit, known and certain


def _after(given: str, text: str, bead: Bead) -> list[regex.Match[str]]:
    """Find the one capitalised word, or *La* and another, that follows a given name."""
    pattern = regex.compile(
        rf"(?<![\p{{L}}'’-]){regex.escape(given)} "
        r"((?:(?:La|Le|Il|El|Der|Die) )?\p{Lu}[\p{Latin}\p{M}]+)(?![\p{L}'’-])(?! \p{Lu})"
    )
    return list(pattern.finditer(text, bead.start, bead.end))


def _renders(couple: _Couple, surname: str, other: str) -> bool:
    """Tell whether a word translates a surname, and is not another spelling of it."""
    plain, word = surname.lower(), other.lower()
    if _is_sense(plain, word, couple):
        return True
    return not _is_spelling(plain, word) and couple.likeness([plain], [word])[0][0] >= SURNAME


def _is_spelling(one: str, other: str) -> bool:
    """Tell whether two names spell one: ``Zhuk`` and ``Schuk``."""
    return _likeness(one, other) >= LIKE


def _likeness(one: str, other: str) -> float:
    plain, word = (fold(anyascii(name)) for name in (one, other))
    return fuzz.ratio(plain, word)


def _spell(couple: _Couple, own: Collection[str], words: Collection[str]) -> bool:
    """Tell whether each word of a run spells one of a name's; words that mean the same do not.

    In another script, a word that is somewhat alike is enough: *Колорадо Рокиз*.
    """
    if not any(_LATIN.search(word) for word in words):
        return any(_likeness(one, word) >= ELSEWHERE for one in own for word in words)
    return all(
        any(
            _is_spelling(one, word) and not (one != word and _is_sense(one, word, couple))
            for one in own
        )
        for word in words
    )


def _edit(couple: _Couple, start: int, end: int, name: str, kind: str) -> tuple[Edit, bool]:
    """Make an edit, and say whether the name's form in the page's language is known."""
    identifier = "original/" + fold(name).replace(" ", "-")
    concept = Concept(identifier, "person" if kind == "person" else "company", name, name)
    text = couple.page.text
    found = Occurrence(start, end, Form(couple.folded[start:end], identifier, "paired", NOT_NEEDED))
    made = replace(text, found, concept, couple.language, couple.scene.context)
    rule = f"{identifier}/aligned"
    if made is None:
        return Edit(STEP, rule + "?", start, end, text[start:end], name, 0.4), False
    return Edit(
        STEP, rule, made.start, made.end, text[made.start : made.end], made.after, 0.9
    ), True
