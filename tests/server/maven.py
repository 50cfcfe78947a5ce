"""Jars out of Maven repositories, kept under the checkout's `.cache/`."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
CACHE = Path(__file__).resolve().parents[2] / ".cache"


class ServerUnavailable(Exception):
    """This machine cannot run a server, or a browser, that a test asks for; the message says why."""


def fetch(folder: str, *goal: str) -> Path:
    """Let a Maven goal fill `.cache/<folder>`, unless an earlier run has done so; return that folder.

    The folder appears only when it is whole, and sessions that run at the same time wait for the first one.

    Raises:
        ServerUnavailable: Maven is missing, or could not download what was asked for.
    """
    target = CACHE / folder
    target.parent.mkdir(parents=True, exist_ok=True)
    with (CACHE / "maven.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not target.exists():
            partial = target.with_name(f"{target.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)  # left by a session that was killed
            _maven(*goal, f"-DoutputDirectory={partial}")
            partial.rename(target)
    return target


def _maven(*arguments: str) -> None:
    # -U: try anew what an earlier session failed to download
    command = ["mvn", "-q", "-B", "-U", "-f", str(POM), f"-Dmaven.repo.local={CACHE / 'm2'}", *arguments]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise ServerUnavailable("Maven is missing: install it, so that `mvn` is on PATH") from None
    except subprocess.CalledProcessError as error:
        said = f"{error.stdout}{error.stderr}"[:500]  # the first lines name what is wrong
        raise ServerUnavailable(f"Maven failed: {' '.join(arguments)}\n{said}") from None
