"""``python -m queries.browser``: the kit served on all addresses, by Python alone, as compose.yaml does it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from queries.browser.kit import write_kit
from queries.browser.server import kit_server

with TemporaryDirectory() as folder, kit_server(Path(folder), host="0.0.0.0") as server:
    write_kit(Path(folder))
    server.serve_forever()
