"""Write ``extract/speakers/lexicon.json``: given names by gender, and common nouns that name a person.

``python -m extract.training.lexicon`` reads the data of two packages, which are not imported: install
nomquamgender (names of 721,739 records by gender, MIT) and coreferee (person nouns of WordNet 3.0) without their
dependencies.
"""

import json
from importlib.metadata import distribution
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "speakers" / "lexicon.json"
_SOURCES, _COUNT = 5, 200
"""A name has to be in so many of the sources, so many times: rarer ones are mostly slips of spelling."""
_SURE = 0.9


def lexicon() -> dict[str, str]:
    """Lists of lower-case words, joined by spaces: `female`, `male` and `either` given names, and `person` nouns."""
    names: dict[str, list[str]] = {"female": [], "male": [], "either": []}
    for name, (sources, count, female, *_) in json.loads(_data("nomquamgender", "name_data.json")).items():
        if sources >= _SOURCES and count >= _COUNT and name.isalpha() and len(name) > 1:
            gender = "female" if female >= _SURE else "male" if 1 - female >= _SURE else "either"
            names[gender].append(name)
    nouns = _data("coreferee", "lang/en/data/exclusively_person_words.dat").split()
    persons = {noun for noun in nouns if noun.isalpha() and noun.islower()}
    return {key: " ".join(sorted(words)) for key, words in (*names.items(), ("person", persons))}


def _data(package: str, path: str) -> str:
    return Path(str(distribution(package).locate_file(f"{package}/{path}"))).read_text("utf-8")


if __name__ == "__main__":
    OUTPUT.write_text(json.dumps(lexicon(), indent=0) + "\n", "utf-8")
