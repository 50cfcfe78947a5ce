"""Train the policy network on stories: what mentions a policy, which mentions mean one, what quotes are about.

Resumable, a checkpoint after every quarter of an epoch, averaged weights in the end. Each epoch reads every story
twice: alone, and with policies before its windows, of some stories the gold ones and of the others those that the
network finds by then, among them wrong ones.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from extract.evaluation.policies import is_same, name_f1
from extract.training.about.encoding import FEATURES, MOST_POLICIES, TIES, Prompt, Window
from extract.training.about.linking import STANCES, prompt
from extract.training.about.network import Pairs, Read
from extract.training.about.policies import FIRST, INSIDE, OUTSIDE, Mention, find_policies, likeness, mention_of
from extract.training.about.stories import Story
from extract.training.about.torch_network import PolicyNetwork
from extract.training.about.variants import excerpt, names_in, variant
from extract.training.fit import Parts, average, rate, restored, save
from extract.training.network import HALF


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a run, see `extract.training.fit.Recipe`.

    It lasts so many `quarters` of an epoch, with `pieces` in a batch at most; `found` is the share of stories that are
    read beside the policies found in them, `excerpts` that of which some paragraphs are read by themselves, too, `few`
    that of the stories that are not whole, `invented` how often an epoch has each invented story; the rest are weights
    of the losses.
    """

    quarters: int = 6
    pieces: int = 2048
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warmup: float = 0.06
    averaging: float = 0.998
    found: float = 0.7
    excerpts: float = 0.15
    few: float = 0.7
    invented: int = 2
    tags: float = 3.0
    same: float = 1.0
    clear: float = 0.5
    about: float = 2.0
    stances: float = 2.0
    areas: float = 2.5
    evidence: float = 0.3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A policy that quotes are read beside: the id of the gold policy that it is, None for none."""

    id: str | None
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Reading:
    """A window with policies before it, and the numbers of its quotes."""

    story: Story
    asked: Sequence[Asked]
    quotes: Sequence[int]
    window: Window


_READ, _READ_AGAIN = 2.75, 1.75
"""How often a piece is read per epoch: without policies, with policies and context, and in excerpts; and how often
without the first."""
Mentions = Sequence[Story]
Step = tuple[Mentions, Sequence[Reading]]
"""What one step learns from: stories by themselves, or quotes beside policies; the other is empty."""


def fit(
    network: PolicyNetwork,
    train: Sequence[Story],
    areas: Sequence[str],
    recipe: Recipe,
    checkpoint: Path,
    *,
    say: Callable[[str], None] = print,
) -> PolicyNetwork:
    """Train `network` in place and return its averaged copy; goes on from `checkpoint` if that exists."""
    averaged = PolicyNetwork(len(areas))
    averaged.load_state_dict(network.state_dict())
    body, heads = network.pretrained(), network.heads()
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=recipe.weight_decay,
    )
    whole = [story for story in train if story.whole]
    others = [story for story in train if not story.whole]
    pieces = sum(map(_size, whole)) * _READ + sum(map(_size, others)) * _READ_AGAIN * recipe.few
    total = round(recipe.quarters / 4 * pieces / recipe.pieces)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step / total, recipe.warmup))
    parts: Parts = {"network": network, "averaged": averaged, "optimizer": optimizer, "schedule": schedule}
    done = restored(parts, checkpoint) if checkpoint.exists() else 0
    for quarter in range(done, recipe.quarters):
        epoch, number = divmod(quarter, 4)
        chance = random.Random(recipe.seed * 1000 + epoch)
        read = [*whole, *chance.sample(others, int(recipe.few * len(others)))]
        chance.shuffle(read)
        read, chance = read[number::4], random.Random(recipe.seed * 1000 + quarter)
        torch.manual_seed(recipe.seed * 1000 + quarter)
        found = found_in(averaged, chance.sample(read, int(recipe.found * len(read))))
        started, sums = time.time(), torch.zeros(len(LOSSES))
        network.train()
        for step, (mentions, readings) in enumerate(_steps(read, found, recipe, chance), start=1):
            losses = mention_losses(network, mentions) if mentions else pair_losses(network, readings, areas)
            optimizer.zero_grad(set_to_none=True)
            (losses * torch.tensor([getattr(recipe, name) for name in LOSSES])).sum().backward()
            torch.nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            optimizer.step()
            schedule.step()
            average(averaged, network, min(recipe.averaging, (1 + schedule.last_epoch) / (10 + schedule.last_epoch)))
            sums += losses.detach()
            if step % 50 == 0:
                told = ", ".join(f"{name} {value:.3f}" for name, value in zip(LOSSES, sums / step, strict=True))
                told = f"{(time.time() - started) / step:.2f} s a step, losses: {told}"
                say(f"quarter {quarter + 1}, step {schedule.last_epoch} of {total}, {told}")
        save(parts, checkpoint, done=quarter + 1)
    averaged.eval()
    return averaged


class TorchNetwork:
    """A network in training, asked as `extract.training.about.network.Network`."""

    def __init__(self, network: PolicyNetwork) -> None:
        self._network = network.eval()

    @torch.no_grad()
    def read(self, window: Window) -> Read:
        """See `extract.training.about.network.Network.read`."""
        with HALF:
            found = self._network.encoder(*_tensors(window.pieces, window.features))
        return Read(*(part[0].float().numpy() for part in found))

    @torch.no_grad()
    def pairs(self, window: Window, states: np.ndarray) -> Pairs:
        """See `extract.training.about.network.Network.pairs`."""
        given = (states, window.marks, window.said, window.cues, window.ties)
        return Pairs(*(part[0].numpy() for part in self._network.pairs(*_tensors(*given))))

    @torch.no_grad()
    def same(self, one: np.ndarray, other: np.ndarray, likeness: np.ndarray) -> np.ndarray:
        """See `extract.training.about.network.Network.same`."""
        return self._network.same(*map(torch.from_numpy, (one, other, likeness))).numpy()


def _tensors(*arrays: np.ndarray) -> Iterator[Tensor]:
    """Arrays as batches of one."""
    yield from (torch.from_numpy(array)[None] for array in arrays)


def found_in(network: PolicyNetwork, stories: Sequence[Story]) -> dict[str, list[Asked]]:
    """Id of a story -> the policies that a network finds in it."""
    shim = TorchNetwork(network)
    return {
        story.id: [
            Asked(next((one.id for one in story.policies if is_same(one.wordings, policy.names)), None), prompt(policy))
            for policy in find_policies(story.text, story.article, [], shim)[:MOST_POLICIES]
        ]
        for story in stories
    }


def _gold(story: Story, chance: random.Random) -> list[Asked]:
    """The story's policies, those with most mentions first; half of them under wordings in another order."""
    found = []
    for policy in story.policies:
        mentions = [story.article.between(*span) for span, ids in story.mentions if policy.id in ids]
        wordings = list(policy.wordings)
        if chance.random() < 0.5:
            chance.shuffle(wordings)
        found.append(Asked(policy.id, Prompt(wordings, mentions)))
    first = {one.id: one.prompt.mentions[0][0] if one.prompt.mentions else len(story.text) for one in found}
    found.sort(key=lambda one: (-len(one.prompt.mentions), first[one.id]))
    return found[:MOST_POLICIES]


