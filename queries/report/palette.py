"""Colours, after Okabe and Ito: they can be told apart by people who see no red or no green."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """What a picture is drawn with: CSS colours, or variables of the page that it is put into.

    `faint` is for grids, `thread` for lines of a network without a stance.
    """

    ink: str
    faint: str
    thread: str
    ground: str
    accent: str
    policy: str
    stances: dict[str, str]
    font: str


PAGE = Palette(
    ink="var(--ink)",
    faint="var(--line)",
    thread="var(--thread)",
    ground="var(--card)",
    accent="var(--accent)",
    policy="var(--policy)",
    stances={stance: f"var(--{stance})" for stance in ("for", "against", "mixed")},
    font="system-ui, sans-serif",
)
"""For the page, which knows light and dark."""

PAPER = Palette(
    ink="#1a1a1a",
    faint="#d6d3ca",
    thread="#c2beb3",
    ground="#ffffff",
    accent="#0072b2",
    policy="#e69f00",
    stances={"for": "#0072b2", "against": "#d55e00", "mixed": "#cc79a7"},
    font="Libertinus Serif",
)
"""For paper; the font is one that typst brings."""
