"""Pictures of every page and its important states, taken from the real window on made-up data.

The window works on a copy; the database named is only read. A made-up township is looked at on its
own day, so the same database gives the same pictures.

    python bench/pictures.py --db build/demo/luorong.db --out docs/pictures
"""

import argparse
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import screen

screen.take(always=True, size=(1370, 772))  # the window with its frame; dialogs must fit it
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import scenes
import scenes_cases
import scenes_forms
import scenes_grid
from camera import Camera
from PySide6.QtWidgets import QTabWidget

from fangfan_desktop.app import Program, make_application

_LONGEST_MS = 120_000
_SCENES = (*scenes.SCENES, *scenes_grid.SCENES, *scenes_forms.SCENES, *scenes_cases.SCENES)


@contextmanager
def running(database: Path, size: tuple[int, int], zoom: int) -> Iterator[Program]:
    """The program on a copy of the database, at a size and zoom; closed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGFAN_HOME"] = folder
        copy = Path(folder) / "fangfan.db"
        shutil.copyfile(database, copy)
        wal = database.with_name(f"{database.name}-wal")
        if wal.exists():
            shutil.copyfile(wal, copy.with_name(f"{copy.name}-wal"))
        program = Program(copy)
        program.window.resize(*size)
        program.start()
        program.operations.wait_until_idle(_LONGEST_MS)
        program.look.set_zoom(zoom)
        try:
            yield program
        finally:
            program.window.close()
            program.deleteLater()


def run(database: Path, out: Path, size: tuple[int, int], zoom: int, only: str) -> int:
    """Take the pictures; 1 where a scene could not be taken, the others are taken all the same."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application(["fangfan"])
    app.setCursorFlashTime(0)  # the caret stands still
    failed = 0
    with running(database, size, zoom) as program, tempfile.TemporaryDirectory() as work:
        if program.database is None:
            sys.stderr.write("数据库没有打开。加密的请设置环境变量 FANGFAN_PASSWORD。\n")
            return 2
        camera = Camera(program, out, zoom)
        camera.work = Path(work)
        for scene in _SCENES:
            if only and only not in scene.__name__:
                continue
            try:
                scene(camera)
            except Exception:  # noqa: BLE001 - the other pictures are wanted all the same
                failed += 1
                sys.stderr.write(f"{scene.__name__}:\n{traceback.format_exc()}")
            camera.window.banner.hide()
            for tabs in camera.window.findChildren(QTabWidget):
                tabs.setCurrentIndex(0)
            camera.close_dialogs()
    return 1 if failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--zoom", type=int, default=100, help="percent, 80 to 200")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--only", default="", help="a part of a scene's name")
    asked = parser.parse_args()
    width, _, height = asked.size.partition("x")
    if not asked.db.is_file():
        sys.stderr.write(f"没有找到数据库“{asked.db}”。请先运行 make demo-database。\n")
        return 2
    return run(asked.db, asked.out, (int(width), int(height)), asked.zoom, asked.only)


if __name__ == "__main__":
    sys.exit(main())
