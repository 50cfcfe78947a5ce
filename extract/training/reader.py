"""Train the network of `extract.topics.reader` and write it as ONNX: ``python -m extract.training topics GOLD``.

It learns on what the encoder makes of words, as it is; what it learns beside (the speaker's side, the quote's areas,
whether it is about any policy) only keeps it from learning the articles by heart. Two are trained and their answers
averaged: one alone depends on chance too much.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from spacy.language import Language
from torch import Tensor, nn

from extract.attribution.component import encoded_text
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.model import Floats, ShippedNetwork
from extract.records import Stance
from extract.topics.linking import Rated
from extract.topics.reader import OPTIONS, ROLES, WORDS, ArticleWords, Case, batch
from extract.training.export import OPSET
from extract.training.labels import Label, Labelled
from extract.training.network import WIDTH
from extract.training.policies import is_right

OUTPUT = Path(__file__).parent.parent / "model" / "reader.onnx"
MEANING, NARROW, HEADS, LAYERS, DROPPED = 2 * WIDTH, 96, 4, 2, 0.2
_MARKS = 3
_SIDES: tuple[Stance | None, ...] = (None, "for", "against", "mixed")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A case with the meanings of its article's words, which of its options are `right`, its label and its weight."""

    case: Case
    meanings: Floats
    right: Sequence[bool]
    label: Label
    weight: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a run: AdamW, with a linear warm-up over a twentieth of all steps and a linear decay to 0.

    The losses weigh so much beside that of the policy; `most` is what a lesson weighs at most, `averaging` what the
    mean of the weights keeps at each step.
    """

    epochs: int = 8
    batch: int = 48
    rate: float = 1e-3
    weight_decay: float = 0.05
    stance_weight: float = 2.0
    areas_weight: float = 0.3
    any_weight: float = 0.5
    most: float = 2.0
    averaging: float = 0.995
    seed: int = 4
    readers: int = 2


def lessons(articles: Iterable[Labelled], held_out: Iterable[Sequence[Rated]], nlp: Language) -> Iterator[Lesson]:
    """Yield a lesson for each quote, given what its policies are rated by models that its article was not fitted on."""
    network = ShippedNetwork(threads=torch.get_num_threads())
    for article, options in zip(articles, held_out, strict=True):
        doc = article.doc(nlp)
        encoded = encoded_text(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), network)
        words = ArticleWords(doc, encoded)
        for quote, own, label in zip(article.quotes, options, article.labels, strict=True):
            first = own[:OPTIONS]
            right = [is_right(label, link) for link, _ in first]
            yield Lesson(words.case(quote, first), words.meanings, right, label, article.weight)


class Layer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.attend, self.merge = nn.Linear(NARROW, 3 * NARROW), nn.Linear(NARROW, NARROW)
        self.widen, self.narrow = nn.Linear(NARROW, 3 * NARROW), nn.Linear(3 * NARROW, NARROW)
        self.norms = nn.ModuleList(nn.LayerNorm(NARROW) for _ in range(2))
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        count, length, _ = x.shape
        parts = self.attend(self.norms[0](x)).view(count, length, 3, HEADS, NARROW // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=bias.to(x.dtype))
        x = x + self.dropout(self.merge(seen.transpose(1, 2).reshape(count, length, NARROW)))
        return x + self.dropout(self.narrow(F.gelu(self.widen(self.norms[1](x)))))


class Reader(nn.Module):
    """Slots for the whole quote and for each policy, and the words of the paragraph, through a few layers."""

    def __init__(self, areas: int) -> None:
        super().__init__()
        self.words, self.named = (
            nn.Sequential(nn.LayerNorm(MEANING), nn.Dropout(DROPPED), nn.Linear(MEANING, NARROW)) for _ in range(2)
        )
        self.roles = nn.Embedding(1 + len(ROLES), NARROW)
        self.marks = nn.Embedding(_MARKS, NARROW)
        self.slots = nn.Embedding(OPTIONS, NARROW)
        self.places = nn.Embedding(WORDS, NARROW)
        for table in (self.roles, self.marks, self.slots, self.places):
            nn.init.normal_(table.weight, std=0.02)
        self.odds = nn.Sequential(nn.Linear(2, NARROW), nn.GELU(), nn.Linear(NARROW, NARROW))
        self.quote = nn.Parameter(torch.zeros(1, 1, NARROW))
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(NARROW)
        self.scale = nn.Parameter(torch.ones(1))
        self.about = nn.Linear(NARROW, 1)
        nn.init.zeros_(self.about.weight)
        nn.init.zeros_(self.about.bias)
        self.sides = nn.Linear(2 * NARROW, len(_SIDES))
        self.areas, self.any = nn.Linear(NARROW, areas), nn.Linear(NARROW, 1 + len(_SIDES))

    def forward(
        self, words: Tensor, roles: Tensor, marks: Tensor, named: Tensor, odds: Tensor, there: Tensor, slots: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What `batch` makes -> log-odds of options; scores of their sides, of areas, of any policy with its side."""
        own = self.slots(slots)
        marked = (marks > 0).to(own.dtype)
        x = self.words(words) + self.roles(roles.clamp(min=0)) + self.places.weight[: words.shape[1]]
        x = x + marked.transpose(1, 2) @ own + self.marks(marks.amax(1))
        inside = marked.amax(2)
        options = self.named(named) + own + self.odds(torch.stack([odds, inside], -1))
        x = torch.cat([self.quote.expand(words.shape[0], -1, -1), options, x], 1)
        seen = torch.cat([torch.ones_like(there[:, :1]), there, roles >= 0], 1)
        bias = (~seen).to(x.dtype)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = self.norm(x)
        quote, options = x[:, 0], x[:, 1 : 1 + OPTIONS]
        about = self.about(options).squeeze(-1) + self.scale * odds
        sides = self.sides(torch.cat([options, quote[:, None].expand_as(options)], -1))
        return about, sides, self.areas(quote), self.any(quote)


