"""`QuoteStore`: a store that can be asked the saved questions. What a notebook opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.store import Login, Store, open_store_as
from queries.answer import Answer
from queries.catalogue import ask
from queries.free_text import understand


class QuoteStore(Store):
    """A quote graph with the saved questions. Made by `open_store`."""

    def ask(self, name: str, /, *, queries: str | Path | None = None, **parameters: Any) -> Answer:
        """Ask a saved question, or one in the folder `queries` of your own.

        Parameters
        ----------
        name : of the question; `docs/questions.md` and ``onrecord ask`` list them.
        queries : a folder of ``.cypher`` files: questions of your own, beside the saved ones.
        **parameters : those of the question, by the names of its options with ``_`` for ``-``; dates are ISO dates as
            strings or `datetime.date`. Those left out take their defaults.

        Raises
        ------
        BadQuestion
            for an unknown question, an unknown or missing parameter, or a value that it cannot take.
        WritingStatement
            for a question of your own that does more than read.
        StoreError
            if the store is closed or does not answer.

        Examples
        --------
        >>> with open_store("town") as store:
        ...     answer = store.ask("who-said-what", policy="leaf-blower ban", stance="against")
        >>> [(row["speaker"], row["said"]) for row in answer]
        [('Omar Castellane', 'the ban as “a city idea in a small town.”')]
        """
        return ask(self, name, queries=queries, **parameters)

    def ask_in_words(self, question: str) -> Answer:
        """Ask a question in plain English. `query` and `parameters` of the answer tell how it was understood.

        Raises `queries.free_text.NotUnderstood` if no rule reads it, or a name in it is unknown or may mean several.

        Examples
        --------
        >>> with open_store("town") as store:
        ...     answer = store.ask_in_words("who is against the leaf-blower ban?")
        >>> answer.query.name, answer.parameters["policy"], answer.parameters["stance"]
        ('who-said-what', 'leaf-blower ban', 'against')
        """
        meant = understand(question, self)
        return self.ask(meant.query, **meant.parameters)


@contextmanager
def open_store(
    uri: str, *, login: Login | None = None, create: bool = True, outdated: bool = False
) -> Iterator[QuoteStore]:
    """Open a store for the length of a ``with`` block, to load quotes into and to ask.

    Parameters and errors are those of `graph.store.open_store`.

    Examples
    --------
    >>> with open_store("town") as store:
    ...     sorted(row["policy"] for row in store.ask("policies", policy="ban"))
    ['leaf-blower ban']
    """
    with open_store_as(QuoteStore, uri, login=login, create=create, outdated=outdated) as store:
        yield store
