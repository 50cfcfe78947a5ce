"""Writes docs/commands.md, the page of all commands: ``python -m queries.manual docs/commands.md``.

It walks the commands as they are declared, so a new one is on the page by itself; a test keeps the page what this
writes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.options import STORE_OPTIONS
from queries.ask_commands import AskGroup, QuestionGroup

HEAD = """\
# onrecord(1)

*This page is written by `make docs`; `onrecord COMMAND --help` tells the same.*

## Name

onrecord – {about}

## Synopsis

```sh
onrecord COMMAND [OPTIONS] [ARGUMENTS]
onrecord COMMAND --help
onrecord --version
```

## Description

Articles go in by [add](#onrecord-add), or by [extract](#onrecord-extract) and [load](#onrecord-load) with a file of
quotes in between; [ask](#onrecord-ask) and [export](#onrecord-export) get answers out. Answers go to standard output,
everything else to standard error. `-` is standard input or output wherever a file of articles or quotes is named. [The
tutorial](tutorial.md) goes from articles to a report.
"""

TAIL = """\
## Exit status

| Code | Meaning |
| --- | --- |
| 0 | all was done, and nothing was skipped |
| 1 | something was skipped, which standard error names, or failed; a question has no answer |
| 2 | an option or an argument that there is not |
| 130 | interrupted by Ctrl-C |

## Environment

| Variable | Stands for |
| --- | --- |
{environment}
| `SSL_CERT_FILE` | the certificate of an authority of your own, for `neo4j+s://…` |
| `COLUMNS` | the width of tables that do not go to a terminal |
| `ONRECORD_DEBUG` | 1 shows the traceback of an error of onrecord itself, to report it with |

## Files

| File | What it holds |
| --- | --- |
| `onrecord-store/` | the store, where none is named |
| `STORE/corrections.yaml` | a person's corrections; for a Neo4j, `onrecord-corrections.yaml` in the working folder |
| `STORE/corrections.wikidata.csv` | the Wikidata ids and offices from `speakers link` |
| `STORE/password` | what the folder's own server asks for; made by chance, readable by its owner |
| `FILE.partial` | what is written of an output until it is whole |

## Shell completion

```sh
onrecord --install-completion    # for the shell that runs it: bash, zsh or fish; then open a new terminal
onrecord --show-completion       # prints the script instead, to be put where you like
```

| Shell | What the first of them writes |
| --- | --- |
| bash | `~/.bash_completions/onrecord.sh`, and a line in `~/.bashrc` that reads it |
| zsh | `~/.zfunc/_onrecord`, and lines in `~/.zshrc` that find it |
| fish | `~/.config/fish/completions/onrecord.fish` |

Commands, options and choices are completed, and the names of speakers, policies and outlets out of the store that
`--store` or ONRECORD_STORE names: `onrecord ask who-said-what --speaker oster<TAB>`. A store that is in use, or that
needs a password which is not in NEO4J_PASSWORD, offers no names.
Names come from articles, so only those are offered that no shell takes for more than text: of letters, digits, spaces
and `- _ . , ’ –`. Others can be typed.
"""


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the words that call it, and the context that its options are read in."""

    words: tuple[str, ...]
    command: Any
    context: Any

    @property
    def description(self) -> str:
        """Its help without the examples."""
        return re.sub(r"\s*\n\nExample: .*", "", self.command.help or "").strip()

    @property
    def examples(self) -> list[str]:
        """The commands that its help shows."""
        return re.findall(r"^Example: (.+)$", self.command.help or "", re.MULTILINE)

    @property
    def arguments(self) -> list[Any]:
        return [one for one in self.command.get_params(self.context) if one.param_type_name == "argument"]

    @property
    def options(self) -> list[Any]:
        """Its options, but for --help and those of the shell's completion."""
        given = [one for one in self.command.get_params(self.context) if one.param_type_name == "option"]
        left_out = ("help", "install_completion", "show_completion")
        return [one for one in given if not one.hidden and one.name not in left_out]


def commands(app: typer.Typer) -> Iterator[Command]:
    """Every command of an app, groups before what they hold."""
    root = typer.main.get_command(app)
    yield from _walk(("onrecord",), root, None)


def _walk(words: tuple[str, ...], command: Any, parent: Any) -> Iterator[Command]:
    context = typer.Context(command, parent=parent, info_name=words[-1], resilient_parsing=True)
    yield Command(words, command, context)
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            yield from _walk((*words, name), command.get_command(context, name), context)
    if isinstance(command, AskGroup):
        name, in_words, _ = command.resolve_command(context, ["a question"])
        yield Command((*words, f'"{name}"'), in_words, context)


def manual(app: typer.Typer) -> str:
    """The page in Markdown."""
    everything = list(commands(app))
    questions = {
        one.words: one
        for one in everything
        if isinstance(one.context.parent and one.context.parent.command, QuestionGroup)
    }
    shown = [one for one in everything[1:] if one.words not in questions]
    parts = [HEAD.format(about=everything[0].description.rstrip(".")), _contents(shown), _store_options(shown)]
    for one in shown:
        parts += _section(one)
        if isinstance(one.command, QuestionGroup):
            parts += _questions(one, [each for words, each in questions.items() if words[:-1] == one.words])
    parts.append(TAIL.format(environment="\n".join(_environment(everything))))
    return "\n".join(parts)


def _contents(shown: Iterable[Command]) -> str:
    rows = [f"| [{' '.join(one.words[1:])}](#{_anchor(one)}) | {_first(one.description)} |" for one in shown]
    return "\n".join(["## Commands\n", "| Command | |", "| --- | --- |", *rows, ""])


def _section(one: Command) -> Iterator[str]:
    yield f"### {' '.join(one.words)}\n"
    yield f"{one.description}\n"
    yield f"```sh\n{_synopsis(one)}\n```\n"
    if one.arguments:
        rows = (f"| `{_argument(each)}` | {each.help} |" for each in one.arguments)
        yield "| Argument | |\n| --- | --- |\n" + "\n".join(rows) + "\n"
    yield from _options(one, one.options)
    if one.examples:
        yield "Examples:\n\n```sh\n" + "\n".join(one.examples) + "\n```\n"


def _questions(group: Command, questions: list[Command]) -> Iterator[str]:
    """The questions of a group, with the options that all of them have."""
    name = " ".join(group.words)
    yield f"### {name} NAME\n"
    yield f"```sh\n{name} NAME [OPTIONS]\n```\n"
    yield "Each question has [options of its own](questions.md); all have these:\n"
    every = set.intersection(*({option.name for option in each.options} for each in questions))
    yield from _options(questions[0], [option for option in questions[0].options if option.name in every])
    rows = [f"| [{each.words[-1]}](questions.md#{each.words[-1]}) | {_first(each.description)} |" for each in questions]
    yield "\n".join(["| Name | |", "| --- | --- |", *rows, ""])


def _options(one: Command, options: Iterable[Any]) -> Iterator[str]:
    """A table of options; those that name a store are on most commands, and told once."""
    options = list(options)
    rows = []
    if {option.name for option in options} >= STORE_OPTIONS.keys():
        names = ", ".join(f"`--{name}`" for name in STORE_OPTIONS)
        rows.append(f"| {names} | [the store](#options-that-name-a-store) |")
        options = [option for option in options if option.name not in STORE_OPTIONS]
    if rows := rows + [_option(each, one) for each in options]:
        yield "| Option | |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def _store_options(everything: Iterable[Command]) -> str:
    one = next(one for one in everything if {option.name for option in one.options} >= STORE_OPTIONS.keys())
    rows = [_option(option, one) for option in one.options if option.name in STORE_OPTIONS]
    return "\n".join(["## Options that name a store\n", "| Option | |", "| --- | --- |", *rows, ""])


def _option(option: Any, one: Command) -> str:
    names, told = (text.replace("|", "\\|") for text in option.get_help_record(one.context))
    return f"| `{names}` | {re.sub(r'  +', ' ', told)} |"


def _synopsis(one: Command) -> str:
    if hasattr(one.command, "list_commands"):
        optional = "[COMMAND]" if one.command.invoke_without_command else "COMMAND"
        return " ".join([*one.words, *(["[OPTIONS]"] if one.options else []), optional, "…"])
    options = ["[OPTIONS]"] if one.options else []
    return " ".join([*one.words, *options, *map(_argument, one.arguments)])


def _argument(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def _environment(everything: Iterable[Command]) -> Iterator[str]:
    """The variables that options are read from, each with its option."""
    told: dict[str, str] = {}
    for one in everything:
        for option in one.options:
            names = [option.envvar] if isinstance(option.envvar, str) else option.envvar or []
            for name in names:
                told.setdefault(name, f"| `{name}` | `{option.opts[-1]}`: {option.help} |")
    yield from (told[name] for name in sorted(told))


def _anchor(one: Command) -> str:
    return re.sub(r"[^a-z0-9 -]", "", " ".join(one.words).lower()).replace(" ", "-")


def _first(text: str) -> str:
    """The first sentence."""
    return re.split(r"(?<=\.)\s", text, maxsplit=1)[0]


def main(page: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the page of all commands."""
    from onrecord import app  # the front door knows all commands

    page.write_text(manual(app), "utf-8")


if __name__ == "__main__":
    typer.run(main)
