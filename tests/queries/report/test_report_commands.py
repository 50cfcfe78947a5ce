"""``onrecord report`` as a user meets it."""

from pathlib import Path

import pytest

from extract.records import Speaker
from graph.load import load
from graph.store import open_store
from queries.report.commands import ReportFormat, rendered
from queries.report.gather import Question, gather
from tests.conftest import Run
from tests.graph.invented import article, policy, quote


@pytest.mark.parametrize(
    ("name", "beginning"), [("ban.html", b"<!doctype html>"), ("ban.md", b"# On record about"), ("ban.PDF", b"%PDF-")]
)
def test_the_ending_of_the_file_says_the_format(
    run: Run, seed_store: Path, tmp_path: Path, name: str, beginning: bytes
) -> None:
    done = run("report", "--policy", "leaf-blower ban", "--store", seed_store, "-o", name)
    assert (done.returncode, done.stdout) == (0, "")
    with open_store(str(seed_store)) as store:
        count = len(gather(store, Question(policy="leaf-blower ban")).entries)
    assert count >= 8
    assert done.stderr == f"{count} quotes from 2 articles, in {name}\n"
    assert (tmp_path / name).read_bytes().startswith(beginning)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_options_narrow_it_and_name_it(run: Run, seed_store: Path, tmp_path: Path) -> None:
    options = ["--speaker", "osterby", "--outlet", "gazette", "--since", "2026-03-05", "--until", "2026-06-30"]
    title = "What <he> said"
    done = run("report", *options, "--title", title, "--store", seed_store, "-o", "-", "-f", "md", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# What \\<he\\> said\n")
    assert "onrecord ask who-said-what --speaker osterby --outlet gazette --since 2026-03-05" in done.stdout
    assert "Tideline" not in done.stdout
    all_of_them = ["--act", "all", "--min-confidence", "0", "--min-policy-score", "0"]
    everything = run("report", *all_of_them, "--store", seed_store, "-o", "all.md")
    less = run("report", "--min-confidence", "0.9", "--store", seed_store, "-o", "sure.md")
    assert int(everything.stderr.split()[0]) > 99 > int(less.stderr.split()[0])


def test_next_to_nothing_makes_a_report_too(tmp_path: Path) -> None:
    """One quote of nobody known, of no day, outlet, title or address, in an article whose text was left out."""
    about = policy("parking tax")
    bare = article("a", quote("a", 1, text="that it would fall", policies=(about,)), day=1)
    with open_store(str(tmp_path / "store")) as store:
        load(store, [bare.model_copy(update={"published": None, "title": None})])
        report = gather(store, Question())
    assert [(person.number, person.name) for person in report.people] == [(0, "Speaker unsure")]
    assert not report.articles[0].whole
    for format in ReportFormat:
        written = rendered(report, format, note=pytest.fail)
        if format is not ReportFormat.pdf:
            text = written.decode()
            assert "that it would fall" in text
            assert "The store keeps only the paragraphs of this article that have quotes." in text


def test_letters_that_no_font_has_and_control_characters_break_no_format(tmp_path: Path) -> None:
    name = "Ann \x07\x0b \ufffe \U00013000 日本 \u202e"
    ann = Speaker(id="person:ann", name=name, type="person", method="named")
    quoted = quote("a", 1, text=name, speakers=(ann,), policies=(policy(f"tax {name}"),))
    with open_store(str(tmp_path / "store")) as store:
        load(store, [article("a", quoted).model_copy(update={"title": name})])
        report = gather(store, Question())
    notes: list[str] = []
    written = {format: rendered(report, format, note=notes.append) for format in ReportFormat}
    assert "日本" in written[ReportFormat.html].decode()
    assert "日本" in written[ReportFormat.md].decode()
    assert written[ReportFormat.pdf].startswith(b"%PDF-")
    assert [note.partition(":")[0] for note in notes] == ["no font of this machine has some of the letters"]


FAULTS = [
    (["--policy", "leafblower bann", "-o", "x.html"], "is called 'leafblower bann'; did you mean 'leaf-blower ban'"),
    (["--outlet", "harbour gazete", "-o", "x.html"], "is called 'harbour gazete'; did you mean 'Harbor Gazette'?"),
    (["--since", "2031-01-01", "-o", "x.html"], "fit; loosen the options, or add --act all --min-confidence 0"),
    (["--since", "soon", "-o", "x.html"], "'soon' is no date; write it as 2026-03-04"),
    (["-o", "x.txt"], "x.txt does not tell a format; name one by --format: html, md, pdf"),
    (["-o", "-"], "standard output does not tell a format; name one by --format: html, md, pdf"),
    (["-o", "missing/x.html"], "missing/x.html cannot be written: No such file or directory; name another file"),
    (["-o", ".", "-f", "md"], ". is a folder; name a file by --output"),
]


@pytest.mark.parametrize(("arguments", "message"), FAULTS)
def test_a_report_that_cannot_be_made_says_why(
    run: Run, seed_store: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = run("report", *arguments, "--store", seed_store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("onrecord: ")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []
