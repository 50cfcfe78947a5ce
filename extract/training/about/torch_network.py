"""The policy network as torch modules, see `extract.training.about.network`."""

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from extract.training.about.encoding import TIES, sizes
from extract.training.about.linking import STANCES
from extract.training.about.policies import LIKENESS
from extract.training.network import WIDTH, Body

MEANING, PAIR, SAME = 128, 192, 64
"""Widths of a mention's vector, of a pair of quote and policy, of a pair of mentions."""
_UNSEEN = -1e4


class PolicyEncoder(Body):
    """Pieces and features of a window -> states, tags, vectors and clearness of its pieces, see `Read`."""

    def __init__(self) -> None:
        super().__init__(sizes())
        self.tags = nn.Linear(WIDTH, 3)
        self.vectors = nn.Linear(WIDTH, MEANING)
        self.clear = nn.Linear(WIDTH, 1)

    def forward(
        self, pieces: Tensor, features: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(batch, length), (batch, length, features) -> (batch, length, …) of each."""
        states = self.states(pieces, features, mask)[-1]
        return states, self.tags(states), self.vectors(states), self.clear(states).squeeze(-1)


class PairHead(nn.Module):
    """Quotes beside policies, see `Pairs`.

    A policy looks at the words of a quote and its cue (attention); what it finds, the means of those words, the policy
    and the ties between them make the pair.
    """

    def __init__(self, areas: int) -> None:
        super().__init__()
        self.word, self.policy, self.value = (nn.Linear(WIDTH, PAIR) for _ in range(3))
        self.said, self.cue, self.named = (nn.Linear(WIDTH, PAIR) for _ in range(3))
        self.ties = nn.Linear(TIES, PAIR)
        self.pair = nn.Sequential(nn.Linear(6 * PAIR, 2 * PAIR), nn.GELU(), nn.Dropout(0.1))
        self.about, self.stances = nn.Linear(2 * PAIR, 1), nn.Linear(2 * PAIR, len(STANCES))
        self.areas = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Dropout(0.1), nn.Linear(PAIR, areas))

    def forward(
        self, states: Tensor, marks: Tensor, said: Tensor, cues: Tensor, ties: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """States (batch, length, width), marks (batch, policies), said and cues (batch, quotes, length), ties (batch,
        quotes, policies, `TIES`) -> about, stances, areas, evidence."""
        policies = torch.gather(states, 1, marks[:, :, None].expand(-1, -1, WIDTH))
        evidence = self.word(states) @ self.policy(policies).transpose(1, 2) / PAIR**0.5
        seen = evidence.transpose(1, 2)[:, None].masked_fill(~said[:, :, None], _UNSEEN).softmax(-1)
        found = seen @ self.value(states)[:, None]
        words, cue = _mean(states, said), _mean(states, cues)
        named = self.named(policies)[:, None].expand_as(found)
        around = [part[:, :, None].expand_as(found) for part in (self.said(words), self.cue(cue))]
        pair = self.pair(torch.cat([found, named, found * named, *around, F.gelu(self.ties(ties))], -1))
        return self.about(pair).squeeze(-1), self.stances(pair), self.areas(words), evidence


def _mean(states: Tensor, chosen: Tensor) -> Tensor:
    weights = chosen.to(states.dtype)
    return (weights / weights.sum(-1, keepdim=True).clamp(min=1)) @ states


class SameHead(nn.Module):
    """Vectors of two mentions and their likeness -> log-odds that they mean one policy."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = nn.Sequential(nn.Linear(2 * MEANING + LIKENESS, SAME), nn.GELU(), nn.Linear(SAME, 1))

    def forward(self, one: Tensor, other: Tensor, likeness: Tensor) -> Tensor:
        """(n, meaning) twice, (n, features) -> (n,)."""
        return self.pair(torch.cat([one * other, (one - other).abs(), likeness], -1)).squeeze(-1)


class PolicyNetwork(nn.Module):
    """Encoder and heads."""

    def __init__(self, areas: int) -> None:
        super().__init__()
        self.encoder, self.pairs, self.same = PolicyEncoder(), PairHead(areas), SameHead()
        self.encoder.words.weight.requires_grad_(False)

    def load_trained(self, file: Path) -> None:
        """Take the weights that `save_trained` wrote."""
        self.load_state_dict(load_file(file), strict=False)  # all but the word embeddings

    def save_trained(self, file: Path) -> None:
        """Write all weights but the word embeddings, which stay as they were, in half precision."""
        trained = {name: weight.half() for name, weight in self.state_dict().items() if name != "encoder.words.weight"}
        save_file(trained, file)

    def pretrained(self) -> list[nn.Parameter]:
        """The pretrained weights, without the word embeddings, which are frozen."""
        before = (self.encoder.positions, self.encoder.norm, self.encoder.layers)
        return [weight for part in before for weight in part.parameters()]

    def heads(self) -> list[nn.Parameter]:
        """The weights that start from scratch."""
        encoder = self.encoder
        new = (encoder.features, encoder.tags, encoder.vectors, encoder.clear, self.pairs, self.same)
        return [weight for part in new for weight in part.parameters()]
