"""The policy network, run by ONNX Runtime.

One encoder (all-MiniLM-L6-v2, fine-tuned) reads an article twice: alone, to find what mentions a policy, and with the
policies before each window, to tell which of them a quote is about and which side it takes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extract.attribution.model import Floats, session
from extract.training.about.encoding import Window


@dataclass(frozen=True, slots=True)
class Read:
    """What the encoder makes of a window's pieces.

    `states` has shape (length, width), `tags` (length, 3): scores of being outside, first in and further in a mention;
    `vectors` (length, meaning): what a mention means, to compare mentions; `clear` (length,): log-odds that a mention
    is a name to look the policy up by.
    """

    states: Floats
    tags: Floats
    vectors: Floats
    clear: Floats


@dataclass(frozen=True, slots=True)
class Pairs:
    """Quotes beside policies, as log-odds: `about` has shape (quotes, policies), `stances` (quotes, policies, 4), see
    `STANCES`; `areas` (quotes, areas); `evidence` (length, policies): whether a piece carries the stance."""

    about: Floats
    stances: Floats
    areas: Floats
    evidence: Floats


class Comparer(Protocol):
    """Compares mentions of policies."""

    def same(self, one: Floats, other: Floats, likeness: Floats) -> Floats:
        """Log-odds that mentions mean one policy: vectors (n, meaning) twice and their `likeness` (n, features)."""


class Network(Comparer, Protocol):
    """What finds policies and links quotes to them."""

    def read(self, window: Window) -> Read:
        """Read a window."""

    def pairs(self, window: Window, states: Floats) -> Pairs:
        """Score each quote of a window against each policy before it, given the states of its pieces."""


class OnnxNetwork:
    """The network, loaded from a folder. Each window runs by itself, as in `extract.attribution.model`."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._encoder = session(folder / "policies.onnx", threads)
        self._pairs = session(folder / "pairs.onnx", threads)
        self._same = session(folder / "same.onnx", threads)

    def read(self, window: Window) -> Read:
        found = self._encoder.run(None, {"pieces": window.pieces[None], "features": window.features[None]})
        return Read(*(part[0] for part in found))

    def pairs(self, window: Window, states: Floats) -> Pairs:
        given = {
            "states": states[None],
            "marks": window.marks[None],
            "said": window.said[None],
            "cues": window.cues[None],
            "ties": window.ties[None],
        }
        return Pairs(*(part[0] for part in self._pairs.run(None, given)))

    def same(self, one: Floats, other: Floats, likeness: Floats) -> Floats:
        odds: Floats = self._same.run(None, {"one": one, "other": other, "likeness": likeness})[0]
        return odds
