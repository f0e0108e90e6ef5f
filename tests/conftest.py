"""What every test stands on: folders of its own, the look loaded, no silent trouble.

A log line of level WARNING or above fails a test as a warning and a Qt message do, unless the test
names it with the mark `expects_log("part of the line")`.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log(text): a log line with this text is expected")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders of a test are its own."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("FANGFAN_HOME", str(home))
    monkeypatch.delenv("FANGFAN_PASSWORD", raising=False)
    return home


@pytest.fixture(autouse=True)
def no_unexpected_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail on log lines of WARNING and above that the test does not expect."""
    yield
    mark = request.node.get_closest_marker("expects_log")
    expected: tuple[str, ...] = mark.args if mark else ()
    lines = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    unexpected = [line for line in lines if not any(text in line for text in expected)]
    assert not unexpected, unexpected


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["fangfan"]
