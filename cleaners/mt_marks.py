"""Signs in a page's source that a widget or proxy translated it by machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal
from urllib.parse import urljoin

import numpy as np
import regex
from numpy.typing import NDArray

from cleaners import native
from cleaners.patterns import compiled
from cleaners.records import Metadata
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    require_examples,
    string,
    toml_tables,
)

_KEYS = ("id", "reason", "literal", "pattern", "on", "changes", "keeps")
# A pattern gives up after this many seconds on a page made to trap it.
_TIMEOUT = 1.0
# The kernel looks for two bytes at once.
_SHORTEST = 2
_find_words = native.kernel(
    "find_words",
    native.NOTHING,
    *(native.BYTES, native.COUNT),
    *(native.BYTES, native.ARRAY, native.COUNT),
    *(native.ARRAY, native.ARRAY),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One calling card.

    ``literal`` (lower case) must occur in the source before ``pattern`` is tried. ``on`` says where
    the tool leaves it: on ``translated`` pages only, or on ``every`` language version of a site; it
    then counts only where the page is known not to be the site's original version. A group named
    ``original`` in the pattern catches the original language.
    """

    id: str
    literal: str
    pattern: regex.Pattern[str]
    on: Literal["translated", "every"]
    changes: tuple[str, ...]
    keeps: tuple[str, ...]


@lru_cache(maxsize=8)
def marks(rules: Rules) -> tuple[Mark, ...]:
    """Read the marks of ``mt_marks.toml``, all layers; a later mark of the same id replaces."""
    found: dict[str, Mark] = {}
    for file in rules.files("mt_marks"):
        data = read_toml(file)
        refuse_unknown(file, "", data, ["mark"])
        for given in toml_tables(file, data, "mark"):
            identifier = string(file, "mark", given, "id")
            refuse_unknown(file, identifier, given, _KEYS)
            string(file, identifier, given, "reason")
            literal = string(file, identifier, given, "literal")
            if literal != literal.lower() or len(literal) < _SHORTEST:
                message = f"'literal' must be lower case, at least {_SHORTEST} characters"
                raise RuleFileError(file, identifier, message)
            place = given.get("on")
            if place not in ("translated", "every"):
                raise RuleFileError(file, identifier, "'on' must be 'translated' or 'every'")
            pattern = compiled(file, identifier, given, regex.IGNORECASE)
            changes, keeps = require_examples(file, identifier, given)
            found[identifier] = Mark(identifier, literal, pattern, place, changes, keeps)
    return tuple(found.values())


def evidence(
    source: bytes, metadata: Metadata, default_version: str | None, rules: Rules
) -> tuple[str, ...]:
    """Give the ids of the marks on a page that speak for machine translation.

    ``source`` are the parts of the page that tools leave their marks in, as UTF-8;
    ``default_version`` is the address of the site's ``x-default`` version, where hreflang names it.
    """
    addresses = "\n".join(url for url in (metadata.url, metadata.canonical_url) if url)
    places = [text for text in (source, _encoded(addresses)) if text]
    needles = _needles(rules)
    held = [needles.possible(text) for text in places]
    found = []
    for mark in marks(rules) if any(held) else ():
        for text, possible in zip(places, held, strict=True):
            match = _search(mark, text) if mark.id in possible else None
            if match and (mark.on == "translated" or _is_version(match, metadata, default_version)):
                found.append(mark.id)
                break
    return tuple(found)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True, eq=False)
class _Needles:
    """The literals of the marks, as the kernel looks for them; ``ids`` are those that need each."""

    words: bytes
    starts: NDArray[np.int64]
    pairs: NDArray[np.uint8]
    ids: Sequence[Sequence[str]]

    def possible(self, text: bytes) -> frozenset[str]:
        """Give the ids of the marks whose literals a text holds, in small letters or capitals."""
        found = np.zeros(len(self.ids), np.uint8)
        _find_words(
            *(text, len(text)), *(self.words, self.starts, len(self.ids)), *(self.pairs, found)
        )
        held = zip(self.ids, found.tolist(), strict=True)
        return frozenset(one for ids, holds in held if holds for one in ids)


@lru_cache(maxsize=8)
def _needles(rules: Rules) -> _Needles:
    ids: dict[bytes, list[str]] = {}
    for mark in marks(rules):
        ids.setdefault(_encoded(mark.literal), []).append(mark.id)
    pairs = np.zeros(0x10000, np.uint8)
    pairs[[word[0] << 8 | word[1] for word in ids]] = 1
    starts = np.array([0, *accumulate(map(len, ids))], np.int64)
    return _Needles(b"".join(ids), starts, pairs, [*ids.values()])


def _search(mark: Mark, text: bytes) -> regex.Match[str] | None:
    try:
        return mark.pattern.search(text.decode("utf-8", "replace"), timeout=_TIMEOUT)
    except TimeoutError:
        return None


def _is_version(match: regex.Match[str], metadata: Metadata, default_version: str | None) -> bool:
    """Whether the page is known to be another version than the site's original."""
    original = match.groupdict().get("original")
    if original and metadata.language:
        here = metadata.language.partition("-")[0].lower()
        return bool(original.lower().partition("-")[0] != here)
    address = metadata.canonical_url or metadata.url
    if default_version is None or address is None:
        return False
    return urljoin(address, default_version).rstrip("/") != address.rstrip("/")
