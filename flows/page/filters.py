"""What a reader asks of the segment pairs: read from the address, written as SQL and as an address.

Everything that comes from the address becomes a parameter of the query, never a part of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

# A longer text or list is no filter that a person wrote.
LONGEST_TEXT = 500
MOST_VALUES = 50
NOTHING = "none"
_LANGUAGES = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})+")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_SCORE = re.compile(r"(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?|\.\d{1,6})")
PAGE = re.compile(r"[1-9]\d{0,6}")
_SIGN = re.compile(r"[!-/:-@\[-^`{-~]")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:-]{1,80}")

YES_NO = {"yes": True, "no": False}
PARTS = ("title", "heading", "body")
SIDES = {"both": ("source", "target"), "source": ("source",), "target": ("target",)}
# Rows that are equal in what they are sorted by follow in the order of their identifiers.
SORTS = {
    "release": ("as in the release", "source_lang, target_lang, id"),
    "text": ("as in the articles", "source_doc, target_doc, source_index, target_index, id"),
    "best": ("best score first", "score_quality DESC, id, source_lang, target_lang"),
    "worst": ("worst score first", "score_quality, id, source_lang, target_lang"),
    "newest": ("newest first", "published_at DESC, id, source_lang, target_lang"),
    "oldest": ("oldest first", "published_at, id, source_lang, target_lang"),
    "longest": ("longest first", "length(source) DESC, id, source_lang, target_lang"),
    "shortest": ("shortest first", "length(source), id, source_lang, target_lang"),
    "site": ("by site", "domain, id, source_lang, target_lang"),
}


class FilterError(ValueError):
    """A filter that means nothing; the message says which and what it may be."""


@dataclass(frozen=True)
class Condition:
    """What one filter asks of a row, in SQL, and the values of its parameters."""

    name: str
    sql: str
    values: tuple[Any, ...]


def together(conditions: Iterable[Condition]) -> tuple[str, list[Any]]:
    """Join conditions: all must hold. Without any, every row is asked for."""
    listed = list(conditions)
    sql = " AND ".join(f"({one.sql})" for one in listed) or "true"
    return sql, [value for one in listed for value in one.values]


@dataclass(frozen=True)
class Filters:
    """Which segment pairs, in which order, from which page of the list on.

    An empty text or tuple asks for nothing. ``accepted``, ``mt`` and ``changed`` are ``yes``,
    ``no`` or empty. Scores and dates stay as they were written, so that the address stays the same.
    """

    pair: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    accepted: str = ""
    finding: tuple[str, ...] = ()
    mt: str = ""
    evidence: tuple[str, ...] = ()
    alignment: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    changed: str = ""
    name: str = ""
    document: str = ""
    q: str = ""
    side: str = "both"
    least: str = ""
    most: str = ""
    since: str = ""
    until: str = ""
    sort: str = "release"
    page: str = "1"

    @property
    def number(self) -> int:
        """The page of the list, from 1."""
        return int(self.page)

    def query(self, **changes: Any) -> str:
        """Give the address's query with some filters changed; always the same for the same rows."""
        changed = replace(self, **({"page": "1"} | changes))
        plain = Filters()
        items: list[tuple[str, str]] = []
        for field in fields(Filters):
            value = getattr(changed, field.name)
            if value != getattr(plain, field.name):
                items += [(field.name, one) for one in _each(value)]
        return urlencode(items)

    def toggled(self, name: str, value: str) -> str:
        """Give the query with one value put in, or taken out when it is there."""
        there = getattr(self, name)
        if isinstance(there, str):
            return self.query(**{name: "" if there == value else value})
        chosen = set(there) ^ {value}
        return self.query(**{name: tuple(sorted(chosen))})

    def chosen(self, name: str, value: str) -> bool:
        """Whether a value is among those asked for."""
        return value in _each(getattr(self, name))

    @property
    def active(self) -> list[tuple[str, str]]:
        """The filters that ask for something, with their values, as they stand in the address."""
        plain = Filters()
        left_out = ("sort", "page", "side")
        return [
            (field.name, value)
            for field in fields(Filters)
            if field.name not in left_out
            and getattr(self, field.name) != getattr(plain, field.name)
            for value in _each(getattr(self, field.name))
        ]

    def where(self) -> tuple[str, list[Any]]:
        """Give the condition in SQL and its parameters."""
        return together(self.conditions())

    def conditions(self) -> list[Condition]:
        """Give what is asked, one condition for each filter that is set, facets first."""
        return [*self._facets(), *self._others()]

    @property
    def chosen_rows(self) -> Filters:
        """The same rows, whatever their order and the part of the list."""
        return replace(self, sort="release", page="1")

    @property
    def order(self) -> str:
        """The order of the rows in SQL; no two rows are equal in it."""
        return SORTS[self.sort][1]

    def _facets(self) -> Iterable[Condition]:
        for name, sql in _ONE_OF.items():
            if chosen := getattr(self, name):
                yield Condition(name, f"list_contains(?, {sql})", ([*chosen],))
        for name, sql in _YES_OR_NO.items():
            if answer := getattr(self, name):
                yield Condition(name, f"({sql}) = ?", (YES_NO[answer],))
        if self.finding:
            yield Condition("finding", _FOUND, ([*self.finding], NOTHING in self.finding))
        if self.evidence:
            yield Condition("evidence", _EVIDENT, ([*self.evidence], [*self.evidence]))
        if self.least or self.most:
            bounds = (float(self.least or 0), float(self.most or 1))
            yield Condition("score", "score_quality BETWEEN ? AND ?", bounds)

    def _others(self) -> Iterable[Condition]:
        if self.since:
            yield Condition("since", "published_at >= ?", (self.since,))
        if self.until:
            # 2026-03 means all of March, 2026-03-05 all of that day, whatever the time of day.
            values = (len(self.until), self.until)
            yield Condition("until", "left(published_at, ?) <= ?", values)
        if self.document:
            yield Condition("document", "? IN (source_doc, target_doc)", (self.document,))
        if self.name:
            yield Condition("name", _NAMED, (f"{self.name}/", f"{self.name}/"))
        if self.q:
            # Twice as fast as comparing in lower case, and it knows the cases of all scripts.
            looked = [f"regexp_matches({side}, ?, 'i')" for side in SIDES[self.side]]
            yield Condition("q", " OR ".join(looked), (_literal(self.q),) * len(looked))


