"""Train the networks of lesson 3 that its pages have no time for, and record the errors.

    python scripts/record_identity_mappings.py            # about 20 minutes, one thread of the CPU
    python scripts/record_identity_mappings.py factors    # one of them

All on the digits, three seeds, the error of the last weights. ``kinds`` and ``orders``: 26 layers,
36 steps. ``factors``: λ on every shortcut of 56 layers, from a plain network (0) to the residual
one (1). ``gates``: gated shortcuts in 56 layers, 20 epochs. ``without-norm``: stacks of 27 blocks
without batch normalisation. ``isometry``: plain stacks of 55 convolutions without it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from command_lines import add_names, record_parser
from torch import nn
from tqdm import tqdm

from resnet_book.data import digits
from resnet_book.models.bare_stacks import bare_stack
from resnet_book.models.network_specs import NetworkSpec, cifar_spec
from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.block_stack import stack
from resnet_book.results import measurements
from resnet_book.results.measurements import Value
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe

SEEDS = (0, 1, 2)
SMALL = cifar_spec(26, width=8, in_channels=1)
KINDS = (
    "A", "scaling=0.5,1", "scaling=0.5,0.5", "exclusive-gating=-6", "shortcut-gating=0",
    "shortcut-gating=-6", "conv", "dropout=0.5",
)  # fmt: skip
ORDERS = {
    0.02: ("bn-after-addition", "relu-before-addition", "relu-only-preactivation",
           "full-preactivation"),
    0.5: ("original", "relu-only-preactivation", "full-preactivation"),
}  # fmt: skip
GATES = ("none", "shortcut-gating=0", "exclusive-gating=-2")
FACTORS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
BLOCKS = 27
RATE = 0.02  # that of recipe `quick`
Rows = list[dict[str, object]]


def trained(
    make: Callable[[int], nn.Module], rate: float = RATE, **changes: int
) -> list[float | None]:
    """Training error in percent of each seed's network; None if it diverged."""
    chosen = recipe("quick").with_changes(learning_rate=rate, **changes)
    errors: list[float | None] = []
    for seed in SEEDS:
        torch.manual_seed(seed)  # dropout draws from the global generator
        try:
            result = train(make(seed), digits(), chosen, seed=seed, device="cpu", progress=False)
            errors.append(result.train_error)
        except FloatingPointError:
            errors.append(None)
    return errors


def exchange_last_norm(network: nn.Module, *, wanted: bool) -> nn.Module:
    """Set whether a batch normalisation stands behind the last block."""
    network.bn_last = nn.BatchNorm2d(network.fc.in_features) if wanted else nn.Identity()
    return network


def narrow(depth: int, shortcut: str = "A", order: str = "original") -> Callable[[int], nn.Module]:
    """A network of width 8 for each seed."""
    return lambda seed: cifar_resnet(
        depth, shortcut, order=order, width=8, in_channels=1, seed=seed
    )


def kinds() -> Rows:
    return [
        {"shortcut": kind, "errors": trained(narrow(26, kind), iterations=36)}
        for kind in tqdm(KINDS, "kinds")
    ]


def orders() -> Rows:
    rows: Rows = []
    for rate, names in ORDERS.items():
        for order in tqdm(names, f"orders {rate}"):
            errors = trained(narrow(26, order=order), rate, iterations=36)
            rows.append({"order": order, "rate": rate, "exchanged": False, "errors": errors})
    for order, rate, wanted in (("original", 0.5, True), ("full-preactivation", 0.02, False)):
        errors = trained(
            lambda seed, order=order, wanted=wanted: exchange_last_norm(
                narrow(26, order=order)(seed), wanted=wanted
            ),
            rate,
            iterations=36,
        )
        rows.append({"order": order, "rate": rate, "exchanged": True, "errors": errors})
    return rows


def factors() -> Rows:
    return [
        {
            "scale": scale,
            "rate": rate,
            "errors": trained(narrow(56, f"scaling={scale!r},1"), rate),
        }
        for rate, scales in ((0.02, FACTORS), (0.005, (0.0, 0.5, 0.7, 0.9, 1.0)))
        for scale in tqdm(scales, f"factors {rate}")
    ]


def gates() -> Rows:
    return [
        {"shortcut": kind, "errors": trained(narrow(56, kind), 0.1, epochs=20)}
        for kind in tqdm(GATES, "gates")
    ]


def with_branch_factor(seed: int, factor: float, *, learnt: bool, batch_norm: bool) -> nn.Module:
    """27 blocks with a factor on every branch; if `learnt`, one parameter for each (SkipInit)."""
    network = stack(1.0, BLOCKS, seed, batch_norm=batch_norm)
    for block in network.layer1:
        value = nn.Parameter(torch.tensor(factor)) if learnt else factor
        block.downsample.on_branch = value
    return network


def without_norm() -> Rows:
    ways = {
        "batch norm": (1.0, False, True),
        "none": (1.0, False, False),
        "1/√L": (1 / math.sqrt(BLOCKS), False, False),
        "SkipInit": (0.0, True, False),
    }
    rows: Rows = []
    for name, (factor, learnt, norm) in tqdm(ways.items(), "without norm"):
        errors = trained(
            lambda seed, f=factor, learnt=learnt, n=norm: with_branch_factor(
                seed, f, learnt=learnt, batch_norm=n
            ),
            RATE,
        )
        rows.append({"way": name, "rate": RATE, "errors": errors})
    return rows


def isometry() -> Rows:
    starts = (("delta-orthogonal", "tanh"), ("normal", "tanh"))
    rows: Rows = []
    for rate, epochs in ((0.02, 5), (0.05, 20)):
        for start, activation in tqdm(starts, f"isometry {rate}, {epochs} epochs"):
            errors = trained(
                lambda seed, start=start, activation=activation: bare_stack(
                    55, seed, start=start, activation=activation
                ),
                rate,
                epochs=epochs,
            )
            rows.append(
                {
                    "start": start,
                    "activation": activation,
                    "rate": rate,
                    "epochs": epochs,
                    "errors": errors,
                }
            )
    return rows


BARE = stack(0.0, BLOCKS, batch_norm=False).spec  # nearest to the bare stacks, which have no spec
RESIDUAL = stack(1.0, BLOCKS).spec
RECORDS: dict[str, tuple[Callable[[], Rows], NetworkSpec, str]] = {
    "kinds": (kinds, SMALL, "by kind of shortcut, 36 steps"),
    "orders": (orders, SMALL, "by order, rate, and whether the last batch norm is exchanged"),
    "factors": (
        factors,
        cifar_spec(56, width=8, in_channels=1),
        "by factor on the shortcuts, and rate",
    ),
    "without-norm": (without_norm, RESIDUAL, "by what is done about the branches, and rate"),
    "isometry": (isometry, BARE, "by start, activation, rate and epochs, no normalisation"),
    "gates": (gates, cifar_spec(56, width=8, in_channels=1), "by shortcut: 20 epochs at 0.1"),
}


def main() -> None:
    parser = record_parser(__doc__)
    add_names(parser, "NAME", RECORDS)
    chosen = parser.parse_args()
    torch.set_num_threads(1)  # as the record says
    command = "python scripts/record_identity_mappings.py"
    for name in chosen.names or RECORDS:
        measure, spec, about = RECORDS[name]
        value = Value(measure(), "%", f"{about}: training errors, a seed each; null: diverged")
        made = measurements.measurement(
            f"identity-{name}", digits(), {"errors": value}, command, network=spec, seeds=SEEDS
        )
        measurements.save_in(chosen.out, made)


if __name__ == "__main__":
    main()
