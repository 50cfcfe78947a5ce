"""Write trained networks as ONNX: encoders with 8-bit weights, heads as they are."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from extract.attribution.encoding import FEATURES, RELATIONS
from extract.training.about.encoding import FEATURES as POLICY_FEATURES
from extract.training.about.encoding import TIES
from extract.training.about.policies import LIKENESS
from extract.training.about.torch_network import MEANING, PolicyNetwork
from extract.training.network import WIDTH, Body, Tagger

OPSET = 17


WHOLE = "encoder.32bit.onnx"
"""The encoder before its weights are made 8-bit, kept in the work folder to measure what that costs."""


class SmallEmbedding(nn.Module):
    """An embedding with 8-bit rows, each with its own scale; one scale for the whole table costs accuracy."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


def export(tagger: Tagger, *, folder: Path, work: Path) -> None:
    """Write ``encoder.onnx`` and ``roles.onnx`` into `folder`, the 32-bit encoder into `work`."""
    tagger.eval()
    outputs = ("vectors", "triggers", "middle")
    _write_encoder(tagger.encoder, len(FEATURES), outputs, work / WHOLE)
    _write_small(tagger.encoder, len(FEATURES), outputs, folder / "encoder.onnx")
    example = torch.zeros(1, 9, WIDTH), torch.zeros(2, WIDTH), torch.zeros(2, 9, len(RELATIONS), dtype=torch.long)
    axes = {
        "words": {1: "words"},
        "triggers": {0: "triggers"},
        "relations": {0: "triggers", 1: "words"},
        "labels": {0: "triggers", 1: "words"},
    }
    _write(tagger.roles, example, axes, outputs=("labels",), path=folder / "roles.onnx")


def export_policies(network: PolicyNetwork, *, folder: Path) -> None:
    """Write ``policies.onnx``, ``pairs.onnx`` and ``same.onnx`` into `folder`."""
    network.eval()
    outputs = ("states", "tags", "vectors", "clear")
    _write_small(network.encoder, len(POLICY_FEATURES), outputs, folder / "policies.onnx")
    chosen = torch.ones(1, 3, 9, dtype=torch.bool)
    pairs = torch.zeros(1, 9, WIDTH), torch.zeros(1, 2, dtype=torch.long), chosen, chosen, torch.zeros(1, 3, 2, TIES)
    axes = {
        "states": {1: "pieces"},
        "marks": {1: "policies"},
        "said": {1: "quotes", 2: "pieces"},
        "cues": {1: "quotes", 2: "pieces"},
        "ties": {1: "quotes", 2: "policies"},
        "about": {1: "quotes", 2: "policies"},
        "stances": {1: "quotes", 2: "policies"},
        "areas": {1: "quotes"},
        "evidence": {1: "pieces", 2: "policies"},
    }
    _write(network.pairs, pairs, axes, outputs=("about", "stances", "areas", "evidence"), path=folder / "pairs.onnx")
    vectors = torch.zeros(5, MEANING)
    axes = {name: {0: "pairs"} for name in ("one", "other", "likeness", "odds")}
    example = (vectors, vectors, torch.zeros(5, LIKENESS))
    _write(network.same, example, axes, outputs=("odds",), path=folder / "same.onnx")


def _write_small(encoder: Body, features: int, outputs: Sequence[str], path: Path) -> None:
    """Write an encoder with 8-bit weights."""
    small = deepcopy(encoder)
    small.words = SmallEmbedding(encoder.words.weight.detach())
    with TemporaryDirectory() as temporary:
        written, prepared = (Path(temporary) / f"{name}.onnx" for name in ("written", "prepared"))
        _write_encoder(small, features, outputs, written)
        quant_pre_process(str(written), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared), str(path), op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8, per_channel=True
        )


def _write_encoder(encoder: Body, features: int, outputs: Sequence[str], path: Path) -> None:
    example = torch.zeros(1, 9, dtype=torch.long), torch.zeros(1, 9, features, dtype=torch.long)
    axes = {name: {1: "pieces"} for name in ("pieces", "features", *outputs)}
    _write(encoder, example, axes, outputs=outputs, path=path)


def _write(
    module: nn.Module,
    example: tuple[Tensor, ...],
    axes: dict[str, dict[int, str]],
    *,
    outputs: Sequence[str],
    path: Path,
) -> None:
    """Write a module; `axes` names those of inputs, in the order of the example, and of outputs that vary in size."""
    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=[name for name in axes if name not in outputs],
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
