"""The charts of a report: Vega-Lite to SVG, with the numbers of each as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree import ElementTree

import vl_convert

from extract.reporting import counted
from queries.report.figures import (
    BINS,
    STANCES,
    Line,
    certainty,
    distinct,
    lines,
    over_time,
    shortened,
    speakers_over_time,
)
from queries.report.gather import NOBODY, Gathered
from queries.report.palette import Palette

SPEAKERS, POLICIES, MOMENTS = 20, 12, 31
"""The most quoted of each that a chart shows (its table has them all); days, months or years that a heat map has."""
SIGNS = {"for": "▲", "against": "▼", "mixed": "◆"}
"""Beside a stance's colour, which not everybody sees."""
_SVG = "http://www.w3.org/2000/svg"
_FORMATS = {"day": "%-d %b", "month": "%b %Y", "year": "%Y"}

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its numbers. `svg` is one element, whose accessible name is `told`."""

    id: str
    title: str
    told: str
    note: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def charts(report: Gathered, palette: Palette) -> list[Chart]:
    """The charts that the report's quotes give; none is empty."""
    every = lines(report)
    found = [
        _heat_map(report, every, palette),
        _over_time(report, palette),
        _stances(every, palette),
        _certainty(report, palette),
    ]
    return [chart for chart in found if chart is not None]


