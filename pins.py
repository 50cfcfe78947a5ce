"""constraints.txt: the version of every package that onrecord is tested with, and the hashes of its files.

``python pins.py install [EXTRA,…]`` installs the checkout into the environment of that Python. pip takes no file whose
hash is not in the list, and no package that is not, those that build others included. ``python pins.py write`` writes
the list anew: the versions in it stay, but for those that pyproject.toml allows no longer or that are to be upgraded.

The hashes are comments, for pip installs no folder, such as a checkout, by constraints that have hashes:
``pip install -c constraints.txt .`` pins versions and no more.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent
CONSTRAINTS = ROOT / "constraints.txt"
HEAD = """\
# The versions that onrecord is tested with, and the SHA-256 hashes of their files for all systems.
# Written by `make constraints`; `make` has pip check the hashes (pins.py).
"""
EXTRAS = ("test", "browser", "jvm", "pandas", "mcp", "ftm")
"""The extras whose packages are in the list: all but those that only train models."""


def hashed(constraints: str) -> str:
    """The lines of the list with their hashes as pip's options."""
    return re.sub(r" sha256:", " --hash=sha256:", constraints.replace("  # ", " "))


def listed(compiled: str) -> str:
    """The lines of the list, with their hashes as comments, from a requirements file that has them as options."""
    lines = compiled.replace("\\\n", " ").splitlines()
    return "".join(f"{line.split(' --hash=')[0].strip()}  # {' '.join(_HASH.findall(line))}\n" for line in lines)


_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


def install(extras: Sequence[str], *, editable: bool) -> None:
    """Install the checkout with what it and the extras need. Raises `CalledProcessError` where pip fails."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = project.get("optional-dependencies", {})
    if unknown := sorted(set(extras) - known.keys()):
        sys.exit(f"{', '.join(unknown)}: no such extra; choose from {', '.join(known)}")
    names = [*project["dependencies"], *(name for extra in extras for name in known[extra])]
    lines = hashed(CONSTRAINTS.read_text("utf-8"))
    _install_tool("pip", lines)  # an older pip takes hashes in constraints only for what is named with its version
    with TemporaryDirectory() as folder:
        wanted, pinned = Path(folder) / "wanted.txt", Path(folder) / "pinned.txt"
        wanted.write_text("\n".join(names), "utf-8")
        pinned.write_text(lines, "utf-8")
        _pip("--constraint", pinned, "--build-constraint", pinned, "--requirement", wanted)
        _pip("--no-deps", "--build-constraint", pinned, *(["--editable"] if editable else []), ROOT)


def write(upgraded: Sequence[str]) -> None:
    """Write the list, by uv, which resolves for all systems at once; `upgraded` get the newest versions that fit.

    Raises `CalledProcessError` where that fails.
    """
    before = CONSTRAINTS.read_text("utf-8")
    _install_tool("uv", hashed(before))
    with TemporaryDirectory() as folder:
        compiled = Path(folder) / "compiled.txt"
        compiled.write_text(before, "utf-8")  # uv keeps the versions that it finds there
        extras = [argument for extra in EXTRAS for argument in ("--extra", extra)]
        upgrades = [argument for name in upgraded for argument in ("--upgrade-package", name)]
        how = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate")
        command = ["uv", "pip", "compile", "--quiet", *how, *extras, "--group", "build", *upgrades]
        command += ["--output-file", str(compiled), "pyproject.toml"]
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)
        CONSTRAINTS.write_text(HEAD + listed(compiled.read_text("utf-8")), "utf-8")


def _install_tool(name: str, lines: str) -> None:
    """Install one package that needs no others, by its line of the list."""
    with TemporaryDirectory() as folder:
        line = Path(folder) / "tool.txt"
        line.write_text("".join(re.findall(rf"^{name}==.*\n", lines, re.MULTILINE)), "utf-8")
        _pip("--require-hashes", "--no-deps", "--requirement", line)


def _pip(*arguments: str | Path) -> None:
    quiet = ("--quiet", "--quiet")  # errors alone: setuptools warns of every editable installation
    subprocess.run([sys.executable, "-m", "pip", "install", *quiet, *arguments], check=True)


def main() -> None:
    """Install the checkout, or write the list."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    installing = commands.add_parser("install", help="install the checkout, each file checked against its hashes")
    installing.add_argument("extras", nargs="?", default="", metavar="EXTRA,…", help="such as pandas,mcp")
    installing.add_argument("--editable", action="store_true", help="let the environment use the checkout itself")
    writing = commands.add_parser("write", help="write the list anew")
    writing.add_argument("--upgrade", action="append", default=[], metavar="PACKAGE", help="take its newest version")
    chosen = parser.parse_args()
    try:
        if chosen.command == "write":
            write(chosen.upgrade)
        else:
            install(list(filter(None, chosen.extras.split(","))), editable=chosen.editable)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.cmd[2]} failed, see above; `make constraints` lists packages that are new")


if __name__ == "__main__":
    main()
