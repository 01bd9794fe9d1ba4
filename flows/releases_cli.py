"""``limpide diff``, ``stats`` and ``sample``: looking at releases that are published."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.release import choose

app = typer.Typer(rich_markup_mode=None)

WHICH = "A release: latest, previous, its number, or its version or the beginning of it."
Which = Annotated[str, typer.Argument(metavar="[RELEASE]", help=WHICH)]
CleanFolder = Annotated[Path, typer.Option(help="Folder in which releases are published.")]


class Format(StrEnum):
    """How figures are printed."""

    TEXT = "text"
    JSON = "json"


class RowFormat(StrEnum):
    """How rows are printed."""

    TSV = "tsv"
    JSONL = "jsonl"


OutputFormat = Annotated[
    Format, typer.Option("--format", help="text for people, json for programs.")
]


@app.command(epilog="Example: limpide diff previous latest --samples 10")
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=WHICH)] = "previous",
    after: Annotated[
        str, typer.Argument(metavar="B", help="The release to compare with it.")
    ] = "latest",
    *,
    clean: CleanFolder = Path("clean"),
    samples: Annotated[int, typer.Option(min=0, help="Rows to show of each kind of change.")] = 3,
    output: OutputFormat = Format.TEXT,
) -> None:
    """Say what is different between two releases: pages, pairs, rules, reasons."""
    gc.enable()
    from flows import compare, compare_text  # noqa: PLC0415 - they load Arrow, which takes a second
    from flows.published import Published  # noqa: PLC0415

    releases = choose(clean, before), choose(clean, after)
    found = compare.compare(*(Published(one.folder) for one in releases))
    if output is Format.JSON:
        _print([json.dumps(compare_text.as_json(*releases, found, samples), ensure_ascii=False)])
    else:
        _print(compare_text.lines(*releases, found, samples))


@app.command(epilog="Example: limpide stats latest --format json")
def stats(
    release: Which = "latest",
    *,
    clean: CleanFolder = Path("clean"),
    output: OutputFormat = Format.TEXT,
) -> None:
    """Count what a release holds: languages, sites, scores, findings, boilerplate, names."""
    gc.enable()
    from flows import figures, stats_text  # noqa: PLC0415 - they load Arrow, which takes a second
    from flows.published import Published  # noqa: PLC0415

    chosen = choose(clean, release)
    published = Published(chosen.folder)
    counted = figures.count(published, figures.funnel(published))
    if output is Format.JSON:
        _print([json.dumps(stats_text.as_json(chosen, counted), ensure_ascii=False)])
    else:
        _print(stats_text.lines(chosen, counted))


@app.command(epilog="Example: limpide sample latest -n 20 --pair en-fr --format jsonl")
def sample(  # noqa: PLR0913 - one parameter an option
    release: Which = "latest",
    *,
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="Rows to draw.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed draws the same rows.")] = 0,
    pair: Annotated[
        str, typer.Option(metavar="A-B", help="A language pair, such as en-fr; all if not given.")
    ] = "",
    accepted: Annotated[bool, typer.Option("--accepted", help="Draw accepted pairs only.")] = False,
    clean: CleanFolder = Path("clean"),
    output: Annotated[RowFormat, typer.Option("--format", help="How to print.")] = RowFormat.TSV,
) -> None:
    """Draw rows of a release's segment pairs, all columns, in an order made by the seed."""
    gc.enable()
    from flows import draw  # noqa: PLC0415 - it loads Arrow, which takes a second
    from flows.exports import schema, tables  # noqa: PLC0415
    from flows.published import Published, as_value  # noqa: PLC0415
    from flows.rows import PairRow  # noqa: PLC0415

    published = Published(choose(clean, release).folder)
    rows = draw.draw(published, number, seed, pair, accepted_only=accepted)
    text = tables.tsv_text if output is RowFormat.TSV else tables.jsonl_text
    records = ([as_value(value) for value in row.values()] for row in rows)
    for chunk in text(schema.columns(PairRow), records):
        # As bytes: `typer.echo` takes escape sequences out of what is not for a terminal.
        sys.stdout.buffer.write(chunk.encode("utf-8"))
    sys.stdout.buffer.flush()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
