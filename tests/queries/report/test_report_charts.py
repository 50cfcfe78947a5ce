"""The charts of a report: what they show, and that they can stand in any page."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from graph.store import open_store
from queries.report.charts import Chart, charts
from queries.report.figures import over_time
from queries.report.gather import Gathered, Question, gather
from queries.report.palette import PAGE, PAPER


def drawn(report: Gathered) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts(report, PAPER)}


def words(chart: Chart) -> list[str]:
    """The texts in the picture, in order."""
    return [element.text or "" for element in ElementTree.fromstring(chart.svg).iter() if element.tag.endswith("}text")]


def test_the_heat_map_shows_the_most_quoted_and_its_table_all(seed_report: Gathered) -> None:
    chart = drawn(seed_report)["speakers-policies"]
    shown = words(chart)
    assert {"Leland Osterby", "leaf-blower ban", "8"} <= {*shown}
    assert ("Leland Osterby", "short-term rental ordinance", 8, 1, 2, 0) in chart.rows
    assert len({row[0] for row in chart.rows}) > 30
    assert chart.note == "19 more speakers in the table"
    assert sum(int(row[2]) for row in chart.rows) >= len(seed_report.entries)


def test_a_report_on_one_policy_shows_who_spoke_when(seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        report = gather(store, Question(policy="leaf-blower ban"))
    chart = drawn(report)["speakers-policies"]
    assert chart.title == "Who spoke when"
    assert ("Omar Castellane", "Mar 2026", 2) in chart.rows
    assert {"Mar 2026", "Apr 2026", "May 2026"} <= {*words(chart)}


def test_time_goes_by_days_months_or_years(seed_report: Gathered) -> None:
    for days, unit, number in ((9, "day", 10), (59, "month", 3), (5000, "year", 14)):
        ends = [date(2010, 1, 1), date.fromordinal(date(2010, 1, 1).toordinal() + days)]
        entries = tuple(replace(entry, date=ends[entry.number % 2]) for entry in seed_report.entries)
        found, counts = over_time(replace(seed_report, entries=entries))
        assert (found, len(counts)) == (unit, number)
        assert sum(counts.values()) == len(entries)
    undated = replace(
        seed_report,
        entries=tuple(replace(entry, date=None) for entry in seed_report.entries),
    )
    assert "over-time" not in drawn(undated)


def test_pictures_have_a_name_and_nothing_that_a_strict_page_refuses(seed_report: Gathered) -> None:
    for chart in charts(seed_report, PAGE):
        root = ElementTree.fromstring(chart.svg)
        assert (root.get("role"), root.get("aria-label")) == ("img", chart.told)
        for element in root.iter():
            assert element.tag.rpartition("}")[2] not in ("style", "script", "image", "a")
            assert "style" not in element.attrib
        assert "var(--ink)" in chart.svg
