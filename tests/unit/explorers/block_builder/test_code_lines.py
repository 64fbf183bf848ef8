"""The code beside the drawing: it runs, and is the module's forward pass."""

import torch
from builder_blocks import parts_of

from resnet_book.explorers.block_builder.code_lines import SCALE, forward_code
from resnet_book.explorers.block_builder.flows import builder_block, scales_of
from resnet_book.probes.fixed_draws import fixed_draws


def test_code_gives_the_output_of_the_module_to_the_last_bit(inputs, choice):
    shape, kind, _ = choice
    code = forward_code(parts_of(*choice))
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
