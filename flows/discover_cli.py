"""``limpide discover`` and ``limpide review``: names that look broken, and what people decide."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from cleaners.artifacts.discovery import CLUES, Candidate
from cleaners.artifacts.lexicon import Kind
from flows.settings import Settings, SettingsError

if TYPE_CHECKING:
    from flows.review import Correction

app = typer.Typer(rich_markup_mode=None)
_FIELDS = ("canonical", "source", "type", "languages")
_PROMPT = "[a]ccept, [r]eject, [e]dit, [s]kip, [q]uit"


class Format(StrEnum):
    """How candidates are printed."""

    TEXT = "text"
    JSON = "json"


Proposals = Annotated[
    Path, typer.Option("--proposals", help="Folder with the review file, names.toml.")
]
OwnRules = Annotated[
    list[Path] | None, typer.Option("--rules", help="Folder of own rule files; may be repeated.")
]


@app.command(epilog="Example: limpide discover raw --out proposals")
def discover(  # noqa: PLR0913 - one parameter an option
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER]…",
            help="Folders of releases or of scraped pages; the newest release if none is named.",
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="Folder for the review file and page.")] = Path(
        "proposals"
    ),
    clean: Annotated[
        Path, typer.Option(help="Folder in which releases and finished work are.")
    ] = Path("clean"),
    limit: Annotated[int, typer.Option(min=1, help="Candidates to write at most.")] = 1000,
    rules: OwnRules = None,
    workers: Annotated[int, typer.Option(help="Worker processes; 0 means one a core.")] = 0,
) -> None:
    """Look for names that machine translation broke and the lexicon does not know."""
    gc.enable()
    from flows import discover as discovering  # noqa: PLC0415 - it loads all steps
    from flows.progress import listener, terminal_bars  # noqa: PLC0415 - it loads rich

    settings = Settings(clean=clean, rules=tuple(rules or ()), workers=workers)
    chosen = sources or [discovering.newest_release(clean)]
    with terminal_bars():
        done = discovering.discover(chosen, settings, out, limit, listener.get())
    typer.echo(discovering.summary(done, out))


@app.command(epilog="Example: limpide review --accept 3f2a9c81d0b4 --reject 0b7e5d1c2a3f")
def review(  # noqa: PLR0913 - one parameter an option
    *,
    proposals: Proposals = Path("proposals"),
    to: Annotated[Path, typer.Option(help="Folder of own rule files to put them in.")] = Path(
        "rules"
    ),
    accept: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Accept; may be repeated.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Reject for good; may be repeated.")
    ] = None,
    edit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID:FIELD=VALUE",
            help=f"Correct {', '.join(_FIELDS)} of a candidate; may be repeated.",
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; kept with what is rejected.")] = "",
    output: Annotated[
        Format, typer.Option("--format", help="How to print the candidates that wait.")
    ] = Format.TEXT,
) -> None:
    """Decide about discovered names: one by one in a terminal, or by id."""
    gc.enable()
    from flows import review as deciding  # noqa: PLC0415 - it loads the lexicon's code

    if accept or reject or edit:
        for change in edit or ():
            identifier, correction = _change(change)
            _say_candidate(deciding.edit(proposals, identifier, correction))
        for identifier in reject or ():
            typer.echo(f"rejected: {deciding.reject(proposals, identifier, to, reason).wrong}")
        for identifier in accept or ():
            done = deciding.accept(proposals, identifier, to)
            typer.echo(f"accepted: {done.candidate.wrong} as {done.concept.name}, in {done.file}")
        _settle(to)
        return
    waiting = deciding.candidates(proposals)
    if output is Format.JSON:
        typer.echo(json.dumps([asdict(one) for one in waiting], ensure_ascii=False))
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _one_by_one(waiting, proposals, to)
    else:
        for one in waiting:
            typer.echo(f"{one.id}  {one.wrong} -> {one.canonical or '?'}  {_about(one)}")


def _change(text: str) -> tuple[str, Correction]:
    """Read ``ID:FIELD=VALUE``."""
    from flows.review import Correction  # noqa: PLC0415 - only an edit needs it

    identifier, colon, rest = text.partition(":")
    field, sign, value = rest.partition("=")
    if not colon or not sign or field not in _FIELDS or not value.strip():
        raise SettingsError(f"--edit {text!r}: write ID:FIELD=VALUE, FIELD {' or '.join(_FIELDS)}")
    if field == "type":
        return identifier, Correction(kind=_kind(value))
    if field == "languages":
        return identifier, Correction(languages=tuple(value.replace(",", " ").split()))
    if field == "source":
        return identifier, Correction(source=value)
    return identifier, Correction(canonical=value)


def _kind(text: str) -> Kind:
    if text not in get_args(Kind):
        raise SettingsError(f"type {text!r}: must be one of {', '.join(get_args(Kind))}")
    return cast("Kind", text)


def _one_by_one(waiting: Sequence[Candidate], proposals: Path, to: Path) -> None:
    """Show candidate after candidate and ask; what is decided is on disk at once."""
    from flows import review as deciding  # noqa: PLC0415 - it loads the lexicon's code

    for number, one in enumerate(waiting, 1):
        typer.echo(f"\n{number} of {len(waiting)}")
        candidate = one
        while True:
            _say_candidate(candidate)
            answer = typer.prompt(_PROMPT, default="s", show_default=False).strip().lower()[:1]
            try:
                if answer == "e":
                    candidate = deciding.edit(proposals, one.id, _asked(candidate))
                    continue
                if answer == "a":
                    deciding.accept(proposals, one.id, to)
                elif answer == "r":
                    deciding.reject(proposals, one.id, to, typer.prompt("why", default=""))
            except SettingsError as error:
                typer.echo(str(error), err=True)
                continue
            break
        if answer == "q":
            break
    _settle(to)


def _asked(candidate: Candidate) -> Correction:
    """Ask for the fields of a candidate; what is left empty stays."""
    from flows.review import Correction  # noqa: PLC0415 - only an edit needs it

    canonical = typer.prompt("right form", default=candidate.canonical)
    source = typer.prompt("name in the source language", default=candidate.source)
    kind = typer.prompt(f"type ({', '.join(get_args(Kind))})", default=candidate.kind)
    return Correction(canonical, source, _kind(kind))


def _say_candidate(one: Candidate) -> None:
    typer.echo(f"{one.id}  {one.wrong} -> {one.canonical or '?'}")
    typer.echo(f"  {_about(one)}")
    for clue in one.clues:
        typer.echo(f"  {clue.times} × {CLUES[clue.kind]}")
    for example in one.examples:
        typer.echo(f"  {example.language}  {example.text}")
        if example.original:
            typer.echo(f"  {example.original_language}  {example.original}")


def _about(one: Candidate) -> str:
    source = f"{one.source}, " if one.source else ""
    documents = f"{one.documents} documents" if one.documents > 1 else "1 document"
    places = f"{one.times} places in {documents}" if one.times > 1 else "1 place"
    return f"{source}{one.kind}, {' '.join(one.languages)}; {places}; score {one.score}"


def _settle(to: Path) -> None:
    """Try the examples of what was accepted and say what becomes of them."""
    from flows import review as deciding  # noqa: PLC0415 - it loads the lexicon's code

    told = {
        "repaired": "is repaired in its example",
        "with original": "is repaired where the original is known",
        "suggested": "is only suggested in its example: the text gives too little evidence",
        "left": "stays in its example: the text gives too little evidence",
    }
    for case in deciding.settle(to):
        typer.echo(f"  {case.wrong} {told[case.outcome]} ({case.page})")
