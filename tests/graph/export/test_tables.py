"""CSV of pairs, Excel workbooks and Parquet: what their readers make of them."""

import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import networkx as nx
import openpyxl
from pyarrow import parquet

from extract.safe_text import printable, spreadsheet_cell
from graph.export.quotes import quotes
from graph.export.xlsx import CELL
from tests.graph.export.conftest import HOSTILE, LINES, NAMES, Graph, Written


def pairs(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def test_csv_has_a_row_for_each_pair_of_speaker_and_policy(seed_graph: "Graph[str]", written: Written) -> None:
    rows = pairs(written(seed_graph, "csv"))
    told = [
        (speaker.node["id"], policy.node["id"])
        for quote in quotes(seed_graph)
        for speaker in quote.speakers
        for policy in quote.policies
    ]
    assert sum(int(row["Weight"]) for row in rows) == len(told)
    assert {(row["SourceId"], row["TargetId"]) for row in rows} == set(told)
    assert len({(row["Source"], row["Target"]) for row in rows}) == len(rows) == len(set(told)) > 30
    omar = next(row for row in rows if (row["Source"], row["Target"]) == ("Omar Castellane", "leaf-blower ban"))
    assert (omar["Stance"], omar["First"], omar["Last"]) == ("against", "2026-03-27", "2026-05-20")
    assert int(omar["Against"]) >= 1 and omar["For"] == "0"


def test_csv_tells_namesakes_apart_and_stances_that_differ(written: Written) -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    for n, (speaker, stance) in enumerate([("a", "for"), ("a", "against"), ("b", None)]):
        graph.add_node(f"Quote/{n}", label="Quote", published=date(2026, 1, n + 1))
        graph.add_node(f"Speaker/{speaker}", label="Speaker", kind="Person", id=f"person:{speaker}", name="Ann Lee")
        graph.add_node("Policy/p", label="Policy", id="policy:p", name="Ann Lee")
        graph.add_edge(f"Speaker/{speaker}", f"Quote/{n}", type="SAID")
        graph.add_edge(f"Quote/{n}", "Policy/p", type="ABOUT", stance=stance)
    rows = pairs(written(graph, "csv"))
    assert [(row["Source"], row["Target"]) for row in rows] == [
        ("Ann Lee (person:a)", "Ann Lee (policy:p)"),
        ("Ann Lee (person:b)", "Ann Lee (policy:p)"),
    ]
    assert [(row["Stance"], row["For"], row["Against"], row["First"], row["Last"]) for row in rows] == [
        ("mixed", "1", "1", "2026-01-01", "2026-01-02"),
        ("", "0", "0", "2026-01-03", "2026-01-03"),
    ]


def test_csv_keeps_names_but_gives_a_spreadsheet_no_formula(hostile_graph: "Graph[str]", written: Written) -> None:
    rows = pairs(written(hostile_graph, "csv"))
    assert {row["Source"] for row in rows} == {spreadsheet_cell(" ".join(name.split("\n"))) for name in NAMES}
    assert {"'=1+1", "'@admin"} < {row["Source"] for row in rows}
    assert {row["SourceId"] for row in rows} == {f"{n}:{name}" for n, name in enumerate(NAMES)}


def sheet(data: bytes, name: str) -> list[dict[str, Any]]:
    found = openpyxl.load_workbook(BytesIO(data))[name]
    head, *rows = found.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_xlsx_has_sheets_of_quotes_speakers_policies_and_articles(seed_graph: "Graph[str]", written: Written) -> None:
    data = written(seed_graph, "xlsx")
    workbook = openpyxl.load_workbook(BytesIO(data))
    assert workbook.sheetnames == ["quotes", "speakers", "policies", "articles"]
    for found in workbook:
        assert found.freeze_panes == "A2"
        assert found.auto_filter.ref == found.dimensions
        assert found.column_dimensions["A"].width > 8
    labels = {"speakers": "Speaker", "policies": "Policy", "articles": "Article", "quotes": "Quote"}
    for name, label in labels.items():
        assert len(sheet(data, name)) == sum(node["label"] == label for _, node in seed_graph.nodes(data=True))
    first = sheet(data, "quotes")[0]
    assert first["date"] == datetime(2026, 3, 4)
    assert workbook["quotes"]["A2"].number_format == "yyyy-mm-dd"
    ban = next(row for row in sheet(data, "policies") if row["name"] == "leaf-blower ban")
    assert ban["first"] == datetime(2026, 3, 27) and ban["quotes"] >= 8 and ban["topics"] == "Environment"
    osterby = next(row for row in sheet(data, "speakers") if row["name"] == "Leland Osterby")
    assert osterby["quotes"] > 2 and osterby["kind"] == "Person"
    articles = sheet(data, "articles")
    assert {row["outlet"] for row in articles} == {"Harbor Gazette", "Tideline Weekly", "Wrenmouth Ledger"}
    assert sum(row["quotes"] for row in articles) == len(sheet(data, "quotes"))


def test_xlsx_takes_no_text_for_a_formula(hostile_graph: "Graph[str]", written: Written) -> None:
    data = written(hostile_graph, "xlsx")
    cells = [cell for found in openpyxl.load_workbook(BytesIO(data)) for row in found for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}  # "f" would be a formula
    begun = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert {printable(LINES), "@admin", "=1+1"} <= {cell.value for cell in begun}
    assert all(cell.quotePrefix for cell in begun)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}  # so bytes are the same


