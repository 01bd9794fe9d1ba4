"""Which language a text is in: its script first, then the detectors' votes; and a page's blocks."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import sub
from typing import NamedTuple

import regex

from cleaners import detectors
from cleaners import rules as rule_data
from cleaners.blocks import Blocks
from cleaners.languages import profiles, sole_words
from cleaners.records import UNKNOWN_LANGUAGE, Page
from cleaners.rules import Rules
from cleaners.scripts import (
    COMMON,
    DENSE,
    is_in,
    main_script,
    script,
    script_counts,
    script_of,
)

__all__ = ["Identified", "identify", "label", "script"]

# Scripts that one living language of the web writes: no vote is needed.
ONE_LANGUAGE = {
    "Jpan": "ja", "Kore": "ko", "Grek": "el", "Thai": "th", "Beng": "bn", "Taml": "ta",
    "Telu": "te", "Knda": "kn", "Mlym": "ml", "Gujr": "gu", "Guru": "pa", "Orya": "or",
    "Sinh": "si", "Geor": "ka", "Armn": "hy", "Khmr": "km", "Laoo": "lo", "Mymr": "my",
    "Ethi": "am", "Tibt": "bo", "Thaa": "dv", "Mong": "mn-Mong", "Syrc": "syr", "Cher": "chr",
}  # fmt: skip
EAST_ASIAN = frozenset({"Hani", "Jpan", "Kore"})
# How much of a text is read; more changes no answer.
LIMIT = 1500
# A line of this many letters is running text rather than a menu entry.
RUNNING_TEXT = 60
# A block differs from its page in language when it is this sure and has this many letters.
OWN_CONFIDENCE, OWN_SIZE = 0.95, 24
# What a page's own declaration adds to its language's votes, as a share of all.
DECLARED_SHARE = 0.15
# Below this share of the votes nobody can know.
SURE_ENOUGH = 0.3
_PLAIN_NOISE = r"https?://\S+|www\.\S+|[@#]\w+|[\d_*|/\\<>{}\[\]=+~^]+"
NOISE = regex.compile(_PLAIN_NOISE)
# Searching for the start of each mail address takes longer than all the rest.
NOISE_WITH_MAIL = regex.compile(rf"\S+@\S+|{_PLAIN_NOISE}")
_TAG = regex.compile(r"[A-Za-z]{2,3}([-_]\w+)*")
NOISY = re.compile(r"[@#\d_*|/\\<>{}\[\]=+~^]|www\.")
# A page's language is told by so many characters of its longest lines. It is told by all lines
# where these are too few, leave this much doubt, or hold too many words of other languages.
SAMPLE_LINES, SAMPLE, LEAST_SAMPLE = 8, 640, 120
PLAIN_PAGE = 0.9
# Where lines vote one by one, so many of the longest are asked.
MOST_ASKED = 40
# They need not where so many of their characters, but for links, leave no doubt.
SAMPLE_OF_ALL, MOSTLY_LINKS = 4000, 0.5
MORE_OF_LINE, FEW_OTHERS, MIXED = 300, 1, 3
# So many different words that no other language has, and so many times those of any other, leave
# no doubt which language a page is in: right for all 1,787 development pages.
MANY_OWN, PLAINLY = 3, 3
# So many different words that no other language has tell that a block is in its page's; one does
# where no word is another language's alone: right for 25,786 of 25,786 development lines.
OWN_WORDS = 2


class Identified(NamedTuple):
    """A BCP-47 tag and how sure it is (0-1)."""

    tag: str
    confidence: float


UNKNOWN = Identified(UNKNOWN_LANGUAGE, 0.0)


def identify(text: str, declared: str | None = None, likely: str | None = None) -> Identified:
    """Say which language a text is in; ``und`` where nobody can know.

    ``declared`` is what the page says of itself: weak evidence, which decides near-ties only.
    ``likely`` is what the text around is in, which spares the vote where a first look agrees.

    >>> identify("台積電高雄廠啟用再生水系統").tag, identify("比亚迪在巴西开设学校").tag
    ('zh-Hant', 'zh-Hans')
    >>> identify("Mediante un comunicado").tag, identify("Jensen Huang").tag, identify("42 %").tag
    ('es', 'und', 'und')
    """
    return _identify(text[:LIMIT], declared, likely)


@lru_cache(maxsize=4096)
def _identify(text: str, declared: str | None, likely: str | None) -> Identified:
    counts = script_counts(text)
    mixed = len(counts) > 1
    found = UNKNOWN
    # Names in Latin letters say nothing; the characters beside them may.
    while found == UNKNOWN and (main := main_script(counts)) != COMMON:
        found = _in_one_script(text, main, declared, likely, mixed=mixed)
        for code in (*DENSE,) if main in EAST_ASIAN else (main,):
            counts.pop(code, None)
    return found


def _in_one_script(
    text: str, main: str, declared: str | None, likely: str | None, *, mixed: bool
) -> Identified:
    """Identify a text by its words in one script."""
    if main in ONE_LANGUAGE:
        return Identified(ONE_LANGUAGE[main], 0.99)
    if main == "Hani":
        return _chinese(text, declared)
    words = _words_in(text, main, mixed=mixed)
    if len(words) < 2 or _bare_names(words):
        return UNKNOWN
    capitals = sum(map(str.isupper, words))
    if capitals > 5 and capitals > 0.8 * sum(map(str.isalpha, words)):
        words = words.lower()
    return _decide(main, detectors.vote(words, main, declared, likely))


def _chinese(text: str, declared: str | None) -> Identified:
    """Tell the two ways of writing Chinese by the characters that only one of them has."""
    standards = Counter(map(_standard, text))
    simplified, traditional, japanese = (standards[key] for key in ("Hans", "Hant", "Jpan"))
    if japanese > simplified + traditional:
        return Identified("ja", 0.8)
    if simplified == traditional:
        regions = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
        if declared and declared.lower().startswith("zh"):
            hant = declared.lower().replace("_", "-").startswith(regions)
            return Identified("zh-Hant" if hant else "zh-Hans", 0.6)
        return Identified("ja" if declared == "ja" else "zh", 0.5)
    tag = "zh-Hant" if traditional > simplified else "zh-Hans"
    return Identified(tag, max(simplified, traditional) / (simplified + traditional))


@lru_cache(maxsize=65536)
def _standard(char: str) -> str:
    """Say in which national standard alone a Chinese character is: GB 2312, Big5 or JIS X 0208."""
    if script_of(char) != "Hani":
        return ""
    inside = [name for name in ("gb2312", "big5", "euc_jp") if char.encode(name, "ignore")]
    if "gb2312" in inside:
        return "" if "big5" in inside else "Hans"
    return "Hant" if "big5" in inside else "Jpan" if inside else ""


def _words_in(text: str, main: str, *, mixed: bool) -> str:
    """Leave out addresses, numbers and, in mixed text, the words of other scripts."""
    if NOISY.search(text):
        text = (NOISE_WITH_MAIL if "@" in text else NOISE).sub(" ", text)
    words = text.split()
    if mixed:
        own = frozenset({main, COMMON})
        words = [word for word in words if is_in(word, own)]
    return " ".join(words)


def _decide(main: str, scores: Mapping[str, float]) -> Identified:
    """Take the best language, unless the votes leave it open."""
    if not scores:
        return UNKNOWN
    best = max(sorted(scores), key=lambda tag: scores[tag])
    confidence = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    if confidence < SURE_ENOUGH:
        return UNKNOWN
    return Identified("sr-Latn" if best == "sr" and main == "Latn" else best, confidence)


def _bare_names(text: str) -> bool:
    """Say whether a text is only a few capitalised words, none of them an everyday word."""
    words = text.split()
    if len(words) > 4 or not all(word[:1].isupper() for word in words):
        return False
    return not detectors.shown_by_words([word.lower() for word in words])


def label(page: Page, rules: Rules) -> Page:
    """Give a page and each of its blocks their languages.

    The page's language is that of its longer blocks, weighed by length; what the page declares is
    weak evidence. A block has a language of its own when its script says so, or when it is long
    enough to be sure; else it has the page's.
    """
    return label_blocks(label_page(page, rules), rules)


def label_page(page: Page, rules: Rules) -> Page:
    """Give a page its language, and leave its blocks for later: most of them will not stay."""
    del rules
    blocks = Blocks.of(page.blocks)
    found = _by_sample(page.text, blocks) or _by_all(page, blocks)
    return replace(page, language=found)


def label_blocks(page: Page, rules: Rules) -> Page:
    """Give the blocks of a page in a known language theirs."""
    del rules
    blocks = tuple(
        block.replace(language=block_language(block.text(page.text), page.language))
        for block in page.blocks
    )
    return replace(page, blocks=blocks)


def foreign(page: Page) -> Callable[[int], bool]:
    """Give a function that tells by its index whether a block is in another language."""
    blocks = Blocks.of(page.blocks)

    def differs(index: int) -> bool:
        text = page.text[blocks.starts[index] : blocks.ends[index]]
        own = block_language(text, page.language)
        known = UNKNOWN_LANGUAGE not in (own, page.language)
        return known and own.partition("-")[0] != page.language.partition("-")[0]

    return differs


def _by_sample(text: str, blocks: Blocks) -> str | None:
    """Give the language of the longest lines together, links left out, if there is no doubt."""
    sizes: list[float] = [*map(sub, blocks.ends, blocks.starts)]
    if any(blocks.link_densities):
        shares = zip(sizes, blocks.link_densities, strict=True)
        sizes = [size * (1.0 - density) for size, density in shares]
    long = [index for index, size in enumerate(sizes) if size >= OWN_SIZE]
    longest = sorted(long, key=sizes.__getitem__, reverse=True)[:SAMPLE_LINES]
    lines = [text[blocks.starts[index] : blocks.ends[index]] for index in longest]
    share = SAMPLE // max(len(lines), 1)
    sample = "\n".join([line[:share] for line in lines])
    if len(sample) < LEAST_SAMPLE:
        return None
    seen = sole_words(rule_data.load()).count(" ".join([line[:MORE_OF_LINE] for line in lines]))
    proven = _by_own_words(seen)
    if proven and script(sample) in _scripts_of(proven):
        return proven
    found = identify(sample)
    sure = found.confidence >= PLAIN_PAGE and _is_borne_out(found.tag, seen)
    return found.tag if sure else None


def _own_words(texts: Sequence[str], link_densities: Sequence[float]) -> Mapping[str, int]:
    """Count the everyday words that only one language has in the lines that are no links."""
    lines = [
        text[:MORE_OF_LINE]
        for text, density in zip(texts, link_densities, strict=True)
        if density < MOSTLY_LINKS
    ]
    return sole_words(rule_data.load()).count(" ".join(lines)[:SAMPLE_OF_ALL])


def _is_borne_out(tag: str, seen: Mapping[str, int]) -> bool:
    """Say whether of the everyday words that only one language has hardly any are another's."""
    key = "sr-Cyrl" if tag == "sr" else tag
    if key not in sole_words(rule_data.load()).tags:
        return True
    own = seen.get(key, 0)
    others = max((count for other, count in seen.items() if other != key), default=0)
    return own > 0 and (others <= FEW_OTHERS or own > MIXED * others)


