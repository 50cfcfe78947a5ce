"""Real shells in a pseudo-terminal, with the completion that onrecord installs; those that are missing are skipped."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect

from tests.server.maven import ServerUnavailable

_ONRECORD = Path(sys.executable).parent / "onrecord"
_READY, _ASKED = "ready>", "was-run"
_START = {
    "bash": (["--norc", "--noprofile", "-i"], f"PS1='{_READY} '; bind 'set enable-bracketed-paste off'; . {{script}}"),
    "zsh": (["-f", "-i"], f"PS1='{_READY} '; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; "
            ". {script}"),
    "fish": (["--no-config", "-i"], f"function fish_prompt; echo '{_READY} '; end; . {{script}}"),
}  # fmt: skip
_STUB = f"""#!/bin/sh
test -n "$_ONRECORD_COMPLETE" && exec {shlex.quote(str(_ONRECORD))} "$@"
printf '%s\\n' "$@" > "$TYPED"
echo {_ASKED}
"""


class Shell:
    """A shell in a terminal; `typed` types keys and tells the arguments that onrecord was then started with."""

    def __init__(self, child: pexpect.spawn[str], arguments: Path) -> None:
        self._child = child
        self._arguments = arguments

    def typed(self, keys: str) -> list[str]:
        """Type keys (a tab completes) and Enter; return the arguments, one an item and without empty last ones."""
        self._arguments.unlink(missing_ok=True)
        self._child.send(f"{keys}\r")
        self._child.expect(_ASKED)
        self._child.expect(_READY)
        return self._arguments.read_text("utf-8").splitlines()


@contextmanager
def interactive(name: str, folder: Path, store: Path) -> Iterator[Shell]:
    """A shell that waits for what is typed, in an empty folder inside of `folder`. Raises `ServerUnavailable`."""
    if (program := shutil.which(name)) is None:
        raise ServerUnavailable(f"there is no {name} on this machine")
    programs, home, here = (folder / part for part in ("bin", "home", "here"))
    for made in (programs, home, here):
        made.mkdir()
    (programs / "onrecord").write_text(_STUB)
    (programs / "onrecord").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ONRECORD_"))}
    environment |= {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), "TERM": "dumb"}
    environment |= {"ONRECORD_STORE": str(store), "TYPED": str(folder / "arguments"), "LC_ALL": "C.UTF-8"}
    script = folder / "completion"
    asked = environment | {"_ONRECORD_COMPLETE": f"source_{name}"}
    script.write_bytes(subprocess.run([_ONRECORD], env=asked, capture_output=True, check=True).stdout)
    options, setup = _START[name]
    child = pexpect.spawn(
        program, options, env=environment, cwd=here, encoding="utf-8", timeout=60, dimensions=(50, 200), echo=False
    )
    try:
        child.send(setup.format(script=shlex.quote(str(script))) + "; echo set''-up\r")
        child.expect("set-up")
        child.expect(_READY)
        yield Shell(child, folder / "arguments")
    finally:
        child.close(force=True)
