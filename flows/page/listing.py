"""Simple lists: a few filters that are equal to a value, and pages. The pairs have their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flows.page.filters import LONGEST_TEXT, PAGE, FilterError


@dataclass(frozen=True)
class Listing:
    """What is asked for: values by filter, conditions in SQL by filter, and the page from 1."""

    values: Mapping[str, str]
    conditions: Mapping[str, str]
    number: int = 1

    def where(self, leave_out: str = "") -> tuple[str, list[str]]:
        """Give the condition in SQL and its parameters, one filter left out where asked."""
        chosen = [name for name in self.values if name != leave_out]
        sql = " AND ".join(f"({self.conditions[name]})" for name in chosen) or "true"
        return sql, [self.values[name] for name in chosen]

    def query(self, name: str = "", value: str = "", page: int = 1) -> str:
        """Give the address's query with one filter set, or unset with an empty value."""
        changed = {**self.values, name: value} if name else dict(self.values)
        items = {key: changed[key] for key in self.conditions if changed.get(key)}
        return urlencode(items | ({"page": str(page)} if page > 1 else {}))

    def toggled(self, name: str, value: str) -> str:
        """Give the query with a value put in, or taken out when it is there."""
        return self.query(name, "" if self.values.get(name) == value else value)

    def get(self, name: str) -> str:
        """Give the value of a filter; empty when it is not set."""
        return self.values.get(name, "")


def listing(items: Sequence[tuple[str, str]], conditions: Mapping[str, str]) -> Listing:
    """Read the filters of a list from the items of an address. Raises ``FilterError``."""
    values: dict[str, str] = {}
    number = 1
    for name, value in items:
        if name == "page" and value:
            if not PAGE.fullmatch(value):
                raise FilterError("page: must be a whole number from 1")
            number = int(value)
        elif name not in conditions and name != "page":
            raise FilterError(f"{name[:40]!r} is no filter; there are: {', '.join(conditions)}")
        elif len(value) > LONGEST_TEXT or "\0" in value:
            raise FilterError(f"{name}: is too long or holds a NUL character")
        elif values.setdefault(name, value) != value:
            raise FilterError(f"{name}: is given twice; give it once")
    return Listing({name: value for name, value in values.items() if value}, conditions, number)