def _by_own_words(seen: Mapping[str, int]) -> str | None:
    """Give the language that so many everyday words are of that no detector need be asked."""
    if not seen:
        return None
    (own, tag), *others = sorted(((count, tag) for tag, count in seen.items()), reverse=True)[:2]
    plain = own >= MANY_OWN and all(own > PLAINLY * count for count, _ in others)
    return tag if plain and not tag.startswith("sr") else None


def _by_all(page: Page, blocks: Blocks) -> str:
    """Give the language by all lines, by what the page declares, or by its whole text."""
    texts = [page.text[start:end] for start, end in zip(blocks.starts, blocks.ends, strict=True)]
    declared = _known_tag(page.metadata.language)
    proven = _by_own_words(_own_words(texts, blocks.link_densities)) if not declared else None
    if proven and script(page.text) in _scripts_of(proven):
        return proven
    found = _by_all_lines(texts, blocks.link_densities, declared) or declared
    return found or identify(page.text).tag


def _by_all_lines(
    texts: Sequence[str], link_densities: Sequence[float], declared: str | None
) -> str | None:
    """Let the lines vote, weighed by length: text with links in it and short lines count little.

    The longest are asked first: they tell what the others are likely in. Short lines say little and
    cost as much as long ones: they are asked when there are no others.
    """
    sizes = [_size(text) for text in texts]
    weights = [
        size * (0.05 + min(1.0, size / RUNNING_TEXT) * (1.0 - density))
        for size, density in zip(sizes, link_densities, strict=True)
    ]
    order = sorted(range(len(texts)), key=lambda index: -sizes[index])
    long = [index for index in order if sizes[index] >= OWN_SIZE]
    for asked in (long[:MOST_ASKED], order[:MOST_ASKED]):
        votes = _votes(texts, weights, asked, declared)
        if votes:
            return max(sorted(votes), key=lambda tag: votes[tag])
    return None


