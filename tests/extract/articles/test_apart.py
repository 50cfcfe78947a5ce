import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from extract.articles import read_articles
from extract.articles.apart import _Died, _Worker
from extract.articles.budget import Budget
from extract.articles.worker import SECONDS, SECONDS_PER_MB, SMALL, seconds_for
from extract.records import Article, Problem
from tests.extract.articles.reading_helpers import read
from tests.extract.articles.site import page
from tests.fuzz.files import children
from tests.fuzz.hostile_files import FILES, nested_forms, zipped

SLOW = (
    *(
        "small objects",
        "broken lines",
        "attachments",
        "entries.rss",
        "deep.rss",
        "entry.rss",
        "rows.xlsx",
        "records.warc",
    ),
    *("blank rows", "marks.csv", "40,000.zip", "million text", "6 levels", "zeros.zip", "zeros.warc", "row.parquet"),
)
"""Each of them takes seconds; `make fuzz` reads them too."""


@pytest.mark.parametrize("name", [name for name in FILES if not any(slow in name for slow in SLOW)])
def test_no_file_costs_more_than_itself(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    (tmp_path / "z.txt").write_text("Good text.")
    articles, problems = read(tmp_path)
    assert articles[-1].text == "Good text."
    assert all(name in problem.input for problem in problems)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds to the limit")
def test_the_file_that_needs_too_much_memory_is_named_in_its_archive_and_the_others_are_read(tmp_path: Path) -> None:
    files = {"1.html": page(), "2.pdf": nested_forms(12), "3.html": page(), "4.pdf": nested_forms(13), "5.html": page()}
    (tmp_path / "a.zip").write_bytes(zipped(files))
    articles, (first, second) = read(tmp_path / "a.zip")
    assert len(articles) == 2
    assert first == Problem(input=f"{tmp_path}/a.zip/2.pdf", reason=first.reason)
    assert second.input == f"{tmp_path}/a.zip/4.pdf"
    assert f"what follows it in {tmp_path}/a.zip was not read" in second.reason


@pytest.mark.parametrize("text", ["Words.", "Long words. " * 8_000])
def test_what_comes_behind_a_file_that_ended_its_process_is_read_once(tmp_path: Path, text: str) -> None:
    """Whatever that file had given before, and be it in the midst of a line."""
    rows = "".join(json.dumps({"text": f"Row {number}. {text}"}) + "\n" for number in range(2_000))
    small = {f"{name}.txt": f"File {name}." for name in "bcd"}
    (tmp_path / "a.zip").write_bytes(zipped({"0.txt": "File 0.", "a.jsonl": rows, **small}))
    problems: list[Problem] = []
    texts = []
    for article in read_articles(tmp_path / "a.zip", on_problem=problems.append):
        texts.append(article.text)
        if len(texts) == 10:
            (worker,) = children()
            os.kill(int(worker.name), signal.SIGKILL)
    assert [problem.input for problem in problems] == [f"{tmp_path}/a.zip/a.jsonl"]
    files = [text for text in texts if text.startswith("File")]
    assert files == [f"File {name}." for name in "0bcd"]
    assert len(set(texts)) == len(texts) < 2_000


def test_a_file_is_blamed_only_while_it_is_read(tmp_path: Path) -> None:
    budget, seen = Budget(), list[tuple[int, str] | None]()
    budget.on_member = seen.append
    with budget.member("a"), budget.member("b"):
        pass
    assert seen == [(1, "a"), (2, "b"), (1, "a"), None]


def test_what_takes_too_long_ends(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(FILES["small objects.json"]())
    worker = _Worker()
    request = {"job": "articles", "name": "a.json", "columns": {}, "failed": {}, "options": {"ending": ".json"}}
    with file.open("rb") as stream, pytest.raises(_Died, match="took too long") as died:
        list(worker.records(stream, request | {"spent": SECONDS - 0.3}))
    worker.close()
    assert not died.value.in_time
    assert 0.2 < died.value.seconds < 2


def test_names_of_any_length_are_shortened(tmp_path: Path) -> None:
    long = "a" * 60_000
    (tmp_path / "a.zip").write_bytes(zipped({f"{long}.txt": " ", f"{long}.md": " ", "z.txt": "Words."}))
    articles, problems = read(tmp_path / "a.zip")
    assert len(articles) == 1
    assert [problem.input.partition("/aaa")[2][-4:] for problem in problems] == ["a.md", ".txt"]
    assert all(len(problem.input) < 2_100 for problem in problems)


def test_time_grows_with_what_is_large() -> None:
    assert seconds_for(0) == seconds_for(SMALL) == SECONDS
    assert seconds_for(SMALL + (1 << 20)) == SECONDS + SECONDS_PER_MB


def test_a_worker_serves_many_inputs_and_a_new_one_takes_the_place_of_one_that_died(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}.")
        (tmp_path / f"{number}.txt.pdf").write_bytes(nested_forms(12))
    articles, problems = read(tmp_path)
    assert [article.text for article in articles] == ["Text 0.", "Text 1.", "Text 2."]
    assert len(problems) == 3


def test_readers_that_stop_early_or_go_side_by_side_get_their_own_articles(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_text("".join(f'{{"text": "{name}{n}"}}\n' for n in range(5_000)))

    def both(name: str) -> list[Article]:
        return list(islice(read_articles(tmp_path / f"{name}.jsonl", on_problem=print), 3))

    first = both("a")
    found = zip(*(read_articles(tmp_path / f"{name}.jsonl", on_problem=print) for name in "ab"), strict=True)
    assert [article.text for article in first] == ["a0", "a1", "a2"]
    assert all((one.text[0], other.text[0], one.text[1:]) == ("a", "b", other.text[1:]) for one, other in found)


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    """Not at the end of the command, not when it is killed in the midst of an input."""
    (tmp_path / "a.jsonl").write_text('{"text": "Words."}\n' * 100_000)
    script = """
import os, signal, sys
from extract.articles import apart, read_articles
found = read_articles("a.jsonl", on_problem=print)
next(found)
print(os.getpid(), *[pid for pid in os.listdir("/proc") if pid.isdigit() and f"PPid:\\t{os.getpid()}\\n" in
    open(f"/proc/{pid}/status").read()], flush=True)
os.kill(os.getpid(), int(sys.argv[1]))
"""
    for number in (signal.SIGKILL, signal.SIGTERM, 0):
        done = subprocess.run(
            [sys.executable, "-c", script, str(int(number))], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        worker = int(done.stdout.split()[1])
        for _ in range(600):
            with suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
            if not Path(f"/proc/{worker}").exists():
                break
            subprocess.run(["sleep", "0.05"], check=True)
        assert not Path(f"/proc/{worker}").exists()


def test_a_file_called_like_a_module_of_pythons_does_no_harm(tmp_path: Path) -> None:
    for name in ("enum.py", "json.py", "typing.py"):
        (tmp_path / name).write_text("raise SystemExit('not Python’s')\n", "utf-8")
    (tmp_path / "story.txt").write_text("“It is fair,” Ana Ruiz said.\n", "utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "beside = sys.path.pop(0)\n"
        "from extract.articles import read_articles\n"
        "sys.path.insert(0, beside)\n"
        "print([article.text for article in read_articles(['story.txt'], on_problem=print)])\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "It is fair" in done.stdout, done.stdout + done.stderr
