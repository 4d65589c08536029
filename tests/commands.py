"""The `communiques` command as a shell sees it, without the seconds that a new process takes."""

from __future__ import annotations

import sys

from pipeline import cli


def exit_code(*arguments: str) -> int | str | None:
    """Run the command in this process; its exit code, foreseen errors included."""
    before = sys.argv
    sys.argv = ["communiques", *arguments]
    try:
        cli.main()
    except SystemExit as error:
        return error.code
    finally:
        sys.argv = before
    return 0