def _votes(
    texts: Sequence[str], weights: Sequence[float], asked: Sequence[int], declared: str | None
) -> dict[str, float]:
    """Add up the votes of some lines, as long as those to come can change the winner."""
    votes: defaultdict[str, float] = defaultdict(float)
    left = sum(weights[index] for index in asked)
    likely = None
    for index in asked:
        tag, confidence = identify(texts[index], likely=likely)
        left -= weights[index]
        if tag == UNKNOWN_LANGUAGE:
            continue
        likely = likely or tag
        votes[tag] += weights[index] * confidence
        best = max(votes, key=lambda tag: votes[tag])
        total = sum(votes.values()) + left
        bonus = DECLARED_SHARE * total if declared else 0.0
        if 2 * votes[best] > total + bonus and not best.startswith("zh"):
            break
    if "zh" in votes and (sides := [tag for tag in ("zh-Hans", "zh-Hant") if tag in votes]):
        votes[max(sides, key=lambda tag: votes[tag])] += votes.pop("zh")
    if declared:
        bonus = DECLARED_SHARE * sum(votes.values())
        for tag in votes:
            if tag.partition("-")[0] == declared.partition("-")[0]:
                votes[tag] += bonus
    return dict(votes)


def _known_tag(declared: str | None) -> str | None:
    """Read a declared language as a BCP-47 tag of ours; ``None`` when it says nothing usable."""
    if not declared or not _TAG.fullmatch(declared):
        return None
    primary, *rest = declared.lower().replace("_", "-").split("-")
    if primary == "zh":
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-Hans"
    return detectors.ALIASES.get(primary, primary)