def _heat_map(report: Gathered, every: Sequence[Line], palette: Palette) -> Chart:
    """Speakers and policies; where there is but one policy, speakers and time."""
    policies = _totals((line.policy, line.quotes) for line in every)
    unit, counts = over_time(report)
    head: tuple[str, ...]
    rows: list[tuple[str | int, ...]]
    if len(policies) == 1 and 1 < len(counts) <= MOMENTS:
        labels = _labels(unit, counts)
        cells = {(speaker, labels[key]): number for (speaker, key), number in speakers_over_time(report).items()}
        columns, more, title = list(labels.values()), 0, "Who spoke when"
        head = ("Speaker", unit.capitalize(), "Quotes")
        rows = [(*key, number) for key, number in cells.items()]
        told = f"Heat map of the number of quotes of speakers a {unit}"
    else:
        cells = {(line.speaker, line.policy): line.quotes for line in every}
        columns, more, title = list(policies)[:POLICIES], len(policies) - POLICIES, "Who spoke about which policy"
        head = ("Speaker", "Policy", "Quotes", *(stance.capitalize() for stance in STANCES))
        rows = [(line.speaker, line.policy, line.quotes, *line.stances.values()) for line in every]
        told = "Heat map of the number of quotes of speakers about policies"
    people = _totals((speaker, number) for (speaker, _), number in cells.items())
    speakers, across = _short(list(people)[:SPEAKERS]), _short(columns)
    values = [
        {"speaker": speakers[speaker], "column": across[column], "quotes": number}
        for (speaker, column), number in cells.items()
        if speaker in speakers and column in across
    ]
    opacity = {
        "field": "quotes",
        "type": "quantitative",
        "legend": None,
        "scale": {"type": "sqrt", "domainMin": 0, "range": [0, 0.5]},
    }
    spec = {
        "data": {"values": values},
        "encoding": {
            "x": {
                "field": "column",
                "type": "nominal",
                "sort": list(across.values()),
                "title": None,
                "axis": {"orient": "top", "labelAngle": -35},
                "scale": {"paddingInner": 0.06, "domain": list(across.values())},
            },
            "y": {
                "field": "speaker",
                "type": "nominal",
                "sort": list(speakers.values()),
                "title": None,
                "scale": {"paddingInner": 0.12},
            },
        },
        "layer": [
            {
                "mark": {"type": "rect", "fill": palette.accent, "cornerRadius": 3},
                "encoding": {"fillOpacity": opacity},
            },
            {"mark": {"type": "text", "fontWeight": "bold"}, "encoding": {"text": {"field": "quotes"}}},
        ],
        "width": {"step": min(100, max(34, 760 // len(columns)))},
        "height": {"step": 24},
    }
    left = [(len(people) - len(speakers), "more speaker", "more speakers"), (more, "more policy", "more policies")]
    note = " and ".join(counted(number, one, many=many) for number, one, many in left if number > 0)
    return _chart(
        spec,
        palette,
        id="speakers-policies",
        title=title,
        told=told,
        note=f"{note} in the table" if note else "",
        columns=head,
        rows=rows,
    )


def _short(names: Sequence[str]) -> dict[str, str]:
    """Labels by the names that they stand for; Vega would cut a letter in two."""
    return distinct([(name, shortened(name)) for name in names])


def _totals(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The sums by name, the greatest first and those of nobody last."""
    totals: dict[str, int] = {}
    for name, number in counts:
        totals[name] = totals.get(name, 0) + number
    return dict(sorted(totals.items(), key=lambda item: (item[0] == NOBODY, -item[1])))


def _labels(unit: str, keys: Iterable[str]) -> dict[str, str]:
    """Days, months and years as a reader wants them, by their ISO dates."""
    return {key: date.fromisoformat((key + "-01-01")[:10]).strftime(_FORMATS[unit]) for key in keys}


def _over_time(report: Gathered, palette: Palette) -> Chart | None:
    unit, counts = over_time(report)
    if len(counts) < 2:
        return None
    labels = _labels(unit, counts)
    spec = {
        "data": {"values": [{"when": labels[key], "quotes": number} for key, number in counts.items()]},
        "mark": {"type": "bar", "fill": palette.accent, "cornerRadiusEnd": 2},
        "encoding": {
            "x": {
                "field": "when",
                "type": "ordinal",
                "sort": list(labels.values()),
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8},
            },
            "y": {"field": "quotes", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "tickCount": 5}},
        },
        "width": 460,
        "height": 200,
    }
    undated = sum(entry.date is None for entry in report.entries)
    return _chart(
        spec,
        palette,
        id="over-time",
        title=f"Quotes a {unit}",
        told=f"Bars of the number of quotes a {unit}, from {min(counts)} to {max(counts)}",
        note=f"{undated:,} of no known day left out" if undated else "",
        columns=(unit.capitalize(), "Quotes"),
        rows=((labels[key], number) for key, number in counts.items()),
    )


def _stances(every: Sequence[Line], palette: Palette) -> Chart | None:
    by_speaker: dict[str, dict[str, int]] = {}
    for line in every:
        taken = by_speaker.setdefault(line.speaker, dict.fromkeys(STANCES, 0))
        for stance, number in line.stances.items():
            taken[stance] += number
    known = sorted(
        ((speaker, taken) for speaker, taken in by_speaker.items() if any(taken.values())),
        key=lambda item: -sum(item[1].values()),
    )
    if not known:
        return None
    shown = known[:SPEAKERS]
    names = _short([speaker for speaker, _ in shown])
    values = [
        {"speaker": names[speaker], "stance": stance, "order": order, "quotes": taken[stance], "sign": SIGNS[stance]}
        for speaker, taken in shown
        for order, stance in enumerate(STANCES)
        if taken[stance]
    ]
    spec = {
        "data": {"values": values},
        "transform": [
            {"stack": "quotes", "groupby": ["speaker"], "sort": [{"field": "order"}], "as": ["from", "to"]},
            {"calculate": "(datum.from + datum.to) / 2", "as": "middle"},
            {"calculate": "datum.sign + ' ' + datum.quotes", "as": "label"},
        ],
        "encoding": {"y": {"field": "speaker", "type": "nominal", "sort": list(names.values()), "title": None}},
        "layer": [
            {
                "mark": {"type": "bar", "fillOpacity": 0.45, "cornerRadius": 2},
                "encoding": {
                    "x": {"field": "from", "type": "quantitative", "axis": None},
                    "x2": {"field": "to"},
                    "fill": {
                        "field": "stance",
                        "scale": {"domain": list(STANCES), "range": [palette.stances[one] for one in STANCES]},
                        "legend": None,
                    },
                },
            },
            {
                "mark": {"type": "text"},
                "encoding": {
                    "x": {"field": "middle", "type": "quantitative", "axis": None},
                    "text": {"field": "label"},
                },
            },
        ],
        "width": 360,
        "height": {"step": 24},
    }
    more = f"; {len(known) - len(shown):,} more speakers in the table" if len(known) > len(shown) else ""
    signs = ", ".join(f"{sign} {stance}" for stance, sign in SIGNS.items())
    return _chart(
        spec,
        palette,
        id="stances",
        title="Stances by speaker",
        told=f"Bars of how many quotes of {len(shown)} speakers are for, against or mixed",
        note=f"{signs}. Only quotes whose words take a side{more}",
        columns=("Speaker", *(stance.capitalize() for stance in STANCES)),
        rows=((speaker, *taken.values()) for speaker, taken in known),
    )


def _certainty(report: Gathered, palette: Palette) -> Chart:
    counts = certainty(report.entries)
    first = next(place for place, number in enumerate(counts) if number)
    bins = {f"{place / BINS:.1f}–{(place + 1) / BINS:.1f}": counts[place] for place in range(first, BINS)}
    spec = {
        "data": {"values": [{"sure": label, "quotes": number} for label, number in bins.items()]},
        "encoding": {
            "x": {"field": "sure", "type": "ordinal", "sort": list(bins), "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "quotes", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "tickCount": 5}},
        },
        "mark": {"type": "bar", "fill": palette.accent, "cornerRadiusEnd": 2},
        "width": 460,
        "height": 200,
    }
    return _chart(
        spec,
        palette,
        id="confidence",
        title="How sure the quotes are",
        told="Bars of the number of quotes by confidence",
        note="Confidence: how probable it is that speaker and words are right",
        columns=("Confidence", "Quotes"),
        rows=bins.items(),
    )


def _chart(
    spec: Spec,
    palette: Palette,
    *,
    id: str,
    title: str,
    told: str,
    note: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[str | int, ...]],
) -> Chart:
    """Draw a specification: its text kept as text, and no style in it, which a page's policy would refuse."""
    labels = {"labelColor": palette.ink, "labelFont": palette.font, "labelFontSize": 12, "labelLimit": 0}
    grid = {"gridColor": palette.faint, "domainColor": palette.faint, "tickColor": palette.faint}
    config = {
        "background": None,
        "padding": {"left": 36, "right": 20, "top": 12, "bottom": 8},  # a reader's letters may be wider
        "view": {"stroke": None},
        "axis": {**labels, **grid, "labelPadding": 6},
        "axisBand": {"grid": False, "domain": False, "ticks": False},
        "text": {"color": palette.ink, "font": palette.font, "fontSize": 12},
    }
    # nothing to load: a report is made without the network
    svg = vl_convert.vegalite_to_svg({**spec, "config": config}, allowed_base_urls=[])
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for name in [name for name in element.attrib if name in ("role", "style", "class") or name.startswith("aria-")]:
            del element.attrib[name]
        if "id" in element.attrib:  # of a clipping path, say: one of several charts on a page
            element.set("id", f"{id}-{element.get('id')}")
        if (clip := element.get("clip-path")) is not None:
            element.set("clip-path", clip.replace("url(#", f"url(#{id}-"))
    root.set("role", "img")
    root.set("aria-label", told)
    drawing = ElementTree.tostring(root, encoding="unicode")
    return Chart(id=id, title=title, told=told, note=note, svg=drawing, columns=columns, rows=tuple(rows))
