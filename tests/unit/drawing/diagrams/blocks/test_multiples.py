"""Small multiples: the errors below a block are the paper's and those of the recorded runs."""

import pytest
from legible import check, texts

from resnet_book.drawing import activation_orders, shortcut_kinds
from resnet_book.models.block_designs import ORDERS
from resnet_book.results import load_all, published, select
from resnet_book.words import ORDERS as NAMES

RUNS = load_all()
DRAWINGS = {"orders": activation_orders, "shortcuts": shortcut_kinds}


@pytest.mark.parametrize("runs", [(), RUNS], ids=["published", "recorded"])
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_texts_can_be_read(draw, runs):
    check(draw(runs))


def test_five_orders_with_the_papers_errors_and_ours():
    diagram = activation_orders(RUNS)
    recorded = select(RUNS, data="cifar10", recipe="short")
    for canvas in (diagram.wide, diagram.narrow):
        found = texts(canvas)
        for order in ORDERS:
            paper = published("he2016", 2, NAMES[order], "ResNet-110 test error").value
            name = "resnet-20-A" + (f"-{order}" if order != "original" else "")
            ours = recorded[name][0].final.test_error
            assert f"{paper:.2f}" in found
            assert f"{ours:.2f}" in found
        assert canvas.svg(diagram.alt, "wide").count('class="plus"') == 5
    for order in ORDERS:
        assert f"order: {NAMES[order]}" in diagram.alt
    assert "ResNet-110" in diagram.alt
    assert "seed 0" in diagram.alt


def test_six_shortcuts_as_in_figure_2_and_table_1():
    diagram = shortcut_kinds(RUNS)
    found = texts(diagram.wide)
    rows = ("constant scaling (0.5, 0.5)", "exclusive gating (bias -6)", "1x1 convolution")
    for row in rows:
        assert f"{published('he2016', 1, row, 'test error').value:.2f}" in found
    assert published("he2016", 1, "dropout", "test error").failed
    assert found.count("fails") == 1
    assert found.count("F") == 6
    assert found.count("½") == 2
    assert found.count("1−g") == 2
    assert found.count("g") == 1
    assert found.count("1×1") == found.count("drop") == 1
    assert "dropout 0.5 on the shortcut" in diagram.alt


def test_without_runs_only_the_papers_errors_are_shown():
    found = texts(activation_orders().wide)
    assert "paper" in found
    assert "ours" not in found


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_before_a_guess_no_error_is_shown(draw):
    diagram = draw(RUNS, errors=False)
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        assert not {"paper", "ours"} & set(texts(canvas))
        assert not any("error" in text for text in texts(canvas))
    assert "paper" not in diagram.alt
