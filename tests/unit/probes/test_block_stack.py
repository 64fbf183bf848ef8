"""A stack of equal blocks with a factor on every shortcut."""

import pytest

from resnet_book.probes.block_stack import stack


def test_stack_has_equal_blocks_with_the_factor_on_every_shortcut(batch):
    network = stack(0.9, 3, width=8)
    assert len(network.layer1) == 3
    assert network.stages == ["layer1"]
    for block in network.layer1:
        assert block.downsample.on_x == 0.9
        assert block.downsample.on_branch == 1
        assert block.conv1.weight.shape == block.conv2.weight.shape == (8, 8, 3, 3)
    assert network(batch[0]).shape == (16, 10)


def test_bad_values_are_named():
    with pytest.raises(ValueError, match="scale -1 is not a finite number of at least 0"):
        stack(-1, 3)
    with pytest.raises(ValueError, match="scale nan is not a finite number"):
        stack(float("nan"), 3)
    with pytest.raises(ValueError, match="blocks 0 is not a whole number of at least 1"):
        stack(1, 0)
    with pytest.raises(ValueError, match="width 0 is not"):
        stack(1, 1, width=0)
