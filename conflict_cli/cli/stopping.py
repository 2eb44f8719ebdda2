"""Ctrl-C and SIGTERM: finish what is being written, drop the article that is being read, say how far it went."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from conflict_cli.cli.console import ExitCode, StoppedError

if TYPE_CHECKING:
    from conflict_cli.report import Report

_CODES = {signal.SIGINT: ExitCode.INTERRUPTED, signal.SIGTERM: ExitCode.TERMINATED}


class Stopping:
    """Ends a stream of reports at the first signal, so that what was written before it is complete.

    Attributes:
        done: reports that were handed on.
        code: what the program ends with once it was told to stop.
    """

    def __init__(self) -> None:
        self.done = 0
        self.code: ExitCode | None = None
        self._parsing = False

    def reports(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Pass reports through until a signal comes.

        Raises:
            KeyboardInterrupt: it came before the first report was handed on, so there is nothing to complete.
        """
        with self._signals():
            remaining = iter(reports)
            while self.code is None:
                try:
                    self._parsing = True
                    report = next(remaining)
                except StopIteration:
                    return
                except KeyboardInterrupt:
                    self.code = self.code or ExitCode.INTERRUPTED
                    break
                finally:
                    self._parsing = False
                yield report
                self.done += 1
            if not self.done:
                raise KeyboardInterrupt

    def conclude(self, failed: int, total: int | None) -> None:
        """Raise StoppedError with how far it went, if there was a signal."""
        if self.code is not None:
            done = self.done + failed
            raise StoppedError(f"stopped; {done} of {total} done" if total else f"stopped; {done} done", self.code)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before: dict[signal.Signals, Any] = {}
        try:
            for number in _CODES:
                if signal.getsignal(number) != signal.SIG_IGN:  # nohup and `&` in a script have them ignored
                    before[number] = signal.signal(number, self._stop)
        except ValueError:
            pass  # not the main thread: whoever runs it deals with signals
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        second = self.code is not None
        self.code = _CODES[signal.Signals(number)]
        if second or self._parsing:
            raise KeyboardInterrupt
