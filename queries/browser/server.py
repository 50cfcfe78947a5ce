"""The kit over HTTP, so that `:guide URL` and `:style URL` of Neo4j Browser find it."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from queries.browser import PORT


def kit_server(folder: Path, *, host: str = "127.0.0.1", port: int = PORT) -> ThreadingHTTPServer:
    """A server of a folder's files to any page that asks, for `serve_forever`. Raises `OSError` for a taken port."""
    return ThreadingHTTPServer((host, port), partial(_Handler, directory=str(folder)))


class _Handler(SimpleHTTPRequestHandler):
    """Neo4j Browser is a page of another origin, and asks for leave before it fetches a guide."""

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
