"""Inputs are read in a process of their own: what a hostile file does to a parser, it does not do to this process.

The process is kept for the inputs that follow; one that died over an input is replaced.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from extract.articles.worker import RECORDS, Count, End, Part
from extract.records import Problem, Record

MAX_ANSWER = 64 << 20
"""Bytes of a line of a worker's answer: no article takes a tenth of it."""

_ROOT = str(Path(__file__).parents[2])
_START = (
    "import sys; sys.path[:0] = sys.argv[2:3]; sys.path += [p for p in sys.argv[3:] if p not in sys.path]; "
    "from extract.articles.worker import main; main()"
)
"""What the process runs. It finds this very package, and Python's own modules before those in other folders: a file
called enum.py beside somebody's script is not taken for Python's."""

__all__ = ["Count", "records"]

_idle: list["_Worker"] = []
"""Workers that wait for the next input."""


class _Died(Exception):
    """A worker ended before its input did, after `seconds` of computing over it."""

    def __init__(self, status: int, *, seconds: float) -> None:
        self.in_time = status != -signal.SIGPROF
        self.seconds = seconds
        if status >= 0:  # no library crashed, and no limit was met: the process did not even start, perhaps
            super().__init__(f"the process that reads files ended with exit code {status}; please report this")
        else:
            why = "took too much memory or crashed the reader" if self.in_time else "took too long"
            super().__init__(f"reading it {why}; the file may be damaged or malicious")


class _Worker:
    """A process that runs `extract.articles.worker`.

    `part` is the file within the input that it reads, `before` how many records it had sent when it began with that.
    """

    def __init__(self) -> None:
        self.part = Part()
        self.before: dict[int, int] = {}
        self._seconds = 0.0
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(theirs.fileno()), _ROOT, *filter(None, sys.path)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._answer = self._socket.makefile("rb")

    def records(self, stream: BinaryIO, request: Mapping[str, Any]) -> Iterator[Record]:
        """Yield what it sends of an input, up to its end. Raises `_Died`."""
        sent = 0
        self.part, self.before = Part(), {}
        with suppress(ConnectionError):  # what it died of is told below
            socket.send_fds(self._socket, [b"\0"], [stream.fileno()])
            self._socket.sendall(json.dumps(request).encode() + b"\n")
        while (line := self._line()).endswith(b"\n"):  # the last one may be cut off
            kind, _, content = line.partition(b" ")
            record = RECORDS[kind.decode()].model_validate_json(content)
            if isinstance(record, End):
                self._seconds = record.seconds
                return
            if isinstance(record, Part):
                self.part = record
                self.before.setdefault(record.number, sent)
            else:
                sent += 1
                yield record
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        raise _Died(self._process.returncode, seconds=usage.ru_utime + usage.ru_stime - self._seconds)

    def _line(self) -> bytes:
        try:
            return self._answer.readline(MAX_ANSWER)
        except ConnectionError:  # it died before it read what it was asked
            return b""

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        self._answer.close()
        self._socket.close()


def records(
    job: str, stream: BinaryIO, name: str, *, columns: Mapping[str, str] | None = None, **options: Any
) -> Iterator[Record]:
    """Yield what a job of `extract.articles.worker` finds in `stream`, an open file.

    An input that ends its process is a `Problem`. If a file within it did so by its need of memory, the input is read
    once more without that file, in the time that is left.
    """
    failed: dict[int, str] = {}
    read_already, spent = 0, 0.0
    while True:
        worker = _idle.pop() if _idle else _Worker()
        request = {
            "job": job,
            "name": name,
            "columns": dict(columns or {}),
            "failed": failed,
            "spent": spent,
            "options": options,
        }
        try:
            yield from islice(worker.records(stream, request), read_already, None)
        except _Died as died:
            worker.close()
            if not worker.part.number:
                yield Problem(input=name, reason=str(died))
                return
            if failed or not died.in_time:
                yield Problem(input=worker.part.name, reason=f"{died}; what follows it in {name} was not read")
                return
            failed[worker.part.number] = str(died)
            read_already = worker.before[worker.part.number]  # a problem takes the place of what the part holds
            spent = died.seconds
        except BaseException:  # whoever reads on has stopped: the worker is in the midst of an input
            worker.close()
            raise
        else:
            _idle.append(worker)
            return


@atexit.register
def _close_idle() -> None:
    while _idle:
        _idle.pop().close()
