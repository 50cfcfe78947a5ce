"""The one kind of error that a user reads."""


class Failure(Exception):
    """The message says what happened, to which input, and what to do next; the command line prints it and exits 1.

    Examples
    --------
    >>> from onrecord import explain
    >>> try:
    ...     explain("who-said-it")
    ... except Failure as failure:
    ...     print(str(failure).partition(";")[0])
    no saved query 'who-said-it'
    """
