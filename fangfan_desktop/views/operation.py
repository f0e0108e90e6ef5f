"""Work off the window's thread. The only file with threads.

Every use case that touches the database runs on one storage thread, in the order it was asked for;
long exports may run on a second, background thread. Answers come back on the GUI thread, in order.
"""

import gc
import logging
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, overload

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal

from fangfan_desktop.errors import FangfanError

T = TypeVar("T")
Worker = Literal["storage", "background"]

_log = logging.getLogger(__name__)
_LAST_GENERATION = 2
_FULL_EVERY = 120.0  # seconds between two looks through all objects
_REPORT_EVERY = 0.05  # seconds between two progress reports
_COLLECT_EVERY_MS = 1000
_TURN_EVERY = 0.006  # seconds that a worker goes on for, before it lets the window come in between
_LONGEST_TURN = 0.2  # seconds that a worker waits for the window
_SWITCH_EVERY = 0.001  # seconds after which a waiting thread gets its turn from Python


class Cancelled(Exception):  # noqa: N818 - not an error: the clerk asked for it
    """The clerk cancelled the running work; whatever it wrote is rolled back."""


class Turns(QObject):
    """Lets long calls stand back until the window has handled its events.

    Python runs one thread at a time, and each call into Qt gives its turn away: beside a worker
    that only computes, 50 ms of the window's own work took 800 ms (measured).
    """

    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._last = 0.0

    def give_way(self) -> None:
        """Wait for the window to come round, but never long; on a worker's thread."""
        now = time.monotonic()
        if now - self._last < _TURN_EVERY:
            return
        is_round = threading.Event()
        self._asked.emit(is_round)
        is_round.wait(_LONGEST_TURN)
        self._last = time.monotonic()

    def _answer(self, is_round: threading.Event) -> None:
        is_round.set()


class Progress:
    """How far a long call is; the call reports here and is stopped from here.

    Pass it to a use case as its `progress` callable: `progress(done, total, text)`.
    """

    def __init__(
        self, report: Callable[[], None], give_way: Callable[[], None] = lambda: None
    ) -> None:
        self._give_way = give_way
        self.done = 0
        self.total = 0
        self.text = ""
        self._report = report
        self._is_cancelled = threading.Event()
        self._last = 0.0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Report `done` of `total` things, a few milliseconds of work after the last time.

        The window comes first: where it has something to do, the call goes on after it.

        Raises:
            Cancelled: the clerk has asked to stop.
        """
        self._stop_where_asked()
        self._give_way()
        self._stop_where_asked()
        self.done, self.total, self.text = done, total, text
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY or done >= total:
            self._last = now
            self._report()

    def _stop_where_asked(self) -> None:
        if self._is_cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the call to stop at its next report."""
        self._is_cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._is_cancelled.is_set()


@dataclass(eq=False)
class Operation:
    """One call on its way: what it is called, how far it is, who wants the answer."""

    label: str
    number: int
    is_long: bool
    progress: Progress
    latest: str | None
    owner: QObject | None
    on_done: Callable[[Any], None] | None
    on_error: Callable[[str], None] | None
    on_cancel: Callable[[], None] | None
    on_written: Callable[[Any], None] | None = None
    result: Any = None
    error: BaseException | None = field(default=None)

    def cancel(self) -> None:
        """Ask the call to stop."""
        self.progress.cancel()


