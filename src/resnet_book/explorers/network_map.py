"""The network map: every layer of the papers' networks, with its cost and receptive field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resnet_book.choices import one_of
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import Control, Explorer, Table
from resnet_book.explorers.map_layers import Placed, placed, stage_sums, value
from resnet_book.models.counting import parameter_count
from resnet_book.models.families import Member, families, member
from resnet_book.models.labels import network_label
from resnet_book.models.layer_costs import LayerCost
from resnet_book.palette import GREY, HUES, THIRD
from resnet_book.results import layer_times
from resnet_book.results.paper_networks import counted

LABELS = {"imagenet": "{}", "cifar": "{}, CIFAR", "vgg": "{}"}  # headings of the list of networks
MEASURES = {
    "multiply_adds": "multiply-adds",
    "parameters": "parameters",
    "time": "time, measured",
    "memory": "memory of the output",
    "field": "field of view",
}

WORDS = CONTROLS | {
    "not_measured": "The layers of this network did not come with this page.",
    "unit_multiply_adds": "multiply-adds",
    "unit_parameters": "parameters",
    "unit_time": "milliseconds",
    "unit_memory": "bytes",
    "unit_field": "pixels",
    "times_9": "billion {unit}",
    "times_6": "million {unit}",
    "times_3": "thousand {unit}",
    "times_0": "{unit}",
    "amount": "{value} {unit}",
    "title": "{network}: {amount}",
    "title_field": "{network}: its last layer sees {amount}",
    "pinned": "{network}, pinned: {amount}",
    "pinned_field": "{network}, pinned: its last layer sees {amount}",
    "strip": "{network}, {what} layer by layer. {stages}.",
    "stage_sum": "Stage {stage}, {size}×{size} pixels: {amount}",
    "keys": "Keys on the slider: ← → layer, ↑ ↓ block, Page ↑ ↓ stage. Or point at a bar.",
    "up_to": "{unit}, at most",
    "shortcut": "shortcut; dotted where the shape changes",
    "projection": f"{HUES['fourth']} bead: a projection, a 1×1 convolution on a shortcut",
    "lens": "Its block, enlarged: {layers}.",
    "lens_layer": "{layer} to {channels} channels",
    "input": "x",
    "size": "{size}×{size}",
    "kernel": "{kernel}×{kernel}",
    "kernel_strided": "{kernel}×{kernel}, /{stride}",
    "kernel_linear": "linear",
    "layer_of": "{name}, bar {number} of {count}: {what}",
    "convolution": "{kernel}×{kernel} convolution, stride {stride}, from {in_channels} channels of "
    "{in_size}×{in_size} pixels to {out_channels} of {out_size}×{out_size}.",
    "convolution_projection": "projection on a shortcut, 1×1 convolution, stride {stride}, from "
    "{in_channels} channels of {in_size}×{in_size} pixels to {out_channels} of "
    "{out_size}×{out_size}.",
    "linear": "linear layer, from {in_channels} numbers to {out_channels}.",
    "chosen": "{amount}, {share} % of the network.",
    "chosen_field": "One output depends on {field}×{field} pixels of the image, which has "
    "{size}×{size}.",
    "against": "{network} has {parameters} times the parameters and {multiply_adds} times the "
    "multiply-adds of {pinned} (pinned), and took {time} times as long.",
    "name_multiply_adds": "multiply-adds",
    "name_parameters": "parameters",
    "name_time": "time",
    "name_memory": "output",
    "name_field": "sees",
    "share": "{share} %",
    "of_image": "image: {size} px",
    "cell_time": "{value} ms",
    "cell_memory": "{value} kB",
    "cell_field": "{value} px",
    "printed": "Printed: {value} ({what}).",
    "source": "{metric}, {unit}s: {source}",
}


class NetworkMap(Explorer):
    """Every layer of a network, by multiply-adds, parameters, time, memory or field of view.

    Args:
        network: key of a network in :mod:`resnet_book.models.families`.
        measure: a key of :data:`MEASURES`.
        layer: name of the module; the first layer by default.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 64.75, 95.1

    def __init__(
        self,
        network: str = "resnet-50-B-stride-3x3",
        measure: str = "multiply_adds",
        layer: str = "",
        *,
        name: str = "map",
    ) -> None:
        times = layer_times.load()
        members = [(f, each) for f, family in families().items() for each in family]
        networks = tuple((each.key, LABELS[f].format(each.label)) for f, each in members)
        one_of("network", network, dict(networks))
        self.layers = {each.key: placed(each, times) for _, each in members}
        first = self.layers[network][0].cost.name
        layers = tuple(
            (key, tuple((each.cost.name, each.cost.name) for each in found))
            for key, found in self.layers.items()
        )
        super().__init__(
            "map",
            name,
            "A bar is a layer with weights: above, as high as its image; below, as high as its "
            "number. Enlarged: the chosen layer's block, as wide as its channels; /2: stride 2. "
            "Bottlenecks stride on the 3×3, as in torchvision, unless their name says other. For "
            "one image of 224×224 pixels (CIFAR 32×32) in float32. Parameters and time include "
            "the normalisation, ReLU and addition before the next layer. Times are recorded: "
            f"{times.environment.place}, the fastest of {times.repetitions} passes.",
            [
                (Control("network", "Network", networks), network),
                (Control("measure", "Show", tuple(MEASURES.items())), measure),
                (Control("layer", "Layer", layers, "range", per="network"), layer or first),
            ],
            content(self.layers),
            _table(self.layers),
            WORDS,
        )

    def picture(self) -> Picture:
        """The layers of the chosen network: the size of their images above, the measure below."""
        layers, label = self.layers[self.network], member(self.network).label
        values = [value(each, self.measure) for each in layers]
        places = _places(layers)
        top = max(values)
        with drawing(6.4, 3.6, nrows=2, sharex=True) as (figure, (above, below)):
            sizes = [each.cost.out_size for each in layers]
            shades = [0.25 + 0.75 * value / top for value in values]
            for x, size, shade in zip(places, sizes, shades, strict=True):
                above.bar(x, size, bottom=-size / 2, color=THIRD, alpha=shade)
            colours = [GREY if each.cost.projection else THIRD for each in layers]
            below.bar(places, values, color=colours)
            above.set(ylabel="image, pixels", yticks=[], xticks=[], title=label)
            below.set(ylabel=MEASURES[self.measure], xlabel="layers; projections grey")
        stages = "; ".join(
            f"stage {stage}, {size}×{size}: {total:,.4g}"
            for stage, size, total in stage_sums(layers, self.measure)
        )
        return Picture(figure, f"{label}, {MEASURES[self.measure]} of each layer. {stages}.")


