"""The tagger as a torch module: a BERT encoder that sees marks, shapes and parse, and two heads over its words.

The first head scores each word as the trigger of an attribution. The second labels, for one trigger, the words of its
paragraph as source, cue and content: semantic role labelling with relations between trigger and word read off the
parse (after Roth & Lapata 2016, "Neural semantic role labeling with dependency path embeddings").
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from extract.attribution.encoding import FEATURES, RELATIONS, sizes
from extract.attribution.roles import LABELS

WIDTH, HEADS, HIDDEN, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512
PAIR = 192
HALF = torch.autocast("cpu", torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())
"""bfloat16 where the processor computes it; elsewhere it is 15 times slower than 32 bits."""
MIDDLE = 3
"""The layer, counted from 0, whose output tells what words mean to those who read on from it."""


class Dropout(nn.Module):
    """Drops the same tenth of a sequence's channels at every position (Gal & Ghahramani 2016); ten times cheaper."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        return x * F.dropout(torch.ones(x.shape[0], 1, x.shape[2], dtype=x.dtype), 0.1)


class Layer(nn.Module):
    """A post-norm transformer layer, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)
        self.merge = nn.Linear(WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, HIDDEN)
        self.narrow = nn.Linear(HIDDEN, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout()

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        query, key, value = self.attend(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.norm_attention(x + self.dropout(self.merge(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm(x + self.dropout(self.narrow(F.gelu(self.widen(x)))))


class Body(nn.Module):
    """BERT with features added to its embeddings: `sizes` is the number of ids per feature."""

    def __init__(self, sizes: Sequence[int], layers: int = 6) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.ModuleList(nn.Embedding(size, WIDTH) for size in sizes)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout()
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def states(self, pieces: Tensor, features: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """(batch, length), (batch, length, features) -> the output of each layer (batch, length, width)."""
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]]
        for number, table in enumerate(self.features):
            x = x + table(features[:, :, number])
        x = self.dropout(self.norm(x))
        attended = None if mask is None else mask[:, None, None, :]
        found = []
        for layer in self.layers:
            x = layer(x, attended)
            found.append(x)
        return found

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a BERT of this size from its safetensors file."""
        given = load_file(path)
        prefix = "bert." if any(name.startswith("bert.") for name in given) else ""

        def take(name: str) -> Tensor:
            return given[f"{prefix}{name}"]

        with torch.no_grad():
            self.words.weight.copy_(take("embeddings.word_embeddings.weight"))
            kinds = take("embeddings.token_type_embeddings.weight")[0]  # BERT's first segment: always added
            self.positions.weight.copy_(take("embeddings.position_embeddings.weight") + kinds)
            _copy(self.norm, take, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                name = f"encoder.layer.{number}"
                for part in ("weight", "bias"):
                    parts = [take(f"{name}.attention.self.{kind}.{part}") for kind in ("query", "key", "value")]
                    getattr(layer.attend, part).copy_(torch.cat(parts))
                _copy(layer.merge, take, f"{name}.attention.output.dense")
                _copy(layer.norm_attention, take, f"{name}.attention.output.LayerNorm")
                _copy(layer.widen, take, f"{name}.intermediate.dense")
                _copy(layer.narrow, take, f"{name}.output.dense")
                _copy(layer.norm, take, f"{name}.output.LayerNorm")


class Encoder(Body):
    """Pieces and features of a window -> a vector and a trigger score for each piece."""

    def __init__(self, layers: int = 6) -> None:
        super().__init__([sizes()[name] for name in FEATURES], layers)
        self.trigger = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Linear(PAIR, 1))
        self.spans = nn.Linear(WIDTH, 3)  # trained only: whether a word is in any source, cue or content

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """(batch, length), (batch, length, features) -> (batch, length, width), (batch, length), and the output of the
        layer `MIDDLE` (batch, length, width)."""
        states = self.states(pieces, features, mask)
        return states[-1], self.trigger(states[-1]).squeeze(-1), states[MIDDLE]


class Roles(nn.Module):
    """Vectors of words and of their trigger, and how they stand to each other -> scores of labels."""

    def __init__(self) -> None:
        super().__init__()
        self.of_word = nn.Linear(WIDTH, 2 * PAIR)
        self.of_trigger = nn.Linear(WIDTH, 2 * PAIR)
        self.relations = nn.ModuleList(nn.Embedding(sizes()[name], PAIR) for name in RELATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(PAIR) for _ in range(3))
        self.near = nn.ModuleList(nn.Conv1d(PAIR, PAIR, 5, padding=2) for _ in range(2))
        self.dropout = Dropout()
        self.labels = nn.Linear(PAIR, len(LABELS))

    def forward(self, words: Tensor, trigger: Tensor, relations: Tensor, mask: Tensor | None = None) -> Tensor:
        """Words (pairs, words, width), triggers (pairs, width), relations (pairs, words, 3) -> (pairs, words, labels).

        One row of words serves all pairs; `mask` (pairs, words) is False for words that only fill up.
        """
        added, scaled = self.of_word(words).chunk(2, -1)
        offset, scale = self.of_trigger(trigger).chunk(2, -1)
        x = added + offset[:, None] + scaled * scale[:, None]
        for number, table in enumerate(self.relations):
            x = x + table(relations[:, :, number])
        x = self.dropout(F.gelu(self.norms[0](x)))
        kept = 1.0 if mask is None else mask[:, :, None].to(x.dtype)
        for norm, near in zip(self.norms[1:], self.near, strict=True):
            x = norm(x + self.dropout(F.gelu(near((x * kept).transpose(1, 2)).transpose(1, 2))))
        return self.labels(x)


class Tagger(nn.Module):
    """Encoder and heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.roles = Roles()


def _copy(module: nn.Module, take: Callable[[str], Tensor], name: str) -> None:
    module.weight.copy_(take(f"{name}.weight"))
    module.bias.copy_(take(f"{name}.bias"))
