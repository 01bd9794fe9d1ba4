"""Lines that a site puts on many of its pages: learned as proposals, applied once accepted.

A site is a registrable host, or the folder that its pages came in. What was accepted stands in
``rules/boilerplate/site/<site>.toml`` and applies to pages of that site only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit

from cleaners.boilerplate.folding import tokens
from cleaners.boilerplate.verdicts import Verdict, Verdicts
from cleaners.records import Block, Metadata, Page
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    string,
    toml_tables,
)

FOLDER = "boilerplate/site"
EVIDENCE = "site-rule"
CONFIDENCE = 0.99
STATUSES = ("proposed", "accepted", "rejected")
_FILE_KEYS = ("site", "rule")
_COUNTS = ("pages", "of", "kept", "removed")
_RULE_KEYS = ("id", "status", "kind", "line", "path", "css", "share", "note", "examples", *_COUNTS)
_EXAMPLE_KEYS = ("page", "text")
_KIND = re.compile(r"[a-z][a-z_]*")
# Labels below a country code under which anybody may register, and hosts that lend out names.
_SHARED_LABELS = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "in", "mil", "ne", "net", "nom", "or",
     "org"}
)  # fmt: skip
_LENDING_HOSTS = frozenset(
    {"blogspot.com", "github.io", "livejournal.com", "medium.com", "over-blog.com", "substack.com",
     "tumblr.com", "typepad.com", "wixsite.com", "wordpress.com"}
)  # fmt: skip
_ADDRESS = re.compile(r"[\d.]+|.*:.*")
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def site_of(metadata: Metadata, path: str = "") -> str:
    """Name the site of a page: by its address, else by the first folder below the raw one.

    >>> site_of(Metadata(url="https://finance.news.co.uk/a?b=1"))
    'news.co.uk'
    >>> site_of(Metadata(), "raw/wirelane/en_a.txt"), site_of(Metadata(), "raw/en_a.txt")
    ('wirelane', '')
    """
    for address in (metadata.url, metadata.canonical_url):
        if address and (host := _host(address)):
            return _registrable(host)
    if not path:
        return ""
    folders = PurePosixPath(path).parent.parts
    name = folders[-1] if path.startswith("/") else folders[1] if len(folders) > 1 else ""
    return _NOT_IN_A_NAME.sub("-", name).strip(".-").lower()


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return "" if _NOT_IN_A_NAME.search(host) and not _ADDRESS.fullmatch(host) else host.strip(".")


def _registrable(host: str) -> str:
    labels = host.split(".")
    if _ADDRESS.fullmatch(host) or len(labels) < 3:
        return host.replace(":", "-")
    shared = len(labels[-1]) == 2 and labels[-2] in _SHARED_LABELS
    lent = ".".join(labels[-2:]) in _LENDING_HOSTS
    return ".".join(labels[-3:] if shared or lent else labels[-2:])


def key(text: str) -> str:
    """Fold a line so that only its words count, each number as one; empty without any.

    >>> key("12 commentaires") == key("3  Commentaires")
    True
    """
    return " ".join(tokens(text))


def rule_id(*place: str) -> str:
    """Name a rule by what it matches: 12 digits."""
    return hashlib.sha256("\0".join(place).encode("utf-8", "replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Example:
    """Where a rule was seen: a page and what stood there."""

    page: str
    text: str


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One line, or one place in the markup, that a site repeats, with the counts behind it.

    A line is matched folded (``key``); a place by its tag path and class names. ``pages`` of the
    ``of`` pages of the site have it; of its occurrences so many were ``kept`` and ``removed``.
    """

    id: str
    status: str
    kind: str
    line: str = ""
    path: str = ""
    css: str = ""
    pages: int = 0
    of: int = 0
    kept: int = 0
    removed: int = 0
    note: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The accepted rules of one site, ready for one look-up a line."""

    lines: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))

    def kind(self, block: Block, text: str) -> str:
        """Give the kind that a rule of the site gives to a block, else nothing."""
        found = self.places.get((block.path, block.css)) if self.places and block.path else None
        return found or (self.lines.get(key(text)) or "" if self.lines else "")


NONE = Accepted()


@lru_cache(maxsize=4)
def load(rules: Rules) -> Mapping[str, Accepted]:
    """Read the accepted rules of all sites, a narrower layer over a broader one.

    Raises ``RuleFileError`` for a file that holds a mistake, whatever the status of its rules.
    """
    found: dict[str, dict[str, SiteRule]] = {}
    for file in rules.files(FOLDER):
        site, listed = read(file)
        if site != file.stem:
            raise RuleFileError(file, "site", f"is {site!r}; name the file {site}.toml")
        found.setdefault(site, {}).update({rule.id: rule for rule in listed})
    return MappingProxyType({site: _accepted(given.values()) for site, given in found.items()})


def _accepted(rules: Iterable[SiteRule]) -> Accepted:
    chosen = [rule for rule in rules if rule.status == "accepted"]
    lines = {key(rule.line): rule.kind for rule in chosen if rule.line}
    places = {(rule.path, rule.css): rule.kind for rule in chosen if rule.path}
    return Accepted(MappingProxyType(lines), MappingProxyType(places))


def settle(page: Page, verdicts: Verdicts, rules: Rules) -> None:
    """Remove what the accepted rules of the page's site name; never its headline."""
    accepted = load(rules).get(page.site, NONE) if page.site else NONE
    if accepted is NONE:
        return
    for index, (block, label) in enumerate(zip(page.blocks, verdicts.labels, strict=True)):
        kind = accepted.kind(block, block.text(page.text))
        if kind and label != "title" and block.path != "head/title":
            gone = Verdict(kind, kept=False, evidence=EVIDENCE, confidence=CONFIDENCE)
            verdicts.put(index, gone)


