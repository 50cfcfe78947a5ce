import pytest

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
