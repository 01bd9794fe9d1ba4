"""Pairs of a corpus as they are read, and whose language is which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cleaners.language import identify
from cleaners.metadata import language_tag
from cleaners.records import UNKNOWN_LANGUAGE

COMPRESSED = (".gz", ".zst")
# Endings of two or three letters that could be languages, but mean a file format first.
NOT_LANGUAGES = frozenset(
    ("bz", "gz", "xz", "zip", "zst", "csv", "tab", "tmx", "tsv", "txt", "xml", "htm", "md", "doc",
     "odt", "pdf", "rtf", "bin", "dat", "log", "py", "sh")
)  # fmt: skip
# Units that are looked at to tell a side's language; more changes no answer.
SAMPLED = 200
LONGEST_SAMPLED = 300

_TAG = re.compile(r"[a-z]{2,3}(?:[-_](?:[A-Z]{2}|[A-Z][a-z]{3}))?")
_TWO_TAGS = re.compile(rf"({_TAG.pattern})[-_]({_TAG.pattern})")
_LINE_ENDS = re.compile("[ \t]*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A source text and its translation, as a corpus has them.

    ``number`` is the line, the row or the translation unit in the file, counted from 1. Languages
    are BCP-47 tags, empty where the file does not tell.
    """

    number: int
    source: str
    target: str
    source_language: str = ""
    target_language: str = ""
    name: str = ""
    source_url: str | None = None
    target_url: str | None = None
    licence: str | None = None

    def within(self, languages: Languages) -> Unit:
        """Give the unit with languages where it tells none itself."""
        if self.source_language and self.target_language:
            return self
        return replace(
            self,
            source_language=self.source_language or languages.source,
            target_language=self.target_language or languages.target,
        )


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of both sides as somebody names them; empty is unknown."""

    source: str = ""
    target: str = ""

    def or_else(self, other: Languages) -> Languages:
        """Fill what is unknown here with what is known there."""
        return Languages(self.source or other.source, self.target or other.target)

    @property
    def known(self) -> bool:
        """Whether both are known."""
        return bool(self.source and self.target)


def plain(text: str) -> str:
    r"""Give a text in one line, without white space around it.

    >>> plain(" Bonjour.\r\n Ça va ? ")
    'Bonjour. Ça va ?'
    """
    return _LINE_ENDS.sub(" ", text).strip()


def matches(asked: str, tag: str) -> bool:
    """Tell whether a language is the one that was asked for; ``zh`` asks for all its scripts.

    >>> matches("pt", "pt-BR"), matches("zh-Hans", "zh"), matches("", "fr"), matches("en", "enm")
    (True, False, True, False)
    """
    return not asked or tag == asked or tag.startswith(f"{asked}-")


def tag_of(name: str) -> str:
    """Give the language tag that a name is, or an empty text.

    >>> tag_of("pt_BR"), tag_of("md"), tag_of("Yes"), tag_of("zh-Hans")
    ('pt-BR', '', '', 'zh-Hans')
    """
    if name in NOT_LANGUAGES or not _TAG.fullmatch(name):
        return ""
    return language_tag(name) or ""


def stem(name: str) -> str:
    """Give a file's name without the endings of compression."""
    while PurePosixPath(name).suffix.lower() in COMPRESSED:
        name = name[: name.rindex(".")]
    return name


def languages_in(name: str) -> Languages:
    """Give the languages that a file's name tells, as OPUS and ParaCrawl name theirs.

    >>> languages_in("books.en-fr.tsv"), languages_in("en-zh_Hant.sent.gz")
    (Languages(source='en', target='fr'), Languages(source='en', target='zh-Hant'))
    >>> languages_in("well-known.tsv")
    Languages(source='', target='')
    """
    for part in reversed(PurePosixPath(name).name.split(".")):
        if found := _TWO_TAGS.fullmatch(part):
            languages = Languages(tag_of(found[1]), tag_of(found[2]))
            if languages.known:
                return languages
    return Languages()


def detect(units: Sequence[Unit]) -> Languages:
    """Tell the languages of both sides by what stands in some units."""
    return Languages(
        language_of([unit.source for unit in units]), language_of([unit.target for unit in units])
    )


def language_of(texts: Iterable[str]) -> str:
    """Tell a language by the votes of texts, each with its length; empty where nobody can know."""
    votes = Counter[str]()
    for text in texts:
        votes[identify(text).tag] += min(len(text), LONGEST_SAMPLED)
    votes.pop(UNKNOWN_LANGUAGE, None)
    best = max(sorted(votes), key=lambda tag: votes[tag], default="")
    # Where some lines show which Chinese it is, it is that one.
    if best == "zh":
        best = max(("zh-Hans", "zh-Hant"), key=lambda tag: votes[tag])
        return best if votes[best] else "zh"
    return best
