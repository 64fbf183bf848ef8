"""The lab about the shape of blocks."""

import pytest

from resnet_book.labs import block_shape as labs
from resnet_book.models.counting import costs
from resnet_book.models.resnet import cifar_resnet


@pytest.fixture(scope="module")
def lab():
    lab = labs.BottleneckLab("04-bottlenecks", epochs=1)
    lab.run()
    lab.block.value = "basic"
    lab.button.click()
    return lab


def test_lab_trains_both_blocks_and_tells_their_costs(lab):
    names = ["ResNet-20, bottlenecks", "ResNet-20"]
    assert list(lab.results) == [f"{name}, rate 0.02" for name in names]
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("network", *names))
    assert f"<tr>{heads}</tr>" in lab.message.value
    for block in ("bottleneck", "basic"):
        expected = costs(cifar_resnet(20, block=block, in_channels=1), (1, 8, 8))
        assert f"<td>{expected.parameters:,}</td>" in lab.message.value
        assert f"<td>{expected.multiply_adds:,}</td>" in lab.message.value


def test_lab_on_the_website_has_results_and_no_control(lab):
    html = lab._repr_mimebundle_()["text/html"]
    assert "ResNet-20, bottlenecks" in html
    assert "book/04-bottlenecks.ipynb" in html
    assert "<input" not in html
    assert "<select" not in html


def test_lab_shows_the_controls_that_it_has(lab):
    shown = lab.children
    assert lab.depth in shown
    assert lab.block in shown
    assert lab.learning_rate not in shown
    assert list(lab.depth.options) == [20, 38, 56]


def test_lab_refuses_what_it_does_not_offer():
    with pytest.raises(ValueError, match="depth 32 is not one of: 20, 38, 56"):
        labs.BottleneckLab("04-bottlenecks", depth=32)
    with pytest.raises(ValueError, match="block 'wide' is not one of: basic, bottleneck"):
        labs.BottleneckLab("04-bottlenecks", block="wide")
