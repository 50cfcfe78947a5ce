"""``onrecord speakers``: who speaks under which names, and a person's corrections to that."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.reporting import Report
from queries.corrections_commands import corrections_app, corrects

if TYPE_CHECKING:
    from graph.store import Store

speakers_app = corrections_app(
    "speakers",
    "speaker",
    help="List speakers, and correct who is who.",
    columns=("speaker", "type", "quotes", "articles", "roles", "forms"),
    examples={
        "list": "calloway",
        "merge": '"Paul Ryan" "P. D. Ryan"',
        "split": 'person:chris-hale\n"Mike Johnson" --article fec0b10b6b31 --as "Mike Johnson (carpenter)"',
        "rename": 'person:ines-calloway "Inés Calloway"',
        "corrections": "",
        "undo": "1",
    },
)


@speakers_app.command("link")
@corrects
def link_command(
    store: "Store",
    file: Path,
    report: Report,
    listed: Annotated[
        Path, typer.Argument(help="CSV file with the columns name and qid, or name, office and from.", metavar="FILE")
    ],
) -> str:
    """Add Wikidata ids and office holders from a CSV file; the list is stored beside the corrections.

    Example: onrecord speakers link people.csv
    """
    from graph.knowledge import people_file
    from graph.wikidata import link

    if unlinked := link(store, file, listed, on_problem=report.problem):
        report.say(f"not linked, for no speaker or several have the name: {', '.join(unlinked)}")
    return f"kept in {people_file(file)}"
