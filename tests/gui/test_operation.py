"""Work off the GUI thread: answers in order, on the GUI thread, and no fault swallowed."""

import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from fangfan_desktop.errors import UserError
from fangfan_desktop.views.operation import Operation, Operations, Progress


def test_a_call_runs_on_the_storage_thread_and_answers_on_the_gui_thread(
    operations: Operations,
) -> None:
    names: list[str] = []
    operations.start(
        lambda: threading.current_thread().name,
        label="读",
        on_done=lambda name: names.extend([name, threading.current_thread().name]),
    )
    operations.wait_until_idle()
    assert names[0].startswith("storage")
    assert names[1] == threading.main_thread().name


def test_answers_arrive_in_the_order_asked(operations: Operations) -> None:
    order: list[int] = []
    for number in range(50):
        operations.start(lambda n=number: n, label="读", on_done=order.append)
    operations.wait_until_idle()
    assert order == list(range(50))


def test_only_the_newest_question_is_answered(operations: Operations) -> None:
    gate = threading.Event()
    asked: list[str] = []
    answers: list[str] = []

    def ask(text: str) -> str:
        asked.append(text)
        return text

    operations.start(gate.wait, label="占住")
    for text in ("韦", "韦桂", "韦桂兰"):
        operations.start(lambda t=text: ask(t), label="找", latest="search", on_done=answers.append)
    gate.set()
    operations.wait_until_idle()
    assert answers == ["韦桂兰"]
    assert asked == ["韦桂兰"]


def test_an_answer_to_a_page_that_is_gone_is_dropped(operations: Operations) -> None:
    answers: list[int] = []
    owner = QObject()
    gate = threading.Event()
    operations.start(lambda: int(gate.wait()), label="读", owner=owner, on_done=answers.append)
    shiboken6.delete(owner)
    gate.set()
    operations.wait_until_idle()
    assert answers == []


def test_what_was_written_is_told_though_the_page_that_asked_is_gone(
    operations: Operations,
) -> None:
    written: list[int | None] = []
    answers: list[int | None] = []
    sentences: list[str] = []
    operations.failed.connect(sentences.append)
    owner = QObject()
    gate = threading.Event()

    def write() -> int:
        gate.wait()
        return 1

    for call in (write, _refuse):
        operations.start(
            call,
            label="写",
            owner=owner,
            on_done=answers.append,
            on_error=lambda _: answers.append(0),
            on_written=written.append,
        )
    shiboken6.delete(owner)
    gate.set()
    operations.wait_until_idle()
    assert written == [1]
    assert sentences == ["村名没有找到，请先在设置中添加。"]
    assert answers == []


def test_a_bug_is_told_though_the_page_that_asked_is_gone(
    operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []

    def hook(kind: type[BaseException], *_rest: object) -> None:
        caught.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    owner = QObject()
    gate = threading.Event()
    operations.start(gate.wait, label="占住")
    operations.start(lambda: 1 / 0, label="读", owner=owner)
    shiboken6.delete(owner)
    gate.set()
    operations.wait_until_idle()
    assert caught == [ZeroDivisionError]


def _refuse() -> None:
    raise UserError("村名没有找到，请先在设置中添加。")


def test_a_sentence_for_the_user_goes_to_on_error(operations: Operations) -> None:
    sentences: list[str] = []
    operations.start(_refuse, label="写", on_error=sentences.append)
    operations.wait_until_idle()
    assert sentences == ["村名没有找到，请先在设置中添加。"]


def test_a_sentence_nobody_asked_for_goes_to_the_window(operations: Operations) -> None:
    sentences: list[str] = []
    operations.failed.connect(sentences.append)
    operations.start(_refuse, label="写")
    operations.wait_until_idle()
    assert sentences == ["村名没有找到，请先在设置中添加。"]


def test_a_bug_reaches_the_hook_of_the_program_with_its_traceback(
    operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[tuple[object, ...]] = []

    def hook(*args: object) -> None:
        caught.append(args)

    monkeypatch.setattr(sys, "excepthook", hook)
    answers: list[float] = []
    operations.start(lambda: 1 / 0, label="算", on_done=answers.append)
    operations.wait_until_idle()
    assert [args[0] for args in caught] == [ZeroDivisionError]
    assert caught[0][2] is not None
    assert answers == []
    assert operations.is_idle


def test_long_work_reports_and_can_be_cancelled(operations: Operations) -> None:
    begun, seen, told = threading.Event(), list[int](), list[str]()
    cancelled: list[bool] = []

    def count(progress: Progress) -> int:
        for number in range(1_000_000):
            progress(number, 1_000_000, "写入")
            begun.set()
        return 1

    def see(operation: Operation) -> None:
        seen.append(operation.progress.total)

    operations.progressed.connect(see)
    operations.cancelled.connect(told.append)
    operation = operations.start(
        count, label="导入", is_long=True, on_cancel=lambda: cancelled.append(True)
    )
    assert begun.wait(5)
    assert operations.long_running() == [operation]
    operation.cancel()
    operations.wait_until_idle()
    assert cancelled == [True]
    assert told == ["导入"]
    assert set(seen) <= {1_000_000}


def test_an_export_in_the_background_does_not_hold_up_writing(operations: Operations) -> None:
    gate = threading.Event()
    written: list[str] = []
    operations.start(lambda _progress: gate.wait(), label="导出", is_long=True, worker="background")
    operations.start(lambda: "存", label="写", on_done=written.append)
    operations.running_changed.connect(lambda: gate.set() if written else None)
    operations.wait_until_idle()
    assert written == ["存"]


def test_waiting_too_long_names_what_is_still_running(operations: Operations) -> None:
    gate = threading.Event()
    operations.start(gate.wait, label="备份")
    with pytest.raises(TimeoutError, match="备份"):
        operations.wait_until_idle(20)
    gate.set()
    operations.wait_until_idle()


def test_cycles_are_freed_on_the_gui_thread_alone(operations: Operations) -> None:
    freed_on: list[str] = []

    class Knot:
        """Holds itself, as widgets and their slots do."""

        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            freed_on.append(threading.current_thread().name)

    def make_much() -> int:
        return len([[n] for n in range(100_000)])

    Knot()
    operations.start(make_much, label="读")
    operations.wait_until_idle()
    assert set(freed_on) <= {threading.main_thread().name}


def test_a_question_after_closing_is_not_asked_but_a_write_is_not_lost_in_silence(
    look: object,
) -> None:
    del look
    operations = Operations()
    operations.close()
    operations.start(lambda: 1, label="读", latest="question")
    with pytest.raises(RuntimeError):
        operations.start(lambda: 1, label="写")
    operations.deleteLater()


class _Waiting(QObject):
    """Something that the window has to do."""

    asked = Signal()


def test_the_window_comes_before_a_long_call_that_reports(operations: Operations) -> None:
    order: list[str] = []
    waiting = _Waiting()
    queued = Qt.ConnectionType.QueuedConnection
    waiting.asked.connect(lambda: order.append("window"), queued)

    def work(progress: Progress) -> None:
        progress(0, 1)
        order.append("call")

    waiting.asked.emit()
    operations.start(work, label="算", is_long=True)
    operations.wait_until_idle()
    assert order == ["window", "call"]
