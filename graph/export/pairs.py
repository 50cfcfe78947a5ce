"""CSV of pairs, speaker → policy: an edge table of Gephi, and the links of a Flourish network, Sankey or chord chart.

A row a pair: `Source` and `Target` are the names (with the id behind a name that two have), `Type` is Directed,
`Weight` the number of quotes, `Stance` for, against, mixed or empty, `For` and `Against` the numbers of quotes with
that stance, `First` and `Last` the days (2026-03-04) of the earliest and the latest, then kind and ids. No text is a
formula to a spreadsheet: see `extract.safe_text.spreadsheet_cell`.
"""

import csv
import io
from collections import Counter, defaultdict
from typing import BinaryIO

import networkx as nx

from extract.safe_text import spreadsheet_cell
from graph.export.quotes import End, ToldQuote, identity, quotes
from graph.export.values import one_line

COLUMNS = ("Source", "Target", "Type", "Weight", "Stance", "For", "Against", "First", "Last")
IDS = ("SourceKind", "SourceId", "TargetId")


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write the pairs of speakers and policies as CSV, UTF-8, lines ended by a line feed."""
    pairs: dict[tuple[str, str], list[tuple[ToldQuote, End, End]]] = defaultdict(list)
    for quote in quotes(graph):
        for speaker in quote.speakers:
            for policy in quote.policies:
                pairs[speaker.key, policy.key].append((quote, speaker, policy))
    ends = {end.key: end for told in pairs.values() for _, *both in told for end in both}
    bearers = Counter(one_line(end.name) for end in ends.values())

    def name(end: End) -> str:
        words = one_line(end.name)
        return words if bearers[words] == 1 else f"{words} ({identity(end.key, end.node)})"

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*COLUMNS, *IDS])
    for told in sorted(pairs.values(), key=lambda told: (name(told[0][1]), name(told[0][2]))):
        _, speaker, policy = told[0]
        stances = [of.edge.get("stance") for _, _, of in told]
        taken = {stance for stance in stances if stance}
        days = sorted(str(quote.node["published"]) for quote, _, _ in told if "published" in quote.node)
        cells = [
            name(speaker), name(policy), "Directed", len(told),
            "" if not taken else taken.pop() if len(taken) == 1 else "mixed",
            stances.count("for"), stances.count("against"), *((days[0], days[-1]) if days else ("", "")),
            speaker.node.get("kind", ""), identity(speaker.key, speaker.node), identity(policy.key, policy.node),
        ]  # fmt: skip
        table.writerow(map(spreadsheet_cell, cells))
    stream.write(text.getvalue().encode())
