"""Turkish endings behind an apostrophe agree with how the name before them sounds.

``Ma Sike'nin`` becomes ``Musk'ın``, ``Huida'ya`` becomes ``NVIDIA'ya``.
"""

from __future__ import annotations

import regex

from cleaners.artifacts.forms import fold

_FRONT, _ROUNDED = frozenset("eiöü"), frozenset("ouöü")
_VOWELS = frozenset("aeıioöuü")
_VOICELESS = frozenset("fstkçşhpcqx")
"""Sounds after which d is t; in names of elsewhere c, q and x end in k or s."""
_ENDING = regex.compile(r"(['’])(\p{L}{1,5})(?!\p{L})")
_HIGH = {(False, False): "ı", (False, True): "u", (True, False): "i", (True, True): "ü"}
# With an archiphoneme for what agrees: A is a or e, I one of four, D is d or t, a letter in
# brackets stands behind vowels only.
_SHAPES = ("(n)In", "(y)I", "(y)A", "DA", "DAn", "DAki", "(y)lA", "lI", "lAr", "(y)DI", "(n)Inki")
_EVERY = {"A": "[ae]", "I": "[ıiuü]", "D": "[dt]"}
_SPELT_OUT = 4
_LETTERS = {one: one.lower() for one in "AIOU"} | {"K": "ka", "X": "iks"}
"""Names of letters that do not end in e."""
# English spellings whose last vowel does not sound as it is written: Musk, Trump, YouTube.
_SPOKEN = (
    (regex.compile(r"u(?=(?:sk|mp|mb|ck|nk|st|ff|ll|tt)$)"), "a"),
    (regex.compile(r"oo(?=[^aeiou]+$)"), "u"),
    (regex.compile(r"(?:ea|ee|ie)(?=[^aeiou]*$)"), "i"),
    (regex.compile(r"ay$"), "ey"),
    (regex.compile(r"(?<=[^aeiou])le$"), "ıl"),
    (regex.compile(r"(?<=[aeiou][^aeiou]?)ce$"), "s"),
    (regex.compile(r"(?<=u[^aeiou])e$"), ""),
    (regex.compile(r"(?<=[aeiou][^aeiou]{1,2})e$"), ""),
    (regex.compile(r"(?<=[^aeiou])y$"), "i"),
)


def ending(text: str, end: int, name: str) -> tuple[str, str] | None:
    """Give the ending behind an apostrophe at an offset, and as it must be behind ``name``.

    ``None`` where none is there, or none that is known; a name in capitals is spelt out.

    >>> ending("Ma Sike'nin", 7, "Musk"), ending("Yitaifang'da", 9, "Ethereum")
    (("'nin", "'ın"), ("'da", "'da"))
    >>> ending("Huida'ya", 5, "TSMC"), ending("Huida'ya", 5, "Google")
    (("'ya", "'ye"), ("'ya", "'a"))
    >>> ending("Ma Sike'ninki", 7, "Musk"), ending("Bian'dan", 4, "Binance")
    (("'ninki", "'ınki"), ("'dan", "'tan"))
    >>> ending("Naifei'de", 6, "Netflix"), ending("Huobi'de", 5, "FTX")
    (("'de", "'te"), ("'de", "'te"))
    >>> ending("Songxia'da", 7, "Panasonic"), ending("Kata'er'de", 7, "Iraq")
    (("'da", "'te"), ("'de", "'ta"))
    """
    match = _ENDING.match(text, end)
    if match is None:
        return None
    mark, seen = match.groups()
    for shape in _SHAPES:
        if _pattern(shape).fullmatch(seen):
            return match.group(), mark + _agreeing(shape, _sound(name))
    return None


def _pattern(shape: str) -> regex.Pattern[str]:
    written = regex.sub(r"\((\p{L})\)", r"\1?", shape)
    return regex.compile("".join(_EVERY.get(one, one) for one in written))


def _sound(name: str) -> str:
    """Give the last word of a name about as Turkish hears it."""
    word = name.rsplit(maxsplit=1)[-1]
    if word.isupper() and len(word) <= _SPELT_OUT and sum(one in "AEIOU" for one in word) <= 1:
        return _LETTERS.get(word[-1], "e")
    heard = word.lower() if any(one in "ıöüçş" for one in word) else fold(word)
    for pattern, sound in _SPOKEN:
        changed = pattern.sub(sound, heard)
        if changed != heard:
            return str(changed)
    return heard


def _agreeing(shape: str, heard: str) -> str:
    vowels = [one for one in heard if one in _VOWELS]
    last = vowels[-1] if vowels else "e"
    open_end = heard[-1] in _VOWELS
    made = ""
    for one in regex.sub(r"\((\p{L})\)", r"\1" if open_end else "", shape):
        sounds = {
            "A": "e" if last in _FRONT else "a",
            "I": _HIGH[last in _FRONT, last in _ROUNDED],
            "D": "t" if heard[-1] in _VOICELESS else "d",
        }
        sound = sounds.get(one, one)
        last = sound if sound in _VOWELS else last
        made += sound
    return made
