"""The fits of areas and policies learn from a few made-up articles what the shipped weights need not know."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from extract.records import Article
from extract.topics import areas as areas_at_run_time
from extract.topics import weights as weights_at_run_time
from extract.topics.areas import AreaClassifier
from extract.topics.candidates import find_candidates
from extract.topics.known import KnownPolicies
from extract.topics.linking import QuoteContext, chosen_links, likeliest_first, links, rate
from extract.topics.policies import find_policies, scored
from extract.topics.reading import Reading
from extract.topics.scheme import Scheme
from extract.topics.weights import LogLinear, probability
from extract.training.labels import Label, Labelled
from tests.extract.topics.invented import parsed

pytest.importorskip("scipy", reason="scipy is in the training extra")
pytest.importorskip("sklearn", reason="scikit-learn is in the training extra")

BIRDS, BELLS = ("gannets", "puffins", "kittiwakes", "fulmars"), ("campanile", "carillon", "clapper", "belfry")
NAMES = ("Ana Ruiz", "Bo Lee", "Cy Dunn", "Di Fox")


def said(words: Sequence[str], name: str) -> str:
    first, second, third = words
    return f"“The {first} and the {second} beside the {third} moved us,” {name} said."


def areas_articles(nlp: Language) -> list[tuple[Article, str]]:
    found = []
    for area, words in (("environment", BIRDS), ("culture", BELLS)):
        for n in range(8):
            chosen = [words[(n + step) % 4] for step in range(3)]
            found.append((Article(text=said(chosen, NAMES[n % 4])), area))
    return found


def test_areas_are_learnt_from_words(nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.training.areas import examples, fit, save

    docs = [(parsed(nlp, article.text), area) for article, area in areas_articles(nlp)]
    assert all(len(doc._.quotes) == 1 for doc, _ in docs)
    learnt = fit(examples((doc, [(area,)], 1.0) for doc, area in docs))
    assert {word for word in learnt.vocabulary if word in {w.rstrip("s") for w in BIRDS}}
    assert learnt.words.shape == (len(learnt.vocabulary), 21)

    save(learnt, tmp_path / "areas.npz")
    monkeypatch.setattr(areas_at_run_time, "files", lambda _: tmp_path)
    kept = areas_at_run_time.shipped.__wrapped__()
    assert kept.vocabulary == learnt.vocabulary
    assert np.allclose(kept.words, learnt.words, atol=0.01)
    for weights in (learnt, kept):
        classifier = AreaClassifier(Scheme.built_in().areas, weights)
        for area, text in (
            ("environment", "“A puffin, a gannet and a fulmar,” Ed Hale said."),
            ("culture", "“A belfry, a carillon and a clapper,” Ed Hale said."),
        ):
            doc = parsed(nlp, text)
            reading = Reading.of(doc)
            likely = classifier.probabilities(reading.area_reader(classifier.terms), reading.zones(doc._.quotes[0]))
            assert classifier.ids[int(likely.argmax())] == area
            assert [topic.id for topic in classifier.topics(likely)] == [area]


ABOUT = ("zorb embargo", "quill embargo", "flax embargo", "gorse embargo", "tansy embargo", "sedge embargo")
BESIDE = ("pancake breakfast", "brass band", "garden party", "wooden boat", "rainy morning", "book club")


def policy_text(policy: str, beside: str) -> str:
    return (
        f"The council took up a {policy} on Monday after a {beside}.\n\n"
        f"“The {policy} would come to us all,” Ana Ruiz said.\n\n"
        f"“The {beside} would come to us all,” Bo Lee said.\n\n"
        f"Cy Dunn said the {policy} would pass.\n\n"
        f"Di Fox said the {beside} would pass."
    )


def read(nlp: Language, text: str) -> tuple[Reading, list[QuoteContext]]:
    doc = parsed(nlp, text)
    reading = Reading.of(doc)
    classifier = AreaClassifier(Scheme.built_in().areas, areas_at_run_time.shipped())
    reader = reading.area_reader(classifier.terms)
    return reading, [
        QuoteContext.of(quote, reading, classifier.probabilities(reader, reading.zones(quote)))
        for quote in doc._.quotes
    ]


def learnt_policies(nlp: Language) -> dict[str, LogLinear]:
    from extract.training.policies import fit
    from extract.training.policies import parsed as with_known

    rows = []
    for policy, beside in zip(ABOUT * 2, (*BESIDE, *BESIDE[3:], *BESIDE[:3]), strict=True):
        text = policy_text(policy, beside)
        reading, contexts = read(nlp, text)
        told = tuple(Label((), policy if policy in context.quote.text else "") for context in contexts)
        quotes = tuple(context.quote for context in contexts)
        labelled = Labelled(Article(text=text), b"", quotes, told, 1.0)
        rows.append((labelled, reading, contexts, find_candidates(parsed(nlp, text))))
    fitted = fit(with_known(rows))
    for (_, _, contexts, _), options in zip(rows, fitted.held_out, strict=True):
        assert len(options) == len(contexts)
        assert all(own == likeliest_first(own) for own in options)
    return fitted.models


def test_policies_are_learnt_from_labels(nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.training.policies import save

    models = learnt_policies(nlp)
    assert set(models) == {"mention", "policy", "about"}
    save(models, tmp_path / "policies.json")
    assert json.loads((tmp_path / "policies.json").read_text("utf-8")).keys() == models.keys()
    monkeypatch.setattr(weights_at_run_time, "files", lambda _: tmp_path)
    assert weights_at_run_time.shipped.__wrapped__() == models

    text = policy_text("heather embargo", "pottery class")  # neither was learnt by its name
    reading, contexts = read(nlp, text)
    likely = scored(find_candidates(parsed(nlp, text)), models["mention"])
    by_name = {candidate.name: likelihood for candidate, likelihood in likely}
    assert by_name["heather embargo"] > 0.5 > by_name["pottery class"]
    known = KnownPolicies(Scheme.built_in().policies)
    found = find_policies(reading, list(known.find(reading)), likely)
    likelihoods = [
        [(link, probability(odds)) for link, odds in rate(options, models["about"])]
        for options in links(found, contexts, reading, models["policy"])
    ]
    for context, chosen in zip(contexts, chosen_links(likelihoods), strict=True):
        if "heather" in context.quote.text:
            assert chosen and chosen[0][0].policy.name == "heather embargo"
            assert chosen[0][1] > 0.5


def test_what_an_article_weighs_counts(nlp: Language) -> None:
    from extract.training.areas import examples, fit

    docs = [(parsed(nlp, article.text), area) for article, area in areas_articles(nlp)]
    text = "“A puffin, a gannet and a fulmar,” Ed Hale said."
    doc = parsed(nlp, text)
    reading = Reading.of(doc)
    likely = []
    for weight in (0.1, 10.0):
        contrary = [(doc, [("health",)], weight) for doc, area in docs if area == "environment"]
        learnt = fit(examples([*((doc, [(area,)], 1.0) for doc, area in docs), *contrary]))
        classifier = AreaClassifier(Scheme.built_in().areas, learnt)
        told = classifier.probabilities(reading.area_reader(classifier.terms), reading.zones(doc._.quotes[0]))
        likely.append(float(told[classifier.ids.index("health")]))
    assert likely[0] < 0.5 < likely[1]
