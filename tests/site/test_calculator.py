"""The cost calculator in a browser, against counts on whole networks."""

import pytest
from page_figures import figure, of_kind

from resnet_book.explorers import cost
from resnet_book.models.counting import costs
from resnet_book.models.resnet import build, cifar_spec, imagenet_resnet
from resnet_book.words import SHORTCUT_OPTIONS


def settings():
    """Every network that the calculator offers."""
    for family, depths in cost.DEPTHS.items():
        for depth in depths:
            for shortcut in SHORTCUT_OPTIONS:
                for stride in cost.STRIDES if family == "imagenet" else ("1x1",):
                    yield family, depth, shortcut, stride


def counted(family, depth, shortcut, stride):
    """Its stages, counted on the whole network."""
    import torch

    with torch.device("meta"):
        if family == "imagenet":
            network = imagenet_resnet(depth, shortcut, stride_on=stride)
        else:
            block = family.removeprefix("cifar-")
            network = build(cifar_spec(depth, shortcut, block=block))
    return cost.merged(costs(network, cost.SIZES[family.split("-")[0]]))


# The calculator's table at each setting, chosen as a hand would: one by one, with its controls.
TABLES = """async ([name, settings]) => {
  const figure = document.querySelector(`figure[data-name=${name}]`);
  const control = (text) =>
    [...figure.querySelectorAll("label")].find((label) => label.textContent === text).control;
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const choose = async (label, value, event) => {
    const input = control(label);
    const index = (option) => option.textContent === value;
    if (event === "input") input.value = value;
    else input.selectedIndex = [...input.options].findIndex(index);
    input.dispatchEvent(new Event(event, { bubbles: true }));
    await drawn();
  };
  const controls = [
    ["Network", "change"], ["Depth", "input"], ["Shortcut", "change"],
    ["Bottlenecks stride on", "change"],
  ];
  const tables = [];
  let before = [];
  for (const setting of settings) {
    // A new network may bring all the others back to their first values.
    const anew = setting[0] !== before[0];
    for (const [k, [label, event]] of controls.entries())
      if (anew || setting[k] !== before[k]) await choose(label, setting[k], event);
    before = setting;
    const rows = [...figure.querySelectorAll(".board table tbody tr")];
    tables.push(rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  }
  return tables;
}"""


def test_calculator_agrees_with_costs_at_every_setting(visit):
    places = of_kind("cost")
    if not places:
        pytest.fail("no page has the calculator")
    page_name, name = places[0]
    page = visit(f"{page_name}.html")
    figure(page, name)
    offered = list(settings())
    shown = [
        [cost.FAMILIES[family], cost.DEPTHS[family].index(depth), SHORTCUT_OPTIONS[shortcut],
         cost.STRIDES[stride]]
        for family, depth, shortcut, stride in offered
    ]  # fmt: skip
    tables = page.evaluate(TABLES, [name, shown])
    assert len(tables) == len(offered)
    for setting, rows in zip(offered, tables, strict=True):
        expected = [
            [s.name, "×".join(map(str, s.shape)), f"{s.parameters:,}", f"{s.multiply_adds:,}"]
            for s in counted(*setting)
        ]
        assert rows[:-1] == expected, setting
