"""The one kind of error that a user reads."""


class Failure(Exception):
    """The message says what happened, to which input, and what to do next; the command line prints it and exits 1."""