def _steps(
    train: Sequence[Story], found: dict[str, list[Asked]], recipe: Recipe, chance: random.Random
) -> Iterator[Step]:
    """Steps over some stories in random order."""
    names = [pieces for story in train for pieces in names_in(story.article.words)]
    changed = [variant(story, names, chance) for story in train]
    some = chance.sample(train, int(recipe.excerpts * len(train)))
    changed += [one for story in some if (one := excerpt(story, chance)) is not None]
    readings = []
    for story in changed:
        asked = found[story.id] if story.id in found and story.title else _gold(story, chance)
        for quotes, window in story.article.beside([one.prompt for one in asked]):
            readings.append(Reading(story, asked, quotes, window))
    alone: list[list[Story]] = [[]]
    for story in chance.sample(changed, len(changed)):
        if not story.whole:
            continue
        if alone[-1] and sum(map(_size, [*alone[-1], story])) > recipe.pieces:
            alone.append([])
        alone[-1].append(story)
    chance.shuffle(readings)
    beside = []
    for start in range(0, len(readings), 400):
        near = sorted(readings[start : start + 400], key=lambda one: len(one.window.pieces))
        beside += _packed(near, recipe.pieces)
    steps: list[Step] = [*((some, ()) for some in alone), *(((), some) for some in beside)]
    chance.shuffle(steps)
    yield from steps


