"""What the tests of the block builder share: every choice, and the digits that flow."""

import pytest

from resnet_book.explorers.block_builder.flows import SIZES, SPECS, builder_inputs, shown_digits
from resnet_book.models.block_designs import BRANCHES, ORDERS

EVERY = [(shape, kind, order) for shape in BRANCHES for kind in SPECS for order in ORDERS]


@pytest.fixture(scope="module")
def inputs():
    images = shown_digits()
    return {shape: builder_inputs(images, channels) for shape, (channels, _) in SIZES.items()}


@pytest.fixture(params=EVERY, ids=" ".join)
def choice(request):
    return request.param
