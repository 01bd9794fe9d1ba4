"""What the words of a name mean: ``古野電気`` is old, field, electric.

Machines translate names that they do not know word by word. Together with the original, which says
who is meant, the meanings of the characters tell such a rendering from any other words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from cleaners.artifacts import romanisation
from cleaners.artifacts.forms import fold
from cleaners.rules import BUILT_IN

STEM = 4
"""Two words whose first letters agree this far, and whose ends are short, are forms of one."""
LONGEST_ENDING = 4

Glosses = Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Read the English words for Chinese words and characters."""
    lines = (BUILT_IN / "romanisation" / "glosses.tsv").read_text("utf-8").splitlines()[1:]
    cells = (line.split("\t") for line in lines)
    return {word: tuple(meanings.split(" ")) for word, meanings in cells}


@lru_cache(maxsize=4096)
def meanings(source: str) -> tuple[tuple[str, ...], ...]:
    """Give English words for each part of a name; empty where a part has no meaning.

    >>> [parts[:2] for parts in meanings("古野電気")]
    [('ancient', 'old'), ('old', 'erroneous'), ('electricity', 'electric')]
    """
    table = _table()
    plain = romanisation.simplified(source)
    found = []
    at = 0
    while at < len(plain):
        size = 2 if plain[at : at + 2] in table and at + 2 <= len(plain) else 1
        part = table.get(plain[at : at + size], ())
        if not part:
            return ()
        found.append(part)
        at += size
    return tuple(found)


def translated(english: Sequence[str], language: str, glosses: Glosses) -> frozenset[str]:
    """Give folded words of a language for English words."""
    if language == "en":
        return frozenset(english)
    return frozenset(
        fold(word)
        for one in english
        for phrase in glosses.get(one, {}).get(language, ())
        for word in phrase.split()
    )


def same_word(one: str, other: str) -> bool:
    """Tell whether two folded words are forms of one: ``electrique`` and ``electriques``.

    >>> same_word("electrique", "electriques"), same_word("champ", "champagne")
    (True, False)
    """
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    long, short = max(len(one), len(other)), min(len(one), len(other))
    return shared >= max(STEM, short - 2) and long - shared < LONGEST_ENDING


def renders(words: Sequence[str], parts: Sequence[frozenset[str]]) -> bool:
    """Tell whether words translate the parts of a name: each word another part, few parts left.

    >>> renders(["vieux", "champ"], [frozenset({"vieux"}), frozenset({"champ"})])
    True
    """
    if len(words) < 2 or len(parts) - len(words) > (len(parts) > 2):
        return False
    return _matched(list(words), list(parts))


def _matched(words: list[str], parts: list[frozenset[str]]) -> bool:
    if not words:
        return True
    first, *rest = words
    return any(
        any(same_word(first, one) for one in part)
        and _matched(rest, parts[:number] + parts[number + 1 :])
        for number, part in enumerate(parts)
    )


def is_literal(name: str, source: str, language: str, glosses: Glosses) -> bool:
    """Tell whether a name is itself the translation of its characters: ``Bank of China``."""
    parts = meanings(source)
    words = [word for word in fold(name).replace("-", " ").split() if len(word) > 2]
    said = [translated(part, language, glosses) | frozenset(part) for part in parts]
    hits = sum(any(same_word(word, one) for part in said for one in part) for word in words)
    return bool(words) and 2 * hits >= len(words)
