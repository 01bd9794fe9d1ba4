"""Lines of text for people: tables, bars and excerpts that fit a terminal of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len, set_cell_size

WIDTH = 80
# Characters that move the cursor, hide or turn the text around them.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Put a space or a replacement sign in place of what would act on a terminal.

    >>> visible("a\tb\x1b[31m\u202ec")
    'a b\ufffd[31m\ufffdc'
    """
    return _ACTING.sub(lambda match: " " if match[0].isspace() else "\ufffd", text)


def cut(text: str, width: int) -> str:
    """Shorten a text to so many cells; an ideograph takes two.

    >>> cut("黄仁勋说你好", 9)
    '黄仁勋说…'
    """
    shown = visible(text[: width + 1])
    if cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """Bring a text to exactly so many cells."""
    return set_cell_size(cut(text, width), width)


def table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    """Give the lines of a table: a name first, then numbers, flush right.

    >>> list(table(("pair", "rows"), [("fr-zh", 1200)]))
    ['  pair    rows', '  fr-zh  1,200']
    """
    filled = [[visible(v) if isinstance(v, str) else f"{v:,}" for v in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(header, *filled, strict=True)]
    widths[0] = min(widths[0], WIDTH - 2 - sum(width + 2 for width in widths[1:]))
    for first, *others in [list(header), *filled]:
        cells = [f"{text:>{width}}" for text, width in zip(others, widths[1:], strict=True)]
        yield "  " + "  ".join([padded(first, widths[0]), *cells])


def counts(counted: Mapping[str, int], most: int) -> Iterator[str]:
    """Give a line for each count, the number first; what is beyond ``most`` lines is summed up."""
    items = list(counted.items())
    for name, times in items[:most]:
        yield f"{times:>9,}  {cut(name, WIDTH - 11)}"
    if rest := items[most:]:
        yield f"{sum(times for _, times in rest):>9,}  in {len(rest):,} others"


def bar(value: int, largest: int, width: int) -> str:
    """Draw a bar; anything above nothing is seen.

    >>> bar(5, 10, 4), bar(1, 1000, 4), bar(0, 10, 4)
    ('██', '▏', '')
    """
    eighths = max(round(value / largest * width * 8), 1) if value else 0
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def number_pair(before: int, after: int) -> str:
    """Give two counts and their difference."""
    return f"{before:>9,} {after:>9,} {after - before:>+9,}"
