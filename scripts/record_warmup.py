"""Train with low learning rates first, last and not at all, and record errors and sharpness.

    python scripts/record_warmup.py      # about fifteen minutes, one thread of the CPU

ResNet-32 on the digits, 70 steps of 32 images, in several ways; the sharpness on the way; with and
without a warm-up over learning rates; and ResNet-56 with a warm-up, after 80 steps of recipe quick,
to stand beside the record of γ = 0 and γ = 1.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from command_lines import record_parser
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.data import Batches, Standard, digits
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes import top_eigenvalue
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.training import epoch_seed, evaluate
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe

FULL = 0.15
SEEDS = (0, 1, 2, 3)
RATES = (0.02, 0.05, 0.1, 0.2, 0.3)
DEEP_RATES = (0.02, 0.05, 0.1, 0.2)
SHARP_AT = (0, 5, 10, 20, 30, 40, 70)
WITHOUT, FIRST, LAST = "no warm-up", "warm-up", "warm-up last"
HELD = {  # parameters that stay as they are in the first 20 of 70 steps without a warm-up
    "classifier held": ("fc.",),
    "last stage held": ("layer3.", "fc."),
    "first layer held": ("conv1.", "bn1."),
}

DATA = digits()
STANDARD = Standard.of(DATA.train_images)


def rates(way: str, full: float = FULL) -> list[float]:
    """The learning rate of each of 70 steps."""
    tenth, hundredth = full / 10, full / 100
    middle = {
        FIRST: [tenth] * 20 + [full] * 20 + [tenth] * 20,
        LAST: [full] * 20 + [tenth] * 40,
    }
    return middle.get(way, [full] * 40 + [tenth] * 20) + [hundredth] * 10


def batches(seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    every = Batches(DATA.train_images, DATA.train_labels, STANDARD, 32)
    for epoch in range(2):
        yield from every.shuffled(torch.Generator().manual_seed(epoch_seed(seed, epoch)))


def sharpness(network: nn.Module) -> float:
    every = Batches(DATA.train_images, DATA.train_labels, STANDARD, 64)
    return top_eigenvalue(network, *next(every.ordered()), iterations=12)


def run(
    way: str, seed: int, full: float = FULL, sharp_at: tuple[int, ...] = ()
) -> dict[str, object]:
    """One training: the error of each step's batch, of the last weights, norm, sharpness."""
    network = cifar_resnet(32, in_channels=1, seed=seed).train()
    network.to(memory_format=torch.channels_last)
    held = [p for n, p in network.named_parameters() if n.startswith(HELD.get(way, ("no such",)))]
    optimizer = torch.optim.SGD(network.parameters(), full, momentum=0.9, weight_decay=1e-4)
    errors, sharp = [], {0: sharpness(network)} if 0 in sharp_at else {}
    for step, (rate, (x, labels)) in enumerate(zip(rates(way, full), batches(seed), strict=False)):
        logits = network(x)
        optimizer.zero_grad()
        functional.cross_entropy(logits, labels).backward()
        for group in optimizer.param_groups:
            group["lr"] = rate
        if step < 20:
            for parameter in held:
                parameter.grad = None  # the optimizer passes over it
        optimizer.step()
        errors.append(100 * (logits.argmax(1) != labels).float().mean().item())
        if step + 1 in sharp_at:
            sharp[step + 1] = sharpness(network)
    ordered = Batches(DATA.train_images, DATA.train_labels, STANDARD, 256)
    return {
        "by step": errors,
        "train error": evaluate(network, ordered)[1],
        "norm": network.conv1.weight.norm().item(),
        "sharpness": list(sharp.items()),
    }


def deep(rate: float, seed: int) -> float | None:
    """Training error of ResNet-56, 80 steps of recipe quick, the first 20 at a tenth."""
    network = cifar_resnet(56, in_channels=1, seed=seed)
    chosen = recipe("quick").with_changes(
        iterations=80, learning_rate=rate, warmup="constant", warmup_epochs=20 / 22
    )
    try:
        return train(network, DATA, chosen, seed=seed, progress=False).train_error
    except FloatingPointError:
        return None


def main() -> None:
    folder = record_parser(__doc__).parse_args().out
    torch.set_num_threads(1)  # as the record says
    command = "python scripts/record_warmup.py"

    def save(name: str, depth: int, seeds: tuple[int, ...], values: dict[str, Value]) -> None:
        spec = cifar_spec(depth, in_channels=1)
        made = measurements.measurement(name, DATA, values, command, network=spec, seeds=seeds)
        measurements.save_in(folder, made)

    ways = {
        way: [run(way, s, sharp_at=SHARP_AT if s < 3 and way not in HELD else ()) for s in SEEDS]
        for way in (WITHOUT, FIRST, LAST, *HELD)
    }
    begun = {
        str(depth): [sharpness(cifar_resnet(depth, in_channels=1, seed=s)) for s in SEEDS[:3]]
        for depth in (8, 20, 32, 56)
    }
    description = "way → for each seed: errors in %, norm of the first layer, sharpness by step"
    start = Value(begun, "", "depth → sharpness before training, a seed each")
    save("warmup", 32, SEEDS, {"ways": Value(ways, "", description), "start": start})
    deeper = [{"rate": r, "errors": [deep(r, s) for s in SEEDS[:3]]} for r in DEEP_RATES]
    description = "by rate: training errors after 80 steps, a seed each"
    save("warmup", 56, SEEDS[:3], {"rates": Value(deeper, "%", description)})
    swept = [
        {"rate": r, "way": w, "errors": [run(w, s, r)["train error"] for s in SEEDS[:3]]}
        for r in RATES
        for w in (WITHOUT, FIRST)
    ]
    description = "by rate and way: training errors after 70 steps, a seed each"
    save("warmup-rates", 32, SEEDS[:3], {"rates": Value(swept, "%", description)})


if __name__ == "__main__":
    main()
