"""Places in a sentence that only names take: ``the oil giant …``, ``CEO of …``, ``President …``.

A noun of the language that stands there with a capital and without an article is a name, whatever
it means; the trade or the title says of which field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import regex

from cleaners.artifacts.forms import fold
from cleaners.rules import RuleFileError, Rules, read_toml, refuse_unknown, strings

REACH = 60
"""Characters before a form in which the words that lead to it stand."""
AFTER = 70
"""Characters after it in which an apposition begins."""

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
"""Scripts whose words need no border: they stand together, or have particles joined to them.

They write titles behind a name.
"""
_ATTACHED = regex.compile(r" \p{Arabic}$")
"""An Arabic preposition of one letter, which is written as one with the name after it."""
_SHORT = 4
"""Letters up to which a word takes no ending: Italian ``re`` does not begin ``ready``."""
_WALKS = {"sports": "sports", "culture": "culture", "science": "science", "health": "science"}
"""The walk of life of a person by field; politics have several fields, all others are business."""
OF = (
    r"(?: (?:(?:of|at|de|du|del|da|do|di|der|von|vom|bei|della)(?: (?:la|le|el|the))? )?"
    r"| d'| d[ei] l'| dell')"
)
"""What joins a head with a name: a preposition or nothing, an article that a machine put there."""
_JOINED = regex.compile(
    r" ?[,、・] ?|,? (?:and|et|y|e|und|и|та|і|dan|và|ed|or|ou|o|oder|или|або|atau|hoặc) |[と와과]"
)
"""What joins the names of a list."""


class Slots:
    """Where names of companies stand: patterns of what comes before and after, on folded text."""

    def __init__(self, tables: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Take the lists by table and key; they are compiled when asked for."""
        kept = {
            table: {key: tuple(words) for key, words in lists.items()}
            for table, lists in tables.items()
        }
        self._trades, self._heads = kept["trades"], kept["heads"]
        self._titles, self._reports = kept["titles"], kept["reports"]
        self.fields = tuple(self._trades)
        self.trades = tuple(sorted({word for words in self._trades.values() for word in words}))

    def trade(self, folded: str, start: int, end: int, fields: Iterable[str]) -> bool:
        """Tell whether a trade of one of the fields leads to ``start:end`` or explains it.

        >>> from cleaners import rules
        >>> slots = read(rules.load())
        >>> slots.trade("el gigante petrolero concha vendio", 21, 27, ["energy"])
        True
        >>> slots.trade("la concha de la petrolera", 3, 9, ["energy"])
        False
        """
        return any(
            _leading(self._trades[field]).search(folded, max(0, start - REACH), start) is not None
            or _explaining(self._trades[field]).match(folded, end, end + AFTER) is not None
            for field in fields
            if field in self._trades
        )

    def head(self, folded: str, start: int, language: str) -> bool:
        """Tell whether an office, shares, customers … *of* lead right to an offset."""
        words = self._heads.get(language)
        if words is None:
            return False
        return _heading(words).search(folded, max(0, start - REACH), start) is not None

    def title(self, folded: str, start: int, end: int, fields: Iterable[str]) -> bool:
        """Tell whether ``start:end`` is called what people of one of the fields are called.

        >>> from cleaners import rules
        >>> slots = read(rules.load())
        >>> slots.title("mantan presiden pulabowo", 16, 24, ["politics-asia"])
        True
        >>> slots.title("mantan presiden pulabowo", 16, 24, ["sports"])
        False
        """
        return any(
            _titled(words).search(folded, max(0, start - REACH), start) is not None
            or _explaining(words).match(folded, end, end + AFTER) is not None
            or _following(words, _UNSPACED).match(folded, end) is not None
            for walk in sorted({_walk(field) for field in fields})
            if (words := self._titles.get(walk))
        )

    def reports(self, folded: str, start: int, end: int) -> bool:
        """Tell whether ``start:end`` is said to report something.

        >>> from cleaners import rules
        >>> read(rules.load()).reports("akcje rosna, podaje pengbo.", 20, 26)
        True
        """
        before, after = self._reports.get("before", ()), self._reports.get("after", ())
        return (
            _leading(before).search(folded, max(0, start - REACH), start) is not None
            or _following(after, None).match(folded, end) is not None
        )


def _walk(field: str) -> str:
    return "politics" if field.startswith("politics") else _WALKS.get(field, "business")


