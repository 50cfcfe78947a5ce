"""The speed of each stage, in words per CPU-second, beside a named peer: ``python -m extract.training.speed GOLD``.

The peer is textacy's ``direct_quotations`` (rules, direct quotes only), over the same spaCy pipeline and the same
articles in the same process, in turns, so that a noisy machine is noisy for both.
"""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from spacy.language import Language

from extract.pipeline import load_pipeline

ROUNDS = 3


def stages(nlp: Language, texts: Iterable[str]) -> dict[str, float]:
    """CPU-seconds of each component over the texts, and of the tokenizer."""
    started = time.process_time()
    docs = [nlp.make_doc(text) for text in texts]
    seconds = {"tokenizer": time.process_time() - started}
    for name, component in nlp.pipeline:
        started = time.process_time()
        docs = list(component.pipe(docs, batch_size=8)) if hasattr(component, "pipe") else list(map(component, docs))
        seconds[name] = time.process_time() - started
    return seconds


def peer(nlp: Language, texts: Iterable[str]) -> float:
    """CPU-seconds of textacy's direct quotations over the texts; an article that it refuses still took its time."""
    from textacy.extract.triples import direct_quotations

    started = time.process_time()
    for doc in nlp.pipe(texts, batch_size=8):
        try:
            list(direct_quotations(doc))
        except ValueError:  # an odd number of quotation marks
            continue
    return time.process_time() - started


def best_of_rounds(texts: list[str]) -> tuple[dict[str, float], float, float]:
    """CPU-seconds of each stage, of all of them and of the peer: the best of three rounds, taken in turns."""
    import spacy

    from extract import DEFAULT_MODEL

    ours, plain = load_pipeline(), spacy.load(DEFAULT_MODEL)
    rounds = [(stages(ours, texts), peer(plain, texts)) for _ in range(ROUNDS)]
    best = {name: min(seconds[name] for seconds, _ in rounds) for name in rounds[0][0]}
    return best, min(sum(seconds.values()) for seconds, _ in rounds), min(seconds for _, seconds in rounds)


def main(
    gold: Annotated[Path, typer.Argument(help="Articles, one a line, with a text.")],
    limit: Annotated[int, typer.Option(help="Articles to take.")] = 30,
) -> None:
    """Print words per CPU-second of every stage, of all of them, and of the peer: the best of three rounds each."""
    texts = [json.loads(line)["text"] for line in gold.read_text("utf-8").splitlines()[:limit]]
    words = sum(len(text.split()) for text in texts)
    best, total, other = best_of_rounds(texts)
    for name, seconds in best.items():
        print(f"{name:24}{words / seconds:>12,.0f}")
    print(f"{'all of onrecord':24}{words / total:>12,.0f}")
    print(f"{'textacy, direct only':24}{words / other:>12,.0f}")
    print(f"{'ratio':24}{other / total:>12.2f}")


if __name__ == "__main__":
    typer.run(main)
