"""The command line: ``python -m resnet_book train …``.

``arguments`` parses, ``commands`` does the work; this module turns a user's mistake into one line
and exit code 2.
"""

from __future__ import annotations

import os
import sys

from resnet_book.arguments import parser
from resnet_book.commands import COMMANDS


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 2 (the user's mistake) or 130 (Ctrl-C)."""
    fresh = False
    try:
        arguments = parser().parse_args(argv)
        fresh = getattr(arguments, "fresh", False)
        try:
            COMMANDS[arguments.command](arguments)
            sys.stdout.flush()
        except BrokenPipeError:  # as in `… runs | head`: the reader closed the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except Exception as error:
            message = _mistake(error)
            if message is None:
                raise
            print(f"error: {message}", file=sys.stderr)
            return 2
    except KeyboardInterrupt:
        again = "the same command without --fresh" if fresh else "the same command"
        print(f"\nstopped; {again} resumes from the last finished epoch", file=sys.stderr)
        return 130
    return 0


def _mistake(error: Exception) -> str | None:
    """The message for an error that the user can fix; ``None`` for a bug of the program."""
    from resnet_book.data import DataError
    from resnet_book.results.records import RecordError
    from resnet_book.training.checkpoints import CheckpointError

    mistakes = (ValueError, OSError, DataError, CheckpointError, RecordError, FloatingPointError)
    if isinstance(error, mistakes):
        return " ".join(str(error).split())
    full = (
        "not enough memory",
        "can't allocate memory",
        "out of memory",
        "Storage size calculation",
    )
    if isinstance(error, MemoryError) or any(text in str(error) for text in full):
        return "out of memory: choose a smaller --width, --depth or another --device"
    return None


if __name__ == "__main__":
    sys.exit(main())
