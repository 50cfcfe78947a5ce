"""docs/commands.md is what the code writes; every command there is has help, and examples that it takes."""

import shlex
from typing import Any

import pytest
import typer

import onrecord
from queries.manual import Command, commands, manual
from tests.conftest import ROOT

EVERYTHING = list(commands(onrecord.app))
BY_WORDS = {one.words: one for one in EVERYTHING}


def test_the_page_is_what_is_written() -> None:
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == manual(onrecord.app), "run make docs"


@pytest.mark.parametrize("one", EVERYTHING, ids=lambda one: " ".join(one.words))
def test_every_command_has_help_and_examples_that_it_takes(one: Command) -> None:
    assert one.description.endswith(".")
    for parameter in (*one.arguments, *one.options):
        assert parameter.help, parameter.name
    if not hasattr(one.command, "list_commands"):
        assert one.examples
    for example in one.examples:
        words = shlex.split(example)
        path = max((words[: len(each)] for each in BY_WORDS if list(each) == words[: len(each)]), key=len)
        called = BY_WORDS[tuple(path)]
        rest = words[len(path) :]
        if hasattr(called.command, "resolve_command"):
            _, command, rest = called.command.resolve_command(called.context, rest)
        else:
            command = called.command
        command.make_context(words[-1], rest)  # raises for an option that there is not


def test_a_new_command_is_on_the_page_by_itself() -> None:
    app = typer.Typer(help="About.")

    @app.callback()
    def about() -> None:
        """About."""

    @app.command("sing")
    def sing(
        song: str = typer.Argument(help="What to sing."),
        store: str = typer.Option("x", envvar="SONGS", help="Where songs are."),
        user: str = "",
        password: str = "",
        database: str = "",
    ) -> None:
        """Sing a song.

        Example: onrecord sing "Auld Lang Syne"
        """

    page = manual(app)
    assert "| [sing](#onrecord-sing) | Sing a song. |" in page
    assert "### onrecord sing\n\nSing a song.\n\n```sh\nonrecord sing [OPTIONS] SONG\n```" in page
    assert "| `SONG` | What to sing. |" in page
    assert 'Examples:\n\n```sh\nonrecord sing "Auld Lang Syne"\n```' in page
    assert "| `SONGS` | `--store`: Where songs are. |" in page


def test_links_inside_the_page_lead_to_headings() -> None:
    page: Any = (ROOT / "docs" / "commands.md").read_text("utf-8")
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in page.splitlines() if line.startswith("#")}
    anchors = {part.partition(")")[0] for part in page.split("](#")[1:]}
    assert anchors <= {heading.replace('"', "") for heading in headings}
