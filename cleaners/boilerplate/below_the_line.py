"""Boilerplate inside a paragraph: inserted links, headlines glued to its end, source credits.

Only strong evidence removes part of a paragraph; each find names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from cleaners.boilerplate import hits
from cleaners.boilerplate.characters import CLOSERS, FINAL, IDEOGRAPHS
from cleaners.boilerplate.folding import NUMBER, TOKEN, fold, tokens
from cleaners.boilerplate.phrases import CREDIT_WORDS, WILDCARD, Phrases
from cleaners.boilerplate.proofs import is_credit
from cleaners.boilerplate.shape import ends_sentence

_GROUP = re.compile(
    r"[(（]\s*([^()（）:：]{1,40}?)\s*[:：]\s*((?:[^()（）]|[(（][^()（）]*[)）])+)[)）]"
)
# Begins with the set of all marks: they are looked for faster than either way to go on.
_SENTENCE_END = re.compile(
    r"[.!?…؟।。！？]"
    rf"(?:(?<=[。！？])[{re.escape(CLOSERS)}]*|[.!?…؟।]*[{re.escape(CLOSERS)}]*(?=\s|$))"
)
# "J. Smith", "St. Louis": a full stop that ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b\w|\b(?:St|Dr|Mr|Mrs|Ms|Jr|Sr|No|Nr|vs|etc|Inc|Ltd|Co|Corp|bzw|ca|S|U\.S|р|г))\.$",
    re.IGNORECASE,
)
_LONGEST_RUN = 16
_OPEN_TITLE = "〈《"
_CLOSED_TITLE = re.compile(r"[〉》»」』]")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_SPACED_RUN = re.compile(rf"[{IDEOGRAPHS}！？」』）0-9A-Za-z%]\s+(?=[{IDEOGRAPHS}A-Za-z0-9「『])")
# A credit with the name of a medium and a slogan is rarely longer; what is longer is text.
_LONGEST_CREDIT = 420
# In so many characters a sentence says that it is one.
_BEGINNING = 120
# In so many the first word ends, mostly.
_HEAD = 24
# In words: of one headline, and of some in a row; what is longer is text without a full stop.
_LONGEST_HEADLINE = 30
_LONGEST_HEADLINES = 80
# One that stands for itself has no more, and no address in it.
_LONGEST_ONE = 24
_ADDRESS = re.compile(r"\w@\w|://|\bwww\.")
_STEM = 5
# Before glued headlines stands text of at least so many words.
_SHORTEST_TEXT = 6
_OPEN_ENDS = ":：,，;；、-–—"


@dataclass(frozen=True, slots=True)
class Find:
    """A part of a paragraph, at ``start:end`` of it, and what replaces it (mostly nothing)."""

    start: int
    end: int
    rule: str
    confidence: float
    after: str = ""


def sentence_ends(text: str, floor: int = 0) -> list[int]:
    """Give the offsets just behind each sentence end of a paragraph, from ``floor`` on.

    >>> sentence_ends("Dr. Wei came. 他說：「好。」然後走了。")
    [13, 21, 26]
    """
    ends = []
    # A run of marks may begin a little before.
    for match in _SENTENCE_END.finditer(text, max(floor - _LONGEST_RUN, 0)):
        start, end = match.span()
        if end < floor:
            continue
        if text[start] == "." and end < len(text):
            before = text[max(start - 6, 0) : start + 1]
            # An acronym may end a sentence: "les outils d'IA."
            if _ABBREVIATION.search(before) and not before[-3:-1].isupper():
                continue
        ends.append(end)
    return ends


def inner_ends(text: str) -> list[int]:
    """Give the offsets just behind each sentence end of a paragraph, but for its own end."""
    return [end for end in sentence_ends(text) if end < len(text)]


def teasers(text: str, phrases: Phrases) -> list[Find]:
    """Find links to earlier stories in parentheses: ``(Synopsis : …)``, ``（背景補充：…）``.

    A known label is enough after a sentence end; two unknown label-like groups in a row are too.
    """
    groups = [group for group in _groups(text) if _is_inserted(text, group)]
    finds = []
    for index, (start, end, label, inside) in enumerate(groups):
        words = tokens(label)
        beside = groups[max(index - 1, 0) : index] + groups[index + 1 : index + 2]
        paired = any(start == other.end or end == other.start for other in beside)
        known = phrases.is_label(words)
        if not known and not (paired and len(words) <= 4 and len(tokens(inside)) >= 4):
            continue
        rule = "related_headlines/inline-label" if known else "related_headlines/inline-pair"
        behind = end if start else end + len(text[end:]) - len(text[end:].lstrip())
        finds.append(Find(start, behind, rule, 0.97 if known else 0.9))
    return finds


class _Group(NamedTuple):
    """A parenthesis with the white space before it: ``(label: inside)``."""

    start: int
    end: int
    label: str
    inside: str


def _groups(text: str) -> Iterator[_Group]:
    last = 0
    for match in _GROUP.finditer(text):
        start = last + len(text[last : match.start()].rstrip())
        last = match.end()
        yield _Group(start, last, match[1], match[2])


def _is_inserted(text: str, group: _Group) -> bool:
    """Tell whether the parenthesis stands between sentences, not inside one."""
    before = text[: group.start].rstrip()
    return (
        (not before or ends_sentence(before) or before[-1] in ")）")
        and len(tokens(group.inside)) >= 3
        and not ends_sentence(group.inside)
    )


def source_credit(text: str, title: str, phrases: Phrases) -> Find | None:
    """Find the credit at a paragraph's end: 〈title〉 "this article was first published in …".

    The brackets may have lost their other half on the way through a translator.
    """
    floor = max(len(text) - _LONGEST_CREDIT, 0)
    bracket = max(text.rfind(mark, floor) for mark in _OPEN_TITLE)
    credit = _credit_phrase(text, floor, phrases)
    if bracket >= 0 and (credit is None or bracket < credit):
        inside = set(tokens(text[bracket:]))
        wanted = set(tokens(title))
        repeated = bool(wanted) and len(inside & wanted) >= 0.5 * len(wanted)
        if credit is not None or (repeated and text[bracket:].count("〉") <= 1):
            evidence = "first-published" if credit is not None else "title-in-brackets"
            return Find(_back(text, bracket), len(text), f"source_credit/{evidence}", 0.97)
    if credit is not None and (credit == 0 or credit > 20):
        return Find(_back(text, credit), len(text), "source_credit/first-published", 0.95)
    return None


def _credit_phrase(text: str, floor: int, phrases: Phrases) -> int | None:
    """Find where a sentence of the last ones begins with a credit phrase."""
    brackets = (match.end() for match in _CLOSED_TITLE.finditer(text, max(floor - 1, 0)))
    starts = {0} if not floor else set()
    starts.update(sentence_ends(text, floor), brackets)
    places = [start for start in sorted(starts) if _may_be_credit(text, start, phrases)]
    if not places:
        return None
    found = hits.of([text[start : start + _BEGINNING] for start in places], phrases)
    for index, start in enumerate(places):
        hit = found[index]
        # "Source: …" is a credit only on its own line; inside text only a whole sentence is.
        credited = hit.first == "source_credit" and hit.opening >= CREDIT_WORDS
        if credited and is_credit(text[start:].strip(), hit):
            return start + len(text[start:]) - len(text[start:].lstrip())
    return None


def _may_be_credit(text: str, start: int, phrases: Phrases) -> bool:
    """Tell whether a credit phrase has the first two words behind a place: few sentences do."""
    begun = text[start : start + _HEAD].lstrip()[:3]
    # Plain letters fold one by one, where nothing behind joins the last.
    plain = len(begun) == 3 and begun.isascii() and begun[:2].isalpha()
    if plain and begun[:2].lower() not in _credit_beginnings(phrases):
        return False
    head = fold(text[start : start + _HEAD])
    first = TOKEN.search(head)
    # What the cut may have shortened is read again.
    if first and first.end() < len(head) and first[0] not in _credit_openers(phrases):
        return False
    found = islice(TOKEN.finditer(fold(text[start : start + _BEGINNING])), 2)
    words = tuple(word[0] for word in found)
    return words in phrases.credits or (*words[:1], WILDCARD) in phrases.credits


@lru_cache(maxsize=4)
def _credit_openers(phrases: Phrases) -> frozenset[str]:
    """Give the first words of credit phrases."""
    return frozenset(words[0] for words in phrases.credits if words)


@lru_cache(maxsize=4)
def _credit_beginnings(phrases: Phrases) -> frozenset[str]:
    """Give the first two letters of the first words of credit phrases."""
    return frozenset(word[:2] for word in _credit_openers(phrases))


def _back(text: str, start: int) -> int:
    return len(text[:start].rstrip())


def glued_headlines(
    text: str, body: Sequence[str], elsewhere: str, *, strong: bool, last: bool = True
) -> Find | None:
    """Find headlines of other articles glued to the last sentence of an article.

    They lack punctuation, start anew inside and share no words with the rest. ``body`` is the other
    text of the article, ``elsewhere`` what was removed around it; ``strong`` says that more of the
    kind (a credit, a removed line) follows. Where the article goes on below, so that this is not
    its ``last`` paragraph, a sentence was only cut off, unless the tail is listed elsewhere: a name
    in it starts nothing anew.

    >>> text = "Der Hafen baut den Landstrom aus. Solana steht still Satellit überwacht Wälder"
    >>> find = glued_headlines(text, ["Anwohner begrüßten den Plan."], "", strong=True)
    >>> text[: find.start]
    'Der Hafen baut den Landstrom aus.'
    """
    if ends_sentence(text):
        return None
    ends = inner_ends(text)
    if not ends or len(tokens(text[: ends[-1]])) < _SHORTEST_TEXT:
        return None
    tail = text[ends[-1] :].strip()
    wide = _is_wide(tail)
    restarts = _restarts(tail, wide=wide)
    if not _headline_like(tail) or not (
        (seen := _contained(tail, elsewhere)) or restarts or strong
    ):
        return None
    words = tokens(tail)
    overlap = _overlap(tail, [text[: ends[-1]], *body], wide=wide)
    limit = 0.2 + 0.25 * bool(restarts) + 0.15 * strong + 0.6 * seen
    new = last and (restarts or (strong and overlap <= 0.1))
    if overlap > limit or not (seen or new):
        return None
    longest = _LONGEST_HEADLINES if restarts else _LONGEST_HEADLINE
    if not seen and (len(words) > longest or not (wide or _short_enough(tail))):
        return None
    evidence = "glued-and-listed" if seen else "glued"
    return Find(ends[-1], len(text), f"related_headlines/{evidence}", 0.95 if seen else 0.9)


def _short_enough(tail: str) -> bool:
    """Tell whether a tail falls into headlines: none is long, none holds an address."""
    words = [word for word in tail.split() if any(map(str.isalnum, word))]
    starts = [0, *_places(words)]
    lengths = [end - start for start, end in pairwise([*starts, len(words)])]
    return max(lengths) <= _LONGEST_ONE and _ADDRESS.search(tail) is None


def foreign_to(text: str, body: Sequence[str]) -> bool:
    """Tell whether a line under an article is headlines of others: it shares no words with it."""
    if not _headline_like(text):
        return False
    wide = _is_wide(text)
    return _overlap(text, body, wide=wide) <= (0.25 if _restarts(text, wide=wide) else 0.05)


def _headline_like(text: str) -> bool:
    """Tell whether a run of words can be a headline: some words, no open end."""
    least = 6 if _is_wide(text) else 3
    return len(tokens(text)) >= least and not text[:1].islower() and text[-1] not in _OPEN_ENDS


def _is_wide(text: str) -> bool:
    """Tell whether a text is written in ideographs, without spaces between words."""
    return len(_IDEOGRAPH.findall(text)) > len(text) / 3


def _contained(tail: str, elsewhere: str) -> bool:
    """Tell whether the tail's words, a run of six of them, stand elsewhere on the page."""
    words, folded = tokens(tail)[:6], fold(elsewhere)
    if len(words) < 4 or not all(word in folded for word in words if word != NUMBER):
        return False
    return " ".join(words) in " ".join(tokens(elsewhere))


