"""The forms that the matcher looks for, how they are folded, and how much evidence they need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple

Origin = Literal[
    "right",
    "variant",
    "spelling",
    "human",
    "hybrid",
    "attested",
    "calque",
    "literal",
    "suffix",
    "source",
    "misspelt",
    "noisy",
    "paired",
]

RIGHT = frozenset({"right", "variant"})
"""Origins of forms that are right as they stand."""

NOT_NEEDED, LITTLE, SOME, MORE, STRONG = 0.0, 0.5, 1.0, 1.5, 2.0
"""How much evidence a form needs before it is changed; one specific cue beside it counts 1."""

WITNESSED = 20.0
"""The need of a form that only the original can vouch for, and what the original adds."""

NEVER = 99.0
"""The need of a form that is only ever suggested: Chinese characters left in another script."""

RISKS: Mapping[str, float] = {"low": NOT_NEEDED, "medium": SOME, "high": STRONG}

LATIN_LANGUAGES = frozenset({"en", "fr", "es", "pt", "de", "it", "id", "vi"})
"""Languages in Latin letters that leave names as they are."""

RENDERED_LANGUAGES = LATIN_LANGUAGES | {"pl", "tr"}
"""Languages in Latin letters into which names are rendered word by word."""


UNDECLINED = frozenset("иіуюы")
"""Letters in which a foreign name ends that takes no case ending: *Чэнь Ли*."""


class Form(NamedTuple):
    """One spelling to look for.

    ``text`` is folded; ``exact`` the spelling that must stand there when diacritics matter
    (Vietnamese), else empty; ``language`` the only language it is looked for in, or empty;
    ``short`` says that it renders the short name; ``need`` how much evidence a change needs;
    ``stem`` that Cyrillic case endings may follow.
    """

    text: str
    concept: str
    origin: Origin
    need: float = 0.0
    short: bool = False
    language: str = ""
    exact: str = ""
    stem: bool = False


class _Folding(dict[int, int]):
    """One folded code point for one code point, so that offsets stay."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        lower = character.lower()
        folded = lower if len(lower) == 1 else character
        base = unicodedata.normalize("NFD", folded)[0]
        if base.isascii() and base.isalpha():
            folded = base.lower()
        else:
            wide = unicodedata.normalize("NFKC", folded)
            folded = wide if len(wide) == 1 and wide.isascii() else folded
        self[code] = ord(folded)
        return self[code]


_PLAIN = ("’‘ʼ´`‐‑‒\u00a0\u202f\u2009ёЁđĐøØłŁı", "'''''---   ееddoolli")
_ARABIC = ("أإآٱىةؤئکی", "اااايهويكي")
"""Arabic letters written with a hamza, with or without dots at the end, or as Persian does."""
_FOLDING = _Folding(
    {ord(a): ord(b) for pairs in (_PLAIN, _ARABIC) for a, b in zip(*pairs, strict=True)}
)


# Most forms are folded as they are made: a look tells, in a tenth of the time of folding again.
_LETTERS = (*range(0x20, 0x7F), *range(0x400, 0x500), *range(0x620, 0x6D0), *range(0x3041, 0x3100))
_CHANGED = re.compile(
    f"[^一-鿿가-힣{re.escape(''.join(chr(code) for code in _LETTERS if _FOLDING[code] == code))}]"
)


def fold(text: str) -> str:
    """Fold case, width and Latin diacritics, character by character: the length never changes.

    >>> fold("L’Électricité Хуэйда Ｈｕｉｄａ")
    "l'electricite хуэйда huida"
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    return text.translate(_FOLDING) if _CHANGED.search(text) else text
