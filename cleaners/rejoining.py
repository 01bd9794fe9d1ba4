"""Which line breaks of a flattened page cut a sentence in two.

``get_text`` cuts lines at every link and bold word, mail and old text files at a fixed width. A
break is undone on strong evidence only, since menus, lists and tickers are short lines too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from cleaners.columns import Columns
from cleaners.layout_signs import (
    AT_LINK,
    CLOSERS,
    CLOSING_START,
    COMMAS,
    DOUBTFUL,
    FINAL,
    FOLLOWS,
    IS_FLAT,
    LINE_BULLETS,
    LOOSE,
    MAYBE_WIDE,
    OPEN_END,
    Signs,
)
from cleaners.records import Edit
from cleaners.rules import RuleFileError, Rules, read_toml, refuse_unknown, strings

STEP = "layout"

# A line of this many characters is more than a menu entry; measured on flattened news pages.
SENTENCE_LIKE = 40
# In Chinese and Japanese a character says about twice as much.
SENTENCE_LIKE_CJK = 20
# Links inside sentences are shorter than this.
LONGEST_LINK = 50
MOST_WORDS_IN_LINK = 5
# Punctuation and so many words at the start of a line are the rest of a sentence, not litter.
FEWEST_WORDS = 2
# So many lines that begin with the punctuation of the line before show how a page was cut.
FEWEST_CUTS = 2

_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}"
_CLOSING = regex.compile(
    rf"(?:[,.;:!?%)\]»”’]+(?=\s|$|[{_CJK}“«\"'(])|[、。，；：！？）」』】》]|['’](?:s|t|re|ve|ll|d|m)\b)"
)
_LETTER_END = regex.compile(r"[\p{L}\p{N}\"”»)\]%]$")
_CLOSERS = "".join(sorted(CLOSERS))
# What may stand before a small letter that goes on.
ASCII_OPENERS = "\"'("
# A small letter, but no address, no label before a colon, no name such as "iPhone".
LOWER = regex.compile(
    r"[\"'“«(]?(?!\w+(?:[.:/@_=]\w|://|:))\p{Ll}[\p{Ll}\p{M}'’-]*(?=[\s,.;!?)”»]|$)"
)
_LAST_WORD = regex.compile(r"(?:^|[\s(“«\"])([\p{L}\p{M}]+['’]?)$|[\s('’](\p{L}['’])$")
_BULLET = regex.compile(rf"(?:[{LINE_BULLETS}]|o|\(?\p{{N}}{{1,3}}[.)、]|\p{{L}}[.)])\s")
CJK_CHARACTER = regex.compile(rf"[{_CJK}、。，；：！？）」』】》（「『《【]")
WIDE_CHARACTER = regex.compile(rf"[{_CJK}]")
_WIDE_PARTS = regex.compile(rf"[{_CJK}]+")
_UNSPACED = regex.compile(r"[,.)\]”’%;:!?]|['’]\p{L}")
_MAYBE_WIDE = re.compile(
    "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in MAYBE_WIDE) + "]"
)


class Cut(NamedTuple):
    """A line break that cuts a sentence: the rule that says so and what goes in its place."""

    rule: str
    space: str


@dataclass(frozen=True)
class Unfinished:
    """Words that a sentence cannot end with, and characters that it cannot begin with."""

    words: frozenset[str]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]

    @cached_property
    def signs(self) -> Signs:
        """What the characters of a page tell of its layout."""
        return Signs(self.words, self.endings, self.beginnings)

    @cached_property
    def reach(self) -> int:
        """How far from the end of a line its last word matters."""
        return max(map(len, self.words), default=0) + 3


@lru_cache(maxsize=8)
def unfinished_words(rules: Rules) -> Unfinished:
    """Read ``layout/unfinished.toml``, all layers together."""
    words: set[str] = set()
    endings: set[str] = set()
    beginnings: set[str] = set()
    for file in rules.files("layout/unfinished"):
        data = read_toml(file)
        refuse_unknown(file, "", data, ("ends", "begins"))
        for section, given in data.items():
            if not isinstance(given, dict):
                raise RuleFileError(file, section, "must be a table of languages")
            for language in given:
                listed = strings(file, section, given, language)
                unspaced = [word for word in listed if WIDE_CHARACTER.match(word)]
                (endings if section == "ends" else beginnings).update(unspaced)
                if section == "ends":
                    words.update(word for word in listed if word not in unspaced)
    return Unfinished(frozenset(words), tuple(sorted(endings)), tuple(sorted(beginnings)))


def cuts(lines: Columns, rules: Rules) -> list[Edit]:
    """Find the line breaks to undo in a flattened page, as edits on its text."""
    if not lines.look.all_needs & FOLLOWS:
        return []
    known = unfinished_words(rules)
    at_links = _is_cut_at_links(lines)
    asked = lines.needing(LOOSE if at_links else DOUBTFUL)
    edits = []
    for index, cut in _judge(lines, asked, known, at_links=at_links):
        start, end = lines.ends[index - 1], lines.starts[index]
        edits.append(Edit(STEP, cut.rule, start, end, lines.text[start:end], cut.space))
    return edits


def _is_cut_at_links(lines: Columns) -> bool:
    """Whether the page was cut at its links: then some lines begin in the middle of a sentence."""
    began = 0
    for index in lines.needing(AT_LINK):
        before = index - 1
        while not lines.known[before] & IS_FLAT:
            before -= 1
        end = lines.text[lines.ends[before] - 1]
        began += _is_closing(lines.line(index)) and _LETTER_END.search(end) is not None
        if began == FEWEST_CUTS:
            return True
    return False


def _is_closing(line: str) -> bool:
    """Whether a line begins with what closes the line before it."""
    return line[:1] in CLOSING_START and _CLOSING.match(line) is not None


def is_finished(line: str) -> bool:
    """Whether a line ends as sentences, labels and headings of lists do."""
    bare = line.rstrip(_CLOSERS)
    return bare[-1:] in FINAL or "»" in line[len(bare) :]


def _judge(
    lines: Columns, asked: Iterable[int], known: Unfinished, *, at_links: bool
) -> Iterator[tuple[int, Cut]]:
    """Judge the line breaks before some lines; give those to undo by the line below.

    After each that is undone the next one is judged too: the line before has grown.
    """
    judged = 0
    for first in asked:
        index = max(first, judged + 1)
        joined = ""
        while index == first or (joined and lines.follows(index)):
            judged = index
            before, after = joined or lines.line(index - 1), lines.line(index)
            rule = _rule(lines, index, before, known, at_links=at_links)
            joined = ""
            if rule:
                between = space(before, after)
                yield index, Cut(rule, between)
                joined = before + between + after
            index += 1


def _rule(
    lines: Columns, index: int, before: str, known: Unfinished, *, at_links: bool
) -> str | None:
    """Name the evidence that a line continues what stands before it, if there is any."""
    after = lines.line(index)
    if lines.kinds[index] != "paragraph" or is_bulleted(after):
        return None
    following = lines.line(index + 1) if lines.follows(index + 1) else ""
    rule = _plain_rule(before, after, following, known)
    if at_links and not rule:
        rule = _link_rule(before, after, following, known)
    return rule


def _plain_rule(before: str, after: str, following: str, known: Unfinished) -> str | None:
    """Name the evidence that a sentence runs over a line break on any page, if there is any."""
    if _is_closing(after):
        shown = after.count(" ") >= FEWEST_WORDS or any(map(_is_long, (before, after, following)))
        return "cut/punctuation" if shown and _LETTER_END.search(before[-1]) else None
    if not _is_long(before) or is_finished(before):
        return None
    rule = "cut/particle" if after.startswith(known.beginnings) else None
    if before[-1] in OPEN_END:
        rule = "cut/bracket"
    elif _continues(after, known):
        if before[-1] in COMMAS:
            rule = "cut/comma"
        elif _ends_unfinished(before, known):
            rule = "cut/word"
        elif LOWER.match(after) and _is_long(after):
            rule = "cut/small-letter"
    return rule


def _link_rule(before: str, after: str, following: str, known: Unfinished) -> str | None:
    """Name the evidence on a page whose lines are known to be cut at links."""
    if is_finished(before) or after.casefold().startswith(before.casefold()):
        return None
    rule = None
    long = _is_long(before)
    if before[-1] in OPEN_END:
        rule = "cut/bracket"
    elif long and before[-1] in COMMAS:
        rule = "cut/comma"
    elif (unfinished := _ends_unfinished(before, known)) and long:
        rule = "cut/word"
    elif (long or unfinished or _is_long(after)) and _continues(after, known):
        rule = "cut/small-letter"
    elif (long or unfinished) and _is_link(after):
        goes_on = _continues(following, known) or _is_closing(following)
        rule = "cut/link" if goes_on else None
    return rule


def _is_link(line: str) -> bool:
    """Whether a line is as short as the links inside sentences are."""
    words = line.count(" ") + 1
    return len(line) <= LONGEST_LINK and words <= MOST_WORDS_IN_LINK and not is_finished(line)


def _is_long(line: str) -> bool:
    if len(line) < SENTENCE_LIKE_CJK:
        return False
    if len(line) >= SENTENCE_LIKE and line.count(" ") >= 4:
        return True
    wide = sum(map(len, _WIDE_PARTS.findall(line))) if may_be_wide(line) else 0
    return wide >= SENTENCE_LIKE_CJK or (len(line) >= SENTENCE_LIKE and wide > 0)


def may_be_wide(text: str) -> bool:
    """Whether a text may hold characters of scripts written without spaces."""
    return not text.isascii() and _MAYBE_WIDE.search(text) is not None


def _ends_unfinished(line: str, known: Unfinished) -> bool:
    word = _LAST_WORD.search(line, max(len(line) - known.reach, 0))
    if word and (word[1] or word[2]) in known.words:
        return True
    return bool(WIDE_CHARACTER.match(line[-1])) and line.endswith(known.endings)


def _continues(line: str, known: Unfinished) -> bool:
    first = line[:1]
    if first.isascii() and not (first.islower() or first in ASCII_OPENERS):
        return False
    return bool(LOWER.match(line)) or line.startswith(known.beginnings)


def is_bulleted(line: str) -> bool:
    """Whether a line begins with a bullet or a number; two letters are neither."""
    return not line[:2].isalpha() and _BULLET.match(line) is not None


def space(before: str, after: str) -> str:
    """Give what stands between two halves of a line: a space, but not in scripts without one."""
    if before[-1] in OPEN_END:
        return ""
    if CJK_CHARACTER.match(before[-1]) or CJK_CHARACTER.match(after[0]):
        return ""
    return "" if _UNSPACED.match(after) else " "
