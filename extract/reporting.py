"""What every command says on standard error: progress, and each input that was skipped."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from extract.safe_text import printable

if TYPE_CHECKING:
    from extract.records import Problem

T = TypeVar("T")

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but what went wrong.")]


class Report:
    """Collects the problems of a run; `finish` ends it with an exit code that tells the truth."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.skipped = 0

    def problem(self, problem: "Problem") -> None:
        """Say at once what was skipped and why."""
        self.skipped += 1
        typer.echo(printable(f"skipped: {problem}"), err=True)

    def say(self, message: str) -> None:
        """A line for people, unless they asked for quiet."""
        if not self.quiet:
            typer.echo(printable(message), err=True)

    def warn(self, message: str) -> None:
        """A line for people even if they asked for quiet."""
        typer.echo(printable(message), err=True)

    def finish(self) -> None:
        """Exit 1 if anything was skipped."""
        if self.skipped:
            raise typer.Exit(1)

    def watched(self, items: Iterable[T], what: str, *, total: Callable[[], int | None] = lambda: None) -> Iterator[T]:
        """Pass items through; on a terminal tell their number, rate and, where `total` knows, the time left."""
        if self.quiet or not sys.stderr.isatty():
            yield from items
            return
        from rich import progress
        from rich.console import Console

        class Rate(progress.ProgressColumn):
            def render(self, task: progress.Task) -> str:
                return f"{task.finished_speed or task.speed or 0:,.1f} a second"

        number = total()
        counted = progress.TextColumn("{task.completed:,}" + (f" of {number:,} {what}" if number else f" {what}"))
        left = [progress.BarColumn(), progress.TimeRemainingColumn()] if number else []
        columns = progress.SpinnerColumn(), counted, *left, Rate(), progress.TimeElapsedColumn()
        with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=number)
            for item in items:
                yield item
                bar.advance(task)

    @contextmanager
    def working(self) -> Iterator[Callable[[str], None]]:
        """Give a function that is told what is done next; a terminal shows it with its time until the block ends."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda step: None
            return
        from rich import progress
        from rich.console import Console

        doing = progress.TextColumn("{task.description}", markup=False)
        columns = progress.SpinnerColumn(), doing, progress.TimeElapsedColumn()
        bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)

        def step(what: str) -> None:
            for task in bar.task_ids:
                bar.remove_task(task)
            bar.add_task(printable(what), total=None)
            bar.start()

        try:
            yield step
        finally:
            bar.stop()


def counted(number: int, noun: str, *, many: str | None = None) -> str:
    """ "1 article", "12 articles"; `many` is a plural that has more than an s."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


@contextmanager
def interruptible(kept: str) -> Iterator[None]:
    """On Ctrl-C say what is kept, and exit 130."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"\ninterrupted; {kept}", err=True)
        raise typer.Exit(130) from None
