"""Katakana for names that Japanese writes otherwise: the sound of pinyin, and of a Latin name.

A machine that meets 貝森特 in a Chinese text may write ベイ・センテ, and マサヨシ・ソン for the
Japanese 孫正義 in an English one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product

import regex

INITIALS = (
    *("zh", "ch", "sh"),
    *("b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s"),
)
"""How a pinyin syllable may begin, the longer ones first."""
_ROWS: Mapping[str, tuple[str, ...]] = {
    initial: tuple(row.split())
    for initial, row in {
        "": "ア イ ウ エ オ",
        "b": "バ ビ ブ ベ ボ",
        "p": "パ ピ プ ペ ポ",
        "m": "マ ミ ム メ モ",
        "f": "ファ フィ フ フェ フォ",
        "d": "ダ ディ ドゥ デ ド",
        "t": "タ ティ トゥ テ ト",
        "n": "ナ ニ ヌ ネ ノ",
        "l": "ラ リ ル レ ロ",
        "r": "ラ リ ル レ ロ",
        "g": "ガ ギ グ ゲ ゴ",
        "k": "カ キ ク ケ コ",
        "h": "ハ ヒ フ ヘ ホ",
        "j": "ジャ ジ ジュ ジェ ジョ",
        "zh": "ジャ ジ ジュ ジェ ジョ",
        "q": "チャ チ チュ チェ チョ",
        "ch": "チャ チ チュ チェ チョ",
        "x": "シャ シ シュ シェ ショ",
        "sh": "シャ シ シュ シェ ショ",
        "z": "ザ ズ ズ ゼ ゾ",
        "c": "ツァ ツ ツ ツェ ツォ",
        "s": "サ ス ス セ ソ",
    }.items()
}
_SOUNDS = """
a=aー ai=aイ ao=aオ an=aン ang=aン o=oー ou=oウ ong=oン e=e ei=eイ en=eン eng=oン er=aル
i=iー ia=iア ie=iエ iao=iャオ iu=iウ ian=iエン in=iン iang=iャン ing=iン iong=iョン
u=uー ua=uア uo=uオ uai=uアイ ui=uイ uan=uアン un=uン uang=uアン ue=uエ
"""
"""Finals: the vowel of the first kana, and what follows it."""
_EXCEPTIONS = """
yi=イー ya=ヤー ye=イエ yao=ヤオ you=ヨウ yan=イエン yin=イン yang=ヤン ying=イン yong=ヨン
yu=ユー yue=ユエ yuan=ユエン yun=ユン wu=ウー wa=ワー wo=ウォー wai=ワイ wei=ウェイ wan=ワン
wen=ウェン wang=ワン weng=ウォン jia=ジャー qia=チャー xia=シャー lv=リュー nv=ニュー
"""


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for entry in text.split():
        sound, _, written = entry.partition("=")
        yield sound, written


_FINALS = {final: (sound[0], sound[1:]) for final, sound in _entries(_SOUNDS)}
_WHOLE = dict(_entries(_EXCEPTIONS))
_VOWELS = "aiueo"
_SYLLABLE = regex.compile(
    r"(?P<double>([ksptcg])(?=\2))?"
    r"(?P<initial>ky|gy|sh|ch|ny|hy|by|py|my|ry|ts|[kgsztdnhfbpmyrwj])?(?P<vowel>[aiueo])"
    r"(?P<held>h(?![aiueoy]))?|(?P<n>[nm])(?![aiueoy])"
)
_JAPANESE: Mapping[str, tuple[str, ...]] = {
    "s": ("サ", "シ", "ス", "セ", "ソ"),
    "z": ("ザ", "ジ", "ズ", "ゼ", "ゾ"),
    "t": ("タ", "チ", "ツ", "テ", "ト"),
    "d": ("ダ", "ヂ", "ヅ", "デ", "ド"),
    "y": ("ヤ", "", "ユ", "", "ヨ"),
    "w": ("ワ", "", "", "", "ヲ"),
    "ts": ("", "", "ツ", "", ""),
    **{c: _ROWS[c] for c in ("", "k", "g", "n", "h", "b", "p", "m", "r", "f", "j", "sh", "ch")},
    **{
        f"{consonant}y": (f"{row}ャ", "", f"{row}ュ", "", f"{row}ョ")
        for consonant, row in zip("kgnhbpmr", "キギニヒビピミリ", strict=True)
    },
}
_MOST_VARIANTS = 27
"""At most so many ways to write the long vowels of one word are tried."""


@cache
def of_pinyin(syllable: str) -> str:
    """Write a toneless pinyin syllable in katakana, empty where it is none.

    >>> "".join(map(of_pinyin, ("bei", "sen", "te"))), of_pinyin("xun"), of_pinyin("zhi")
    ('ベイセンテ', 'シュン', 'ジー')
    """
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial = next((i for i in INITIALS if syllable.startswith(i)), "")
    vowel, tail = _FINALS.get(syllable[len(initial) :], ("", ""))
    if not vowel or initial not in _ROWS:
        return ""
    if initial in ("z", "c", "s") and syllable.endswith("i") and vowel == "i":
        vowel = "u"
    return _ROWS[initial][_VOWELS.index(vowel)] + tail


def of_japanese(word: str) -> tuple[str, ...]:
    """Write a word of a Japanese name in katakana; Latin letters leave long vowels open.

    A word that no Japanese name can be gives nothing.

    >>> of_japanese("ueda"), of_japanese("bessent")
    (('ウエダ',), ())
    >>> "ショウヘイ" in of_japanese("shohei"), "オオタニ" in of_japanese("ohtani")
    (True, True)
    """
    choices: list[tuple[str, ...]] = []
    end = 0
    for match in _SYLLABLE.finditer(word):
        kana = _syllable(match)
        if match.start() != end or not kana:
            return ()
        end = match.end()
        lengthened = match["vowel"] in ("o", "u") and word[end : end + 1] not in tuple(_VOWELS)
        if match["held"]:
            choices.append((kana + "オ", kana + "ー"))
            continue
        choices.append((kana, kana + "ウ", kana + "ー") if lengthened and _may(match) else (kana,))
    if end != len(word) or not choices:
        return ()
    return tuple("".join(parts) for parts in islice(product(*choices), _MOST_VARIANTS))


def _may(match: regex.Match[str]) -> bool:
    """Tell whether Japanese names have the long vowel: not ``ū`` after most consonants."""
    return match["vowel"] == "o" or (match["initial"] or "") in ("y", "sh", "ch", "j", "ry", "ky")


def _syllable(match: regex.Match[str]) -> str:
    if match["n"]:
        return "ン"
    row = _JAPANESE.get(match["initial"] or "", ("",) * len(_VOWELS))
    kana = row[_VOWELS.index(match["vowel"])]
    return "ッ" * bool(match["double"]) + kana if kana else ""


def joined(parts: list[str]) -> Iterator[str]:
    """Give the words of a name with a middle dot and without, long vowels kept and left out.

    >>> list(joined(["マー", "ユン"]))
    ['マー・ユン', 'マーユン', 'マ・ユン', 'マユン']
    """
    for words in dict.fromkeys((tuple(parts), tuple(part.replace("ー", "") for part in parts))):
        yield "・".join(words)
        if len(words) > 1:
            yield "".join(words)
