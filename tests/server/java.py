"""The JDKs of this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Container, Iterator
from pathlib import Path


def find_java(releases: Container[int]) -> Path | None:
    """The `java` of the first JDK whose release, such as 17, is one of these; None where there is none.

    A JDK, as a mere runtime does not run a program from its source file.
    """
    for home in _homes():
        java = home / "bin" / "java"
        if (home / "bin" / "javac").exists() and _release(java) in releases:
            return java
    return None


def _homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if java := shutil.which("java"):
        yield Path(java).resolve().parents[1]
    yield from sorted(Path("/usr/lib/jvm").glob("*"))
    yield from sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))


def _release(java: Path) -> int:
    """17 for Java 17.0.15; 0 where that java does not say."""
    answer = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', answer)
    return int(found[1]) if found else 0