def _size(story: Story) -> int:
    return sum(map(len, story.article.words.pieces))


def _packed(readings: Sequence[Reading], most: int) -> list[list[Reading]]:
    """Runs of readings that have `most` pieces at most, each filled up to the longest."""
    packs: list[list[Reading]] = []
    longest = 0
    for one in readings:
        longest = max(longest, len(one.window.pieces))
        if not packs or longest * (len(packs[-1]) + 1) > most:
            packs.append([])
            longest = len(one.window.pieces)
        packs[-1].append(one)
    return packs


LOSSES = ("tags", "same", "clear", "about", "stances", "areas", "evidence")


def mention_losses(network: PolicyNetwork, stories: Sequence[Story]) -> Tensor:
    """The losses of stories read by themselves, in the order of `LOSSES`."""
    windows = [(story, window) for story in stories for window in story.article.plain()]
    pieces, features, mask = together([window for _, window in windows])
    wanted = torch.full(pieces.shape, -100)
    for row, (story, window) in enumerate(windows):
        wanted[row, [window.first[word] for word in range(*window.words)]] = OUTSIDE
        for span, _ in story.mentions:
            for word in range(*(words := story.article.between(*span))):
                if window.words[0] <= word < window.words[1]:
                    wanted[row, window.first[word]] = FIRST if word == words[0] else INSIDE
    with HALF:
        _, tags, vectors, clear = network.encoder(pieces, features, mask)
    tag_loss = F.cross_entropy(tags.float().flatten(0, 1), wanted.flatten(), ignore_index=-100)
    same_losses, clear_losses = [], []
    named = [
        list(_named(story, [(n, w) for n, (other, w) in enumerate(windows) if other is story])) for story in stories
    ]
    named = [own for own in named if own]
    places = [[row * pieces.shape[1] + place for place in places] for own in named for row, places, *_ in own]
    meant, scores = (_means(part.float().flatten(0, 1), places) for part in (vectors, clear[:, :, None]))
    start = 0
    for own in named:
        meanings, clearness = meant[start : start + len(own)], scores[start : start + len(own), 0]
        start += len(own)
        good = torch.tensor([good for *_, good in own])
        clear_losses.append(F.binary_cross_entropy_with_logits(clearness, good))
        sure = [(n, mention, ids) for n, (_, _, mention, ids, _) in enumerate(own) if len(ids) == 1]
        pairs = [
            (one, other)
            for one, other in combinations(sure, 2)
            if one[1].bare or one[1].keys != other[1].keys  # the others are joined without asking
        ]
        if pairs:
            ways = torch.tensor([likeness(one[1], other[1]) for one, other in pairs])
            joined = torch.tensor([float(one[2] == other[2]) for one, other in pairs])
            first, second = (meanings[[pair[part][0] for pair in pairs]] for part in (0, 1))
            odds = network.same(first, second, ways)
            same_losses.append(F.binary_cross_entropy_with_logits(odds, joined))
    zero = torch.zeros(())
    means = [torch.stack(losses).mean() if losses else zero for losses in (same_losses, clear_losses)]
    return torch.stack([tag_loss, *means, zero, zero, zero, zero])


def _means(rows: Tensor, places: Sequence[Sequence[int]]) -> Tensor:
    """The means of some rows (n, width), shape (len(places), width)."""
    numbers = torch.tensor([n for n, own in enumerate(places) for _ in own], dtype=torch.long)
    counts = torch.tensor([float(len(own)) for own in places])[:, None]
    sums = torch.zeros(len(places), rows.shape[1])
    chosen = torch.tensor([place for own in places for place in own], dtype=torch.long)
    return sums.index_add(0, numbers, rows[chosen]) / counts