_ONE_OF = {
    "pair": "source_lang || '-' || target_lang",
    "site": "coalesce(domain, 'none')",
    "alignment": "alignment",
    "part": "part",
}
_YES_OR_NO = {
    "accepted": "accepted",
    "mt": "mt_suspected",
    "changed": "edits_source + edits_target > 0",
}
_FOUND = "list_has_any(findings, ?) OR (len(findings) = 0 AND ?)"
_TOLD = "SELECT id FROM {documents} WHERE list_has_any(mt_evidence, ?)"
_EVIDENT = f"source_doc IN ({_TOLD}) OR target_doc IN ({_TOLD})"
# A name was repaired in a document, and stands in the pair's text.
_NAMED = """id IN (
    SELECT pair.id FROM {pairs} AS pair JOIN {edits} AS edit ON edit.id = pair.source_doc
    WHERE edit.step = 'names' AND starts_with(edit.rule, ?) AND contains(pair.source, edit.after)
    UNION ALL
    SELECT pair.id FROM {pairs} AS pair JOIN {edits} AS edit ON edit.id = pair.target_doc
    WHERE edit.step = 'names' AND starts_with(edit.rule, ?) AND contains(pair.target, edit.after)
    )"""


def parse(items: Sequence[tuple[str, str]]) -> Filters:
    """Read the filters from the items of an address. Raises ``FilterError``.

    >>> parse([("pair", "en-fr"), ("least", "0.8")]).query()
    'pair=en-fr&least=0.8'
    >>> parse([("least", "high")])
    Traceback (most recent call last):
    flows.page.filters.FilterError: least='high': must be a number from 0 to 1, such as 0.8
    """
    known = {field.name: field.default for field in fields(Filters)}
    given: dict[str, Any] = {}
    for name, value in items:
        if name not in known:
            raise FilterError(f"{_shown(name)} is no filter; there are: {', '.join(known)}")
        if not value:
            continue
        checked = _checked(name, value)
        if isinstance(known[name], tuple):
            given[name] = tuple(sorted({*given.get(name, ()), checked}))
            if len(given[name]) > MOST_VALUES:
                raise FilterError(f"{name}: at most {MOST_VALUES} values")
        elif given.setdefault(name, checked) != checked:
            raise FilterError(f"{name}: is given twice; give it once")
    return Filters(**given)


def _checked(name: str, value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise FilterError(f"{name}: is longer than {LONGEST_TEXT} characters")
    if "\0" in value:
        raise FilterError(f"{name}: holds a NUL character")
    choices = _CHOICES.get(name)
    if choices is not None and value not in choices:
        raise FilterError(f"{name}={_shown(value)}: must be one of {', '.join(choices)}")
    pattern, advice = _PATTERNS.get(name, (None, ""))
    if pattern is not None and not pattern.fullmatch(value):
        raise FilterError(f"{name}={_shown(value)}: must be {advice}")
    return value


_CHOICES: Mapping[str, Iterable[str]] = {
    "accepted": YES_NO,
    "mt": YES_NO,
    "changed": YES_NO,
    "part": PARTS,
    "side": SIDES,
    "sort": SORTS,
}
_PATTERNS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "pair": (_LANGUAGES, "two languages, such as en-fr or en-zh-Hans"),
    "since": (_DATE, "a date, such as 2026, 2026-03 or 2026-03-05"),
    "until": (_DATE, "a date, such as 2026, 2026-03 or 2026-03-05"),
    "least": (_SCORE, "a number from 0 to 1, such as 0.8"),
    "most": (_SCORE, "a number from 0 to 1, such as 0.8"),
    "page": (PAGE, "a whole number from 1"),
    "document": (_IDENTIFIER, "an identifier"),
    "alignment": (re.compile(r"\d{1,3}-\d{1,3}"), "such as 1-1, 2-1 or 1-0"),
}


def _literal(text: str) -> str:
    """Write a text as a pattern of RE2 that means just it."""
    return _SIGN.sub(r"\\\g<0>", text)


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:40] + "…")


def _each(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
