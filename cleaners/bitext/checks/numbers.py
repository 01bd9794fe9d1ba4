"""Whether both sides of a pair name the same numbers, months and weekdays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaners.bitext.checks.numerals import quantities
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.checks.quantity import Quantity
from cleaners.bitext.checks.tables import imperial_units
from cleaners.records import Finding

# Inch-cm, foot-m, mile-km, pound-kg, gallon-litre, acre-hectare, ounce-g, and their inverses.
CONVERSIONS = (2.54, 0.3048, 1.609, 0.4536, 3.785, 0.4047, 28.35, 25.4, 30.48)
CONVERSION_TOLERANCE = 0.08
# Below this a rounded number and another number (a year) cannot be told apart.
ROUNDED_FROM = 10_000


def numbers(pair: Pair) -> tuple[Finding, ...]:
    """Find numbers, months and weekdays that differ, or that only one side has.

    >>> pair = Pair("工作坊共有160名學生。", "Lokakarya ini diikuti 1.600 mahasiswa.", "zh", "id")
    >>> [finding.code for finding in numbers(pair)]
    ['accuracy/mistranslation:number']
    """
    source, target = unmatched(pair)
    findings: list[Finding] = []
    for kind in ("month", "weekday"):
        left = [quantity for quantity in source if quantity.kind == kind]
        right = [quantity for quantity in target if quantity.kind == kind]
        findings += [_differ(pair, a, b, "date") for a, b in zip(left, right, strict=False)]
    left, right = _plain(source), _plain(target)
    findings += [_differ(pair, a, b, "number") for a, b in _closest(left, right)]
    if not findings:
        findings += [
            _missing(pair, q, "omission") for q in left if q.kind == "digits" and q.value >= 10
        ]
        findings += [
            _missing(pair, q, "addition") for q in right if q.kind == "digits" and q.value >= 10
        ]
    return tuple(findings)


def unmatched(pair: Pair) -> tuple[list[Quantity], list[Quantity]]:
    """Give the quantities of each side that ask for a counterpart and have none."""
    source = quantities(pair.source, pair.source_language)
    target = quantities(pair.target, pair.target_language)
    converts = any(imperial_units().search(text) for text in (pair.source, pair.target))
    taken = _match(source, target, (*SAME, _converted) if converts else SAME)
    left = [q for i, q in enumerate(source) if i not in taken and q.kind != "implied"]
    matched = set(taken.values())
    right = [q for j, q in enumerate(target) if j not in matched and q.kind != "implied"]
    known = _values(source), _values(target)
    return (
        [q for q in left if not _excused(q, known[1])],
        [q for q in right if not _excused(q, known[0])],
    )


def _match(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    ways: Sequence[Callable[[Quantity, Quantity], bool]],
) -> dict[int, int]:
    """Match quantities one to one, by the first way that works: as written, by other readings."""
    taken: dict[int, int] = {}
    used: set[int] = set()
    for same in ways:
        for i, a in enumerate(source):
            if i in taken:
                continue
            for j, b in enumerate(target):
                if j not in used and same(a, b):
                    taken[i] = j
                    used.add(j)
                    break
    return taken


def _equal(a: Quantity, b: Quantity) -> bool:
    dated = ("month", "weekday")
    return a.value == b.value and (a.kind == b.kind or not {a.kind, b.kind} & set(dated))


def _readable(a: Quantity, b: Quantity) -> bool:
    """Tell whether both have a reading in common; a month may stand as a digit: 11/2024."""
    kinds = {a.kind, b.kind}
    dated = kinds & {"month", "weekday"}
    return bool(a.readings & b.readings) and (not dated or kinds == {"month", "digits"})


def _rounded(a: Quantity, b: Quantity) -> bool:
    """Tell whether one is the other, rounded: 2.44 billion and 2.4 billion."""
    if a.kind != "digits" or b.kind != "digits" or min(a.value, b.value) <= 0:
        return False
    digits = min(_precision(a.value), _precision(b.value))
    same = float(f"{a.value:.{digits}g}") == float(f"{b.value:.{digits}g}")
    return digits >= 2 and min(a.value, b.value) >= ROUNDED_FROM and same


def _precision(value: float) -> int:
    return len(f"{value:.12g}".replace(".", "").strip("0"))


def _converted(a: Quantity, b: Quantity) -> bool:
    """Tell whether one may be the other in another unit."""
    if a.kind != "digits" or b.kind != "digits" or min(a.value, b.value) <= 0:
        return False
    ratio = a.value / b.value
    celsius = {round((a.value - 32) / 1.8), round((b.value - 32) / 1.8)}
    return (round(b.value) in celsius or round(a.value) in celsius) or any(
        abs(ratio / factor - 1) < CONVERSION_TOLERANCE
        for known in CONVERSIONS
        for factor in (known, 1 / known)
    )


def _values(found: Sequence[Quantity]) -> frozenset[float]:
    return frozenset(
        value for quantity in found if quantity.kind != "month" for value in quantity.readings
    )


SAME = (_equal, _readable, _rounded)


def _excused(quantity: Quantity, others: frozenset[float]) -> bool:
    """Tell whether the other side has the value all the same: repeated, halved, or in two parts."""
    value = quantity.value
    if quantity.kind in ("month", "weekday"):
        return False
    return (
        bool(quantity.readings & others)
        or (value % 1 == 0.5 and value - 0.5 in others and 0.5 in others)
        or (quantity.kind in ("digits", "word") and value % 100 in others and 1900 <= value < 2100)
        or (value < 100 and bool({1900 + value, 2000 + value} & others))
    )


def _plain(found: Sequence[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.kind in ("digits", "word")]


def _closest(left: list[Quantity], right: list[Quantity]) -> list[tuple[Quantity, Quantity]]:
    return list(zip(left, right, strict=False))


def _differ(pair: Pair, a: Quantity, b: Quantity, detail: str) -> Finding:
    here, there = pair.source[a.start : a.end], pair.target[b.start : b.end]
    return Finding(
        f"accuracy/mistranslation:{detail}",
        "major",
        f"the source has {here!r} where the target has {there!r}",
        (a.start, a.end),
        (b.start, b.end),
    )


def _missing(pair: Pair, q: Quantity, code: str) -> Finding:
    span = (q.start, q.end)
    if code == "omission":
        message = f"the number {pair.source[q.start : q.end]!r} of the source is not in the target"
        return Finding("accuracy/omission:number", "minor", message, source_span=span)
    message = f"the number {pair.target[q.start : q.end]!r} of the target is not in the source"
    return Finding("accuracy/addition:number", "minor", message, target_span=span)