def _overlap(tail: str, body: Sequence[str], *, wide: bool) -> float:
    """Give the share of the tail's content words (pairs of ideographs) that the body has."""
    if wide:
        joined = "".join(body)
        pairs = {
            tail[i : i + 2]
            for i in range(len(tail) - 1)
            if _IDEOGRAPH.match(tail[i]) is not None and _IDEOGRAPH.match(tail[i + 1]) is not None
        }
        return sum(pair in joined for pair in pairs) / max(len(pairs), 1)
    content = {word[:_STEM] for word in tokens(tail) if len(word) > 3}
    unknown = set(content)
    for part in body:
        folded = fold(part)
        # Words are cut only where one may be found.
        if any(stem in folded for stem in unknown):
            unknown -= {word[:_STEM] for word in tokens(part)}
    return (len(content) - len(unknown)) / max(len(content), 1)


def _restarts(tail: str, *, wide: bool) -> int:
    """Count the places where a headline seems to start inside the tail."""
    if wide:
        return len(_SPACED_RUN.findall(tail))
    return len(_places(tail.split()))


def _places(words: Sequence[str]) -> list[int]:
    """Give the words with a capital where none is due: behind a small one without a mark."""
    return [
        place
        for place, (before, after) in enumerate(pairwise(words), 1)
        if after[0].isupper() and before[-1].isalnum() and not before[0].isupper()
    ]


