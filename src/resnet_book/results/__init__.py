"""Our results next to published ones.

- ``papers``: the papers' numbers, as data
- ``records``: read, check and write the files of ``recorded/``; checksums and schemas
- ``runs``: recorded trainings; ``run_types``: their fields; ``weights``: files of weights
- ``measurements``: recorded results of any other kind
- ``layer_times``: the recorded time of every layer of the papers' networks
- ``provenance``: the commit, the machine and the data that a result comes from
- ``campaign``: which runs are still missing; recorded runs are shown even if not listed there
- ``summaries``: runs grouped by network and recipe
- ``paper_networks``: which network each cell of the papers' tables is about
- ``scorecard``: our numbers next to the papers', with a verdict by one rule; its test holds every
  verdict, and evidence 5b names that of ResNet-20
- ``tables``: results as Markdown
"""

from resnet_book.results.papers import (
    REVOLUTION_OF_DEPTH,
    TABLE_1,
    TABLE_2,
    TABLE_3,
    TABLE_4,
    TABLE_5,
    published,
)
from resnet_book.results.run_types import Run
from resnet_book.results.runs import load_all, load_network, select
from resnet_book.results.tables import markdown

__all__ = [
    "REVOLUTION_OF_DEPTH",
    "TABLE_1",
    "TABLE_2",
    "TABLE_3",
    "TABLE_4",
    "TABLE_5",
    "Run",
    "load_all",
    "load_network",
    "markdown",
    "published",
    "select",
]
