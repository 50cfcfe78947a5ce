"""A running `onrecord serve`, and the fixture that serves the seeds."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


class Serving:
    """A running ``onrecord serve`` and what it printed."""

    def __init__(self, store: Path) -> None:
        command = [str(Path(sys.executable).parent / "onrecord"), "serve", "--store", str(store), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if "RETURN" in line:
                break
        self.uri, self.user, self.password = (
            found[1] if (found := re.search(rf"{name} +(\S+)", self.printed)) else ""
            for name in ("Connect URL", "Username", "Password")
        )

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@pytest.fixture
def serving(seed_store: Path, tmp_path: Path) -> Iterator[Serving]:
    """A copy of the seed store, served."""
    serving = Serving(Path(shutil.copytree(seed_store, tmp_path / "store")))
    yield serving
    if serving.process.poll() is None:
        serving.stop()
    assert serving.process.stdout is not None
    serving.process.stdout.close()
