"""``limpide serve``: the releases as a web page."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from flows.settings import SettingsError

app = typer.Typer(rich_markup_mode=None)


@app.command(epilog="Example: limpide serve --clean clean --port 8010")
def serve(  # noqa: PLR0913 - one parameter an option
    *,
    clean: Annotated[Path, typer.Option(help="Folder in which releases are published.")] = Path(
        "clean"
    ),
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on.")] = 8010,
    token: Annotated[
        str,
        typer.Option(
            envvar="LIMPIDE_TOKEN",
            help="Lets whoever shows it decide about names; without it nothing can be changed.",
        ),
    ] = "",
    proposals: Annotated[
        Path, typer.Option(help="Folder of discovered names that wait for a decision.")
    ] = Path("proposals"),
    rules: Annotated[
        Path, typer.Option(help="Folder of rules that decisions are added to.")
    ] = Path("rules"),
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="Name under which the page may be asked for too; may be repeated."),
    ] = None,
) -> None:
    """Show the releases in a browser: filter, look, download. Reading changes nothing."""
    if not clean.is_dir():
        raise SettingsError(f"clean folder {clean}: is not there; 'limpide run' makes a release")
    gc.enable()
    import uvicorn  # noqa: PLC0415 - other commands do not wait for a web server

    from flows.page.app import create_app  # noqa: PLC0415
    from flows.page.reviewing import Desk  # noqa: PLC0415

    page = create_app(clean, Desk(proposals, rules), token, (host, *(allow_host or ())))
    address = f"[{host}]" if ":" in host else host
    typer.echo(f"Open http://{address}:{port} in a browser; Ctrl+C ends it.")
    uvicorn.run(page, host=host, port=port, log_level="warning", server_header=False)
