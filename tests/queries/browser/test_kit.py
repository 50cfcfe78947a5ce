"""The kit for Neo4j Browser: what is in it, and what it does to a folder. `tests/browser` tries it in the real one."""

import itertools
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.schema import KEYS, SPEAKER_LABELS
from graph.store import Store, open_store
from queries.browser.kit import NotAKit, favourite_texts, kit, write_kit
from queries.browser.server import kit_server
from queries.catalogue import catalogue
from tests.conftest import Run

Row = dict[str, Any]

CHOICES = {path: text for path, text in favourite_texts().items() if " choose/" in path}
QUESTIONS = {path: text for path, text in favourite_texts().items() if " choose/" not in path}


def test_every_saved_question_is_a_favourite_as_its_file_stands() -> None:
    by_name = {path.partition(" 2 ")[2].removesuffix(".cypher"): text for path, text in QUESTIONS.items()}
    for query in catalogue().values():
        title, told, *rest = by_name[f"{query.group}/{query.name}"].rstrip("\n").split("\n")
        assert "\n".join([title, *rest]) == query.cypher
        assert told.startswith("// Parameters are set by the favourite “Choose ")
    assert sum(" graphs/" in path for path in QUESTIONS) >= 4


def command(text: str) -> str:
    """The Cypher of a choice: what stands between the braces of its one :param command."""
    lines = [line for line in text.strip().split("\n") if not line.startswith("//")]
    assert lines[0].startswith(":param [{") and lines[0].endswith("}] => {") and lines[-1] == "}"
    return "\n".join(lines[1:-1])


def choice_for(text: str) -> str:
    """The choice that a favourite's second line names."""
    (title,) = re.findall(r"^// Parameters are set by the favourite “(.*?)”", text, re.MULTILINE)
    return next(choice for choice in CHOICES.values() if choice.startswith(f"// {title}\n"))


def test_every_choice_sets_every_parameter_of_every_favourite() -> None:
    used = {name for text in QUESTIONS.values() for name in re.findall(r"\$(\w+)", text)}
    for text in CHOICES.values():
        (named,) = re.findall(r"^:param \[\{(.*)\}\] => \{$", text, re.MULTILINE)
        assert used <= set(named.split(", "))


def answers(store: Store) -> dict[str, int]:
    """How many rows each favourite returns with the parameters that its choice sets."""
    rows = {}
    for path, text in QUESTIONS.items():
        (parameters,) = store.query(command(choice_for(text)))
        rows[path] = len(store.query(text, **parameters))
    return rows


def test_every_favourite_answers_after_its_choice_on_every_server(
    store: Store, seed_quotes: list[ArticleQuotes]
) -> None:
    store.prepare()
    answers(store)  # of a store with nothing in it: no rows, and no errors
    load(store, seed_quotes)
    assert [path for path, rows in answers(store).items() if not rows] == []
    (parameters,) = store.query(command(CHOICES["onrecord 1 choose/policy.cypher"]))
    assert parameters["policy"] == "short-term rental ordinance"


