"""What came out, beside what was published.

- ``papers``: the papers' numbers, as data
- ``records``: the door to ``recorded/``: read, check, write; checksums and schemas
- ``runs``: recorded trainings, and ``run_types``, what they hold; ``weights`` beside them
- ``measurements``: recorded results that are not trainings, of whatever kind
- ``layer_times``: the recorded time of every layer of the papers' networks
- ``provenance``: the commit, the machine and the data that a result comes from
- ``campaign``: which runs are still wanted; what is recorded is shown without an entry here
- ``summaries``: runs of one network and recipe together
- ``paper_networks``: which network each cell of the papers' tables is about
- ``scorecard``: ours beside the paper's, with a verdict by one rule
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
from resnet_book.results.runs import Run, load_all, load_network, select
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
