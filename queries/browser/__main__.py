"""``python -m queries.browser [PORT]``: the kit served on all addresses, by Python alone, as compose.yaml does it."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from queries.browser import PORT
from queries.browser.kit import write_kit
from queries.browser.server import kit_server

if __name__ == "__main__":
    port = int(sys.argv[1]) if sys.argv[1:] else PORT
    with TemporaryDirectory() as folder, kit_server(Path(folder), host="0.0.0.0", port=port) as server:
        write_kit(Path(folder))
        server.serve_forever()
