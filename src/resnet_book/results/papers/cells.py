"""A cell of a table of a paper, and tables as tuples of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PAPERS: Mapping[str, str] = MappingProxyType(
    {
        "he2015": "He et al. 2015, arXiv:1512.03385",
        "he2016": "He et al. 2016, arXiv:1603.05027",
        "simonyan2014": "Simonyan and Zisserman 2014, arXiv:1409.1556",
    }
)


@dataclass(frozen=True)
class Published:
    """One cell of a table of a paper.

    Attributes:
        paper: a key of :data:`PAPERS`.
        table: its number in that paper.
        row, metric: the cell's row and column.
        kind: ``plain``, ``residual``, or ``other`` for a network that is not the two papers' own.
        value: the number: if the paper gives several runs, their mean or median (the note says
            which), never the best. None if there is no number; `status` says why.
        spread: the standard deviation over the runs, if given.
        best: the best of the runs, if given.
        runs: how many runs the value is based on; None if the paper does not say.
        failed: whether the paper reports a failure instead of a value.
        note: remarks on this cell.
    """

    paper: str
    table: int
    row: str
    metric: str
    kind: str
    value: float | None
    spread: float | None = None
    best: float | None = None
    runs: int | None = None
    failed: bool = False
    note: str = ""

    @property
    def status(self) -> str:
        """``reported``, ``failed`` (training failed) or ``not reported`` (an empty cell)."""
        if self.failed:
            return "failed"
        return "not reported" if self.value is None else "reported"

    @property
    def unit(self) -> str:
        """``million`` for parameters, ``billion`` for multiply-adds, otherwise ``%``."""
        return {"parameters": "million", "multiply-adds": "billion"}.get(self.metric, "%")

    @property
    def source(self) -> str:
        """Where to look it up: ``He et al. 2015, arXiv:1512.03385, Table 6``."""
        return f"{PAPERS[self.paper]}, Table {self.table}"


FAIL = "fail"  # a cell in which the paper itself writes "fail"
Cell = float | str | None | Mapping[str, object]
Rows = Mapping[str, tuple[Cell, ...]]
NONE: Rows = MappingProxyType({})


def table(
    paper: str,
    number: int,
    metrics: tuple[str, ...],
    *,
    other: Rows = NONE,
    plain: Rows = NONE,
    residual: Rows = NONE,
    **common: object,
) -> tuple[Published, ...]:
    """A table: one cell for each row and metric, the rows by the kind of their network.

    Args:
        other, plain, residual: the rows of each kind, in this order; see :class:`Published`.
        common: fields of all cells that have a value.
    """
    cells = []
    for kind, rows in (("other", other), ("plain", plain), ("residual", residual)):
        for row, values in rows.items():
            for metric, cell in zip(metrics, values, strict=True):
                more = dict(cell) if isinstance(cell, Mapping) else {"value": cell}
                if more["value"] == FAIL:
                    more |= {"value": None, "failed": True}
                if more["value"] is not None or more.get("failed"):
                    more = {**common, **more}
                cells.append(Published(paper, number, row, metric, kind, **more))
    return tuple(cells)
