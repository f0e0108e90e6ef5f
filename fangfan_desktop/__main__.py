"""No argument: the window. Anything else: the command line."""

import os
import sys

_NO_DISPLAY = (
    "没有图形界面，打不开窗口。请在桌面上启动；只用命令行的，用 fangfan --help 看全部命令。\n"
)


def main() -> int:
    """Start the program; the exit status is returned."""
    if len(sys.argv) > 1:
        from fangfan_desktop.cli.run import run  # noqa: PLC0415 - Qt and the rest stay unloaded

        return run(sys.argv[1:])
    if not _has_display():
        sys.stderr.write(_NO_DISPLAY)
        return 2
    from fangfan_desktop.app import run_window  # noqa: PLC0415 - the command line works without Qt

    return run_window()


def _has_display() -> bool:
    """Whether there is where a window can be: else Qt would end the process, in English."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