def test_a_quote_is_chosen_among_undated_ones(seed_quotes: list[ArticleQuotes], tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store")) as store:
        load(store, [line.model_copy(update={"published": None}) for line in seed_quotes])
        rows = answers(store)
    assert all(rows[f"onrecord 2 {about}.cypher"] for about in ("quotes/evidence", "graphs/quote", "graphs/article"))


def test_writing_again_changes_nothing_but_what_is_ours(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "kit"
    written = write_kit(folder)
    first = {file: file.read_bytes() for file in written}
    assert {file.relative_to(folder).as_posix() for file in written} == set(kit())
    mine = folder / "favourites" / "onrecord 2 quotes" / "mine.cypher"
    mine.write_text("// Mine\nRETURN 1")
    gone = folder / "favourites" / "onrecord 2 quotes" / "former.cypher"
    gone.write_text("// Of an earlier release\nRETURN 1")
    with zipfile.ZipFile(folder / "favourites.zip", "a") as archive:
        archive.writestr("onrecord 2 quotes/former.cypher", gone.read_text())
    assert write_kit(folder) == written
    assert {file: file.read_bytes() for file in written} == first
    assert (mine.exists(), gone.exists()) == (True, False)
    (folder / "favourites.zip").write_bytes(b"no archive")
    assert {file: file.read_bytes() for file in write_kit(folder)} == first


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Mine.")
    with pytest.raises(NotAKit, match=r"is not empty and holds no onrecord\.grass"):
        write_kit(tmp_path)
    with pytest.raises(NotAKit, match="is a file"):
        write_kit(tmp_path / "README.md")
    with pytest.raises(NotAKit, match="cannot be written"):
        write_kit(tmp_path / "README.md" / "kit")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("README.md", "Mine.")]


def test_the_archive_holds_the_favourites_with_their_folders(tmp_path: Path) -> None:
    write_kit(tmp_path)
    with zipfile.ZipFile(tmp_path / "favourites.zip") as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == favourite_texts()
    assert {path.count("/") for path in favourite_texts()} == {1}  # Neo4j Browser has no folders in folders


def test_the_guide_runs_favourites_and_keeps_what_neo4j_browser_takes_out_of_pages() -> None:
    guide = kit()["guide.html"].decode()
    boxes = re.findall(r"<pre[^>]*>(.*?)</pre>", guide, re.DOTALL)
    assert len(boxes) > 12 and "{{" not in guide
    event_handler = re.compile(r"\s+on[^\s=]+\s*=\s*(\"[^\"]*\"|'[^']*'|[\w\-.:]+\s*)", re.IGNORECASE)
    assert not event_handler.search(guide)  # Neo4j Browser would cut it out, in Cypher as well
    assert guide.count("<slide>") == guide.count("</slide>") >= 5


def rules() -> dict[str, dict[str, str]]:
    """The style's rules: "node.Person" -> {"color": "#0072B2", …}."""
    found = re.findall(r"^(\S+) \{\n(.*?)^\}", kit()["onrecord.grass"].decode(), re.DOTALL | re.MULTILINE)
    return {name: dict(re.findall(r'^  ([\w-]+): "?([^;"]+)"?;$', body, re.MULTILINE)) for name, body in found}


def test_every_label_has_its_caption_colour_and_size() -> None:
    titled = {"Quote", "Article"}
    for label in {*KEYS, *SPEAKER_LABELS.values()} - {"Schema"}:
        rule = rules()[f"node.{label}"]
        assert rule["caption"] == ("{title}" if label in titled else "{name}")
        assert {"color", "border-color", "diameter", "text-color-internal"} <= rule.keys()


def linear(colour: str) -> Any:
    channels = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: Any) -> Any:
    """CIELAB of linear sRGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


EYES = {
    "all colours": np.eye(3),
    "no red": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "no green": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "no blue": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
"""What the colour-blind see of linear sRGB (Machado, Oliveira and Fernandes, 2009, severity 1)."""


@pytest.mark.parametrize("eyes", EYES)
def test_the_colours_differ_to_the_colour_blind(eyes: str) -> None:
    colours = {name: rule["color"] for name, rule in rules().items() if name.startswith("node.")}
    assert colours.pop("node.Speaker") == colours["node.Person"]
    for one, other in itertools.combinations(colours, 2):
        seen = [lab(EYES[eyes] @ linear(colours[name])) for name in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) > 15, (one, other)


def test_captions_can_be_read_on_their_colours() -> None:
    for name, rule in rules().items():
        if name.startswith("node"):
            dark, light = sorted(linear(rule[of]) @ [0.2126, 0.7152, 0.0722] for of in ("color", "text-color-internal"))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_pages_of_other_origins_may_fetch_the_kit(tmp_path: Path) -> None:
    write_kit(tmp_path)
    with kit_server(tmp_path, port=0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/guide.html"
        asked = {"Origin": "http://localhost:7474", "Access-Control-Request-Headers": "cache-control,pragma"}
        for request in (Request(url), Request(url, headers=asked, method="OPTIONS")):
            with urlopen(request) as answer:
                assert answer.headers["Access-Control-Allow-Origin"] == "*"
                assert answer.headers["Access-Control-Allow-Headers"] == "pragma, cache-control"
        with urlopen(url) as answer:
            assert answer.read() == kit()["guide.html"]
        server.shutdown()


def test_the_command_writes_and_refuses(run: Run, tmp_path: Path) -> None:
    done = run("browser-kit", "kit")
    assert done.returncode == 0
    number = len(favourite_texts())
    assert f"{number} favourites, a style and a guide in kit; see kit/README.md" in done.stderr
    assert run("browser-kit", "kit", "--quiet").stderr == ""
    refused = run("browser-kit", tmp_path)
    assert (refused.returncode, "name a new folder" in refused.stderr) == (1, True)
    with kit_server(tmp_path, port=0) as server:
        taken = run("browser-kit", "kit", "--serve", "--port", server.server_port)
    assert (taken.returncode, f"port {server.server_port} cannot be served on" in taken.stderr) == (1, True)


def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    onrecord = Path(sys.executable).parent / "onrecord"
    command = [str(onrecord), "browser-kit", str(tmp_path / "kit"), "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if ":guide" in line)
        with urlopen(line.split()[1]) as answer:
            assert answer.read() == kit()["guide.html"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def test_only_the_kit_is_served(tmp_path: Path) -> None:
    write_kit(tmp_path)
    (tmp_path / "mine.txt").write_text("private", "utf-8")
    with kit_server(tmp_path, port=0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert urlopen(f"{address}/guide.html").read() == kit()["guide.html"]
        for path in ("", "mine.txt", "favourites/", "../kit.py"):
            with pytest.raises(HTTPError, match="404"):
                urlopen(f"{address}/{path}")
        server.shutdown()
