"""``onrecord browser-kit``."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from extract.failure import Failure
from extract.reporting import Quiet, Report
from extract.safe_text import printable
from queries.browser import PORT


def browser_kit_command(
    folder: Annotated[
        Path, typer.Argument(help="The folder to write; an earlier kit there is replaced.", metavar="DIR")
    ],
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the kit to Neo4j Browser on this machine, until Ctrl-C.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port to serve it on; 0 for any free one.")
    ] = PORT,
    quiet: Quiet = False,
) -> None:
    """Write what Neo4j Browser is to be given: the saved questions as favourites, a style, a guide.

    Example: onrecord browser-kit kit
    """
    from queries.browser.kit import FAVOURITES, README, write_kit

    written = write_kit(folder)
    favourites = sum(FAVOURITES in file.parts for file in written)
    Report(quiet=quiet).say(f"{favourites} favourites, a style and a guide in {folder}; see {folder / README}")
    if serve:
        _serve(folder, port)


def _serve(folder: Path, port: int) -> None:
    from queries.browser.kit import GUIDE, STYLE
    from queries.browser.server import kit_server

    try:
        server = kit_server(folder, port=port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(f"port {port} cannot be served on: {reason}; choose another by --port, or --port 0") from error
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://localhost:{server.server_port}"
        typer.echo(f"Serving {printable(folder)} at {address} (this machine only). Ctrl-C stops it.\n")
        typer.echo(f"In Neo4j Browser type, a line at a time:\n  :style {address}/{STYLE}\n  :guide {address}/{GUIDE}")
        stop.wait()
        server.shutdown()