Named = tuple[int, list[int], Mention, frozenset[str], float]
"""The row and the pieces of a mention, the mention, the policies that it may mean, and how good a name it is."""


def _named(story: Story, windows: Sequence[tuple[int, Window]]) -> Iterator[Named]:
    names = {policy.id: policy.name for policy in story.policies}
    for span, ids in story.mentions:
        words = story.article.between(*span)
        for row, window in windows:
            if window.words[0] <= words[0] < words[1] <= window.words[1]:
                mention = mention_of(story.text, story.article, words)
                good = 0.0 if mention.bare else max(name_f1(names[id], mention.text) for id in ids)
                yield row, [window.first[word] for word in range(*words)], mention, ids, good


def together(windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces (windows, length), features (windows, length, features) and what of them is there (windows, length)."""
    length = max(len(window.pieces) for window in windows)
    pieces = torch.zeros(len(windows), length, dtype=torch.long)
    features = torch.zeros(len(windows), length, len(FEATURES), dtype=torch.long)
    mask = torch.zeros(len(windows), length, dtype=torch.bool)
    for row, window in enumerate(windows):
        size = len(window.pieces)
        pieces[row, :size] = torch.from_numpy(window.pieces)
        features[row, :size] = torch.from_numpy(window.features)
        mask[row, :size] = True
    return pieces, features, mask


def pair_losses(network: PolicyNetwork, readings: Sequence[Reading], areas: Sequence[str]) -> Tensor:
    """The losses of quotes beside policies, in the order of `LOSSES`."""
    pieces, features, mask = together([one.window for one in readings])
    count, length = pieces.shape
    quotes = max(len(one.quotes) for one in readings)
    policies = max(1, *(len(one.asked) for one in readings))
    marks = torch.zeros(count, policies, dtype=torch.long)
    said, cues = (torch.zeros(count, quotes, length, dtype=torch.bool) for _ in range(2))
    ties = torch.zeros(count, quotes, policies, TIES)
    about, sides = torch.full((count, quotes, policies), -1.0), torch.full((count, quotes, policies), -100)
    of_areas, told = torch.full((count, quotes, len(areas)), -1.0), torch.full((count, length, policies), -1.0)
    for row, one in enumerate(readings):
        own, asked, size = len(one.quotes), len(one.asked), len(one.window.pieces)
        marks[row, :asked] = torch.from_numpy(one.window.marks)
        said[row, :own, :size] = torch.from_numpy(one.window.said)
        cues[row, :own, :size] = torch.from_numpy(one.window.cues)
        ties[row, :own, :asked] = torch.from_numpy(one.window.ties)
        for n, number in enumerate(one.quotes):
            label = one.story.labels[number]
            of_areas[row, n] = torch.tensor([float(area in label.areas) for area in areas])
            for column, policy in enumerate(one.asked):
                linked = policy.id in label.policies
                about[row, n, column] = -1.0 if label.partial and not linked else float(linked)
                if policy.id is None or not linked:
                    continue
                sides[row, n, column] = STANCES.index(label.stance.get(policy.id) or None)
                if policy.id in label.evidence:
                    first, after = one.story.article.between(*label.evidence[policy.id])
                    told[row, said[row, n], column] = 0.0
                    words = [one.window.first[word] for word in range(first, after) if word in one.window.first]
                    told[row, words, column] = 1.0
    with HALF:
        states, *_ = network.encoder(pieces, features, mask)
        found = network.pairs(states, marks, said, cues, ties)
    odds, stances, area_odds, evidence = (part.float() for part in found)
    zero = torch.zeros(())
    losses = [
        F.binary_cross_entropy_with_logits(given[wanted >= 0], wanted[wanted >= 0]) if (wanted >= 0).any() else zero
        for given, wanted in ((odds, about), (area_odds, of_areas), (evidence, told))
    ]
    stance = F.cross_entropy(stances.flatten(0, 2), sides.flatten(), ignore_index=-100) if (sides >= 0).any() else zero
    return torch.stack([zero, zero, zero, losses[0], stance, losses[1], losses[2]])