class Readers(nn.Module):
    """Several readers: the mean of their log-odds."""

    def __init__(self, readers: Iterable[Reader]) -> None:
        super().__init__()
        self.readers = nn.ModuleList(readers)

    def forward(self, *inputs: Tensor) -> Tensor:
        return torch.stack([reader(*inputs)[0] for reader in self.readers]).mean(0)


def fit(
    lessons: Sequence[Lesson], areas: Sequence[str], recipe: Recipe | None = None, *, say: Callable[[str], None] = print
) -> Readers:
    """Readers trained on `lessons`; `areas` are the ids of those that their labels name."""
    recipe = recipe or Recipe()
    return Readers(
        _fitted(lessons, areas, recipe, recipe.seed + number, say) for number in range(recipe.readers)
    ).eval()


def _fitted(
    lessons: Sequence[Lesson], areas: Sequence[str], recipe: Recipe, seed: int, say: Callable[[str], None]
) -> Reader:
    """One reader, its weights averaged over the steps."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    reader, averaged = Reader(len(areas)), Reader(len(areas)).eval()
    averaged.load_state_dict(reader.state_dict())
    optimizer = torch.optim.AdamW(reader.parameters(), lr=recipe.rate, weight_decay=recipe.weight_decay)
    total = recipe.epochs * len(list(_batches(lessons, recipe.batch, random.Random(0))))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.05 * total), max(0.0, (total - step) / (0.95 * total)))
    )
    reader.train()
    for epoch in range(recipe.epochs):
        sums = torch.zeros(4)
        for together in _batches(lessons, recipe.batch, chance):
            losses = _losses(reader, together, areas, recipe, chance)
            optimizer.zero_grad(set_to_none=True)
            losses.sum().backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                for mean, new in zip(averaged.parameters(), reader.parameters(), strict=True):
                    mean.lerp_(new, 1 - min(recipe.averaging, schedule.last_epoch / (9 + schedule.last_epoch)))
            sums += losses.detach()
        about, sides, named, any = (sums * recipe.epochs / total).tolist()
        say(f"epoch {epoch + 1}/{recipe.epochs}: about {about:.3f} sides {sides:.3f} areas {named:.3f} any {any:.3f}")
    return averaged


def _batches(lessons: Sequence[Lesson], size: int, chance: random.Random) -> Iterable[list[Lesson]]:
    """Lessons of about one length together, in another order each time."""
    mixed = chance.sample(lessons, len(lessons))
    found = []
    for first in range(0, len(mixed), 10 * size):
        alike = sorted(mixed[first : first + 10 * size], key=lambda lesson: len(lesson.case.words))
        found += [alike[start : start + size] for start in range(0, len(alike), size)]
    chance.shuffle(found)
    return found


def _losses(
    reader: Reader, lessons: Sequence[Lesson], areas: Sequence[str], recipe: Recipe, chance: random.Random
) -> Tensor:
    """The weighted losses: which options are right, the side to those, the areas, and any policy with its side."""
    inputs = batch([lesson.case for lesson in lessons], [lesson.meanings for lesson in lessons])
    inputs["slots"] = np.array([chance.sample(range(OPTIONS), OPTIONS) for _ in lessons])  # slots are no ranks
    tensors = [torch.from_numpy(value) for value in inputs.values()]
    with torch.autocast("cpu", torch.bfloat16):
        about, sides, named, any = (output.float() for output in reader(*tensors))
    there = tensors[list(inputs).index("there")]
    right = torch.zeros_like(about)
    for row, lesson in zip(right, lessons, strict=True):
        row[: len(lesson.right)] = torch.tensor(lesson.right, dtype=torch.float32)
    known = torch.tensor([lesson.label.policy is not None for lesson in lessons])
    weights = torch.tensor([min(lesson.weight, recipe.most) for lesson in lessons])
    counted = (known * weights)[:, None]
    side = torch.tensor([_SIDES.index(lesson.label.stance) for lesson in lessons])
    of_options = F.cross_entropy(sides.flatten(0, 1), side.repeat_interleave(OPTIONS), reduction="none")
    wanted = torch.tensor([[area in lesson.label.topics for area in areas] for lesson in lessons], dtype=torch.float32)
    of_any = F.cross_entropy(any, torch.where(_is_about_any(lessons), 1 + side, 0), reduction="none")
    about_losses = F.binary_cross_entropy_with_logits(about, right, reduction="none") * there * counted
    sums = torch.stack(
        [
            about_losses.sum(),
            recipe.stance_weight * (of_options.view_as(right) * right * counted).sum(),
            recipe.areas_weight * F.binary_cross_entropy_with_logits(named, wanted, reduction="sum"),
            recipe.any_weight * (of_any * weights).sum(),
        ]
    )
    return sums / len(lessons)


def _is_about_any(lessons: Sequence[Lesson]) -> Tensor:
    return torch.tensor([lesson.label.policy != "" for lesson in lessons])


def save(readers: Readers, file: Path = OUTPUT) -> None:
    """Write trained readers as ONNX."""
    inputs = _example()
    axes = {name: {0: "quotes"} for name in (*inputs, "about")}
    axes["words"][1] = axes["roles"][1] = axes["marks"][2] = "words"
    torch.onnx.export(
        readers,
        tuple(map(torch.from_numpy, inputs.values())),
        str(file),
        input_names=list(inputs),
        output_names=["about"],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def _example() -> dict[str, np.ndarray]:
    case = Case(
        words=np.arange(5),
        roles=np.array([1, 2, 3, 3, 0]),
        marks=np.array([[0, 0, 1, 2, 0]]),
        named=[np.array([2])],
        odds=np.zeros(1, np.float32),
    )
    return batch([case, case], [np.zeros((5, MEANING), np.float32)] * 2)
