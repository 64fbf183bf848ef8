"""The scorecard as tiles: first the verdict, as a sign and in words, then claim and numbers.

The words of a tile repeat what its colour says: green if the numbers agree, hatched if they differ,
a dashed edge if not attempted. Cells that were not attempted are in a folded list below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from resnet_book.addresses import records
from resnet_book.drawing.diagrams.svg.style_sheet import shortened
from resnet_book.palette import COLOURS
from resnet_book.results import tables
from resnet_book.results.papers import CAPTIONS, PAPERS
from resnet_book.results.run_types import Run
from resnet_book.results.scorecard import VERDICTS, Degradation, Row
from resnet_book.results.summaries import Summary

# Each verdict's sign, and its class in the style sheet.
SIGNS = dict(zip(VERDICTS, ("✓", "✓", "≠", "–"), strict=True))
LOOKS = dict(zip(VERDICTS, ("agrees", "agrees-small", "differs", "open"), strict=True))

_RULES = """
.scored { --green: var(--third, GREEN); margin: 1.25rem 0; }
.tiles {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
  gap: 0.8rem;
  margin: 0.6rem 0;
  padding: 0;
  list-style: none;
}
.tiles.counts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 9rem), 1fr)); }
.tiles.claims { grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
.tile {
  margin: 0;
  padding: 0.7rem 0.8rem 0.7rem 1.3rem;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
  border-radius: 0.4rem;
  background: linear-gradient(var(--edge), var(--edge)) left / 0.45rem 100% no-repeat;
  overflow-wrap: anywhere;
}
.tile.agrees { --edge: var(--green); }
.tile.agrees-small {
  background: repeating-linear-gradient(var(--green) 0 5px, transparent 5px 9px)
    left / 0.45rem 100% no-repeat;
}
.tile.differs {
  background: repeating-linear-gradient(-45deg, currentColor 0 2px, transparent 2px 5px)
    left / 0.45rem 100% no-repeat;
}
.tile.open { --edge: transparent; border-style: dashed; }
.tile p { margin: 0; line-height: 1.4; }
.tile .verdict { font-weight: 600; }
.tile .sign {
  display: inline-block;
  min-width: 1.4em;
  margin-right: 0.35em;
  border: 1.5px solid currentColor;
  border-radius: 1em;
  text-align: center;
  line-height: 1.3;
}
.tile:is(.agrees, .agrees-small) .sign { border-color: var(--green); }
.tile.agrees .sign { background: color-mix(in srgb, var(--green) 30%, transparent); }
.tile .claim { margin: 0.35rem 0; }
.tile .number { font-size: 1.6rem; font-weight: 600; line-height: 1.2; }
.tile dl { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0; }
.tile dl div { display: flex; gap: 0.4rem; align-items: baseline; }
.tile :is(dt, dd) { margin: 0; font-weight: 400; }
.tile dt { font-size: 0.85rem; }
.tile dd { font-weight: 600; font-variant-numeric: tabular-nums; }
.tile .note { margin-top: 0.3rem; font-size: 0.85rem; }
.scored > p:not(:first-of-type) { margin-top: 1.8rem; }
.scored details { margin: 0.6rem 0; }
.scored details ul { columns: 17rem; margin: 0.5rem 0; font-size: 0.9rem; }
"""
STYLE = shortened(_RULES.replace("GREEN", COLOURS["third"]))


@dataclass(frozen=True)
class Tile:
    """One tile.

    Attributes:
        verdict: one of :data:`resnet_book.results.scorecard.VERDICTS`.
        claim: the claim that was judged, in words.
        figures: names and values: ``{"paper": "8.75 %"}``.
        note: where our numbers come from, as HTML.
    """

    verdict: str
    claim: str
    figures: dict[str, str]
    note: str = ""

    def html(self) -> str:
        """The tile as an item of a list."""
        figures = "".join(
            f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
            for name, value in self.figures.items()
        )
        note = f'<p class="note">{self.note}</p>' if self.note else ""
        return (
            f'<li class="tile {LOOKS[self.verdict]}">{_verdict(self.verdict)}'
            f'<p class="claim">{escape(self.claim)}</p><dl>{figures}</dl>{note}</li>'
        )


def _verdict(verdict: str) -> str:
    sign = f'<span class="sign" aria-hidden="true">{SIGNS[verdict]}</span>'
    return f'<p class="verdict">{sign}{escape(verdict)}</p>'


class Scored:
    """A part of the scorecard as HTML, with its own style sheet."""

    def __init__(self, html: str, text: str) -> None:
        self._html, self.text = html, text

    def html(self) -> str:
        """The tiles with their style sheet, as an element."""
        return f'<div class="scored"><style>{STYLE}</style>{self._html}</div>'

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return {"text/html": self.html(), "text/plain": self.text}


def verdict_counts(rows: Sequence[Row]) -> Scored:
    """A tile for each verdict: how many numbers got it; counts and errors separately."""
    found = Counter((row.verdict, row.counted is not None) for row in rows)
    items = []
    for verdict in VERDICTS:
        counts, errors = found[verdict, True], found[verdict, False]
        items.append(
            f'<li class="tile {LOOKS[verdict]}">{_verdict(verdict)}'
            f'<p class="number">{counts + errors}</p>'
            f'<p class="note">{_number(counts, "count")},<br>'
            f"{_number(errors, 'error rate')}</p></li>"
        )
    total = f"Of {len(rows)} figures in the papers’ tables:"
    html = f'<p>{total}</p><ul class="tiles counts">{"".join(items)}</ul>'
    return Scored(html, total)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" + "s" * (count != 1)


def degradation_tiles(rows: Iterable[Degradation]) -> Scored:
    """A tile for each claim on training errors of 20 and 56 layers."""
    tiles = []
    for row in rows:
        figures = {
            name: f"{tables.train_error(summary)} %" if summary else "not recorded"
            for name, summary in (("20 layers", row.shallow), ("56 layers", row.deep))
        }
        both = [each for each in (row.shallow, row.deep) if each]
        note = "; ".join(f"{escape(each.label)}: {_seeds(each)}" for each in both)
        tiles.append(Tile(row.verdict, row.claim, figures, note))
    text = "\n".join(f"{tile.claim}: {tile.verdict}" for tile in tiles)
    return Scored(_list(tiles, "claims"), text)


def table_tiles(rows: Sequence[Row]) -> Scored:
    """The papers' tables: tiles for the cells that were attempted, a folded list of the rest."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.published.paper, row.published.table), []).append(row)
    html = "".join(_table(*key, group) for key, group in groups.items())
    text = "\n".join(f"{_claim(row)}: {row.verdict}" for row in rows)
    return Scored(html, text)


def _table(paper: str, number: int, rows: Sequence[Row]) -> str:
    """One table, with its caption."""
    tiles = [_tile(row) for row in rows if row.verdict != "not attempted"]
    rest = [row for row in rows if row.verdict == "not attempted"]
    head = f"<strong>{escape(PAPERS[paper])}, Table {number}.</strong> "
    return f"<p>{head}{escape(CAPTIONS[paper, number])}.</p>{_list(tiles, 'figures')}{_rest(rest)}"


def _list(tiles: Sequence[Tile], kind: str) -> str:
    items = "".join(tile.html() for tile in tiles)
    return f'<ul class="tiles {kind}">{items}</ul>' if tiles else ""


def _tile(row: Row) -> Tile:
    cell = row.published
    figures = {"paper": _published(row)}
    note = ""
    if row.counted is not None:
        figures["ours"] = f"{row.counted:.4g} {cell.unit}"
        note = "counted; needs no training"
    elif row.summary is not None:
        figures["ours"] = f"{tables.test_error(row.summary)} %"
        note = f"recipe {escape(row.summary.recipe.name)}, {_seeds(row.summary)}"
    return Tile(row.verdict, _claim(row), figures, note)


def _claim(row: Row) -> str:
    return f"{row.published.row}, {row.published.metric}"


def _published(row: Row) -> str:
    cell = row.published
    return "fail" if cell.failed else f"{cell.value:g} {cell.unit}"


def _rest(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    items = "".join(f"<li>{escape(_untold(row))}</li>" for row in rows)
    return f"<details><summary>{len(rows)} not attempted</summary><ul>{items}</ul></details>"


def _untold(row: Row) -> str:
    """A row without a verdict: the paper's number, and ours if we have one."""
    text = f"{_claim(row)}: {_published(row)}"
    if row.summary is None:
        return text
    return f"{text} (ours {tables.test_error(row.summary)} %, recipe {row.summary.recipe.name})"


def _seeds(summary: Summary) -> str:
    """``3 seeds: 0, 1, 2``, each linked to its record if there is a repository."""
    found = ", ".join(map(_link, summary.runs))
    return f"{_number(len(summary.runs), 'seed')}: {found}"


def _link(run: Run) -> str:
    folder = records()
    if folder is None:
        return str(run.seed)
    return f'<a href="{escape(folder)}/{escape(run.path.name)}">{run.seed}</a>'