def block_language(text: str, whole: str) -> str:
    """Decide for one block between its own evidence and the page's language.

    >>> block_language("Ce jour-là, les navires sont restés au large du port.", "en")
    'fr'
    """
    if _is_plainly(text, whole) or not (counts := script_counts(text)):
        return whole
    size = _weighed(counts)
    own = identify(text, likely=whole) if size >= OWN_SIZE else UNKNOWN
    foreign_script = main_script(counts) not in _scripts_of(whole)
    if own == UNKNOWN and foreign_script:
        own = _glance(text)
    if UNKNOWN_LANGUAGE in (own.tag, whole):
        return whole if own.tag == UNKNOWN_LANGUAGE else own.tag
    if own.tag.partition("-")[0] == whole.partition("-")[0]:
        return whole
    if {own.tag[:2], whole[:2]} == {"zh", "ja"} and own.confidence < 0.99:
        return whole
    if foreign_script:
        return own.tag
    sure = own.confidence >= OWN_CONFIDENCE and size >= OWN_SIZE
    return own.tag if sure else whole


def _is_plainly(text: str, whole: str) -> bool:
    """Say whether a look shows that a block is in its page's language, or too short to differ."""
    if text.isascii() and len(text) < OWN_SIZE and "Latn" in _scripts_of(whole):
        return True
    seen = sole_words(rule_data.load()).count(text[:LIMIT])
    own = seen.get("sr-Cyrl" if whole == "sr" else whole, 0)
    return own >= OWN_WORDS or 0 < own == sum(seen.values())


def _glance(text: str) -> Identified:
    """Identify a short line in a foreign script by the first detector alone."""
    likely = detectors.glance(text)
    return identify(text, likely=likely) if likely else UNKNOWN


@lru_cache(maxsize=256)
def _scripts_of(tag: str) -> frozenset[str]:
    """Give the scripts that texts of a language are written in."""
    if tag.startswith("zh"):
        return frozenset({"Hani"})
    single = {code for code, language in ONE_LANGUAGE.items() if language == tag}
    profile = profiles(rule_data.load()).get("sr-Cyrl" if tag == "sr" else tag)
    return frozenset(single or {profile.script if profile else "Latn"})


def _size(text: str) -> float:
    """Give the length of a text in letters of an alphabet, East Asian characters counting more."""
    return _weighed(script_counts(text))


def _weighed(counts: Mapping[str, int]) -> float:
    """Give the length of counted letters, East Asian characters counting more."""
    return sum(count * DENSE.get(code, 1.0) for code, count in counts.items())
