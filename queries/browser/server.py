"""The kit over HTTP, so that `:guide URL` and `:style URL` of Neo4j Browser find it."""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from queries.browser import PORT
from queries.browser.kit import kit


def kit_server(folder: Path, *, host: str = "127.0.0.1", port: int = PORT) -> ThreadingHTTPServer:
    """A server of a kit's files, and no others, to any page that asks. Raises `OSError` for a taken port."""
    return ThreadingHTTPServer((host, port), partial(_Handler, directory=str(folder)))


class _Handler(SimpleHTTPRequestHandler):
    """Neo4j Browser is a page of another origin, and asks for leave before it fetches a guide."""

    def send_head(self) -> Any:
        if unquote(urlsplit(self.path).path).removeprefix("/") not in kit():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "pragma, cache-control")
        self.send_header("Access-Control-Allow-Private-Network", "true")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
