"""What shows only across a whole dataset: the same said in two ways, and what pages repeat.

None of it is wrong by itself, so the findings are neutral: shown, and left to whoever publishes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from cleaners.records import Finding

# A pair that stands on so many pages of both languages is furniture of a site or of its trade.
TEMPLATE_PAGES: Final = 3
# The longest other wording that a message quotes.
QUOTED: Final = 80

TEMPLATE: Final = "other/template"
TARGETS: Final = "fluency/inconsistency:target"
SOURCES: Final = "fluency/inconsistency:source"


class Entry(NamedTuple):
    """A pair of the dataset: its languages, its texts, and the pages that its sides stand on."""

    languages: tuple[str, str]
    source: str
    target: str
    pages: tuple[str, str]


def across(entries: Sequence[Entry]) -> dict[int, tuple[Finding, ...]]:
    """Give, by place, the findings that come of comparing all pairs; most have none.

    Letter case, spaces and punctuation make no difference. Pairs of other languages are not
    compared; the order of the entries does not matter to what is found about each.

    >>> entries = [
    ...     Entry(("en", "fr"), "Read more", text, (str(page), f"{page} fr"))
    ...     for page, text in enumerate(["Lire la suite", "Lire la suite", "En savoir plus"])
    ... ]
    >>> across(entries)[2][0].message
    "the same source has another target elsewhere: 'Lire la suite' (2 times)"
    """
    folded = [
        (entry.languages, folded_words(entry.source), folded_words(entry.target))
        for entry in entries
    ]
    found: dict[int, list[Finding]] = defaultdict(list)
    pages: dict[object, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for key, entry in zip(folded, entries, strict=True):
        for seen, page in zip(pages[key], entry.pages, strict=True):
            seen.add(page)
    for place, key in enumerate(folded):
        many = min(map(len, pages[key]))
        if many >= TEMPLATE_PAGES:
            message = f"the same pair stands on {many} pages"
            found[place].append(Finding(TEMPLATE, "neutral", message))
    both = list(zip(folded, entries, strict=True))
    by_source = _others([(key[0], key[1], key[2], entry.target) for key, entry in both])
    by_target = _others([(key[0], key[2], key[1], entry.source) for key, entry in both])
    for others, code, side, other in (
        (by_source, TARGETS, "source", "target"),
        (by_target, SOURCES, "target", "source"),
    ):
        for place, (text, count) in others.items():
            times = "once" if count == 1 else f"{count} times"
            quoted = text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
            message = f"the same {side} has another {other} elsewhere: {quoted!r} ({times})"
            found[place].append(Finding(code, "neutral", message))
    return {place: tuple(findings) for place, findings in found.items()}


def _others(
    rows: Sequence[tuple[tuple[str, str], str, str, str]],
) -> Mapping[int, tuple[str, int]]:
    """Give, by place, the commonest other wording of what the same text stands beside.

    A row has languages, one side and the other folded, and the other side as it is.
    """
    groups: dict[tuple[object, str], list[int]] = defaultdict(list)
    for place, (languages, one, other, _) in enumerate(rows):
        if one and other:
            groups[languages, one].append(place)
    found = {}
    for places in groups.values():
        counts = Counter(rows[place][2] for place in places)
        if len(counts) < 2:
            continue
        wordings = _wordings((rows[place][2], rows[place][3]) for place in places)
        ranked = sorted(counts, key=lambda other: (-counts[other], wordings[other]))
        for place in places:
            best = next(other for other in ranked if other != rows[place][2])
            found[place] = (wordings[best], counts[best])
    return found


def _wordings(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Choose for each folded text one of its forms, the same in any order."""
    chosen: dict[str, str] = {}
    for folded, text in rows:
        chosen[folded] = min(chosen.get(folded, text), text)
    return chosen


def folded_words(text: str) -> str:
    """Fold letter case, spaces and punctuation away; nothing else may differ.

    >>> folded_words("Read  more …") == folded_words("read more")
    True
    """
    whole = unicodedata.normalize("NFC", text).casefold()
    return "".join(char for char in whole if unicodedata.category(char)[0] in "LNMS")
