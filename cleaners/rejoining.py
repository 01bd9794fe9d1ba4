"""Which line breaks of a flattened page cut a sentence in two.

``get_text`` cuts lines at every link and bold word, mail and old text files at a fixed width. A
break is undone on strong evidence only, since menus, lists and tickers are short lines too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from cleaners.records import Block, Edit, Page
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
# What a closing mark or an apostrophe's letter at the start of a line begins with.
_CLOSING_START = frozenset(",.;:!?%)]»”’'、。，；：！？）」』】》")
_OPEN_END = frozenset("([«“‘（「『《【")
_COMMA_END = frozenset(",，、")
# A line is finished by one of these, whatever quotes and brackets close after it.
_FINAL = frozenset(".!?…:;。！？；：|>›»·•")
_CLOSERS = "\"'”’»」』）)]"
# A small letter, but no address, no label before a colon, no name such as "iPhone".
_LOWER = regex.compile(
    r"[\"'“«(]?(?!\w+(?:[.:/@_=]\w|://|:))\p{Ll}[\p{Ll}\p{M}'’-]*(?=[\s,.;!?)”»]|$)"
)
_LAST_WORD = regex.compile(r"(?:^|[\s(“«\"])([\p{L}\p{M}]+['’]?)$|[\s('’](\p{L}['’])$")
_BULLET = regex.compile(r"(?:[-–—*•‣◦▪●○■□·+]|o|\(?\p{N}{1,3}[.)、]|\p{L}[.)])\s")
_CJK_CHARACTER = regex.compile(rf"[{_CJK}、。，；：！？）」』】》（「『《【]")
_WIDE = regex.compile(rf"[{_CJK}]")
# Every wide character is here or beyond, and few others that pages hold.
_MAYBE_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00010000-\U0010ffff]")


# Widths at which programs wrap text, and the fewest lines that show it.
NARROWEST = 40
WIDEST = 130
FEWEST_WRAPPED = 3


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
                unspaced = [word for word in listed if _WIDE.match(word)]
                (endings if section == "ends" else beginnings).update(unspaced)
                if section == "ends":
                    words.update(word for word in listed if word not in unspaced)
    return Unfinished(frozenset(words), tuple(sorted(endings)), tuple(sorted(beginnings)))


def cuts(page: Page, rules: Rules) -> list[Edit]:
    """Find the line breaks to undo in a flattened page, as edits on its text."""
    known = unfinished_words(rules)
    runs = [(run, [block.text(page.text) for block in run]) for run in _runs(page)]
    cut_at_links = _is_cut_at_links([line for _, lines in runs for line in lines])
    edits = []
    for run, lines in runs:
        for index, cut in enumerate(_judge(lines, run, known, cut_at_links=cut_at_links)):
            if cut:
                start, end = run[index].end, run[index + 1].start
                edits.append(Edit(STEP, cut.rule, start, end, page.text[start:end], cut.space))
    return edits


def _is_cut_at_links(lines: Sequence[str]) -> bool:
    """Whether the page was cut at its links: then some lines begin in the middle of a sentence."""
    began = sum(
        1
        for before, after in pairwise(lines)
        if len(before) <= LONGEST_LINK and _is_closing(after) and _LETTER_END.search(before[-1])
    )
    return began >= FEWEST_CUTS


def _is_closing(line: str) -> bool:
    """Whether a line begins with what closes the line before it."""
    return line[:1] in _CLOSING_START and _CLOSING.match(line) is not None


def _is_finished(line: str) -> bool:
    """Whether a line ends as sentences, labels and headings of lists do."""
    bare = line.rstrip(_CLOSERS)
    return bare[-1:] in _FINAL or "»" in line[len(bare) :]


def _runs(page: Page) -> Iterator[list[Block]]:
    """Give the groups of lines of flattened text with no empty line between them."""
    run: list[Block] = []
    for block in page.blocks:
        flat = not block.path and block.kind in ("paragraph", "list_item")
        if run and (not flat or page.text[run[-1].end : block.start].count("\n") != 1):
            yield run
            run = []
        if flat:
            run.append(block)
    if run:
        yield run


def _judge(
    lines: Sequence[str], run: Sequence[Block], known: Unfinished, *, cut_at_links: bool
) -> list[Cut | None]:
    """Judge each line break of a run."""
    judged: list[Cut | None] = []
    before = lines[0]
    for index in range(1, len(lines)):
        after = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        rule = None
        if run[index].kind == "paragraph" and not _is_bulleted(after):
            rule = _plain_rule(before, after, following, known)
            if cut_at_links and not rule:
                rule = _link_rule(before, after, following, known)
        if rule:
            space = _space(before, after)
            judged.append(Cut(rule, space))
            before += space + after
        else:
            judged.append(None)
            before = after
    return judged


def _plain_rule(before: str, after: str, following: str, known: Unfinished) -> str | None:
    """Name the evidence that a sentence runs over a line break on any page, if there is any."""
    if _is_closing(after):
        shown = after.count(" ") >= FEWEST_WORDS or any(map(_is_long, (before, after, following)))
        return "cut/punctuation" if shown and _LETTER_END.search(before[-1]) else None
    if not _is_long(before) or _is_finished(before):
        return None
    rule = "cut/particle" if after.startswith(known.beginnings) else None
    if before[-1] in _OPEN_END:
        rule = "cut/bracket"
    elif _continues(after, known):
        if before[-1] in _COMMA_END:
            rule = "cut/comma"
        elif _ends_unfinished(before, known):
            rule = "cut/word"
        elif _LOWER.match(after) and _is_long(after):
            rule = "cut/small-letter"
    return rule


def _link_rule(before: str, after: str, following: str, known: Unfinished) -> str | None:
    """Name the evidence on a page whose lines are known to be cut at links."""
    if _is_finished(before) or after.casefold().startswith(before.casefold()):
        return None
    rule = None
    long = _is_long(before)
    if before[-1] in _OPEN_END:
        rule = "cut/bracket"
    elif long and before[-1] in _COMMA_END:
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
    return len(line) <= LONGEST_LINK and words <= MOST_WORDS_IN_LINK and not _is_finished(line)


def _is_long(line: str) -> bool:
    if len(line) < SENTENCE_LIKE_CJK:
        return False
    if len(line) >= SENTENCE_LIKE and line.count(" ") >= 4:
        return True
    wide = len(_WIDE.findall(line)) if _may_be_wide(line) else 0
    return wide >= SENTENCE_LIKE_CJK or (len(line) >= SENTENCE_LIKE and wide > 0)


def _may_be_wide(text: str) -> bool:
    """Whether a text may hold characters of scripts written without spaces."""
    return not text.isascii() and _MAYBE_WIDE.search(text) is not None


def _ends_unfinished(line: str, known: Unfinished) -> bool:
    word = _LAST_WORD.search(line)
    if word and (word[1] or word[2]) in known.words:
        return True
    return bool(_WIDE.match(line[-1])) and line.endswith(known.endings)


def _continues(line: str, known: Unfinished) -> bool:
    return bool(_LOWER.match(line)) or line.startswith(known.beginnings)


def wraps(page: Page) -> list[Edit]:
    """Find the line breaks of text wrapped at a fixed width, as edits on the page's text.

    Text is wrapped when each line, but for the last, had no room for the next line's first word.
    """
    edits = []
    stretch = 2 if _may_be_wide(page.text) else 1
    for run in _runs(page):
        for group in _paragraphs(run, page.text):
            if not _may_be_wrapped(group, stretch):
                continue
            lines = [block.text(page.text) for block in group]
            if not _is_wrapped(lines):
                continue
            for index, (before, after) in enumerate(pairwise(lines)):
                start, end = group[index].end, group[index + 1].start
                space = _space(before, after)
                edits.append(Edit(STEP, "wrapped", start, end, page.text[start:end], space))
    return edits


def _paragraphs(run: Sequence[Block], text: str) -> Iterator[list[Block]]:
    """Cut a run before each bullet."""
    group: list[Block] = []
    for block in run:
        if group and (block.kind != "paragraph" or _is_bulleted(block.text(text))):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _may_be_wrapped(lines: Sequence[Block], stretch: int) -> bool:
    """Whether lines are of equal enough length; wide characters may count ``stretch`` times.

    Each but the last must leave less than a quarter of the longest free.
    """
    if len(lines) < FEWEST_WRAPPED:
        return False
    lengths = [block.end - block.start for block in lines]
    longest = max(lengths)
    full = stretch * min(lengths[:-1]) + 1 + longest // 4 > longest
    return full and longest <= WIDEST and stretch * longest >= NARROWEST


def _is_bulleted(line: str) -> bool:
    """Whether a line begins with a bullet or a number; two letters are neither."""
    return not line[:2].isalpha() and _BULLET.match(line) is not None


def _is_wrapped(lines: Sequence[str]) -> bool:
    widths = [_width(line) for line in lines]
    width = max(widths)
    if not NARROWEST <= width <= WIDEST or widths[-1] > width:
        return False
    # A word that did not fit is shorter than a quarter of the line; it is the line that decides.
    full = all(
        used + 1 + min(_first_word(lower), width // 4) > width
        for used, lower in zip(widths, lines[1:], strict=False)
    )
    going_on = sum(
        1
        for before, after in pairwise(lines)
        if not _is_finished(before) and (_LOWER.match(after) or _WIDE.match(after))
    )
    return full and going_on * 3 >= len(lines) - 1


def _width(text: str) -> int:
    """Give the columns that a text takes: characters of East Asian scripts take two."""
    wide = sum(1 for _ in _CJK_CHARACTER.finditer(text)) if _may_be_wide(text) else 0
    return len(text) + wide


def _first_word(line: str) -> int:
    """Give the width of what would have had to fit: a word, or one wide character and a mark."""
    if _CJK_CHARACTER.match(line):
        return 4
    return _width(line.split(maxsplit=1)[0])


def _space(before: str, after: str) -> str:
    """Give what stands between two halves of a line: a space, but not in scripts without one."""
    if before[-1] in _OPEN_END:
        return ""
    if _CJK_CHARACTER.match(before[-1]) or _CJK_CHARACTER.match(after[0]):
        return ""
    return "" if regex.match(r"[,.)\]”’%;:!?]|['’]\p{L}", after) else " "
