"""Write a trained tagger as ONNX: the encoder with 8-bit weights, the labelling head as it is."""

from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from extract.attribution.encoding import FEATURES, RELATIONS
from extract.training.network import WIDTH, Tagger

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
    _write_encoder(tagger, work / WHOLE)
    small = deepcopy(tagger)
    small.encoder.words = SmallEmbedding(tagger.encoder.words.weight.detach())
    with TemporaryDirectory() as temporary:
        written, prepared = (Path(temporary) / f"{name}.onnx" for name in ("written", "prepared"))
        _write_encoder(small, written)
        quant_pre_process(str(written), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(folder / "encoder.onnx"),
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
        )
    example = torch.zeros(1, 9, WIDTH), torch.zeros(2, WIDTH), torch.zeros(2, 9, len(RELATIONS), dtype=torch.long)
    torch.onnx.export(
        tagger.roles,
        example,
        str(folder / "roles.onnx"),
        input_names=["words", "triggers", "relations"],
        output_names=["labels"],
        dynamic_axes={
            "words": {1: "words"},
            "triggers": {0: "triggers"},
            "relations": {0: "triggers", 1: "words"},
            "labels": {0: "triggers", 1: "words"},
        },
        opset_version=OPSET,
        dynamo=False,
    )


def _write_encoder(tagger: Tagger, path: Path) -> None:
    example = torch.zeros(1, 9, dtype=torch.long), torch.zeros(1, 9, len(FEATURES), dtype=torch.long)
    torch.onnx.export(
        tagger.encoder,
        example,
        str(path),
        input_names=["pieces", "features"],
        output_names=["vectors", "triggers", "middle"],
        dynamic_axes={name: {1: "pieces"} for name in ("pieces", "features", "vectors", "triggers", "middle")},
        opset_version=OPSET,
        dynamo=False,
    )
