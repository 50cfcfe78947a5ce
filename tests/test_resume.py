"""Runs that were cut off, and runs over what is there already."""

import json
from pathlib import Path

from graph.store import open_store
from tests.conftest import Run
from tests.graph.graph_state import whole_graph

LINE = '{"id": "%s", "text": "%s said the tax would fall.", "title": "%s"}\n'
ARTICLES = "".join(LINE % (name, name, name) for name in ("Ana Ruiz", "Bo Lee", "Cy Dunn"))


def test_add_extracts_no_article_again_that_is_there(run: Run, tmp_path: Path) -> None:
    assert "3 articles added, 0 unchanged" in run("add", "-", input=ARTICLES).stderr
    with open_store(str(tmp_path / "onrecord-store")) as store:
        graph = whole_graph(store)
        assert all(row["hash"] for row in store.read("MATCH (a:Article) RETURN a.sourceHash AS hash"))
        # as if a rule had changed nothing that these articles show: only what is extracted again loses the mark
        store.execute("MATCH (q:Quote) SET q.mark = true")
    more = ARTICLES + LINE % ("Di Orr", "Di Orr", "Di Orr")
    done = run("add", "-", input=more)
    assert "1 article added, 3 unchanged" in done.stderr
    done = run("add", "-", "--again", input=more)
    assert "0 articles added, 4 unchanged" in done.stderr
    changed = more.replace('"title": "Bo Lee"', '"title": "Another title"')
    assert "1 article added, 3 unchanged" in run("add", "-", input=changed).stderr
    assert "4 articles added, 0 unchanged" in run("add", "-", "--no-text", input=changed).stderr
    with open_store(str(tmp_path / "onrecord-store")) as store:
        assert len(whole_graph(store)) > len(graph)


def test_extract_goes_on_from_what_was_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_text(ARTICLES)
    assert run("extract", "wire.jsonl", "-o", "whole.jsonl").returncode == 0
    whole = (tmp_path / "whole.jsonl").read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    (tmp_path / "quotes.jsonl.partial").write_text(lines[0] + lines[1][:200], "utf-8")
    done = run("extract", "wire.jsonl", "-o", "quotes.jsonl", "--resume")
    assert "2 articles (1 more were there already)" in done.stderr
    assert (tmp_path / "quotes.jsonl").read_text("utf-8") == whole
    assert not (tmp_path / "quotes.jsonl.partial").exists()
    assert all(json.loads(line)["sourceHash"] for line in lines)
    assert "3 articles (0 more were there already)" in run("extract", "wire.jsonl", "-o", "new", "--resume").stderr
    refused = run("extract", "wire.jsonl", "--resume")
    assert refused.returncode == 1 and "--resume goes on from a file: name it by --output" in refused.stderr
    (tmp_path / "quotes.jsonl.partial").write_text(lines[0], "utf-8")
    other = run("extract", "wire.jsonl", "-o", "quotes.jsonl", "--resume", "--no-text")
    assert other.returncode == 1 and "made by another release or with other options" in other.stderr


def test_an_article_that_changed_meanwhile_is_in_the_file_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_text(ARTICLES)
    run("extract", "wire.jsonl", "-o", "quotes.jsonl")
    (tmp_path / "quotes.jsonl").rename(tmp_path / "quotes.jsonl.partial")
    (tmp_path / "wire.jsonl").write_text(ARTICLES.replace("the tax", "the parking tax"))
    done = run("extract", "wire.jsonl", "-o", "quotes.jsonl", "--resume")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "quotes.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["Ana Ruiz", "Bo Lee", "Cy Dunn"]
    assert all("parking" in json.loads(line)["text"] for line in lines)


def test_no_file_takes_the_place_of_a_pipe_or_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_text("")
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    assert run("extract", "-", "-o", "link.jsonl", input=ARTICLES).returncode == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len((tmp_path / "real.jsonl").read_text().splitlines()) == 3
    refused = run("extract", "-", "-o", "link.jsonl", "--resume", input=ARTICLES)
    assert refused.returncode == 1 and "--resume goes on from a file" in refused.stderr


def test_a_file_holds_the_lines_that_standard_output_would(run: Run, tmp_path: Path) -> None:
    twice = ARTICLES + ARTICLES.replace("the tax", "the parking tax")
    assert run("extract", "-", "-o", "quotes.jsonl", input=twice).returncode == 0
    assert (tmp_path / "quotes.jsonl").read_text("utf-8") == run("extract", "-", input=twice).stdout
