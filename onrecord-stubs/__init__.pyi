# The types of onrecord.py, which is a single file and so cannot have a py.typed of its own (PEP 561).
import typer

from extract.articles import read_articles as read_articles
from extract.failure import Failure as Failure
from extract.pipeline import extract as extract
from extract.records import Article as Article
from graph.knowledge import known_of as known_of
from graph.load import load as load
from graph.store import Login as Login
from graph.subgraph import subgraph as subgraph
from queries.answer import Answer as Answer
from queries.catalogue import ask as ask
from queries.explain import explain as explain
from queries.free_text import understand as understand
from queries.quote_store import QuoteStore as QuoteStore
from queries.quote_store import open_store as open_store

app: typer.Typer

def main() -> None: ...
