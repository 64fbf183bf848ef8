"""What a bottleneck reads: drawn as the real block's gradient says."""

import pytest
import torch
from legible import check, texts

from resnet_book.drawing import bottleneck_pixels
from resnet_book.drawing.diagrams.shortcuts.unread_pixels import reading
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block


@pytest.mark.parametrize("image", [4, 8])
def test_a_stride_on_the_1x1_reads_one_pixel_in_four(image):
    assert reading("1x1", image=image).counts == (image**2 // 4, image**2)
    assert reading("3x3", image=image).counts == (image**2, image**2)
    diagram = bottleneck_pixels(image)
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        outputs = 2 * image**2 // 4
        assert svg.count('class="seen"') == image**2 // 4 + image**2 + outputs
        assert svg.count('class="dropped"') == image**2 * 3 // 4
        assert {"1×1, /2", "3×3, /2", "1×1", "3×3"} <= set(texts(canvas))


@pytest.mark.parametrize("stride_on", ["1x1", "3x3"])
def test_pixels_that_are_not_read_may_have_any_value(stride_on):
    read = torch.tensor(reading(stride_on).read)
    generator = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    block = Block(8, 4, 2, BlockDesign("bottleneck", "B", stride_on=stride_on)).eval()
    x = torch.randn(1, 8, 8, 8, generator=generator)
    changed = torch.where(read, x, 1e3)
    torch.testing.assert_close(block(changed), block(x), rtol=0, atol=0)
    one = x.clone()
    one[..., 0, 0] += 1
    assert not torch.equal(block(one), block(x))
