"""Measure the time of every layer of the papers' networks on this machine, and record it.

    python scripts/record_layer_times.py                    # some minutes, one thread of the CPU

One image, float32, channels last. Networks take turns; of each layer the fastest repetition counts.
"""

from __future__ import annotations

import torch
from command_lines import file

from resnet_book.arguments import Parser, whole
from resnet_book.models.families import Member, families
from resnet_book.probes.timing import time_each_layer
from resnet_book.progress import progress_bar
from resnet_book.results import layer_times
from resnet_book.results.records import RECORDED


def measure(member: Member, repetitions: int) -> dict[str, float]:
    """Milliseconds of each layer of a network."""
    network = member.build().to(memory_format=torch.channels_last)
    generator = torch.Generator().manual_seed(0)
    image = torch.randn(1, 3, member.size, member.size, generator=generator)
    return time_each_layer(network, image.to(memory_format=torch.channels_last), repetitions)


def measure_all(
    members: list[Member], rounds: int, repetitions: int
) -> dict[str, dict[str, float]]:
    """The fastest time of each layer over all rounds, to four digits."""
    fastest: dict[str, dict[str, float]] = {}
    with progress_bar("networks", rounds * len(members)) as bar:
        for member in members * rounds:
            found = measure(member, repetitions)
            before = fastest.get(member.key, found)
            fastest[member.key] = {
                name: float(f"{min(time, before[name]):.4g}") for name, time in found.items()
            }
            bar.update()
    return fastest


def main() -> None:
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--rounds", type=whole(1, 1000), default=3, help="turns of each network (3)"
    )
    parser.add_argument("--repetitions", type=whole(1, 1000), default=3, help="in each round (3)")
    parser.add_argument(
        "--out", type=file, default=RECORDED / layer_times.FILE, help="file to save to (the record)"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)  # as the record says
    members = [member for family in families().values() for member in family]
    found = measure_all(members, options.rounds, options.repetitions)
    command = (
        f"python scripts/record_layer_times.py --rounds {options.rounds} "
        f"--repetitions {options.repetitions}"
    )
    times = layer_times.layer_times(found, options.rounds * options.repetitions, command)
    layer_times.save(times, options.out)


if __name__ == "__main__":
    main()
