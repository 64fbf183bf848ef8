"""Every choice about a block: allowed values, the order of operations, what follows."""

import pytest

from resnet_book.models.block_designs import ORDERS, BlockDesign, arrange, block_design

# He et al. 2016, Figure 4, read from the picture: the branch, and what follows the addition.
FIGURE_4 = {
    "original": ("conv1 bn1 relu conv2 bn2", "relu"),
    "bn-after-addition": ("conv1 bn1 relu conv2", "bn2 relu"),
    "relu-before-addition": ("conv1 bn1 relu conv2 bn2 relu", ""),
    "relu-only-preactivation": ("relu conv1 bn1 relu conv2 bn2", ""),
    "full-preactivation": ("bn1 relu conv1 bn2 relu conv2", ""),
}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"shape": "wide"}, "'wide' is not one of: basic, bottleneck"),
        ({"order": "reversed"}, "'reversed' is not one of: original, bn-after"),
        ({"shortcut": "D"}, "'D' is not one of: none, A, B, C, conv"),
        ({"shortcut": "scaling=a"}, "'a' is not a list of numbers"),
        ({"shortcut": "A=1"}, "takes 0 number"),
        ({"shortcut": "none="}, "'' is not a list of numbers"),
        ({"shortcut": "scaling=nan"}, "'nan' is not finite"),
        ({"shortcut": "dropout=1"}, "at least 0 and below 1"),
        ({"stride_on": "5x5"}, "'5x5' is not one of: 1x1, 3x3"),
        ({"order": "bn-after-addition", "batch_norm": False}, "needs batch_norm=True"),
    ],
)
def test_wrong_choice_is_named_with_the_allowed_ones(wrong, named):
    with pytest.raises(ValueError, match=named):
        BlockDesign(**wrong)


@pytest.mark.parametrize("order", ORDERS)
def test_operations_are_arranged_as_in_figure_4(order):
    found = arrange(BlockDesign(order=order))
    assert found.before == ()
    assert (" ".join(found.branch), " ".join(found.after)) == FIGURE_4[order]


def test_arrangement_of_other_designs():
    bottleneck = arrange(BlockDesign("bottleneck"))
    assert " ".join(bottleneck.branch) == "conv1 bn1 relu conv2 bn2 relu conv3 bn3"
    shared = arrange(BlockDesign(order="full-preactivation"), shared=True)
    assert (shared.before, shared.branch[0]) == (("bn1", "relu"), "conv1")
    bare = arrange(BlockDesign(batch_norm=False))
    assert bare == ((), ("conv1", "relu", "conv2"), ("relu",))
    squeezed = arrange(BlockDesign(order="bn-after-addition", squeeze_excitation=4))
    assert squeezed.branch[-2:] == ("conv2", "se")
    assert squeezed.after == ("bn2", "relu")


def test_choices_by_name_make_a_design_and_unknown_ones_are_named():
    assert block_design(block="bottleneck", order="original") == BlockDesign("bottleneck")
    with pytest.raises(TypeError, match="'colour' is not an option of blocks: block, shortcut"):
        block_design(colour="red")


def test_convolutions_are_those_of_the_papers_and_one_of_them_strides():
    basic, bottleneck = BlockDesign(), BlockDesign("bottleneck")
    assert basic.convolutions == ((3, 1), (3, 1))  # He et al. 2015, Figure 5
    assert bottleneck.convolutions == ((1, 1), (3, 1), (1, 4))
    assert (basic.expansion, bottleneck.expansion) == (1, 4)
    in_paper = BlockDesign("bottleneck", stride_on="1x1")
    assert [each.strides_at for each in (basic, bottleneck, in_paper)] == [1, 2, 1]


@pytest.mark.parametrize("order", ORDERS)
def test_only_full_preactivation_normalises_first_and_leaves_projections_as_they_are(order):
    design, full = BlockDesign(order=order), order == "full-preactivation"
    assert (design.norm_first, design.norm_on_projections) == (full, not full)
    assert design.preactivation == order.endswith("-preactivation")
    if order != "bn-after-addition":
        assert not BlockDesign(order=order, batch_norm=False).norm_on_projections