_HEADING_WORDS = (2, 14)
_WIDE_HEADING = re.compile(
    rf"(?<=[。！？」』”])\s*([^\s。！？，、；：,;.]{{4,24}})\s+(?=[{IDEOGRAPHS}「『A-Z])"
)
# Shorter text has no headings inside; of ideographs so many must stand at its start.
FROM_LENGTH = 300
WIDE_TEXT = 50


def glued_headings(text: str, openers: frozenset[str]) -> list[tuple[int, int]]:
    """Find section headings that flattening glued into a paragraph: their spans.

    A heading starts after a sentence end, has no end of its own, and is followed by a word that
    begins sentences (``openers``) with a capital it would not have inside one.

    >>> text = "Le marché a doublé. Les talents coûtent cher La course la plus rude est ailleurs."
    >>> [text[a:b] for a, b in glued_headings(text * 4, frozenset({"la"}))][0]
    'Les talents coûtent cher'
    """
    if len(_IDEOGRAPH.findall(text[:200])) > WIDE_TEXT:
        ends = sentence_ends(text)
        last = ends[-1] if ends else 0
        return [m.span(1) for m in _WIDE_HEADING.finditer(text) if m.end() < last - 8]
    if len(text) < FROM_LENGTH:
        return []
    spans = []
    ends = sentence_ends(text)
    for start, end in pairwise(ends):
        found = _heading_in(text, start, end, openers)
        if found:
            spans.append(found)
    return spans


def _heading_in(text: str, start: int, end: int, openers: frozenset[str]) -> tuple[int, int] | None:
    words = text[start:end].split()
    least, most = _HEADING_WORDS
    if len(words) < least + 4 or not words[0][:1].isupper():
        return None
    for index in range(least, min(most, len(words) - 4) + 1):
        before, word, after = words[index - 1 : index + 2]
        if before[-1] in ".!?…" or before[-1] in FINAL:
            return None
        if (
            word[:1].isupper()
            and (len(word) == 1 or word[1:].islower())
            and word.lower() in openers
            and after[:1].islower()
            and before[-1].isalnum()
            and before.lower() not in openers
            and len(before) > 2
        ):
            spans = [match.span() for match in re.finditer(r"\S+", text[start:end])]
            return start + spans[0][0], start + spans[index - 1][1]
    return None
