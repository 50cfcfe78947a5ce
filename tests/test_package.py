"""What a wheel of onrecord has to hold beside the modules."""

import tomllib
from pathlib import Path

from extract.training.__main__ import START

ROOT = Path(__file__).parent.parent


def test_every_data_file_of_the_rooms_is_packaged() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["*"]
    left_out = [  # but the weights that training goes on from: never read at run time
        str(file.relative_to(ROOT))
        for room in ("extract", "graph", "queries")
        for file in (ROOT / room).rglob("*")
        if file.is_file() and file != START and file.suffix not in (".py", ".pyc")
        if not any(map(file.match, patterns))
    ]
    assert not left_out
