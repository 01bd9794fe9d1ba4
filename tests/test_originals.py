"""Which version of a story the others come from."""

from __future__ import annotations

from datetime import date

import pytest

from cleaners.bitext.originals import Version, original
from cleaners.bitext.profiles import Profile

CHINESE = "建築師陳怡君說，圖書館的屋頂會種滿草。工程由宏遠營造負責，明年在苗栗動工。"
ENGLISH = "Architect Chen Yijun says grass will grow on the roof. Hongyuan builds it in Miaoli."
FRENCH = "L'architecte Chen Yijun parle d'un toit d'herbe. Hongyuan le construit à Miaoli."
RUSSIAN = "По словам архитектора Чэнь Ицзюнь, крышу засеют травой. Строит «Хунъюань»."
JAPANESE = "建築家の田中健一さんは、仙台で屋根に草を植えると話した。"
ROMAJI = "Architect Kenichi Tanaka of Sendai says that grass will grow on the roof."
TRACELESS = "The architect says that grass will grow on the roof. Work begins next year."
BRACKETED = "The roof (屋頂) of the library will be green, says Chen (陳怡君)."


def version(
    name: str, language: str, text: str, *, day: date | None = None, translated: int = 0
) -> Version:
    nothing = frozenset[str]()
    known = Profile(
        name, language, "", (), len(text), nothing, nothing, "", nothing, nothing, day, translated
    )
    return Version(known, text)


def found(*versions: Version, near: str = "b") -> str:
    """Give the original where one version is nearer to all others."""
    known = {one.profile.id: one for one in versions}
    return original(sorted(known), known, lambda one, other: 3.0 if near in (one, other) else 1.0)


@pytest.mark.parametrize(
    ("language", "text", "others"),
    [
        ("zh-Hant", CHINESE, [("en", ENGLISH), ("fr", FRENCH)]),
        ("zh-Hant", CHINESE, [("fr", FRENCH), ("ru", RUSSIAN)]),
        ("zh-Hant", CHINESE, [("en", BRACKETED), ("fr", TRACELESS)]),
        ("ja", JAPANESE, [("en", ROMAJI), ("fr", ROMAJI)]),
    ],
)
def test_characters_that_others_show_are_the_originals(
    language: str, text: str, others: list[tuple[str, str]]
) -> None:
    versions = [version(name, *other) for name, other in zip("bc", others, strict=True)]
    assert found(version("a", language, text), *versions) == "a"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "建筑师史密斯说，屋顶会种满草。"),
        ("ja", JAPANESE),
        ("ko", "건축가 천이쥔은 지붕에 풀을 심는다고 말했다."),
    ],
)
def test_a_version_without_traces_is_not_the_original_for_its_script(
    language: str, text: str
) -> None:
    others = version("b", "en", TRACELESS), version("c", "fr", FRENCH)
    assert found(version("a", language, text), *others) == "b"


def test_the_language_whose_sounds_names_have_comes_first() -> None:
    versions = version("a", "zh-Hant", CHINESE), version("b", "ja", CHINESE)
    assert found(*versions, version("c", "en", ENGLISH)) == "a"


def test_broken_names_and_dates_count_for_more_than_characters() -> None:
    english = version("b", "en", ENGLISH, day=date(2026, 5, 1))
    later = version("a", "zh-Hant", CHINESE, day=date(2026, 5, 2))
    assert found(later, english) == "b"
    undated = version("a", "zh-Hant", CHINESE)
    assert found(undated, english) == "a"
    assert found(version("a", "zh-Hant", CHINESE, translated=1), english) == "b"


def test_between_equals_the_nearer_one_then_english() -> None:
    french, german = version("a", "fr", TRACELESS), version("b", "de", TRACELESS)
    third = version("c", "en", TRACELESS)
    assert found(french, german, third) == "b"
    assert found(french, german, third, near="") == "c"
