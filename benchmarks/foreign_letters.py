"""Pages in letters they were not written in, so that judges learn languages they have never seen.

Every word becomes another that nobody knows, the same one throughout a page; marks, numbers,
addresses and the order of lines stay. What is still to be seen is what holds in any language.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from cleaners import rules
from cleaners.boilerplate import features, phrases, reading
from cleaners.boilerplate.characters import IDEOGRAPHS
from cleaners.boilerplate.features import Measured
from cleaners.boilerplate.hits import Hits
from cleaners.boilerplate.lines import Lines

# Scripts with capitals, and without.
CASED = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "aąbcćdeęfghijklłmnńoóprsśtuwyzźżäöåéèêçčšžđőű",
)
CASELESS = (
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
)
WRITINGS = ("cased", "caseless", "ideographs")
_FIRST_IDEOGRAPH, _IDEOGRAPHS = 0x4E00, 3000
_FEW_ARE_FREQUENT = 1.5
# Words longer than this have one ideograph more; running text gets as many as Chinese has.
_LONGER = (4, 9)
PHRASES = phrases.load(rules.load())
_ADDRESS_OR_WORD = re.compile(r"\S*(?:@|://|www\.)\S*|[^\W\d_]+")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_WIDE = str.maketrans(".,!?:;", "。，！？：；")
_NARROW_MARK = re.compile(r"(?<=[\u4e00-\u9fff])([.,!?:;])(?=\s|$|[\"”’»)])\s*")
_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff。，！？：；])[ \xa0]+(?=[\u4e00-\u9fff\d])"
    r"|(?<=\d)[ \xa0]+(?=[\u4e00-\u9fff])"
)


def exchange(texts: Sequence[str], writing: str, seed: str) -> list[str]:
    """Write the lines of a page in another script; ``writing`` is one of ``WRITINGS``.

    >>> exchange(["Été 24, Paris. The 3 words", "paris@example.org"], "ideographs", "c")
    ['倔24, 唩埭。嚦3伫勗', 'paris@example.org']
    """
    respelt = _ideographs(seed) if writing == "ideographs" else _letters(seed, writing)

    def word(found: re.Match[str]) -> str:
        text = found.group()
        return respelt(text) if text.isalpha() and not _IDEOGRAPH.search(text) else text

    changed = [_ADDRESS_OR_WORD.sub(word, text) for text in texts]
    return [_without_gaps(text) for text in changed] if writing == "ideographs" else changed


def _letters(seed: str, writing: str) -> Callable[[str], str]:
    """Give what writes a word in the letters of a script, in an order nobody has seen."""
    dice = np.random.default_rng([*_digest(seed)])
    letters: list[str] = [*dice.choice(CASED if writing == "cased" else CASELESS)]
    dice.shuffle(letters)

    @cache
    def letter(given: str) -> str:
        plain = unicodedata.normalize("NFD", given.casefold())[0]
        found = letters[(ord(plain) - ord("a")) % len(letters)]
        return found.upper() if writing == "cased" and given.isupper() else found

    return lambda text: "".join(map(letter, text))


def _ideographs(seed: str) -> Callable[[str], str]:
    """Give what writes a word in one to three ideographs, some of which are frequent."""

    @cache
    def word(text: str) -> str:
        drawn = np.frombuffer(_digest(f"{seed} {text}"), np.uint32) / 2**32
        count = 1 + sum(len(text) > longer for longer in _LONGER)
        places = _FIRST_IDEOGRAPH + _IDEOGRAPHS * drawn[:count] ** _FEW_ARE_FREQUENT
        return "".join(map(chr, places.astype(int).tolist()))

    return lambda text: word(text.casefold())


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _without_gaps(text: str) -> str:
    """Take the spaces out between ideographs and make the marks behind them wide."""
    return _GAP.sub("", _NARROW_MARK.sub(lambda found: found[1].translate(_WIDE), text))


def measure(lines: Lines, phrases_found: Hits) -> Measured:
    """Measure the lines of a flattened page as if these phrases had been found on it."""
    return features.measured(reading.read(lines, "", PHRASES, phrases_found))
