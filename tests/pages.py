"""Pages whose blocks are run and show what came out: the tests compare, ``python -m tests.pages`` writes them anew.

A ```` ```python ```` block is followed by a ```` ```text ```` block of what it prints, if it prints. A ```` ```console
```` block holds commands behind ``$``, each with its output below; where none is shown, any will do.
"""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_PYTHON = re.compile(r"```python\n(.*?)```(?:\n+```text\n.*?```)?", re.DOTALL)
_CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
WIDTH = "100"
"""Characters of a line of output (COLUMNS)."""


def python_page(page: str, folder: Path) -> str:
    """The page with what its Python blocks print, run one after another in a folder."""
    names: dict[str, Any] = {}

    def run(block: "re.Match[str]") -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.chdir(folder):
            exec(block[1], names)
        shown = f"\n\n```text\n{printed.getvalue()}```" if printed.getvalue() else ""
        return f"```python\n{block[1]}```{shown}"

    return _PYTHON.sub(run, page)


def console_page(page: str, folder: Path) -> str:
    """The page with what its commands print, run one after another in a folder.

    Raises `AssertionError` if one of them is none of onrecord's, or fails.
    """

    def run(block: "re.Match[str]") -> str:
        shown = []
        for line, _, output in (part.partition("\n") for part in block[1].split("$ ")[1:]):
            printed = _printed(line, folder)
            shown.append(f"$ {line}\n{printed if output.strip() else ''}")
        return f"```console\n{''.join(shown)}```"

    return _CONSOLE.sub(run, page)


def _printed(line: str, folder: Path) -> str:
    """What a command prints on a terminal, without spaces at the ends of lines."""
    name, *arguments = shlex.split(line)
    assert name == "onrecord", line
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ONRECORD_"))}
    done = subprocess.run(
        [Path(sys.executable).parent / "onrecord", *arguments],
        cwd=folder,
        env=environment | {"COLUMNS": WIDTH, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, (line, done.stdout)
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n") + "\n"


def main() -> None:
    """Write the pages anew, with what their blocks print today."""
    for name in ("README.md", "docs/python.md", "docs/tutorial.md"):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
            page = ROOT / name
            shown = python_page(console_page(page.read_text("utf-8"), Path(folder)), Path(folder))
            page.write_text(shown, "utf-8")


if __name__ == "__main__":
    main()
