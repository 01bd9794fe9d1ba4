"""``limpide rules``: propose rules for the sites of a collection, accept them, check all rules."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from flows.settings import Settings

app = typer.Typer(
    name="rules",
    help="Propose rules for the sites of a collection, accept them, check all rule files.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
_EXAMPLES_SHOWN = 3
_EXCERPT = 60

OwnRules = Annotated[
    list[Path] | None, typer.Option("--rules", help="Folder of own rule files; may be repeated.")
]


@app.command(epilog="Example: limpide rules propose raw --out proposals")
def propose(
    raw: Annotated[Path, typer.Argument(help="Folder with the scraped pages.")] = Path("raw"),
    *,
    out: Annotated[Path, typer.Option(help="Folder for the proposals, a file a site.")] = Path(
        "proposals"
    ),
    rules: OwnRules = None,
    workers: Annotated[int, typer.Option(help="Worker processes; 0 means one a core.")] = 0,
) -> None:
    """Propose rules for lines that a site repeats on many pages; nothing is applied."""
    gc.enable()
    from flows import propose as proposing  # noqa: PLC0415 - it loads all steps

    settings = Settings(raw, Path("clean"), tuple(rules or ()), workers=workers)
    written = proposing.propose(settings, out)
    if not written:
        typer.echo("Nothing to propose: no line that is kept repeats over the pages of a site.")
        return
    for file, listed in written:
        typer.echo(f"{file}: {len(listed)} proposed")
        for rule in listed[:_EXAMPLES_SHOWN]:
            shown = rule.line or f"{rule.path} ({rule.css})"
            shown = f"{shown[:_EXCERPT]}…" if len(shown) > _EXCERPT else shown
            typer.echo(f"  {rule.pages} of {rule.of} pages  {rule.kind}: {shown}")
    typer.echo('Read them, set status = "accepted" or "rejected", then: limpide rules accept FILE')


@app.command(epilog="Example: limpide rules accept proposals/example.org.toml --rule 3f2a9c81d0b4")
def accept(
    file: Annotated[Path, typer.Argument(help="A file that propose wrote.")],
    *,
    rule: Annotated[
        list[str] | None, typer.Option(help="Accept the rule with this id; may be repeated.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Accept all that are proposed.")
    ] = False,
    to: Annotated[Path, typer.Option(help="Folder of own rule files to put them in.")] = Path(
        "rules"
    ),
) -> None:
    """Move accepted rules into rules/boilerplate/site/, where they apply to that site's pages."""
    from flows import propose as proposing  # noqa: PLC0415 - it loads all steps

    accepted = proposing.accept(file, to, rule or (), everything=everything)
    typer.echo(f"{accepted.file}: {len(accepted.rules)} accepted for {accepted.site}")


@app.command(epilog="Example: limpide rules check --rules my-rules")
def check(*, rules: OwnRules = None) -> None:
    """Read every rule file and repair the examples of accepted names; a mistake is named."""
    from flows import propose as proposing  # noqa: PLC0415 - it loads all steps
    from flows import review  # noqa: PLC0415 - it loads the lexicon's code

    loaded = Settings(rules=tuple(rules or ())).load_rules()
    for line in (*proposing.check(loaded), *review.check(loaded)):
        typer.echo(line)
