import pytest

torch = pytest.importorskip("torch", reason="torch is in the training extra")


def test_a_pair_does_not_depend_on_those_beside_it() -> None:
    """At run time pairs come without padding and share one row of words; in training they do not."""
    from extract.training.network import Tagger

    tagger = Tagger().eval()
    pieces, features = torch.randint(0, 1000, (1, 7)), torch.zeros(1, 7, 5, dtype=torch.long)
    relations = torch.zeros(3, 9, 3, dtype=torch.long)
    with torch.no_grad():
        vectors, _, _ = tagger.encoder(pieces, features)
        alone = tagger.roles(vectors, vectors[0, :1], relations[:1, :7])
        padded = torch.cat([vectors, torch.randn(1, 2, vectors.shape[2])], 1).expand(3, -1, -1)
        mask = (torch.arange(9) < 7).expand(3, -1)
        among = tagger.roles(padded, vectors[0, :3], relations, mask)
    assert torch.allclose(alone[0], among[0, :7], atol=1e-5)
