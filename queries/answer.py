"""`Answer`: the rows that a question is answered with, and the ways on from them."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from extract.failure import Failure
from extract.safe_text import printable
from queries.header import SavedQuery

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graph.store import Store

Row = dict[str, Any]
MOST_SHOWN = 100
"""Rows that a notebook shows of an answer."""


class Answer(list[Row]):
    """The rows of an answer, with the question that they answer: a list of dictionaries and a little more.

    Dates are `datetime.date`, ids lead to the evidence (``ask("evidence", quote=row["quoteId"])``). A notebook shows it
    as a table; ``json.dumps(answer, default=str)`` is its JSON.

    Attributes
    ----------
    query : the saved question: its `name`, `title`, `description`, `parameters` and `cypher`.
    parameters : what it was asked with, defaults included.
    store : the store that was asked.

    Examples
    --------
    >>> from onrecord import open_store
    >>> with open_store("town") as store:
    ...     answer = store.ask("who-said-what", policy="leaf-blower ban", stance="against")
    >>> answer.query.title
    'Who said what about a policy'
    >>> [(row["date"].isoformat(), row["speaker"]) for row in answer]
    [('2026-05-20', 'Omar Castellane')]
    """

    def __init__(
        self, rows: Iterable[Row], *, query: SavedQuery, parameters: Mapping[str, Any], store: "Store"
    ) -> None:
        super().__init__(rows)
        self.query = query
        self.parameters = dict(parameters)
        self.store = store

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; of an answer without rows, those that its table would show."""
        return tuple(self[0]) if self else self.query.columns

    def why_empty(self) -> str:
        """Why there are no rows, and what to ask instead; "" if there are some. Raises `StoreError`.

        Examples
        --------
        >>> from onrecord import open_store
        >>> with open_store("town") as store:
        ...     answer = store.ask("who-said-what", policy="leaf-blower ban", speaker="osterby", stance="for")
        ...     print(answer.why_empty().partition(";")[0])
        2 quotes about 'leaf-blower ban', none with a clear stance
        """
        from queries.no_answer import why_empty

        return "" if self else why_empty(self)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The graph behind the answer: its quotes with speakers, articles, outlets, policies and topics.

        As `graph.subgraph.subgraph` makes it, with the `min_policy_score` that the question was asked with. Raises
        `graph.store.StoreError` when the store is closed.

        Examples
        --------
        >>> from onrecord import open_store
        >>> with open_store("town") as store:
        ...     graph = store.ask("who-said-what", policy="leaf-blower ban").to_networkx()
        >>> graph.nodes["Policy/policy:leaf-blower-ban"]["label"]
        'Policy'
        """
        from graph.subgraph import subgraph

        return subgraph(self.store, self, min_policy_score=self.parameters.get("min_policy_score") or 0.0)

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a data frame, a column of days as ``datetime64``; needs the extra ``pandas``.

        Raises `Failure` where pandas is not installed.

        Examples
        --------
        >>> from onrecord import open_store
        >>> with open_store("town") as store:
        ...     frame = store.ask("who-said-what", policy="leaf-blower ban").to_pandas()
        >>> frame["date"].dt.month_name().unique().tolist()
        ['March', 'May']
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise Failure("pandas is not installed; install it by `pip install 'onrecord[pandas]'`") from error
        frame = pd.DataFrame(list(self), columns=list(self.columns))
        for name in self.columns:
            if any(isinstance(row.get(name), date) for row in self):
                frame[name] = pd.to_datetime(frame[name])
        return frame

    def _repr_html_(self) -> str:
        columns = [name for name in self.query.columns or self.columns if name in self.columns]
        head = "".join(f"<th>{escape(printable(name))}</th>" for name in columns)
        rows = "".join(f"<tr>{''.join(_cell(row[name]) for name in columns)}</tr>" for row in self[:MOST_SHOWN])
        more = f"<p>… and {len(self) - MOST_SHOWN:,} more rows</p>" if len(self) > MOST_SHOWN else ""
        title = escape(printable(self.query.title))
        return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"<td>{'' if value is None else escape(printable(value))}</td>"
