"""No package is installed that is not in constraints.txt, or whose file is not the one that was listed."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import distributions, version
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import pins
from tests.conftest import ROOT

LINES = [line for line in pins.CONSTRAINTS.read_text("utf-8").splitlines() if not line.startswith("#")]
LISTED = {canonicalize_name(found.name): found for found in map(Requirement, (line.split("  # ")[0] for line in LINES))}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

only_in_ci = pytest.mark.skipif(os.environ.get("ONRECORD_REQUIRE_SERVERS") != "1", reason="CI runs it")


def pinned(name: str) -> Version:
    (specifier,) = LISTED[canonicalize_name(name)].specifier
    assert specifier.operator == "=="
    return Version(specifier.version)


def test_every_line_pins_a_version_and_has_hashes() -> None:
    assert len(LISTED) == len(LINES)
    for line in LINES:
        pinning, _, hashes = line.partition("  # ")
        assert "==" in pinning
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", hash) for hash in hashes.split(" ")), pinning


def test_the_list_has_what_pyproject_asks_for() -> None:
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *PROJECT["dependency-groups"]["build"], *PROJECT["build-system"]["requires"]]
    wanted += [name for extra in pins.EXTRAS for name in project["optional-dependencies"][extra]]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned(requirement.name), prereleases=True), requirement
    assert {*project["optional-dependencies"]} == {*pins.EXTRAS, "training"}


def test_the_list_and_what_pip_reads_are_one() -> None:
    text = pins.CONSTRAINTS.read_text("utf-8")
    assert pins.HEAD + pins.listed(pins.hashed(text.removeprefix(pins.HEAD))) == text


@only_in_ci
def test_everything_installed_is_in_the_list() -> None:
    installed = {canonicalize_name(found.name): Version(found.version) for found in distributions()}
    del installed[canonicalize_name("onrecord")]
    assert installed == {name: pinned(name) for name in installed}


@only_in_ci
@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_the_line_for_an_environment_of_ones_own(tmp_path: Path, page: str) -> None:
    """With the pip that came with Python, as a reader has it."""
    found = re.search(r"pip (install -c constraints\.txt \S*?)[`\n]", (ROOT / page).read_text("utf-8"))
    assert found
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "own"], check=True)
    command = [tmp_path / "own/bin/python", "-m", "pip", *found[1].replace("'", "").split(" "), "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    (line,) = re.findall(r"^Would install (.*)$", done.stdout, re.MULTILINE)
    chosen = [(name, Version(chosen)) for name, _, chosen in (package.rpartition("-") for package in line.split())]
    assert len(chosen) > len(PROJECT["project"]["dependencies"])
    assert [(name, number) for name, number in chosen if name != "onrecord" and number != pinned(name)] == []


def wheel(folder: Path, name: str, *requires: str) -> str:
    """Make a package of one empty module; returns its line of the list."""
    about = f"{name}-1.0.dist-info"
    needs = "".join(f"Requires-Dist: {other}\n" for other in requires)
    files = {
        f"{name}.py": "",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {file: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()) for file, text in files.items()}
    files[f"{about}/RECORD"] = f"{about}/RECORD,,\n" + "".join(
        f"{file},sha256={digest.decode().rstrip('=')},{len(files[file])}\n" for file, digest in digests.items()
    )
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(ZipInfo(file), text)
    return f"{name}==1.0  # sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project that needs `near`, which needs `far`, and `maker` to be built; all of them are in its folder links."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "pins.py", folder)
    lines = [wheel(folder / "links", "near", "far"), wheel(folder / "links", "far"), wheel(folder / "links", "maker")]
    lines.append(f"pip=={version('pip')}  # sha256:{'0' * 64}\n")  # is there already, and not looked at
    (folder / "constraints.txt").write_text("".join(lines))
    wheel(folder / "built", "project", "near")
    (folder / "backend.py").write_text(
        "import maker, shutil\n"
        "def build_wheel(folder, *_):\n"
        "    return shutil.copy('built/project-1.0-py3-none-any.whl', folder).rpartition('/')[2]\n"
    )
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["maker"]\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "project"\nversion = "1.0"\ndependencies = ["near>=1"]\n'
    )
    return folder


@pytest.mark.skipif(Version(version("pip")) < pinned("pip"), reason="needs the pip of the list, which make installs")
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("", "", ""),
        (r"(far==1\.0  # sha256:).*", r"\g<1>" + "0" * 64, "DO NOT MATCH THE HASHES"),
        (r"far==.*\n", "", "far"),
        (r"(near==1\.0).*", r"\1", "--require-hashes mode"),
        (r"(maker==1\.0  # sha256:).*", r"\g<1>" + "0" * 64, "DO NOT MATCH THE HASHES"),
        (r"maker==.*\n", "", "maker"),
    ],
    ids=["as listed", "wrong hash", "not listed", "no hash", "wrong hash of a builder", "builder not listed"],
)
def test_a_file_that_is_not_the_listed_one_is_not_installed(
    checkout: Path, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    constraints = checkout / "constraints.txt"
    constraints.write_text(re.sub(old, new, constraints.read_text()))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(checkout / "links"),
        "PIP_CONFIG_FILE": os.devnull,
        "PYTHONPATH": sysconfig.get_path("purelib"),  # where pip is
    }
    command = [str(tmp_path / "env/bin/python"), "pins.py", "install"]
    done = subprocess.run(command, cwd=checkout, env=outer | offline, capture_output=True, text=True, timeout=120)
    installed = {found.name for found in (tmp_path / "env").glob("lib/*/site-packages/*.py")}
    if not reason:
        assert done.returncode == 0, done.stderr
        assert installed == {"near.py", "far.py", "project.py"}
    else:
        assert done.returncode == 1
        assert reason in done.stderr
        assert done.stderr.endswith("pip failed, see above; `make constraints` lists packages that are new\n")
        assert "project.py" not in installed
        if "far" in old or "near" in old:
            assert not installed
