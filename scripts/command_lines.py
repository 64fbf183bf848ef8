"""What the command lines of scripts have in common: where a script writes to."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from resnet_book.arguments import Parser
from resnet_book.machine import check_writable
from resnet_book.results.records import RECORDED


def record_parser(about: str) -> Parser:
    """The parser of a script that records, with ``--out``; `about`: what it says of itself."""
    parser = Parser(description=about.partition("\n")[0])
    parser.add_argument(
        "--out", type=folder, default=RECORDED, help="folder to save to (the package's records)"
    )
    return parser


def add_names(parser: Parser, metavar: str, known: Collection[str]) -> None:
    """The names of what to do, any number of those `known`; as ``names``, empty for all."""

    def convert(text: str) -> str:
        if text not in known:
            raise argparse.ArgumentTypeError(f"{text} is not one of {', '.join(known)}")
        return text

    parser.add_argument(
        "names", nargs="*", type=convert, metavar=metavar, help=f"{', '.join(known)}; or all"
    )


def folder(text: str) -> Path:
    """A folder that can be written to, made if it is missing."""
    try:
        check_writable(Path(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return Path(text)


def file(text: str) -> Path:
    """A file in such a folder."""
    path = Path(text)
    folder(str(path.parent))
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{path} is a folder: name a file")
    return path