def joins(between: str) -> bool:
    """Tell whether a text joins the names of a list: ``Concha y BP``.

    >>> joins(" y "), joins(", "), joins(" de ")
    (True, True, False)
    """
    return _JOINED.fullmatch(between) is not None


@lru_cache(maxsize=8)
def read(rules: Rules) -> Slots:
    """Read the lists of all layers.

    Raises ``RuleFileError`` for an unknown table or a list that is none.
    """
    tables: dict[str, dict[str, set[str]]] = {
        table: {} for table in ("trades", "heads", "titles", "reports")
    }
    for file in rules.files("slots"):
        content = read_toml(file)
        refuse_unknown(file, "", content, tables)
        for key, table in content.items():
            if not isinstance(table, dict):
                raise RuleFileError(file, key, "must be a table of lists")
            for name in table:
                tables[key].setdefault(name, set()).update(strings(file, key, table, name))
    return Slots(tables)


@lru_cache(maxsize=64)
def _leading(words: tuple[str, ...]) -> regex.Pattern[str]:
    """Compile what leads to a name: the trade, at most one more word, a quotation mark."""
    _, unspaced = alternatives(words)
    attached = _either([fold(word) for word in words if _ATTACHED.search(word)])
    more = r"(?: (?!(?:from|with|than) )[\p{L}-]{4,16})?"
    before = rf"{_inflected(words)}{more},? |(?<!\p{{L}})(?:{attached}) ?|(?:{unspaced})[の、]? ?"
    return regex.compile(rf"(?:{before})[\"“«„「]?$")


@lru_cache(maxsize=64)
def _explaining(words: tuple[str, ...]) -> regex.Pattern[str]:
    """Compile an apposition: a comma, an article or a few words, the trade."""
    _, unspaced = alternatives(words)
    called = rf"{_inflected(words)}\b|{unspaced}"
    return regex.compile(rf"(?:,| [–—(]) ?(?:[\p{{L}}-]+[ ']){{0,3}}(?:{called})")


@lru_cache(maxsize=64)
def _heading(words: tuple[str, ...]) -> regex.Pattern[str]:
    spaced, _ = alternatives(words)
    return regex.compile(rf"(?<!\p{{L}})(?:{spaced}){OF}[\"“«„]?$")


@lru_cache(maxsize=64)
def _titled(words: tuple[str, ...]) -> regex.Pattern[str]:
    """Compile a title before a name, with at most three words between: of what it is."""
    _, unspaced = alternatives(words)
    more = r"(?: [\p{L}'-]{1,16}){0,3},? "
    return regex.compile(rf"(?:{_inflected(words)}{more}|(?:{unspaced})[の、]? ?)[\"“«„「]?$")


@lru_cache(maxsize=64)
def _following(words: tuple[str, ...], script: regex.Pattern[str] | None) -> regex.Pattern[str]:
    """Compile what follows a name at once, behind an ending after an apostrophe."""
    listed = [word for word in words if script is None or script.search(word)]
    spaced, unspaced = alternatives(listed)
    return regex.compile(rf"(?:'\p{{L}}{{1,4}})?(?:,? (?:{spaced})(?!\p{{L}})| ?(?:{unspaced}))")


def _inflected(words: Iterable[str]) -> str:
    """Give the words that need a border; endings of up to three letters may follow long ones.

    >>> titles = regex.compile(_inflected(["re", "minister"]))
    >>> [word for word in ("re", "red", "ministers") if titles.fullmatch(word)]
    ['re', 'ministers']
    """
    listed = sorted(words)
    short, _ = alternatives(word for word in listed if len(fold(word)) <= _SHORT)
    long, _ = alternatives(word for word in listed if len(fold(word)) > _SHORT)
    return rf"(?<!\p{{L}})(?:(?:{long})\p{{L}}{{0,3}}|{short})"


def alternatives(words: Iterable[str]) -> tuple[str, str]:
    """Give the words that need a border, and those in scripts without spaces, the longest first."""
    listed = sorted({fold(word) for word in words}, key=lambda w: (-len(w), w))
    unspaced = [word for word in listed if _UNSPACED.search(word)]
    spaced = [word for word in listed if word not in unspaced]
    return _either(spaced), _either(unspaced)


def _either(words: list[str]) -> str:
    return "|".join(map(regex.escape, words)) or "(?!)"
