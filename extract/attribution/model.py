"""The shipped network, run by ONNX Runtime: an encoder of windows, and a head that labels words around one trigger."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extract.attribution.encoding import Ints

Floats = NDArray[np.float32]


class Network(Protocol):
    """What the tagger asks of a network."""

    def encode(self, pieces: Ints, features: Ints) -> tuple[Floats, Floats, Floats]:
        """Pieces (n,) and their features (n, features) -> vectors (n, width), trigger scores (n,), as log-odds, and
        vectors from the middle of the encoder (n, width)."""

    def label(self, words: Floats, triggers: Floats, relations: Ints) -> Floats:
        """Words (n, width), triggers (k, width), relations (k, n, 3) -> scores of labels (k, n, labels)."""


class ShippedNetwork:
    """The network of ``extract/model``, loaded from the package.

    Each window runs by itself: activations are quantised over what runs together, so a window's result would otherwise
    depend on its neighbours in a batch.
    """

    def __init__(self, *, threads: int = 1, encoder: Path | None = None) -> None:
        """Load the network; `encoder` is another file for the encoder than the shipped one."""
        with as_file(files("extract.model")) as folder:
            self._encoder = session(encoder or folder / "encoder.onnx", threads)
            self._roles = session(folder / "roles.onnx", threads)

    def encode(self, pieces: Ints, features: Ints) -> tuple[Floats, Floats, Floats]:
        vectors, scores, middle = self._encoder.run(None, {"pieces": pieces[None], "features": features[None]})
        return vectors[0], scores[0], middle[0]

    def label(self, words: Floats, triggers: Floats, relations: Ints) -> Floats:
        scores: Floats = self._roles.run(None, {"words": words[None], "triggers": triggers, "relations": relations})[0]
        return scores


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """What runs a network of ``extract/model``, alike on every processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting would cost CPU time
    # without it, processors that know no 8-bit dot products (AVX2) saturate their sums: other quotes on other machines
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