class Operations(QObject):
    """Starts calls and brings their answers back.

    Signals:
        failed: a sentence for the clerk, of a call without `on_error`.
        running_changed: a call was started or has ended.
        progressed: an `Operation` has come further.
        idle: nothing is under way any more.
    """

    failed = Signal(str)
    running_changed = Signal()
    progressed = Signal(object)
    cancelled = Signal(str)  # label
    idle = Signal()
    _ended = Signal(object)
    _reported = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = {
            "storage": ThreadPoolExecutor(1, thread_name_prefix="storage"),
            "background": ThreadPoolExecutor(1, thread_name_prefix="background"),
        }
        self._turns = Turns(self)
        self._running: dict[int, Operation] = {}
        self._latest: dict[str, int] = {}
        self._number = 0
        self._is_closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._ended.connect(self._deliver, queued)
        self._reported.connect(self.progressed, queued)
        # Python frees cycles on whichever thread allocates; a widget freed on a worker's thread
        # brings Qt down. So cycles are freed here, on the window's thread, and nowhere else.
        gc.disable()
        sys.setswitchinterval(_SWITCH_EVERY)
        self._collector = QTimer(self, interval=_COLLECT_EVERY_MS)
        self._collector.timeout.connect(self._collect)
        self._last_full = time.monotonic()
        self._collector.start()

    @overload
    def start(
        self,
        call: Callable[[Progress], T],
        *,
        label: str,
        is_long: Literal[True],
        on_done: Callable[[T], None] | None = ...,
        on_error: Callable[[str], None] | None = ...,
        on_cancel: Callable[[], None] | None = ...,
        on_written: Callable[[T], None] | None = ...,
        latest: str | None = ...,
        owner: QObject | None = ...,
        worker: Worker = ...,
    ) -> Operation: ...

    @overload
    def start(
        self,
        call: Callable[[], T],
        *,
        label: str,
        is_long: Literal[False] = ...,
        on_done: Callable[[T], None] | None = ...,
        on_error: Callable[[str], None] | None = ...,
        on_cancel: Callable[[], None] | None = ...,
        on_written: Callable[[T], None] | None = ...,
        latest: str | None = ...,
        owner: QObject | None = ...,
        worker: Worker = ...,
    ) -> Operation: ...

    def start(  # noqa: PLR0913 - the one door to the threads
        self,
        call: Callable[..., Any],
        *,
        label: str,
        is_long: bool = False,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[str], None] | None = None,
        on_cancel: Callable[[], None] | None = None,
        on_written: Callable[[Any], None] | None = None,
        latest: str | None = None,
        owner: QObject | None = None,
        worker: Worker = "storage",
    ) -> Operation:
        """Run `call` off the GUI thread; call from the GUI thread only.

        Args:
            call: a use case; gets a `Progress` where `is_long`, nothing otherwise.
            label: what the clerk reads while it runs, such as 导出附件1.
            is_long: shown in the status line, with progress and cancel.
            on_done: gets the result, on the GUI thread.
            on_error: gets the sentence of a FangfanError; without it `failed` is emitted.
            on_cancel: called after the clerk cancelled.
            on_written: of a call that writes: gets the result before `on_done`, also where the
                owner is gone; the sentence of a failure goes to `failed` then.
            latest: a name for a question; only the answer to the newest one is delivered,
                older ones that have not begun are skipped. For reading only.
            owner: the answer is dropped where this object is gone; a bug is told all the same.
            worker: `background` for long exports that must not hold up typing.
        """
        self._number += 1
        number = self._number
        operation = Operation(
            label=label,
            number=number,
            is_long=is_long,
            progress=Progress(
                lambda: self._reported.emit(self._running.get(number)), self._turns.give_way
            ),
            latest=latest,
            owner=owner,
            on_done=on_done,
            on_error=on_error,
            on_cancel=on_cancel,
            on_written=on_written,
        )
        if latest is not None and self._is_closed:
            return operation  # a question of a page that is going: nobody waits for the answer
        if latest is not None:
            self._latest[latest] = number
        self._running[number] = operation
        self.running_changed.emit()
        self._workers[worker].submit(self._run, operation, call)
        return operation

    def long_running(self) -> list[Operation]:
        """The long operations under way, oldest first."""
        return [operation for operation in self._running.values() if operation.is_long]

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and every answer has been delivered."""
        return not self._running

    def wait_until_idle(self, timeout_ms: int = 10_000) -> None:
        """Handle events until every answer is delivered; for tests and for closing.

        Raises:
            TimeoutError: something is still under way after `timeout_ms`.
        """
        if self.is_idle:
            return
        loop = QEventLoop()
        self.idle.connect(loop.quit)
        timer = QTimer(singleShot=True)
        timer.timeout.connect(loop.quit)
        timer.start(timeout_ms)
        while not self.is_idle and timer.isActive():
            loop.exec()  # what was idle may have begun something else meanwhile
        if not self.is_idle:
            labels = "、".join(operation.label for operation in self._running.values())
            raise TimeoutError(labels)

    def close(self) -> None:
        """Cancel long calls, finish the short ones, end the threads; answers are not delivered."""
        self._is_closed = True
        for operation in self._running.values():
            if operation.is_long:
                operation.cancel()
        for worker in self._workers.values():
            worker.shutdown(wait=True)
        self._collector.stop()
        gc.enable()
        QCoreApplication.removePostedEvents(self)
        QCoreApplication.removePostedEvents(self._turns)
        self._running.clear()

    def _collect(self) -> None:
        """Free what Python would have freed by itself by now: the oldest generation that is due.

        Looking through all objects takes longer than a frame of scrolling once 20,000 rows are in
        memory (measured: 40 to 90 ms), so the last generation has to wait.
        """
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [n for n, (count, most) in enumerate(counts) if count > most]
        if not due:
            return
        now = time.monotonic()
        if due[-1] == _LAST_GENERATION:
            if now - self._last_full < _FULL_EVERY:
                gc.collect(_LAST_GENERATION - 1)
                return
            self._last_full = now
        gc.collect(due[-1])

    def _run(self, operation: Operation, call: Callable[..., Any]) -> None:
        """On a worker's thread."""
        if not self._is_superseded(operation):
            try:
                operation.result = call(operation.progress) if operation.is_long else call()
            except BaseException as error:  # noqa: BLE001 - handed to the GUI thread, raised there
                operation.error = error
        self._ended.emit(operation)

    def _is_superseded(self, operation: Operation) -> bool:
        key = operation.latest
        return key is not None and self._latest.get(key) != operation.number

    def _deliver(self, operation: Operation) -> None:
        """On the GUI thread."""
        if self._running.pop(operation.number, None) is None:
            return
        try:
            if _is_bug(operation.error) or not self._is_superseded(operation):
                self._answer(operation)
        finally:
            self.running_changed.emit()
            if self.is_idle:
                self.idle.emit()

    def _answer(self, operation: Operation) -> None:
        error = operation.error
        if error is None:
            if operation.on_written is not None:
                operation.on_written(operation.result)
            if operation.on_done is not None and not is_gone(operation.owner):
                operation.on_done(operation.result)
        elif isinstance(error, FangfanError):
            self._tell_failure(operation, error.sentence)
        elif not isinstance(error, Cancelled):
            # A bug: the hook of the program writes it down and shows the crash dialog.
            sys.excepthook(type(error), error, error.__traceback__)
        elif not is_gone(operation.owner):
            self.cancelled.emit(operation.label)
            if operation.on_cancel is not None:
                operation.on_cancel()

    def _tell_failure(self, operation: Operation, sentence: str) -> None:
        _log.info("%s: %s", operation.label, sentence)
        if not is_gone(operation.owner):
            (operation.on_error or self.failed.emit)(sentence)
        elif operation.on_written is not None:  # a question's failure interests nobody any more
            self.failed.emit(sentence)


def _is_bug(error: BaseException | None) -> bool:
    return error is not None and not isinstance(error, (FangfanError, Cancelled))


def is_gone(owner: QObject | None) -> bool:
    """Whether the widget that asked was taken away meanwhile."""
    return owner is not None and not shiboken6.isValid(owner)
