"""Measure the time of three blocks on this machine, by kind of layer and whole, and record it.

    python scripts/record_block_times.py                   # a minute, one thread of the CPU

Two 3×3 convolutions on 64 and on 256 channels, and a bottleneck, on 16 maps of 56×56 pixels in
float32, channels last. Blocks take turns; processor time of one thread, the fastest repetition
counts (of kinds of layers the median). With ``recycled`` the C library keeps the memory that is
freed, which it reads when a program starts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from functools import partial

import torch
from command_lines import file
from torch import Tensor

from resnet_book.arguments import Parser, whole
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.probes.timing import time_by_kind, time_in_turn
from resnet_book.results import layer_times
from resnet_book.results.records import RECORDED

FILE = "block-times.json"
IMAGES, WIDTH, SIDE = 16, 64, 56
RECYCLED = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**33)}


def step(block: Block, x: Tensor) -> object:
    """Forward and backward once, in training mode."""
    loss = block.train()(x).square().mean()
    return torch.autograd.grad(loss, [x, *block.parameters()])


@torch.no_grad()
def forward(block: Block, x: Tensor) -> object:
    return block.eval()(x)


def measure(repetitions: int) -> dict[str, dict[str, float]]:
    """Milliseconds an image: mode → block → whole; mode and block → kind of layer."""
    torch.set_num_threads(1)  # as the record says
    blocks = {
        "narrow": Block(WIDTH, WIDTH),
        "bottleneck": Block(4 * WIDTH, WIDTH, design=BlockDesign("bottleneck")),
        "wide": Block(4 * WIDTH, 4 * WIDTH),
    }
    generator = torch.Generator().manual_seed(0)
    inputs = {}
    for name, block in blocks.items():
        x = torch.randn(IMAGES, block.conv1.in_channels, SIDE, SIDE, generator=generator)
        inputs[name] = x.to(memory_format=torch.channels_last).requires_grad_()
    found: dict[str, dict[str, float]] = {}
    for mode, act in (("evaluation", forward), ("training", step)):
        calls = {name: partial(act, blocks[name], inputs[name]) for name in blocks}
        timings = time_in_turn(calls, IMAGES, repetitions, time.thread_time)
        found[mode] = {name: timing.extent[0] for name, timing in timings.items()}
    for name in ("narrow", "bottleneck"):
        x = inputs[name].detach()
        found[f"kinds, {name}"] = time_by_kind(blocks[name], x, repetitions, time.thread_time)
    return {
        key: {name: float(f"{value:.4g}") for name, value in each.items()}
        for key, each in found.items()
    }


def in_new_program(settings: dict[str, str], repetitions: int) -> dict[str, dict[str, float]]:
    """What :func:`measure` finds in a program of its own, with these environment variables."""
    program = subprocess.run(
        [sys.executable, __file__, "--measure", "--repetitions", str(repetitions)],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(program.stdout)


def main() -> None:
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repetitions", type=whole(1, 1000), default=15, help="of each block (15)")
    parser.add_argument(
        "--out", type=file, default=RECORDED / FILE, help="file to save to (the record)"
    )
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.repetitions)))
        return
    torch.set_num_threads(1)
    found = in_new_program({}, options.repetitions)
    recycled = in_new_program(RECYCLED, options.repetitions)
    found |= {f"{key}, recycled": each for key, each in recycled.items()}
    command = f"python scripts/record_block_times.py --repetitions {options.repetitions}"
    times = layer_times.layer_times(found, options.repetitions, command)
    layer_times.save(times, options.out)


if __name__ == "__main__":
    main()
