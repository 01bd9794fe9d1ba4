"""The command line: ``limpide run``, and the single steps on one file, without an orchestrator.

Exit codes: 0 done, 1 the input was rejected or something failed, 2 a wrong option or rule file.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

import cleaners
from cleaners import markup, pipeline
from cleaners.bitext.presets import DEFAULT
from cleaners.records import Document, Metadata, Scrape
from cleaners.rules import RuleFileError
from flows import discover_cli, notices, releases_cli, rules_cli, serve_cli
from flows.corpora import cli as corpora
from flows.release import ReleaseError, UnknownIdError, UnknownReleaseError, releases
from flows.settings import VERSION, Settings, SettingsError

if TYPE_CHECKING:
    from rich.text import Text

app = typer.Typer(
    name="limpide",
    help="Turn scraped, often machine-translated pages into clean bilingual datasets.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(rules_cli.app)

HTML_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<!--")


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class PageFormat(StrEnum):
    """How a cleaned page is shown."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Media(StrEnum):
    """How a page is read."""

    AUTO = "auto"
    HTML = "html"
    TEXT = "text"


InputFile = Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for standard input.")]
RuleFolders = Annotated[
    list[Path] | None, typer.Option("--rules", help="Folder of own rule files; may be repeated.")
]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon",
        metavar="FILE",
        help="Own names and terms, over the built-in ones: TOML, TSV, CSV or TBX; may be repeated.",
    ),
]
CleanFolder = Annotated[Path, typer.Option(help="Folder in which releases are published.")]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Keep = Annotated[
    str,
    typer.Option(
        metavar="KIND,KIND…",
        help="Kinds of boilerplate that stay where they are: comments, captions, bylines, "
        "source_credits, disclaimers, … (an unknown kind lists them all).",
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show each edit with its rule.")]


@app.callback(invoke_without_command=True)
def no_command(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Turn scraped, often machine-translated pages into clean bilingual datasets."""
    if version:
        typer.echo(f"limpide {VERSION}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(epilog="Example: limpide run --raw raw --clean clean --language fr --language zh")
def run(  # noqa: PLR0913 - one parameter an option
    *,
    raw: Annotated[Path, typer.Option(help="Folder with the scraped pages.")] = Path("raw"),
    clean: CleanFolder = Path("clean"),
    language: Annotated[
        list[str] | None,
        typer.Option(help="Publish only this language (BCP-47); may be repeated."),
    ] = None,
    purpose: corpora.For = DEFAULT,
    minimum_quality: corpora.Minimum = None,
    model: corpora.Model = "",
    rules: RuleFolders = None,
    lexicon: Lexicons = None,
    force: Annotated[
        bool, typer.Option("--force", help="Clean all pages again, also the finished ones.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Worker processes; 0 means one a core.")] = 0,
    keep: Keep = "",
) -> None:
    """Do the main job: clean what is new in raw/ and publish a release in clean/."""
    settings = Settings(
        raw,
        clean,
        _layers(rules, lexicon),
        tuple(language or ()),
        minimum_quality,
        force,
        workers,
        _names(keep),
        purpose,
        model,
    )
    gc.enable()
    from flows import job, report  # noqa: PLC0415 - they load all steps; other commands need few

    planned = job.plan(settings)
    if planned.nothing_new:
        typer.echo(report.summary(planned))
        return
    from flows.progress import terminal_bars  # noqa: PLC0415 - it loads rich

    with terminal_bars():
        typer.echo(_run_flow(settings))


def _run_flow(settings: Settings) -> str:
    """Run the Prefect flow in this process, its own log quiet unless somebody asked for it."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    from flows.clean_scrapes import clean_scrapes  # noqa: PLC0415 - Prefect takes seconds to load

    return clean_scrapes(
        str(settings.raw),
        str(settings.clean),
        list(settings.languages),
        settings.minimum_quality,
        [str(folder) for folder in settings.rules],
        settings.force,
        settings.workers,
        list(settings.keep),
        settings.purpose,
        settings.model,
    )


@app.command(epilog="Example: limpide clean page.html --explain")
def clean(  # noqa: PLR0913 - one parameter an option
    file: InputFile,
    *,
    output: Annotated[
        PageFormat,
        typer.Option(
            "--format",
            help="text; json: all of it, or with --explain what became of each line; "
            "html: the page as it came beside what is kept, one file to open in a browser.",
        ),
    ] = PageFormat.TEXT,
    media: Annotated[Media, typer.Option("--as", help="How to read the page.")] = Media.AUTO,
    url: Annotated[str | None, typer.Option(help="The page's address, if known.")] = None,
    language: Annotated[str | None, typer.Option(help="The page's language, if known.")] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show what went and why, by kind and in the page's order."),
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Undo all edits and print the flattened page.")
    ] = False,
    keep: Keep = "",
    rules: RuleFolders = None,
    lexicon: Lexicons = None,
) -> None:
    """Clean one page and print it: headline, empty line, text."""
    data = _read(file)
    kind = _media(file, data) if media is Media.AUTO else media
    metadata = Metadata(url=url, language=language)
    scrape = Scrape(file, data, "html" if kind is Media.HTML else "text", metadata=metadata)
    settings = Settings(rules=_layers(rules, lexicon), keep=_names(keep))
    document = pipeline.clean(scrape, settings.load_rules())
    if undo:
        _print_undone(document, scrape)
    elif output is PageFormat.HTML:
        from flows.page.side_by_side import render  # noqa: PLC0415 - only this format needs it

        typer.echo(render(document, file), nl=False)
    elif explain:
        _explain_page(document, output)
    elif output is PageFormat.JSON:
        _print_json({**asdict(document), "title": document.title, "text": document.text})
    elif document.content:
        typer.echo(document.content)
    if document.rejected:
        detail = f" ({document.failure})" if document.failure else ""
        typer.echo(f"{file}: rejected: {document.rejected}{detail}", err=True)
        raise typer.Exit(1)


def _explain_page(document: Document, output: PageFormat) -> None:
    """Print what became of a page, for people or for programs."""
    from flows import explain_page  # noqa: PLC0415 - it loads rich

    if output is PageFormat.JSON:
        _print_json(explain_page.as_json(document))
    else:
        _print_all(explain_page.explain_document(document, _width()))


def _print_undone(document: Document, scrape: Scrape) -> None:
    """Print the page that undoing all edits gives, and say whether it is the one that came."""
    undone = document.page_text
    typer.echo(undone)
    same = document.failure or undone == markup.flatten(scrape).text
    proof = "the flattened page, character for character" if same else "ANOTHER PAGE"
    typer.echo(f"undoing {len(document.edits)} edits gives {proof}", err=True)


@app.command(
    epilog="Example: echo 'Huang Jenxun, PDG de NVIDIA' | limpide normalise - --language fr"
)
def normalise(  # noqa: PLR0913 - one parameter an option
    file: InputFile,
    *,
    language: Annotated[str, typer.Option(help="The text's language (BCP-47).")],
    output: OutputFormat = Format.TEXT,
    explain: Explain = False,
    rules: RuleFolders = None,
    lexicon: Lexicons = None,
) -> None:
    """Normalise names, terms and typography of a text; nothing is stripped."""
    text = _read(file).decode("utf-8", "replace")
    layered = Settings(rules=_layers(rules, lexicon)).load_rules()
    result = cleaners.normalise(text, language, layered)
    if output is Format.JSON:
        _print_json(asdict(result))
    elif explain:
        from flows.explain import explain_normalised  # noqa: PLC0415 - it loads rich

        _print_all(explain_normalised(text, result))
    else:
        typer.echo(result.text, nl=not result.text.endswith("\n"))


app.add_typer(corpora.app)


@app.command(epilog="Example: limpide explain 3f2a9c81d0b4e657")
def explain(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A document's or pair's id.")],
    *,
    clean: CleanFolder = Path("clean"),
) -> None:
    """Show why a published document or pair reads as it does."""
    from flows import lookup  # noqa: PLC0415 - it loads Arrow, which takes a second

    _print_all(lookup.explain(clean, identifier))


@app.command("list", epilog="Example: limpide list --clean clean")
def list_releases(*, clean: CleanFolder = Path("clean")) -> None:
    """List the published releases, newest last."""
    for release in releases(clean):
        funnel = release.manifest["funnel"]
        assert isinstance(funnel, dict)
        counts = ", ".join(f"{count:,} {name}" for name, count in funnel.items())
        typer.echo(f"{release.number:>4}  {release.version}  {counts}")


app.add_typer(releases_cli.app)
app.add_typer(discover_cli.app)
app.add_typer(serve_cli.app)


def _layers(rules: list[Path] | None, lexicons: list[Path] | None) -> tuple[Path, ...]:
    """Give the folders of a user's rules, the lexicons over the others."""
    if not lexicons:
        return tuple(rules or ())
    from flows.lexicons import layers  # noqa: PLC0415 - only who has one pays for reading it

    return (*(rules or ()), *layers(lexicons))


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name for name in map(str.strip, listed.split(",")) if name)


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}; name a file that can be read") from error


def _media(file: str, data: bytes) -> Media:
    """Tell HTML from text: by the name, else by how the content starts."""
    if Path(file).suffix.lower() in {".html", ".htm", ".xhtml"}:
        return Media.HTML
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return Media.HTML if start.startswith(HTML_STARTS) else Media.TEXT


def _print_json(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    typer.echo(text.encode("utf-8", "replace").decode("utf-8"))


def _width() -> int:
    """Give the width of the terminal in cells; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def _print_all(lines: Iterable[Text]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only what is coloured waits for it

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line)


def main() -> None:
    """Run the command line; a mistake of the caller is one line on standard error."""
    gc.disable()  # what the start makes lives as long as the command; looking through it is idle
    notices.show()
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as error:
        message = error.format_message().rstrip(".")
        typer.echo(f"limpide: {message}; see limpide --help", err=True)
        sys.exit(2)
    except (SettingsError, RuleFileError) as error:
        typer.echo(f"limpide: {error}", err=True)
        sys.exit(2)
    except (ReleaseError, UnknownIdError, UnknownReleaseError) as error:
        typer.echo(f"limpide: {error}", err=True)
        sys.exit(1)
