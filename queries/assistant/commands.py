"""``onrecord mcp``."""

import os
import signal
import sys
from functools import partial
from types import FrameType

from extract.failure import Failure
from extract.reporting import Quiet, Report, counted
from graph.options import DEFAULT_STORE, Database, Password, StoreUri, User, chosen_login, say_if_open_to_others
from queries.ask_commands import Own
from queries.catalogue import with_own


def mcp_command(
    store: StoreUri = DEFAULT_STORE,
    user: User = "neo4j",
    password: Password = None,
    database: Database = None,
    queries: Own = None,
    quiet: Quiet = False,
) -> None:
    """Give an assistant the saved questions as tools, by the Model Context Protocol over standard input and output.

    An assistant starts it by itself: its configuration names the command. The tools read and no more. Needs the
    extra mcp.

    Example: onrecord mcp --store onrecord-store
    """
    try:
        import mcp.types  # noqa: F401  (of release 2: the server's imports name what is missing otherwise)

        from queries.assistant.server import run
    except ImportError as error:
        message = "the package mcp is not installed, or too old; install it by `pip install 'onrecord[mcp]'`"
        raise Failure(message) from error
    from graph.store import open_store
    from queries.assistant.tools import tools

    report = Report(quiet=quiet)
    found = with_own(queries)
    for message in [*found.broken.values(), *found.replaced.values()]:
        report.say(f"note: {message}")
    login = chosen_login(uri=store, user=user, password=password, database=database)
    say_if_open_to_others(store)
    opener = partial(open_store, store, login=login, create=False)
    with opener():  # what is wrong with it is told before an assistant waits
        offered = tools(found, note=lambda message: report.say(f"note: {message}"))
    report.say(f"{counted(len(offered), 'tool')} on {store} for an assistant, until standard input ends")
    signal.signal(signal.SIGINT, _stop)
    run(offered, opener)


def _stop(number: int, frame: FrameType | None) -> None:
    """End at once: nothing is written, and a way in order would wait for the thread that waits for standard input."""
    sys.stderr.write("\ninterrupted\n")
    sys.stderr.flush()
    os._exit(130)
