"""What PyTorch computes in a few steps of SGD, for the engine to be compared with.

It computes in a process of its own, with one thread: hundreds of small networks come and go there,
and if one of them ever brings the process down, the test that asked says what it wrote.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from engine_in_node import Job
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.data import digits
from resnet_book.data.batches import Batches, Standard
from resnet_book.models import NetworkSpec, ResNet, build

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
BATCH = 16
MOMENTUM, DECAY = 0.9, 1e-4

Tensors = dict[str, Tensor]


@dataclass(frozen=True)
class Steps:
    """What some steps give: the first one's gradients, the state and logits at the end."""

    gradients: Tensors
    state: Tensors
    logits: Tensor
    losses: list[float]


Asked = tuple[NetworkSpec, Tensors, Sequence[float], torch.dtype]  # arguments of steps


def all_steps(folder: Path, asked: Sequence[Asked]) -> list[Steps]:
    """:func:`steps` of each, one after another, in a process of its own that works in a folder."""
    torch.save([tuple(each) for each in asked], folder / "asked.pt")
    command = [sys.executable, __file__, str(folder)]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment = os.environ | ONE_THREAD | paths
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"exit status {done.returncode}: {done.stderr}"
    return [Steps(**found) for found in torch.load(folder / "found.pt", weights_only=False)]


def batches(count: int) -> tuple[Tensor, Tensor]:
    """The first images of the digits, standardised: (count · BATCH, 1, 8, 8), and their labels."""
    data = digits()
    standard = Standard.of(data.train_images)
    images = Batches(data.train_images, data.train_labels, standard, count * BATCH)
    return next(images.ordered())


def masks_of(network: nn.Module, images: Tensor) -> Tensors:
    """A mask for every dropout on a shortcut, by its name, drawn from a fixed seed."""
    generator = torch.Generator().manual_seed(1)
    masks: Tensors = {}

    def draw(name: str) -> Callable[..., None]:
        def hook(module: nn.Dropout, inputs: tuple[Tensor], output: Tensor) -> None:
            kept = torch.rand(inputs[0].shape, generator=generator) >= module.p
            masks[name] = kept / (1 - module.p)

        return hook

    for name, module in network.named_modules():
        if isinstance(module, nn.Dropout):
            module.register_forward_hook(draw(name))
    state = {name: value.clone() for name, value in network.state_dict().items()}
    with torch.no_grad():
        network.train()(images)
    network.load_state_dict(state)
    for module in network.modules():
        module._forward_hooks.clear()
    return masks


def steps(spec: NetworkSpec, masks: Tensors, rates: Sequence[float], dtype: torch.dtype) -> Steps:
    """Train on one batch a step, as `resnet_book.training` does, with dropout's masks given."""
    network = build(spec).to(dtype)
    for name, module in network.named_modules():
        if name in masks:
            mask = masks[name].to(dtype)
            module.register_forward_hook(lambda _, inputs, output, mask=mask: inputs[0] * mask)
    optimizer = torch.optim.SGD(network.parameters(), lr=1.0, momentum=MOMENTUM, weight_decay=DECAY)
    images, labels = batches(len(rates))
    gradients: Tensors = {}
    losses = []
    network.train()
    for rate, x, y in zip(rates, images.to(dtype).split(BATCH), labels.split(BATCH), strict=True):
        optimizer.param_groups[0]["lr"] = rate
        loss = functional.cross_entropy(network(x), y)
        optimizer.zero_grad()
        loss.backward()
        gradients = gradients or {n: _gradient(p) for n, p in network.named_parameters()}
        optimizer.step()
        losses.append(loss.item())
    return Steps(gradients, network.state_dict(), _evaluated(network, images[:BATCH]), losses)


def _gradient(parameter: nn.Parameter) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad.clone()


@torch.no_grad()
def _evaluated(network: ResNet, images: Tensor) -> Tensor:
    for module in network.modules():
        module._forward_hooks.clear()
    return network.eval()(images.to(network.fc.weight.dtype))


def job(spec: NetworkSpec, masks: Tensors, rates: Sequence[float]) -> Job:
    """The same steps, for the engine."""
    images, labels = batches(len(rates))
    state = build(spec).state_dict()
    weights = {f"weight/{n}": v for n, v in state.items() if v.is_floating_point()}
    given = weights | {f"mask/{n}": mask for n, mask in masks.items()}
    described: dict[str, Any] = {
        "kind": "steps",
        "spec": asdict(spec),
        "size": 8,
        "lanes": BATCH,
        "rates": list(rates),
        "momentum": MOMENTUM,
        "decay": DECAY,
        "masks": list(masks),
    }
    return described, given | {"images": images, "labels": labels}


def distances(found: Tensors, exact: Tensors) -> dict[str, float]:
    """The largest error of each tensor, as a share of the tensor's largest number.

    A tensor that is 0 in exact arithmetic, as the gradient of a bias that a normalisation takes
    away again, is compared with the largest number of all tensors.
    """
    largest = max(float(value.abs().max()) for value in exact.values())
    shares = {}
    for name, value in exact.items():
        size = float(value.abs().max())
        error = float((found[name].double().reshape(value.shape) - value.double()).abs().max())
        shares[name] = error / (size if size > 1e-10 * largest else largest)
    return shares


if __name__ == "__main__":
    work = Path(sys.argv[1])
    found = [asdict(steps(*each)) for each in torch.load(work / "asked.pt", weights_only=False)]
    torch.save(found, work / "found.pt")
