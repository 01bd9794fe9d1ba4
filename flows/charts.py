"""Charts as static SVG inside HTML, drawn with the page's own colours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from flows.figures import Histogram
from flows.page.markup import escaped

_WIDTH, _HEIGHT = 520, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 6, 10, 36


def histogram(counted: Histogram, labels: Sequence[str], says: str, axis: str) -> str:
    """Draw stacked bars, accepted below refused; ``labels`` name the bins, empty ones are left out.

    ``says`` is the whole chart in a sentence, for people who hear it.
    """
    totals = [good + bad for good, bad in zip(counted.accepted, counted.refused, strict=True)]
    step = _step(max(totals))
    top = math.ceil(max(totals) / step) * step
    parts = [*_grid(step, top), *_bars(counted, labels, top), *_labels(labels)]
    middle = _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{_HEIGHT - 4}" text-anchor="middle">{escaped(axis)}</text>'
    )
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escaped(says)}">\n' + "\n".join(parts) + "\n</svg>\n"
    )


def bar(share: float, accepted: float = 1.0) -> str:
    """Draw a level bar, ``share`` (0-1) of its box, of which ``accepted`` (0-1) is good.

    >>> bar(0.5)
    '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect \
class="fill-good" width="50" height="10"/></svg>'
    """
    good, bad = 100 * share * accepted, 100 * share * (1 - accepted)
    refused = f'<rect class="fill-bad" x="{good:.4g}" width="{bad:.4g}" height="10"/>'
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="fill-good" width="{good:.4g}" height="10"/>{refused if bad else ""}</svg>'
    )


def _step(largest: int) -> int:
    """Give a round distance of grid lines (1, 2, 5, 10 …): three to six of them up to the top."""
    rough = max(largest / 5, 1)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough))


def _grid(step: int, top: int) -> Iterator[str]:
    for value in range(0, top + 1, step):
        y = _y(value, top)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>'


def _bars(counted: Histogram, labels: Sequence[str], top: int) -> Iterator[str]:
    width = (_WIDTH - _LEFT - _RIGHT) / len(labels)
    rows = zip(labels, counted.accepted, counted.refused, strict=True)
    for place, (label, good, bad) in enumerate(rows):
        if not good + bad:
            continue
        x = _LEFT + place * width + width * 0.08
        yield f"<g><title>{escaped(label)}: {good:,} accepted, {bad:,} refused</title>"
        for name, base, count in (("good", 0, good), ("bad", good, bad)):
            y = _y(base + count, top)
            if count:
                yield (
                    f'<rect class="fill-{name}" x="{x:.1f}" y="{y:.1f}" '
                    f'width="{width * 0.84:.1f}" height="{_y(base, top) - y:.1f}"/>'
                )
        yield "</g>"


def _labels(labels: Sequence[str]) -> Iterator[str]:
    """Write the labels below the bars; where they would touch, every second one."""
    width = (_WIDTH - _LEFT - _RIGHT) / len(labels)
    every = math.ceil(max(map(len, labels)) * 7 / width)
    for place in range(0, len(labels), every):
        x, y = _LEFT + (place + 0.5) * width, _HEIGHT - _BOTTOM + 15
        label = escaped(labels[place])
        yield f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{label}</text>'


def _y(value: int, top: int) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)
