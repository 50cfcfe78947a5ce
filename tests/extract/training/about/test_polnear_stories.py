from extract.evaluation.gold import GoldArticle
from extract.training.about.polnear import as_news
from extract.training.labels import Label


def test_labels_become_those_of_a_story_and_wordings_of_one_policy_are_joined() -> None:
    text = "Ana Ruiz backs the leaf-blower ban. Bo Lee hates the ban. Cy Dunn likes night trains. Di Fox said no."
    spans = [(0, 8), (36, 42), (58, 65), (86, 92)]
    contents = [(19, 34), (53, 56), (72, 84), (98, 100)]
    attributions = [
        {"source": [list(source)], "cue": [], "content": [list(content)]}
        for source, content in zip(spans, contents, strict=True)
    ]
    known = {
        0: Label(("environment",), "leaf-blower ban", "for", (9, 14)),
        1: Label((), "the leaf-blower ban", "against"),
        2: Label((), "night trains"),
        3: Label((), None),
    }
    article = GoldArticle.model_validate({"id": "a", "text": text, "attributions": attributions})
    row = as_news(article, known)
    assert [policy["names"] for policy in row["policies"]] == [
        ["leaf-blower ban", "the leaf-blower ban"],
        ["night trains"],
    ]
    assert [quote["policies"] for quote in row["quotes"]] == [["p0"], ["p0"], ["p1"], []]
    assert [quote["stance"] for quote in row["quotes"]] == [{"p0": "for"}, {"p0": "against"}, {}, {}]
    assert [quote["partial"] for quote in row["quotes"]] == [False, False, False, True]