def test_xlsx_holds_what_a_cell_may_hold(written: Written) -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Quote/a", label="Quote", id="a", text="x" * 40_000, kind="bell \x07", published="someday")
    (row,) = sheet(written(graph, "xlsx"), "quotes")
    assert len(row["said"]) == CELL and row["said"].endswith("x…")
    assert (row["kind"], row["date"], row["speaker"]) == ("bell \ufffd", None, None)


def test_xlsx_keeps_words_that_look_like_escapes(written: Written) -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Quote/a", label="Quote", id="a", text="_x0041_ _x00e9_x000A_ _x41_")
    with zipfile.ZipFile(BytesIO(written(graph, "xlsx"))) as archive:
        cells = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_ _x005F_x00e9_x005F_x000A_ _x41_" in cells  # as ECMA-376 22.4.2.4 has it


def test_parquet_has_a_row_a_quote_with_lists_and_days(seed_graph: "Graph[str]", written: Written) -> None:
    table = parquet.read_table(BytesIO(written(seed_graph, "parquet")))
    assert str(table.schema.field("published").type) == "date32[day]"
    assert str(table.schema.field("contentOffsets").type) == "list<element: int64>"
    rows = table.to_pylist()
    told = {properties["id"]: properties for _, properties in seed_graph.nodes(data=True)
            if properties["label"] == "Quote"}  # fmt: skip
    assert {row["id"] for row in rows} == told.keys()
    assert [row["published"] for row in rows] == sorted(row["published"] for row in rows)
    for row in rows:
        quote = told[row["id"]]
        assert (row["text"], row["published"], row["contentOffsets"]) == (
            quote["text"],
            quote["published"],
            quote["content"],
        )
        assert row["outlet"] and row["article"] and row["policies"]
    stances = {(policy["name"], policy["stance"]) for row in rows for policy in row["policies"]}
    assert ("leaf-blower ban", "against") in stances
    assert {speaker["kind"] for row in rows for speaker in row["speakers"]} >= {"Person", "Organization", "Document"}


def test_parquet_keeps_hostile_texts(hostile_graph: "Graph[str]", written: Written) -> None:
    rows = parquet.read_table(BytesIO(written(hostile_graph, "parquet"))).to_pylist()
    assert [row["text"] for row in rows] == [LINES] * len(NAMES)
    assert [row["speakers"][0]["name"] for row in rows] == list(NAMES)
    assert [row["sourceOffsets"] for row in rows] == [[]] * len(NAMES)
    (policy,) = rows[0]["policies"]
    assert (policy["score"], policy["stanceScore"], policy["evidence"]) == (1.0, 0.75, HOSTILE)
