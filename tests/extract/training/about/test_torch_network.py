from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from extract.training.about.stories import Story, story

torch = pytest.importorskip("torch", reason="torch is in the training extra")


def test_a_quote_does_not_depend_on_those_beside_it() -> None:
    """At run time a window comes by itself; in training windows, quotes and policies are filled up."""
    from extract.training.about.encoding import TIES, sizes
    from extract.training.about.torch_network import PolicyNetwork

    torch.manual_seed(0)
    network = PolicyNetwork(3).eval()
    pieces, features = torch.randint(0, 1000, (1, 9)), torch.ones(1, 9, len(sizes()), dtype=torch.long)
    more = torch.zeros(2, 3, dtype=torch.long), torch.zeros(2, 3, len(sizes()), dtype=torch.long)
    marks, ties = torch.tensor([[1, 3]]), torch.rand(1, 1, 2, TIES)
    said = torch.tensor([[[False] * 5 + [True] * 3 + [False]]])
    with torch.no_grad():
        states, *_ = network.encoder(pieces, features)
        alone = network.pairs(states, marks, said, said, ties)
        padded = torch.cat([pieces.expand(2, -1), more[0]], 1), torch.cat([features.expand(2, -1, -1), more[1]], 1)
        states, *_ = network.encoder(*padded, (torch.arange(12) < 9).expand(2, -1))
        filled = torch.zeros(2, 4, 12, dtype=torch.bool)
        filled[:, :1, :9] = said
        among = network.pairs(
            states,
            torch.tensor([[1, 3, 0]] * 2),
            filled,
            filled,
            torch.nn.functional.pad(ties, (0, 0, 0, 1, 0, 3)).expand(2, -1, -1, -1),
        )
    about, stances, areas, evidence = (part[0] for part in among)
    assert torch.allclose(alone[0][0], about[:1, :2], atol=1e-4)
    assert torch.allclose(alone[1][0], stances[:1, :2], atol=1e-4)
    assert torch.allclose(alone[2][0], areas[:1], atol=1e-4)
    assert torch.allclose(alone[3][0], evidence[:9, :2], atol=1e-4)


def test_each_loss_has_a_weight() -> None:
    from extract.training.about.fit import LOSSES, Recipe

    assert {name for name in LOSSES if not hasattr(Recipe(), name)} == set()


def read(nlp: Language) -> Story:
    text = "The council met.\n\n“The parking tax is fair,” Ana Ruiz said."
    start = text.index("“")
    quote = {"source": [], "cue": [], "content": [[start, start + 27]], "policies": ["p"], "stance": {}, "areas": []}
    policies = [{"id": "p", "name": "parking tax", "names": []}]
    return story({"id": "a", "text": text}, {"policies": policies, "quotes": [quote]}, nlp)


def test_stories_that_mention_no_policy_are_learned_from(nlp: Language) -> None:
    from extract.training.about.fit import mention_losses
    from extract.training.about.torch_network import PolicyNetwork

    network = PolicyNetwork(3)
    some = read(nlp)
    none = replace(some, policies=[], mentions=[])
    for stories in ([some], [none], [none, some]):
        losses = mention_losses(network, stories)
        assert torch.isfinite(losses).all() and losses[0] > 0
        losses.sum().backward()


def test_trained_weights_are_kept_but_for_the_words(tmp_path: Path) -> None:
    from extract.training.about.torch_network import PolicyNetwork

    one, other = PolicyNetwork(3), PolicyNetwork(3)
    one.save_trained(tmp_path / "trained.safetensors")
    words = other.encoder.words.weight.clone()
    other.load_trained(tmp_path / "trained.safetensors")
    assert torch.equal(other.encoder.words.weight, words)
    for name, weight in other.state_dict().items():
        if name != "encoder.words.weight":
            assert torch.allclose(weight, one.state_dict()[name], atol=1e-2), name


def test_the_weights_that_training_goes_on_from_are_whole() -> None:
    from safetensors.torch import load_file

    from extract.topics.scheme import Scheme
    from extract.training.__main__ import START
    from extract.training.about.torch_network import PolicyNetwork

    wanted = PolicyNetwork(len(Scheme.built_in().areas)).state_dict()
    del wanted["encoder.words.weight"]
    assert {name: weight.shape for name, weight in load_file(START).items()} == {
        name: weight.shape for name, weight in wanted.items()
    }
