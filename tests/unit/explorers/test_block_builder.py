"""The block builder: drawings, code, numbers and sentences are those of the module."""

import gzip
import json
import math
from collections import Counter
from itertools import combinations

import pytest
import torch
from torch import fx, nn

from resnet_book.drawing.diagrams.anatomy import anatomy
from resnet_book.explorers import BlockBuilder
from resnet_book.explorers.block_builder.builder import COMPACT
from resnet_book.explorers.block_builder.code_lines import SCALE, forward_code
from resnet_book.explorers.block_builder.flows import (
    SIZES,
    SPECS,
    builder_block,
    builder_design,
    builder_inputs,
    scales_of,
    shown_digits,
)
from resnet_book.explorers.block_builder.layout import layout
from resnet_book.models.blocks import BRANCHES, ORDERS, last_norm
from resnet_book.models.shortcuts import Gating, Scaling
from resnet_book.probes.fixed_draws import fixed_draws

EVERY = [(shape, kind, order) for shape in BRANCHES for kind in SPECS for order in ORDERS]


@pytest.fixture(scope="module")
def builder():
    return BlockBuilder()


@pytest.fixture(scope="module")
def inputs():
    images = shown_digits()
    return {shape: builder_inputs(images, channels) for shape, (channels, _) in SIZES.items()}


@pytest.fixture(params=EVERY, ids=" ".join)
def choice(request):
    return request.param


def parts_of(shape, kind, order):
    channels, width = SIZES[shape]
    return anatomy(builder_design(shape, kind, order, 0.5), in_channels=channels, width=width)


def run(block, x):
    """The output in training mode, with the draws that the figure shows."""
    with torch.no_grad(), fixed_draws(x.device):
        return block.train()(x)


def set_gamma(block, gamma):
    norm = last_norm(block)
    nn.init.constant_(norm.weight, gamma)
    nn.init.zeros_(norm.bias)
    return block


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
    assert entry["parameters"] == sum(p.numel() for p in block.parameters())
    assert entry["after"] == [name.rstrip("123") for name in block._after]


def test_texts_and_pictures_are_apart_and_inside(choice):
    for folded in (False, True) if choice[1] in COMPACT.kinds else (False,):
        found = layout(parts_of(*choice), folded=folded)
        half = found.side / 2
        boxes = {label.text + f" {label.y}": label.box for label in found.canvas.labels}
        for name, (x, y) in found.pictures.items():
            boxes[name] = (x - half, y - half, x + half, y + half)
        for name, (x, y) in found.notes.items():
            boxes[f"note {name}"] = (
                x,
                y - 9,
                x + {"gamma": 54, "equal": 40, "pinned": 46}[name],
                y,
            )
        for name, (left, top, right, bottom) in boxes.items():
            assert left >= 0, name
            assert top >= 0, name
            assert right <= found.canvas.width, (name, right)
            assert bottom <= found.canvas.height, name
        for (one, a), (two, b) in combinations(boxes.items(), 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, (folded, one, two)
        digit = next(label for label in found.canvas.labels if "digit" in label.text)
        assert 0 < digit.box[1] - boxes["x"][3] < found.side / 2  # close below the first picture


def test_code_gives_the_output_of_the_module_to_the_last_bit(builder, inputs, choice):
    shape, kind, _ = choice
    code = builder.state["content"]["blocks"][" ".join(choice)]["code"]
    assert code == forward_code(parts_of(*choice))
    assert len(code.splitlines()) <= 14
    assert max(map(len, code.splitlines())) <= 34  # fits beside the drawing, and on a phone
    for scale in scales_of(kind):
        space = {"torch": torch}
        exec(code.replace(SCALE, f"{scale:.1f}"), space)
        block = builder_block(*choice, scale)
        x = inputs[shape]["centred"]
        for training in (True, False):
            block.train(training)
            with torch.no_grad(), fixed_draws(x.device):
                written = space["forward"](block, x)
            with torch.no_grad(), fixed_draws(x.device):
                assert torch.equal(written, block(x))


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


def test_sentence_at_gamma_0_is_right(builder, inputs, choice):
    shape, kind, _ = choice
    flows = builder.state["content"]["blocks"][" ".join(choice)]["flows"]
    for name, x in inputs[shape].items():
        for scale in scales_of(kind):
            block = set_gamma(builder_block(*choice, scale), 0)
            y, end = run(block, x), flows[name]["ends"][f"{scale:g}"]
            assert torch.equal(y, x) == (end == ["handed"])
            if end in (["nothing"], ["silenced"]):
                assert not y.any()
                assert (end == ["nothing"]) == (kind == "none")
                continue
            first, *more = end
            assert more in ([], ["rectified_too"])
            follows = torch.relu if more or first == "rectified" else nn.Identity()
            if first in ("handed", "rectified"):
                expected = x
            elif first == "scaled":
                assert scale != 1
                expected = scale * x
            elif first == "gated":
                with torch.no_grad():
                    expected = (1 - torch.sigmoid(block.downsample.gate(x))) * x
            elif first == "projected":
                expected = x
                with torch.no_grad():
                    for part in (
                        *(block.get_submodule(n) for n in block._before),
                        *block.downsample,
                    ):
                        expected = part(expected)
            else:
                assert first == "dropped"
                kept = y != 0
                assert torch.equal(y[kept], 2 * x[kept])
                continue
            assert torch.equal(y, follows(expected))


def test_branches_of_equal_shape_and_order_have_the_same_weights():
    one, other = (builder_block("basic", kind, "original") for kind in ("none", "conv"))
    assert torch.equal(one.conv2.weight, other.conv2.weight)
    gate = builder_block("basic", "exclusive-gating", "original").downsample
    assert isinstance(gate, Gating)
    assert gate.gate.bias.eq(-6).all()


def test_input_is_a_real_digit_whose_equal_channels_are_stored_once(builder, inputs):
    content = builder.state["content"]
    image = shown_digits()[0, 0] / 255
    shown = torch.tensor(content["vectors"][content["x"]["positive"]]).view(8, 8)
    assert shown.allclose(image, atol=1e-3)
    x = inputs["bottleneck"]["centred"]
    assert x.shape == (16, 64, 8, 8)
    assert torch.equal(x[:, 0], x[:, 63])
    assert (x.min().item(), x.max().item()) == (-0.5, 0.5)


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