def content(networks: dict[str, tuple[Placed, ...]]) -> dict[str, object]:
    """For the page: all kinds of layers, and the layers of each network."""
    rows: dict[tuple[object, ...], int] = {}
    found: dict[str, object] = {}
    for key, layers in networks.items():
        each = member(key)
        found[key] = {
            "label": each.label,
            "size": each.size,
            "plain": each.shortcut == "none",
            "residual": each.shortcut not in ("", "none"),
            "names": [layer.cost.name for layer in layers],
            "design": [rows.setdefault(_row(layer.cost), len(rows)) for layer in layers],
            "stage": [layer.stage for layer in layers],
            "block": [layer.block for layer in layers],
            "time": [layer.time for layer in layers],
            "field": [layer.cost.field for layer in layers],
            "printed": printed(each),
        }
    return {"columns": list(_COLUMNS), "designs": [list(row) for row in rows], "networks": found}


_COLUMNS = (
    "kernel",
    "stride",
    "in_channels",
    "out_channels",
    "in_size",
    "out_size",
    "parameters",
    "multiply_adds",
    "memory",
    "projection",
)


def _row(cost: LayerCost) -> tuple[object, ...]:
    return tuple(getattr(cost, name) for name in _COLUMNS)


def printed(each: Member) -> list[dict[str, object]]:
    """The papers' own counts of exactly this network: the value and its description."""
    return [
        {
            "value": cell.value,
            "what": WORDS["source"].format(metric=cell.metric, unit=cell.unit, source=cell.source),
        }
        for cell, spec in counted().items()
        if spec == each.design
    ]


def _places(layers: Sequence[Placed]) -> list[float]:
    """Places along a line, with gaps between blocks and stages."""
    x, places = 0.0, []
    for before, layer in zip([layers[0], *layers], layers, strict=False):
        x += 1 + (before.block != layer.block) + 2 * (before.stage != layer.stage)
        places.append(x)
    return places


def _table(networks: dict[str, tuple[Placed, ...]]) -> Table:
    """Sums by stage of every network with the paper's shortcuts, and the papers' counts.

    A plain network has the same counts as its twin with option A.
    """
    rows: list[tuple[str, ...]] = []
    for key, layers in networks.items():
        each = member(key)
        if each.shortcut == "none":
            continue
        for stage in sorted({layer.stage for layer in layers}):
            inside = [layer for layer in layers if layer.stage == stage]
            rows.append((each.label, _part(inside), *_sums(inside), ""))
        cells = "; ".join(f"{cell['value']} ({cell['what']})" for cell in printed(each))
        rows.append((each.label, "all", *_sums(layers), cells))
    for cell, spec in counted().items():
        if spec not in [member(key).design for key in networks]:  # too deep to be drawn
            what = WORDS["source"].format(metric=cell.metric, unit=cell.unit, source=cell.source)
            sums = (f"{parameter_count(spec):,}", "", "", "")
            rows.append((network_label(spec), "all", *sums, f"{cell.value} ({what})"))
    head = ("network", "part", "parameters", "multiply-adds", "memory, MB", "time, ms", "printed")
    return Table(head, tuple(rows))


def _part(inside: Sequence[Placed]) -> str:
    last = inside[-1].cost
    if not last.kernel:
        return "linear"
    return f"{last.out_size}×{last.out_size}" + ("" if inside[0].stage else ", stem")


def _sums(layers: Sequence[Placed]) -> tuple[Any, ...]:
    costs = [layer.cost for layer in layers]
    return (
        f"{sum(cost.parameters for cost in costs):,}",
        f"{sum(cost.multiply_adds for cost in costs):,}",
        f"{sum(cost.memory for cost in costs) / 1e6:,.3g}",
        f"{sum(layer.time for layer in layers):,.3g}",
    )
