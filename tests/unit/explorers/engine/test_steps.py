"""One step of the engine, and several, give what PyTorch gives in double precision."""

from __future__ import annotations

import pytest
import torch
from engine_in_node import run
from pytorch_steps import (
    BATCH,
    DECAY,
    MOMENTUM,
    all_steps,
    batches,
    distances,
    job,
    masks_of,
    steps,
)

from resnet_book.models import ORDERS, build, cifar_spec

SHORTCUTS = (
    *("none", "A", "B", "C", "scaling=0.5,1", "scaling=0.7,0.5", "exclusive-gating=-1"),
    *("shortcut-gating=-6", "dropout=0.5"),
)
ALLOWED = 1e-5  # of a tensor's largest gradient


def network(depth, shortcut, width=8, **choices):
    return cifar_spec(depth, shortcut, width=width, in_channels=1, **choices)


EVERY_SHORTCUT_AND_ORDER = {
    f"{depth}-{shortcut}-{order}": network(depth, shortcut, order=order)
    for depth in (8, 20)
    for shortcut in SHORTCUTS
    for order in ORDERS
}
OTHERS = {
    **{f"bottleneck-{s}-{o}": network(11, s, block="bottleneck", order=o)
       for s in ("none", "A", "B") for o in ORDERS},
    **{f"without-bn-{s}-{o}": network(8, s, batch_norm=False, order=o)
       for s in ("none", "A", "B", "C", "exclusive-gating") for o in ORDERS
       if o != "bn-after-addition"},
    "strides-on-3x3": network(20, "B", block="bottleneck", stride_on="3x3"),
    "width-6": network(8, "B", width=6),
    "width-3": network(8, "exclusive-gating=-1", width=3),
    "depth-56": network(56, "A"),
}  # fmt: skip
SPECS = EVERY_SHORTCUT_AND_ORDER | OTHERS


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """For each spec: the engine's step, and PyTorch's in double and in single precision."""
    images, _ = batches(1)
    masks = {key: masks_of(build(spec), images) for key, spec in SPECS.items()}
    jobs = [job(spec, masks[key], [0.1]) for key, spec in SPECS.items()]
    folder = tmp_path_factory.mktemp("steps")
    found = run(folder, jobs)
    asked = [(s, masks[k], [0.1], t) for t in (torch.double, torch.float) for k, s in SPECS.items()]
    theirs = all_steps(folder, asked)
    exact, single = theirs[: len(SPECS)], theirs[len(SPECS) :]
    return dict(zip(SPECS, zip(found, exact, single, strict=True), strict=True))


def below(prefix, tensors):
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}


@pytest.mark.parametrize("key", SPECS)
def test_gradients_of_one_step(key, compared):
    (_, tensors), exact, single = compared[key]
    found = distances(below("gradient/", tensors), exact.gradients)
    usual = distances(single.gradients, exact.gradients)
    assert found
    for name, distance in found.items():
        assert distance <= max(ALLOWED, 2 * usual[name]), name


@pytest.mark.parametrize("key", SPECS)
def test_running_statistics_and_evaluation(key, compared):
    (result, tensors), exact, single = compared[key]
    assert result["losses"] == pytest.approx(exact.losses, rel=1e-5)
    expected = {n: v for n, v in exact.state.items() if "running" in n}
    found = distances(below("state/", tensors), expected) if expected else {}
    assert max(found.values(), default=0) < 1e-5
    close = float((tensors["logits"].reshape(BATCH, 10) - exact.logits).abs().max())
    usual = float((single.logits - exact.logits).abs().max())
    assert close <= max(1e-4, 2 * usual)


def test_momentum_decay_and_rates_of_several_steps(tmp_path):
    spec, rates = network(8, "A"), [0.1, 0.05, 0.02, 0.1]
    ((result, tensors),) = run(tmp_path, [job(spec, {}, rates)])
    exact = steps(spec, {}, rates, torch.double)
    assert (MOMENTUM, DECAY) == (0.9, 1e-4)
    assert result["losses"] == pytest.approx(exact.losses, rel=1e-4)
    expected = {n: v for n, v in exact.state.items() if v.is_floating_point()}
    assert max(distances(below("state/", tensors), expected).values()) < 1e-4
