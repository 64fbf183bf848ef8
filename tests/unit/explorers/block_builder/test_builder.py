"""The block builder: drawings, code and numbers are those of the module."""

import gzip
import json
import math
from collections import Counter

import pytest
import torch
from builder_blocks import parts_of, run, set_gamma
from torch import fx, nn

from resnet_book.explorers import BlockBuilder
from resnet_book.explorers.block_builder.code_lines import forward_code
from resnet_book.explorers.block_builder.flows import SPECS, builder_block, shown_digits
from resnet_book.explorers.block_builder.layout import layout
from resnet_book.models.block_designs import ORDERS
from resnet_book.models.shortcuts import Scaling


@pytest.fixture(scope="module")
def builder():
    return BlockBuilder()


def chips(block):
    """What the drawing must show, traced through the module by PyTorch."""
    counted = Counter()
    for node in fx.Tracer().trace(block).nodes:
        if node.op != "call_module":
            continue
        module = block.get_submodule(node.target)
        if node.target == "downsample.gate":
            counted["1−g"] += 1
            counted["g"] += block.downsample.exclusive
        elif isinstance(module, nn.Conv2d):
            counted[f"{module.kernel_size[0]}×{module.kernel_size[0]} conv"] += 1
        else:
            names = {nn.BatchNorm2d: "BN", nn.ReLU: "ReLU", nn.Dropout: "drop"}
            counted[names[type(module)]] += 1
    counted["λ"] += isinstance(block.downsample, Scaling)
    return +counted


def test_drawing_has_the_parts_of_the_module(builder, choice):
    content = builder.state["content"]
    entry = content["blocks"][" ".join(choice)]
    drawn = "".join(content["elements"][i] for i in entry["drawing"])
    block = builder_block(*choice)
    expected = chips(block)
    shown = Counter(label.text for label in layout(parts_of(*choice)).canvas.labels)
    for text, count in expected.items():
        assert shown["½" if text == "λ" else text] == count, text
    assert drawn.count('class="label" text-anchor="middle">BN<') == expected["BN"]
    assert ("λ" in drawn) == (choice[1] == "scaling")
    assert drawn.count('class="plus"') == (choice[1] != "none")
    assert entry["code"] == forward_code(parts_of(*choice))
    assert entry["parameters"] == sum(p.numel() for p in block.parameters())
    assert entry["after"] == [name.rstrip("123") for name in block._after]


def arithmetic(content, choice, name, gamma, scale):
    """What the JavaScript does: scale, add, and what follows the sum."""
    block = content["blocks"][" ".join(choice)]
    flow = block["flows"][name]
    norm = flow.get("norms", {}).get(f"{scale:g}")
    factor = 1 if norm else gamma
    carried, added = (torch.tensor(content["vectors"][flow[key]]) for key in ("carried", "added"))
    y = scale * carried + factor * added
    for kind in block["after"]:
        y = y.relu() if kind == "relu" else gamma * (y - norm[0]) / norm[1]
    return y


def test_stored_terms_add_up_to_the_output_of_the_module(builder, inputs, choice):
    shape, kind, _ = choice
    for name, x in inputs[shape].items():
        for gamma in (0, 0.35, 1):
            for scale in (0.3, 1.0) if kind == "scaling" else (1.0,):
                y = run(set_gamma(builder_block(*choice, scale), gamma), x)
                found = arithmetic(builder.state["content"], choice, name, gamma, scale)
                assert found.view(8, 8).allclose(y[0, 0], atol=0.02, rtol=0.01)


def test_a_real_digit_is_stored_once_for_all_channels(builder):
    content = builder.state["content"]
    image = shown_digits()[0, 0] / 255
    shown = torch.tensor(content["vectors"][content["x"]["positive"]]).view(8, 8)
    assert shown.allclose(image, atol=1e-3)


def test_state_is_small(builder):
    assert len(gzip.compress(json.dumps(builder.state).encode())) < 30_000
    compact = BlockBuilder(compact=True).state
    assert len(gzip.compress(json.dumps(compact).encode())) < 6_000


def test_compact_form_has_one_slider_and_the_shortcut():
    compact = BlockBuilder(compact=True, shortcut="none")
    assert compact.values() == {"shortcut": "none", "gamma": 1.0}
    assert compact.state["content"]["fixed"] == {
        "shape": "basic", "order": "original", "input": "positive", "scale": 1.0,
    }  # fmt: skip
    content = compact.state["content"]
    for entry in content["blocks"].values():
        drawn = "".join(content["elements"][i] for i in entry["drawing"])
        assert drawn.count("digit ") == drawn.count("output ") == 1  # beside their pictures
    with pytest.raises(TypeError, match="shape"):
        BlockBuilder(compact=True, shape="bottleneck")
    with pytest.raises(ValueError, match="gamma 2 is not one of"):
        BlockBuilder(compact=True, gamma=2)


def test_scale_is_offered_for_constant_scaling_alone(builder):
    builder.shortcut = "scaling"
    builder.scale = 0.3
    assert builder.values()["scale"] == 0.3
    builder.shortcut = "A"
    assert builder.values()["scale"] == 1.0


def test_table_says_what_comes_out(builder):
    cells = {row[:3]: row[3:] for row in builder.table.rows}
    assert len(cells) == 2 * (len(ORDERS) + len(SPECS) - 1)
    basic = 2 * (9 * 16 * 16) + 4 * 16
    assert cells["basic", "identity", "original"] == (
        f"{basic:,}", "x, to the last bit", "x without what is negative",
    )  # fmt: skip


def test_picture_is_the_chosen_view(builder, inputs):
    builder.gamma = 0.0
    assert "differs from x by up to 0." in builder.picture().alt
    builder.gamma = 1.0
    y = run(set_gamma(builder_block("basic", "A", "original"), 1), inputs["basic"]["positive"])
    change = (y - inputs["basic"]["positive"])[0, 0].abs().max().item()
    assert math.isclose(
        float(builder.picture().alt.split("by up to ")[1].split(". ")[0]), change, rel_tol=0.01
    )