def read(file: Path) -> tuple[str, list[SiteRule]]:
    """Read a file of site rules: the site and its rules, whatever their status.

    Raises ``RuleFileError`` that names the file and the field.
    """
    data = read_toml(file)
    refuse_unknown(file, "", data, _FILE_KEYS)
    site = string(file, "site", data, "site")
    return site, [_rule(file, entry) for entry in toml_tables(file, data, "rule")]


def _rule(file: Path, entry: dict[str, object]) -> SiteRule:
    identifier = string(file, "rule", entry, "id")
    refuse_unknown(file, identifier, entry, _RULE_KEYS)
    status = string(file, identifier, entry, "status")
    if status not in STATUSES:
        raise RuleFileError(file, identifier, f"'status' must be one of {', '.join(STATUSES)}")
    kind = string(file, identifier, entry, "kind")
    if not _KIND.fullmatch(kind):
        raise RuleFileError(file, identifier, "'kind' must be a name such as menu or newsletter")
    texts = {name: _text(file, identifier, entry, name) for name in ("line", "path", "css", "note")}
    if bool(texts["line"]) == bool(texts["path"]):
        raise RuleFileError(file, identifier, "needs either 'line' or 'path'; add one of them")
    if texts["line"] and not key(texts["line"]):
        raise RuleFileError(file, identifier, "'line' holds no words; remove the rule")
    counts = {name: _count(file, identifier, entry, name) for name in _COUNTS}
    return SiteRule(
        identifier,
        status,
        kind,
        texts["line"],
        texts["path"],
        texts["css"],
        counts["pages"],
        counts["of"],
        counts["kept"],
        counts["removed"],
        texts["note"],
        _examples(file, identifier, entry),
    )


def _text(file: Path, field_: str, entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise RuleFileError(file, field_, f"{name!r} must be a string")
    return value


def _count(file: Path, field_: str, entry: Mapping[str, object], name: str) -> int:
    value = entry.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleFileError(file, field_, f"{name!r} must be a number of lines or pages")
    return value


def _examples(file: Path, identifier: str, entry: Mapping[str, object]) -> tuple[Example, ...]:
    given = entry.get("examples")
    if not isinstance(given, list) or not given:
        raise RuleFileError(
            file, identifier, "missing 'examples'; add { page = …, text = … } of a page that has it"
        )
    examples = []
    for example in given:
        if not isinstance(example, dict):
            raise RuleFileError(file, identifier, "'examples' must be a list of tables")
        refuse_unknown(file, f"{identifier}: examples", example, _EXAMPLE_KEYS)
        page = string(file, f"{identifier}: examples", example, "page")
        text = string(file, f"{identifier}: examples", example, "text")
        examples.append(Example(page, text))
    return tuple(examples)
