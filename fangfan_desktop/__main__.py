"""No argument: the window. Anything else: the command line."""

import sys


def main() -> int:
    """Start the program; the exit status is returned."""
    if len(sys.argv) > 1:
        from fangfan_desktop.cli.run import run  # noqa: PLC0415 - Qt and the rest stay unloaded

        return run(sys.argv[1:])
    from fangfan_desktop.app import run_window  # noqa: PLC0415 - the command line works without Qt

    return run_window()


if __name__ == "__main__":
    sys.exit(main())
