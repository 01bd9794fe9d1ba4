"""Signs in a page's source that a widget or proxy translated it by machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urljoin

import regex

from cleaners.records import Metadata
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    require_examples,
    string,
)

_KEYS = ("id", "reason", "literal", "pattern", "on", "changes", "keeps")
# A pattern gives up after this many seconds on a page made to trap it.
_TIMEOUT = 1.0


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
        entries = data.get("mark")
        if not isinstance(entries, list):
            raise RuleFileError(file, "mark", "must be a list of [[mark]] tables")
        in_file: set[str] = set()
        for given in entries:
            identifier = string(file, "mark", given, "id")
            refuse_unknown(file, identifier, given, _KEYS)
            string(file, identifier, given, "reason")
            if identifier in in_file:
                raise RuleFileError(file, identifier, "duplicate 'id'; give each mark its own")
            in_file.add(identifier)
            literal = string(file, identifier, given, "literal")
            if literal != literal.lower():
                raise RuleFileError(file, identifier, "'literal' must be lower case")
            place = given.get("on")
            if place not in ("translated", "every"):
                raise RuleFileError(file, identifier, "'on' must be 'translated' or 'every'")
            try:
                pattern = regex.compile(string(file, identifier, given, "pattern"), regex.I)
            except regex.error as error:
                raise RuleFileError(file, identifier, f"'pattern' is no regex: {error}") from error
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
    places = [(text, text.lower()) for text in (source, _encoded(addresses)) if text]
    possible = _possible([folded for _, folded in places], rules)
    found = []
    for mark in marks(rules) if possible else ():
        for text, folded in places if mark.id in possible else ():
            match = _search(mark, text) if _encoded(mark.literal) in folded else None
            if match and (mark.on == "translated" or _is_version(match, metadata, default_version)):
                found.append(mark.id)
                break
    return tuple(found)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _possible(places: list[bytes], rules: Rules) -> frozenset[str]:
    """Give the ids of the marks whose literals may be on a page."""
    return frozenset(
        identifier
        for needle, identifiers in _needles(rules)
        if any(needle in folded for folded in places)
        for identifier in identifiers
    )


@lru_cache(maxsize=8)
def _needles(rules: Rules) -> tuple[tuple[bytes, tuple[str, ...]], ...]:
    """Give the literals that hold no other one, each with the ids of the marks that need it.

    Python finds each of these dozen or so faster than one automaton finds them all.
    """
    literals = {mark.literal for mark in marks(rules)}
    needles = sorted(one for one in literals if not any(o in one for o in literals - {one}))
    return tuple(
        (_encoded(needle), tuple(mark.id for mark in marks(rules) if needle in mark.literal))
        for needle in needles
    )


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
