"""``limpide align`` and ``limpide assess``: the bilingual tools on files that people have."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from cleaners import rules as rule_data
from cleaners.bitext.presets import DEFAULT, Preset, Purpose, choose
from cleaners.metadata import language_tag
from flows.corpora.results import Result, ResultFormat, write
from flows.corpora.units import Languages
from flows.raw_streams import Fault
from flows.settings import VERSION, SettingsError

if TYPE_CHECKING:
    from flows.corpora.assessing import Assessed, Tally
    from flows.progress import Progress

app = typer.Typer()

# Faults that are shown one by one; more are only counted.
MOST_SHOWN = 10
SIGNATURE = f"limpide:{VERSION}"


SourceLanguage = Annotated[
    str, typer.Option("--from", help="Language of the source (BCP-47); found out if not given.")
]
TargetLanguage = Annotated[
    str, typer.Option("--to", help="Language of the target (BCP-47); found out if not given.")
]
Format = Annotated[
    ResultFormat, typer.Option("--format", help="table: for people; tsv, jsonl, tmx: for programs.")
]
Out = Annotated[Path | None, typer.Option(help="File to write; standard output if not given.")]
For = Annotated[
    Purpose,
    typer.Option("--for", help="What the pairs are wanted for; decides which are accepted."),
]
Minimum = Annotated[
    float | None,
    typer.Option(help="Score (0-1) from which a pair is accepted; --for has its own."),
]
Accepted = Annotated[bool, typer.Option("--accepted", help="Write the accepted pairs only.")]
Model = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Model to pair and align with: labse, the name or folder of a model of "
        "sentence-transformers, or an ONNX file; built-in ones if not given.",
    ),
]
Workers = Annotated[int, typer.Option(min=0, help="Worker processes; 0 means one a core.")]


@app.command(epilog="Example: limpide align book.en.txt book.fr.txt --from en --to fr")
def align(  # noqa: PLR0913 - one parameter an option
    source: Annotated[str, typer.Argument(help="A text file, one sentence a line.")],
    target: Annotated[str, typer.Argument(help="Its translation, one sentence a line.")],
    *,
    source_language: SourceLanguage = "",
    target_language: TargetLanguage = "",
    split: Annotated[
        bool, typer.Option("--split", help="Lines are paragraphs: cut them into sentences first.")
    ] = False,
    judge: Annotated[
        bool, typer.Option("--assess", help="Assess each pair, too: score and findings.")
    ] = False,
    model: Model = "",
    output: Format = ResultFormat.TABLE,
    out: Out = None,
) -> None:
    """Align two texts, m:n, gaps kept."""
    from cleaners.bitext.embedding import using  # noqa: PLC0415 - it loads numpy
    from cleaners.bitext.plugged_models import ModelError  # noqa: PLC0415
    from flows.corpora import aligning  # noqa: PLC0415 - it loads the models

    asked = _asked(source_language, target_language)
    texts = aligning.read_sides(source, target, asked, split=split)
    for hint in texts.hints:
        typer.echo(hint, err=True)
    try:
        with using(model), _bars(out) as advance, _opened(out) as file:
            write(file, aligning.results(texts, judge=judge, advance=advance), output, SIGNATURE)
    except ModelError as error:
        raise SettingsError(str(error)) from error


@app.command(epilog="Example: limpide assess pairs.tsv --from en --to fr --for training")
def assess(  # noqa: PLR0913 - one parameter an option
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="TMX, TSV, CSV or JSON Lines (also .gz, .zst; - for standard input), or two "
            "files that correspond line by line, or what the names of those begin with.",
        ),
    ],
    *,
    source_language: SourceLanguage = "",
    target_language: TargetLanguage = "",
    purpose: For = DEFAULT,
    minimum_quality: Minimum = None,
    accepted: Accepted = False,
    output: Format = ResultFormat.TABLE,
    out: Out = None,
    rejects: Annotated[
        Path | None, typer.Option(help="File for what could not be read, as JSON Lines.")
    ] = None,
    workers: Workers = 0,
) -> None:
    """Assess the pairs of a corpus: score, findings with their reasons, and whether to take it."""
    from flows.corpora import assessing, opening  # noqa: PLC0415 - they load the models

    if len(files) > 2:
        raise SettingsError(f"{len(files)} files: name one corpus, or its two files")
    asked = _asked(source_language, target_language)
    corpus = opening.find(files, asked)
    reader = opening.Reader(corpus, asked)
    preset = _preset(purpose, minimum_quality)
    tally = assessing.Tally()
    units = opening.with_languages(iter(reader), asked.or_else(corpus.languages), corpus.name)
    with (
        _bars(out) as advance,
        _opened(out) as file,
        _opened(rejects) if rejects else nullcontext() as refused,
    ):
        assessed = assessing.assess_units(
            units,
            preset.accepts,
            rule_data.load(),
            workers or os.cpu_count() or 1,
            lambda: advance("assess", reader.position, corpus.size),
        )
        results = _told(assessed, tally, corpus.name, refused)
        write(file, (one for one in results if one.accepted or not accepted), output, SIGNATURE)
    for line in tally.lines(purpose):
        typer.echo(line, err=True)
    if not tally.units and tally.rejects:
        raise typer.Exit(1)


def _told(
    items: Iterable[Assessed | Fault], tally: Tally, name: str, refused: BinaryIO | None
) -> Iterator[Result]:
    """Count what comes, say what could not be read, and give the rest as results."""
    shown = 0
    for item in items:
        tally.add(item)
        if not isinstance(item, Fault):
            yield item.result
            continue
        shown += 1
        if shown <= MOST_SHOWN:
            typer.echo(f"{name}: {item.reason}: {item.detail}", err=True)
        if refused:
            row = {"number": item.record, "reason": item.reason, "detail": item.detail}
            refused.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace"))


def _preset(purpose: Purpose, minimum: float | None) -> Preset:
    try:
        return choose(purpose, minimum)
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _asked(source: str, target: str) -> Languages:
    """Read the languages that were asked for; one that is none is a mistake of the caller."""
    tags = []
    for name in (source, target):
        tag = language_tag(name) if name else ""
        if tag is None:
            raise SettingsError(f"language {name!r}: is no BCP-47 tag such as fr or zh-Hant")
        tags.append(tag)
    return Languages(*tags)


@contextmanager
def _bars(out: Path | None) -> Iterator[Progress]:
    """Show how far it is, unless the results themselves go to the same terminal."""
    from flows.progress import listener, no_progress, terminal_bars  # noqa: PLC0415 - loads rich

    if out is None and sys.stdout.isatty():
        yield no_progress
        return
    with terminal_bars():
        yield listener.get()


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    """Open a file to write to; without one it is standard output, whose reader may leave early."""
    if out is None:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # Else Python would try to write the rest when it ends, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        return
    try:
        file = out.open("wb")
    except OSError as error:
        raise SettingsError(f"{out}: {error.strerror}; name a file that can be written") from error
    with file:
        yield file
